package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.json;
import static org.aristobot.simulator.bitget.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
    assertThat(text(order, "price")).isEqualTo("42000");
    assertThat(text(order, "size")).isEqualTo("0.0010000000000000");
    assertThat(text(order, "feeDetail")).isEmpty();
    assertThat(text(venue.balance("USDT"), "frozen")).isEqualTo("42");
    assertThat(text(venue.read("orderInfo?clientOid=a-1").get(0), "orderId")).isEqualTo(id);

    JsonNode open = venue.read("unfilled-orders?symbol=BTCUSDT").get(0);
    assertThat(text(open, "priceAvg")).isEqualTo("42000");
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
}
