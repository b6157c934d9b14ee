package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.json;
import static org.aristobot.simulator.bitget.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Plain orders: how they are placed, shown, canceled and replaced. */
class BitgetOrdersTest {

  private static final String RESTING = "side=buy orderType=limit force=gtc price=42000 size=0.001";
  private static final String TAKING = "side=buy orderType=limit force=gtc price=43100 size=0.001";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private static BigDecimal number(JsonNode node, String field) {
    return new BigDecimal(text(node, field));
  }

  @Test
  void a_resting_order_is_shown_freezes_its_cost_and_is_canceled() {
    String id = venue.place(RESTING + " clientOid=a-1");
    JsonNode order = venue.look(id);
    assertThat(text(order, "status")).isEqualTo("live");
    assertThat(text(order, "clientOid")).isEqualTo("a-1");
    assertThat(text(order, "price")).isEqualTo("42000.0000000000000000");
    assertThat(text(order, "size")).isEqualTo("0.0010000000000000");
    assertThat(text(order, "feeDetail")).isEmpty();
    assertThat(text(venue.balance("USDT"), "frozen")).isEqualTo("42");
    assertThat(text(venue.read("orderInfo?clientOid=a-1").get(0), "orderId")).isEqualTo(id);

    JsonNode open = venue.read("unfilled-orders?symbol=BTCUSDT").get(0);
    assertThat(text(open, "priceAvg")).isEqualTo("42000.0000000000000000");
    assertThat(text(open, "basePrice")).isEqualTo("0");

    JsonNode canceled = venue.send("cancel-order", json("symbol=BTCUSDT clientOid=a-1"));
    assertThat(text(canceled, "orderId")).isEqualTo(id);
    assertThat(venue.status(id)).isEqualTo("cancelled");
    assertThat(text(venue.look(id), "cancelReason")).isEqualTo("normal_cancel");
    assertThat(venue.read("unfilled-orders")).isEmpty();
    assertThat(text(venue.read("history-orders").get(0), "orderId")).isEqualTo(id);
    assertThat(text(venue.balance("USDT"), "frozen")).isEqualTo("0");
    assertThat(venue.demo.post(TRADE + "cancel-order", json("orderId=" + id)).error())
        .isEqualTo("400 43004 There is no order to cancel");
    assertThat(venue.demo.post(TRADE + "cancel-order", json("orderId=1")).error())
        .isEqualTo("400 43001 The order does not exist");
  }

  @Test
  void a_filled_order_tells_its_average_and_its_fee_in_three_ways() {
    String id = venue.place(TAKING);
    JsonNode order = venue.look(id);
    assertThat(text(order, "status")).isEqualTo("filled");
    assertThat(number(order, "priceAvg")).isLessThanOrEqualTo(new BigDecimal("43100"));
    assertThat(text(order, "feeDetail"))
        .contains("\"t\":-0.000001,")
        .contains("\"BTC\":{\"deduction\":false,\"feeCoinCode\":\"BTC\"")
        .contains("\"totalFee\":-0.000001}");
    JsonNode fill = venue.read("fills?symbol=BTCUSDT&orderId=" + id).get(0);
    assertThat(text(fill, "tradeScope")).isEqualTo("taker");
    assertThat(text(fill.get("feeDetail"), "totalFee")).isEqualTo("-0.000001");
    assertThat(text(fill.get("feeDetail"), "feeCoin")).isEqualTo("BTC");
  }

  @Test
  void small_fees_come_with_an_exponent() {
    String id = venue.place("side=buy orderType=limit force=gtc price=43100 size=0.0001");
    assertThat(text(venue.look(id), "feeDetail")).contains("\"t\":-1E-7,");
  }

  @Test
  void a_market_buy_spends_quote_and_keeps_its_size_in_quote() {
    String id = venue.place("side=buy orderType=market size=25");
    JsonNode order = venue.look(id);
    assertThat(text(order, "status")).isEqualTo("filled");
    assertThat(text(order, "size")).isEqualTo("25.0000000000000000");
    assertThat(text(order, "price")).isEqualTo("0");
    assertThat(text(order, "orderSource")).isEqualTo("market");
    assertThat(number(order, "quoteVolume"))
        .isGreaterThan(new BigDecimal("24"))
        .isLessThanOrEqualTo(new BigDecimal("25"));
    assertThat(text(venue.balance("USDT"), "frozen")).isEqualTo("0");
  }

