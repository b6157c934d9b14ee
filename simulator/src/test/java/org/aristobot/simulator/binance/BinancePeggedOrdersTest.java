package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Limits that are read from the book. */
class BinancePeggedOrdersTest {

  private static final String BTC = "symbol=BTCUSDT&newOrderRespType=FULL&quantity=0.01&";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private String level(String side, int level) {
    return venue.get("/api/v3/depth?symbol=BTCUSDT").get(side).get(level).get(0).asString();
  }

  @ParameterizedTest
  @CsvSource({
    "side=BUY&type=LIMIT&timeInForce=GTC&pegPriceType=PRIMARY_PEG, bids, 0, NEW",
    "side=SELL&type=LIMIT_MAKER&pegPriceType=PRIMARY_PEG, asks, 0, NEW",
    "side=BUY&type=LIMIT_MAKER&pegPriceType=PRIMARY_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=3, bids, 3, NEW",
    "side=BUY&type=LIMIT&timeInForce=IOC&pegPriceType=MARKET_PEG, asks, 0, FILLED",
    "side=SELL&type=LIMIT&timeInForce=FOK&pegPriceType=MARKET_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=2, bids, 2, FILLED",
  })
  void an_order_comes_to_the_book_at_the_level_it_is_pegged_to(
      String order, String side, int level, String status) {
    String price = level(side, level);
    JsonNode placed = venue.place(BTC + order);
    assertThat(text(placed, "peggedPrice")).isEqualTo(price);
    assertThat(text(placed, "price")).isEqualTo("0.00000000");
    assertThat(text(placed, "status")).isEqualTo(status);
    JsonNode looked = venue.look(placed);
    assertThat(text(looked, "peggedPrice")).isEqualTo(price);
    assertThat(looked.has("pegOffsetValue")).isEqualTo(level > 0);
  }

  @Test
  void a_price_of_its_own_is_shown_and_does_not_move_with_the_book() {
    JsonNode placed =
        venue.place(
            BTC + "side=BUY&type=LIMIT&timeInForce=GTC&price=42000&pegPriceType=PRIMARY_PEG");
    assertThat(text(placed, "price")).isEqualTo("42000.00000000");
    assertThat(text(placed, "pegPriceType")).isEqualTo("PRIMARY_PEG");
    venue.move("BTC/USDT", "43100");
    assertThat(text(venue.look(placed), "peggedPrice")).isEqualTo("43000.00000000");
    assertThat(text(venue.look(placed), "status")).isEqualTo("NEW");
  }

  @Test
  void a_stop_takes_its_limit_from_the_book_when_it_fires() {
    JsonNode placed =
        venue.place(
            BTC
                + "side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&stopPrice=42000"
                + "&pegPriceType=PRIMARY_PEG");
    assertThat(placed.has("peggedPrice")).isFalse();
    venue.move("BTC/USDT", "41900");
    JsonNode fired = venue.look(placed);
    assertThat(text(fired, "peggedPrice")).isEqualTo("41900.01000000");
    assertThat(fired.get("isWorking").asBoolean()).isTrue();
    assertThat(text(fired, "status")).isEqualTo("NEW");
  }

  @Test
  void a_buy_stop_locks_what_its_limit_turns_out_to_cost() {
    JsonNode placed =
        venue.place(
            BTC
                + "side=BUY&type=STOP_LOSS_LIMIT&timeInForce=GTC&stopPrice=44000"
                + "&pegPriceType=MARKET_PEG");
    assertThat(locked()).isEqualTo("440.00000000");
    venue.move("BTC/USDT", "45000");
    assertThat(text(venue.look(placed), "status")).isEqualTo("FILLED");
    assertThat(locked()).isEqualTo("0.00000000");
  }

  private String locked() {
    for (JsonNode balance : venue.signed("/api/v3/account", "").get("balances")) {
      if (text(balance, "asset").equals("USDT")) {
        return text(balance, "locked");
      }
    }
    throw new AssertionError("no USDT");
  }

