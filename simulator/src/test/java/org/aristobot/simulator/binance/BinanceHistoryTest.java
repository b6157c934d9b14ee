package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.aristobot.simulator.SimClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an account did: its trades, its orders, and how it may ask for them. */
class BinanceHistoryTest {

  private static final String LIMIT = "symbol=BTCUSDT&type=LIMIT&timeInForce=GTC&side=";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private JsonNode trades(String params) {
    return venue.signed("/api/v3/myTrades", "symbol=BTCUSDT" + params);
  }

  // --- fees

  @Test
  void maker_and_taker_pay_a_thousandth_of_what_they_receive() {
    venue.place(LIMIT + "BUY&quantity=0.01&price=43000.01");
    venue.place(LIMIT + "SELL&quantity=0.02&price=43100");
    venue.move("BTC/USDT", "43100");
    JsonNode trades = trades("");
    assertThat(trades).hasSize(2);
    is(trades.get(0), "0.00001000", "BTC", true, false);
    is(trades.get(1), "0.86200000", "USDT", false, true);
    for (JsonNode trade : trades) {
      BigDecimal worth =
          new BigDecimal(text(trade, "price")).multiply(new BigDecimal(text(trade, "qty")));
      assertThat(new BigDecimal(text(trade, "quoteQty"))).isEqualByComparingTo(worth);
    }
  }

  private static void is(
      JsonNode trade, String commission, String asset, boolean buyer, boolean maker) {
    assertThat(text(trade, "commission")).isEqualTo(commission);
    assertThat(text(trade, "commissionAsset")).isEqualTo(asset);
    assertThat(trade.get("isBuyer").asBoolean()).isEqualTo(buyer);
    assertThat(trade.get("isMaker").asBoolean()).isEqualTo(maker);
  }