  @Test
  void a_client_id_is_taken_while_its_order_is_open_and_free_afterwards() {
    String id = venue.place(RESTING + " clientOid=same");
    assertThat(venue.refused(TAKING + " clientOid=same"))
        .isEqualTo("400 43118 clientOrderId duplicate");
    venue.send("cancel-order", json("orderId=" + id));
    String filled = venue.place(TAKING + " clientOid=same");
    String again = venue.place(TAKING + " clientOid=same");
    assertThat(again).isNotEqualTo(filled);
    assertThat(venue.status(filled)).isEqualTo("filled");
    assertThat(venue.status(again)).isEqualTo("filled");
  }

  @Test
  void a_client_id_names_an_order_for_two_hours_and_its_id_for_ever() {
    String id = venue.place(RESTING + " clientOid=old");
    venue.clock.forward(2 * 3_600_000L);
    assertThat(venue.read("orderInfo?clientOid=old")).hasSize(1);
    venue.clock.forward(1);
    assertThat(venue.read("orderInfo?clientOid=old")).isEmpty();
    assertThat(venue.status(id)).isEqualTo("live");
    assertThat(venue.read("orderInfo?orderId=12345")).isEmpty();
  }

  // --- forces and self-trades

  @ParameterizedTest
  @CsvSource({
    "GTC, 42000, live",
    "gtc, 43100, filled",
    "ioc, 42000, cancelled",
    "IOC, 43100, filled",
    "fok, 42000, cancelled",
    "post_only, 42000, live",
    "post_only, 43100, cancelled"
  })
  void a_force_in_any_letter_case_does_what_it_says(String force, String price, String status) {
    String id =
        venue.place(
            "side=buy orderType=limit size=0.001 force=%s price=%s".formatted(force, price));
    assertThat(venue.status(id)).isEqualTo(status);
    assertThat(text(venue.balance("USDT"), "frozen")).isEqualTo(status.equals("live") ? "42" : "0");
  }

  @Test
  void who_meets_himself_may_cancel_either_side() {
    String maker = venue.place("side=sell orderType=limit force=gtc price=43000.01 size=0.001");
    String taker = venue.place(TAKING + " stpMode=cancel_taker");
    assertThat(venue.status(taker)).isEqualTo("cancelled");
    assertThat(text(venue.look(taker), "cancelReason")).isEqualTo("stp_cancel");
    assertThat(venue.status(maker)).isEqualTo("live");
    String next = venue.place(TAKING + " stpMode=cancel_maker");
    assertThat(venue.status(maker)).isEqualTo("cancelled");
    assertThat(venue.status(next)).isEqualTo("filled");
  }

  @Test
  void numbers_count_as_their_text() {
    String body =
        """
        {"symbol":"BTCUSDT","side":"BUY","orderType":"limit","force":"gtc","price":42000.5,"size":0.001,
         "clientOid":null,"unknown":true}\
        """;
    String id = text(venue.send("place-order", body), "orderId");
    assertThat(text(venue.look(id), "price")).isEqualTo("42000.5000000000000000");
    assertThat(venue.demo.post(TRADE + "place-order", "[]").error()).startsWith("400 40020 ");
  }

  // --- replacing

  @Test
  void a_replacement_is_another_order_with_another_id() {
    String old = venue.place(RESTING + " clientOid=first");
    JsonNode told =
        venue.send(
            "cancel-replace-order",
            json("symbol=BTCUSDT clientOid=first newClientOid=second price=41500 size=0.002"));
    assertThat(text(told, "success")).isEqualTo("success");
    assertThat(text(told, "clientOid")).isEqualTo("second");
    assertThat(venue.status(old)).isEqualTo("cancelled");
    JsonNode successor = venue.look(text(told, "orderId"));
    assertThat(text(successor, "status")).isEqualTo("live");
    assertThat(text(successor, "price")).isEqualTo("41500.0000000000000000");
    assertThat(text(successor, "side")).isEqualTo("buy");
  }

  @Test
  void a_replacement_fails_inside_an_answer_that_succeeds() {
    String old = venue.place(RESTING);
    String other = venue.place(RESTING + " clientOid=taken");
    String replace = "symbol=BTCUSDT orderId=%s price=%s size=0.002 newClientOid=%s";
    JsonNode wrong =
        venue.send("cancel-replace-order", json(replace.formatted(old, "41500.123", "x")));
    assertThat(text(wrong, "success")).isEqualTo("failure");
    assertThat(text(wrong, "msg")).isEqualTo("param price scale error error");
    assertThat(venue.status(old)).isEqualTo("live");

    JsonNode twice =
        venue.send("cancel-replace-order", json(replace.formatted(old, "41500", "taken")));
    assertThat(text(twice, "success")).isEqualTo("failure");
    assertThat(text(twice, "msg")).isEqualTo("clientOrderId duplicate");
    assertThat(venue.status(old)).as("the old order is gone all the same").isEqualTo("cancelled");

    JsonNode gone = venue.send("cancel-replace-order", json(replace.formatted(old, "41500", "y")));
    assertThat(text(gone, "success")).isEqualTo("failure");
    JsonNode many =
        venue.send(
            "batch-cancel-replace-order",
            "{\"orderList\":[%s,%s]}"
                .formatted(
                    json(replace.formatted(other, "41500", "z")),
                    json("symbol=BTCUSDT orderId=1 price=1")));
    assertThat(text(many.get(0), "success")).isEqualTo("success");
    assertThat(text(many.get(1), "success")).isEqualTo("failure");
  }