  @Test
  void legs_of_a_list_may_be_pegged() {
    JsonNode placed =
        Venue.ok(
            venue.demo.signed(
                "POST",
                "/api/v3/orderList/otoco",
                "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingQuantity=0.01"
                    + "&workingTimeInForce=GTC&workingPegPriceType=MARKET_PEG&pendingSide=SELL"
                    + "&pendingQuantity=0.01&pendingAboveType=LIMIT_MAKER"
                    + "&pendingAbovePegPriceType=PRIMARY_PEG"
                    + "&pendingAbovePegOffsetType=PRICE_LEVEL&pendingAbovePegOffsetValue=5"
                    + "&pendingBelowType=STOP_LOSS_LIMIT&pendingBelowStopPrice=42000"
                    + "&pendingBelowPegPriceType=MARKET_PEG&pendingBelowTimeInForce=GTC"
                    + "&newOrderRespType=RESULT"));
    JsonNode reports = placed.get("orderReports");
    assertThat(text(reports.get(0), "status")).isEqualTo("FILLED");
    assertThat(reports.get(2).has("peggedPrice")).isFalse();
    JsonNode limit = venue.look(reports.get(2));
    assertThat(text(limit, "status")).isEqualTo("NEW");
    assertThat(text(limit, "peggedPrice")).isGreaterThan("43000.01000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "side=BUY&type=LIMIT&timeInForce=GTC&pegPriceType=MIDDLE | -1210 | Invalid pegPriceType.",
        "side=BUY&type=LIMIT&timeInForce=GTC&pegPriceType=PRIMARY_PEG&pegOffsetType=TICKS&pegOffsetValue=1 | -1211 | Invalid pegOffsetType.",
        "side=BUY&type=LIMIT&timeInForce=GTC&pegPriceType=PRIMARY_PEG&pegOffsetValue=1 | -1128 | Fields [pegOffsetType,pegOffsetValue] must be sent together or omitted entirely.",
        "side=BUY&type=LIMIT&timeInForce=GTC&pegPriceType=PRIMARY_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=101 | -1102 | 'pegOffsetValue' contains unexpected value. Cannot be greater than '100'.",
        "side=BUY&type=LIMIT&timeInForce=GTC&pegPriceType=PRIMARY_PEG&pegOffsetType=PRICE_LEVEL&pegOffsetValue=100 | -1112 | No orders on book for symbol.",
        "side=BUY&type=LIMIT&timeInForce=GTC&price=42000&pegOffsetType=PRICE_LEVEL | -1106 | Parameter 'pegOffsetType' sent when not required.",
        "side=BUY&type=MARKET&pegPriceType=PRIMARY_PEG | -1106 | Parameter 'pegPriceType' sent when not required.",
        "side=SELL&type=STOP_LOSS&stopPrice=42000&pegPriceType=PRIMARY_PEG | -1106 | Parameter 'pegPriceType' sent when not required.",
        "side=BUY&type=LIMIT&timeInForce=IOC&pegPriceType=PRIMARY_PEG | -1014 | Unsupported order combination.",
        "side=BUY&type=LIMIT_MAKER&pegPriceType=MARKET_PEG | -1014 | Unsupported order combination.",
        "side=BUY&type=LIMIT&timeInForce=GTC&price=42000.001&pegPriceType=PRIMARY_PEG | -1013 | Filter failure: PRICE_FILTER",
      })
  void peg_instructions_that_make_no_sense_are_refused(String params, int code, String text) {
    assertThat(venue.refused(BTC + params)).isEqualTo("400 " + code + " " + text);
    assertThat(venue.get("/_sim/orders")).isEmpty();
  }

  @Test
  void a_pegged_order_meets_the_filters_at_its_price() {
    assertThat(
            venue.refused(
                "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.0001"
                    + "&pegPriceType=PRIMARY_PEG"))
        .isEqualTo("400 -1013 Filter failure: NOTIONAL");
  }
}