  // --- how it may be asked for

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                   | 3",
        "&limit=2                             | 2",
        "&startTime=NOW                       | 1",
        "&endTime=THEN                        | 2",
        "&startTime=THEN&endTime=NOW          | 3",
        "&startTime=DAY_AGO&endTime=NOW       | 3",
        "&fromId=SECOND                       | 2",
        "&fromId=SECOND&limit=1               | 1",
        "&orderId=ORDER                       | 2",
        "&orderId=ORDER&fromId=SECOND         | 1",
        "&startTime=TOO_LONG_AGO&endTime=NOW  | -1127 More than 24 hours between startTime and endTime.",
        "&fromId=1&startTime=NOW              | -1128 Combination of optional parameters invalid.",
        "&fromId=1&endTime=NOW                | -1128 Combination of optional parameters invalid.",
        "&orderId=1&startTime=NOW             | -1128 Combination of optional parameters invalid.",
        "&orderId=1&endTime=NOW               | -1128 Combination of optional parameters invalid.",
        "&limit=0                             | -1130 Data sent for parameter 'limit' is not valid.",
        "&fromId=99999999999999999999         | -1108 Parameter 'fromId' overflowed.",
      })
  void trades_are_asked_for_in_the_ways_that_the_venue_knows(String params, String expected) {
    long then = venue.clock.millis();
    JsonNode order = venue.place("symbol=BTCUSDT&type=MARKET&side=BUY&quantity=1.3");
    assertThat(order.get("fills").size()).isEqualTo(2);
    venue.clock.forward(1_000);
    venue.place("symbol=BTCUSDT&type=MARKET&side=BUY&quantity=0.01");
    JsonNode second = order.get("fills").get(1);
    Answer answer =
        venue.demo.signed(
            "GET",
            "/api/v3/myTrades",
            "symbol=BTCUSDT"
                + filled(params, then)
                    .replace("SECOND", text(second, "tradeId"))
                    .replace("ORDER", text(order, "orderId")));
    if (expected.startsWith("-")) {
      assertThat(answer.error()).isEqualTo("400 " + expected);
    } else {
      assertThat(Venue.ok(answer)).hasSize(Integer.parseInt(expected));
      assertThat(answer.header("X-MBX-USED-WEIGHT-1M"))
          .isEqualTo(params.contains("orderId") ? "5" : "20");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                  | 3",
        "&limit=1                            | 1",
        "&orderId=SECOND                     | 2",
        "&startTime=NOW                      | 1",
        "&endTime=THEN                       | 2",
        "&startTime=DAY_AGO&endTime=NOW      | 3",
        "&orderId=1&startTime=NOW            | -1128 Combination of optional parameters invalid.",
        "&orderId=1&endTime=NOW              | -1128 Combination of optional parameters invalid.",
        "&startTime=TOO_LONG_AGO&endTime=NOW | -1127 More than 24 hours between startTime and endTime.",
      })
  void orders_are_asked_for_in_the_ways_that_the_venue_knows(String params, String expected) {
    long then = venue.clock.millis();
    venue.place(LIMIT + "BUY&quantity=0.01&price=42000");
    JsonNode second = venue.place(LIMIT + "BUY&quantity=0.01&price=42000");
    venue.clock.forward(1_000);
    venue.place(LIMIT + "BUY&quantity=0.01&price=42000");
    Answer answer =
        venue.demo.signed(
            "GET",
            "/api/v3/allOrders",
            "symbol=BTCUSDT" + filled(params, then).replace("SECOND", text(second, "orderId")));
    if (expected.startsWith("-")) {
      assertThat(answer.error()).isEqualTo("400 " + expected);
    } else {
      assertThat(Venue.ok(answer)).hasSize(Integer.parseInt(expected));
    }
  }

  private String filled(String params, long then) {
    long now = venue.clock.millis();
    return params
        .replace("TOO_LONG_AGO", Long.toString(now - 86_400_001))
        .replace("DAY_AGO", Long.toString(now - 86_400_000))
        .replace("THEN", Long.toString(then))
        .replace("NOW", Long.toString(now));
  }

  @Test
  void history_belongs_to_a_symbol() {
    for (String path : new String[] {"/api/v3/myTrades", "/api/v3/allOrders"}) {
      assertThat(venue.demo.signed("GET", path, "").error())
          .isEqualTo(
              "400 -1102 Mandatory parameter 'symbol' was not sent, was empty/null, or"
                  + " malformed.");
    }
  }

  // --- counts

  @Test
  void an_order_that_is_filled_while_it_rests_gives_five_counts_back() {
    for (int i = 0; i < 7; i++) {
      venue.place(LIMIT + "BUY&quantity=0.01&price=" + (42_000 + i));
    }
    assertThat(count()).isEqualTo(7);
    venue.move("BTC/USDT", "42005.99");
    assertThat(count()).isEqualTo(2);
    venue.demo.signed("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT");
    assertThat(count()).isEqualTo(2);
  }

  private int count() {
    return venue.signed("/api/v3/rateLimit/order", "").get(0).get("count").asInt();
  }

  // --- small rules

  @Test
  void a_zero_balance_is_left_out_on_request() {
    Venue.ok(
        venue.demo.control(
            "POST",
            "/_sim/accounts",
            "{\"key\":\"demo\",\"secret\":\"demo-secret\",\"balances\":{\"BTC\":\"0\",\"ETH\":\"1\"}}"));
    assertThat(venue.signed("/api/v3/account", "").get("balances")).hasSize(2);
    assertThat(venue.signed("/api/v3/account", "omitZeroBalances=true").get("balances")).hasSize(1);
    assertThat(venue.demo.signed("GET", "/api/v3/account", "omitZeroBalances=maybe").error())
        .isEqualTo("400 -1130 Data sent for parameter 'omitZeroBalances' is not valid.");
  }

  @Test
  void a_cancel_may_be_bound_to_the_state_of_the_order() {
    JsonNode order = venue.place(LIMIT + "BUY&quantity=2&price=43000.01");
    assertThat(text(order, "status")).isEqualTo("PARTIALLY_FILLED");
    String id = "symbol=BTCUSDT&orderId=" + order.get("orderId") + "&cancelRestrictions=";
    assertThat(venue.demo.signed("DELETE", Venue.ORDER, id + "ONLY_NEW").error())
        .isEqualTo("400 -2011 Order was not canceled due to cancel restrictions.");
    assertThat(venue.demo.signed("DELETE", Venue.ORDER, id + "ONLY_OLD").error())
        .startsWith("400 -1145 ");
    assertThat(
            venue
                .demo
                .signed("DELETE", Venue.ORDER, id + "ONLY_PARTIALLY_FILLED")
                .json()
                .get("status")
                .asString())
        .isEqualTo("CANCELED");
  }

  @Test
  void an_iceberg_is_not_amended_below_what_it_shows() {
    JsonNode order = venue.place(LIMIT + "BUY&quantity=0.1&icebergQty=0.05&price=42000");
    String amend = "symbol=BTCUSDT&orderId=" + order.get("orderId") + "&newQty=";
    String path = "/api/v3/order/amend/keepPriority";
    assertThat(venue.demo.signed("PUT", path, amend + "0.04").error())
        .isEqualTo("400 -1013 IcebergQty exceeds QTY.");
    Answer amended = venue.demo.signed("PUT", path, amend + "0.06");
    assertThat(text(Venue.ok(amended).get("amendedOrder"), "icebergQty")).isEqualTo("0.05000000");
  }
}