  // --- many at once

  @Test
  void a_batch_of_several_symbols_takes_each_item_by_its_own() {
    String items =
        "[%s,%s]"
            .formatted(
                json("symbol=BTCUSDT " + RESTING),
                json(
                    "symbol=ETHUSDT " + "side=buy orderType=limit force=gtc price=2000 size=0.01"));
    venue.send("batch-orders", "{\"batchMode\":\"multiple\",\"orderList\":" + items + "}");
    assertThat(text(venue.read("unfilled-orders").get(0), "symbol")).isEqualTo("ETHUSDT");
    JsonNode refused =
        venue.send(
            "batch-orders",
            "{\"symbol\":\"BTCUSDT\",\"orderList\":[%s]}"
                .formatted(json(RESTING + " tpslType=tpsl triggerPrice=42000")));
    assertThat(text(refused.get("failureList").get(0), "errorCode")).isEqualTo("40020");
  }

  @Test
  void all_of_a_symbol_are_canceled_after_the_answer() {
    String one = venue.place(RESTING);
    String exit = venue.place("side=sell orderType=market size=1 tpslType=tpsl triggerPrice=42000");
    venue.send("cancel-symbol-order", json("symbol=BTCUSDT"));
    assertThat(venue.status(one)).isEqualTo("live");
    venue.clock.forward(BitgetSimTrading.CANCELED_AFTER_MILLIS);
    assertThat(venue.status(one)).isEqualTo("cancelled");
    assertThat(venue.status(exit)).isEqualTo("live");
    assertThat(text(venue.read("history-orders").get(0), "orderId")).isEqualTo(one);
  }

  // --- which rows

  @Test
  void an_id_wins_over_a_time_range_and_that_over_a_page() {
    String first = venue.place(RESTING);
    venue.clock.forward(10);
    String second = venue.place(RESTING);
    long now = venue.clock.millis();
    assertThat(ids("")).containsExactly(second, first);
    assertThat(ids("&limit=1")).containsExactly(second);
    assertThat(ids("&idLessThan=" + second)).containsExactly(first);
    assertThat(ids("&startTime=" + now)).containsExactly(second);
    assertThat(ids("&endTime=" + (now - 1))).containsExactly(first);
    assertThat(ids("&startTime=" + now + "&idLessThan=" + second)).containsExactly(second);
    assertThat(ids("&orderId=" + first + "&startTime=" + now)).containsExactly(first);
    assertThat(ids("&symbol=ETHUSDT")).isEmpty();
    assertThat(venue.demo.signedGet(TRADE + "history-orders?startTime=2&endTime=1").error())
        .startsWith("400 40707 ");
    assertThat(venue.demo.signedGet(TRADE + "history-orders?startTime=1").error())
        .startsWith("400 40705 ");
  }

  private List<String> ids(String selectors) {
    List<String> ids = new ArrayList<>();
    venue
        .read("unfilled-orders?tpslType=normal" + selectors)
        .forEach(row -> ids.add(text(row, "orderId")));
    return ids;
  }

  @Test
  void fills_of_all_symbols_are_read_page_by_page() {
    venue.place("side=buy orderType=market size=10");
    venue.place("symbol=ETHUSDT side=buy orderType=market size=10");
    venue.place("symbol=SOLUSDT side=buy orderType=market size=10");
    JsonNode all = venue.read("fills");
    assertThat(all).hasSize(3);
    JsonNode rest = venue.read("fills?idLessThan=" + text(all.get(0), "tradeId"));
    assertThat(rest.get(0)).isEqualTo(all.get(1));
    assertThat(rest).hasSize(2);
  }

  @Test
  void balances_show_what_is_held_unless_all_are_asked_for() {
    venue.control(
        "/_sim/accounts",
        "{\"key\":\"poor\",\"secret\":\"demo-secret\",\"passphrase\":\"demo-pass\","
            + "\"balances\":{\"USDT\":5,\"BTC\":0}}");
    Caller poor = venue.demo.as("poor");
    String path = "/api/v2/spot/account/assets";
    assertThat(Venue.data(poor.signedGet(path))).hasSize(1);
    assertThat(Venue.data(poor.signedGet(path + "?assetType=all"))).hasSize(2);
  }
}
