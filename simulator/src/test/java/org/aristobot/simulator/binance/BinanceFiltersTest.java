package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Filters and traits in which the symbols differ, and the execution rule. */
class BinanceFiltersTest {

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private JsonNode symbol(String symbol) {
    return venue.get("/api/v3/exchangeInfo?symbol=" + symbol).get("symbols").get(0);
  }

  private List<String> filters(String symbol) {
    return symbol(symbol).get("filters").findValuesAsString("filterType");
  }

  // --- filters

  @Test
  void an_older_symbol_has_the_older_filters() {
    assertThat(filters("ETHBTC"))
        .contains("PERCENT_PRICE", "MIN_NOTIONAL")
        .doesNotContain("PERCENT_PRICE_BY_SIDE", "NOTIONAL");
    assertThat(filters("LTCUSDT")).contains("MAX_POSITION");
    assertThat(filters("DOGEUSDT")).contains("MAX_NUM_ICEBERG_ORDERS");
    assertThat(venue.signed("/api/v3/myFilters", "symbol=SHIBUSDT").get("assetFilters").toString())
        .isEqualTo(
            "[{\"filterType\":\"MAX_ASSET\",\"asset\":\"SHIB\",\"limit\":\"20000000000.00000000\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ETHBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.01069 | -1013 | Filter failure: PERCENT_PRICE",
        "ETHBTC&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.26741 | -1013 | Filter failure: PERCENT_PRICE",
        "ETHBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=0.05 | -1013 | Filter failure: MIN_NOTIONAL",
        "ETHBTC&side=BUY&type=MARKET&quantity=0.001 | -1013 | Filter failure: MIN_NOTIONAL",
        "BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=300&price=42000 | -1013 | Filter failure: NOTIONAL",
        "LTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=50001&price=15 | -2010 | Filter failure: MAX_POSITION",
        "SHIBUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=20000000001&price=0.00001000 | -1013 | Filter failure: MAX_ASSET",
        "ETHBTC&side=SELL&type=STOP_LOSS&quantity=1&stopPrice=0.05 | -1013 | Stop loss orders are not supported for this symbol.",
        "ETHBTC&side=SELL&type=TAKE_PROFIT&quantity=1&stopPrice=0.06 | -1013 | Take profit orders are not supported for this symbol.",
        "ETHBTC&side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=1&price=0.05&trailingDelta=100 | -1013 | Trailing stop orders are not supported for this symbol.",
        "ETHBTC&side=SELL&type=MARKET&quantity=1&selfTradePreventionMode=EXPIRE_MAKER | -1013 | This symbol does not allow the specified self-trade prevention mode.",
      })
  void an_order_that_the_symbol_does_not_allow_is_refused(String params, int code, String text) {
    assertThat(venue.refused("symbol=" + params)).isEqualTo("400 " + code + " " + text);
    assertThat(venue.get("/_sim/orders")).isEmpty();
  }

  @Test
  void a_fourth_iceberg_is_refused_and_any_other_order_is_not() {
    String order = "symbol=DOGEUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=100&price=0.09";
    for (int i = 0; i < 3; i++) {
      venue.place(order + "&icebergQty=50");
    }
    assertThat(venue.refused(order + "&icebergQty=50"))
        .isEqualTo("400 -2010 Filter failure: MAX_NUM_ICEBERG_ORDERS");
    venue.place(order);
  }

  @Test
  void what_is_open_of_all_symbols_counts_too() {
    assertThat(
            venue.signed("/api/v3/myFilters", "symbol=BTCUSDT").get("exchangeFilters").toString())
        .isEqualTo(
            "[{\"filterType\":\"EXCHANGE_MAX_NUM_ORDERS\",\"maxNumOrders\":1200},"
                + "{\"filterType\":\"EXCHANGE_MAX_NUM_ALGO_ORDERS\",\"maxNumAlgoOrders\":30},"
                + "{\"filterType\":\"EXCHANGE_MAX_NUM_ICEBERG_ORDERS\",\"maxNumIcebergOrders\":1000},"
                + "{\"filterType\":\"EXCHANGE_MAX_NUM_ORDER_LISTS\",\"maxNumOrderLists\":120}]");
    for (String stop :
        List.of(
            "BTCUSDT&quantity=0.01&stopPrice=50000",
            "ETHUSDT&quantity=0.1&stopPrice=4000",
            "SOLUSDT&quantity=1&stopPrice=200",
            "LTCUSDT&quantity=1&stopPrice=200",
            "DOGEUSDT&quantity=100&stopPrice=0.2",
            "SHIBUSDT&quantity=200000&stopPrice=0.00003")) {
      for (int i = 0; i < 5; i++) {
        venue.place("side=BUY&type=STOP_LOSS&symbol=" + stop);
      }
    }
    assertThat(
            venue.refused(
                "symbol=ETHBTC&side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=0.1"
                    + "&stopPrice=0.05&price=0.05"))
        .isEqualTo("400 -2010 Filter failure: EXCHANGE_MAX_NUM_ALGO_ORDERS");
    venue.place("symbol=ETHBTC&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&price=0.06");
  }

  @Test
  void open_buys_and_holdings_count_into_the_position() {
    String buy = "symbol=LTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=15&quantity=";
    venue.place(buy + "30000");
    assertThat(venue.refused(buy + "20001")).endsWith("Filter failure: MAX_POSITION");
    venue.place(buy + "20000");
  }

  // --- traits

  @Test
  void a_symbol_says_what_it_does_not_allow() {
    JsonNode symbol = symbol("ETHBTC");
    assertThat(symbol.get("orderTypes").toString())
        .isEqualTo(
            "[\"LIMIT\",\"LIMIT_MAKER\",\"MARKET\",\"STOP_LOSS_LIMIT\",\"TAKE_PROFIT_LIMIT\"]");
    for (String trait : List.of("opoAllowed", "allowTrailingStop", "amendAllowed")) {
      assertThat(symbol.get(trait).asBoolean()).as(trait).isFalse();
    }
    assertThat(text(symbol, "defaultSelfTradePreventionMode")).isEqualTo("NONE");
    assertThat(symbol.get("allowedSelfTradePreventionModes").toString()).isEqualTo("[\"NONE\"]");
    assertThat(
            venue
                .demo
                .signed(
                    "POST",
                    "/api/v3/orderList/opo",
                    "symbol=ETHBTC&workingType=LIMIT&workingSide=BUY&workingPrice=0.05"
                        + "&workingQuantity=1&workingTimeInForce=GTC&pendingType=MARKET"
                        + "&pendingSide=SELL")
                .error())
        .isEqualTo("400 -1013 OPO orders are not supported for this symbol.");
    JsonNode order =
        venue.place("symbol=ETHBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.05");
    assertThat(text(order, "selfTradePreventionMode")).isEqualTo("NONE");
    assertThat(
            venue
                .demo
                .signed(
                    "PUT",
                    "/api/v3/order/amend/keepPriority",
                    "symbol=ETHBTC&newQty=0.5&orderId=" + order.get("orderId"))
                .error())
        .isEqualTo("400 -2038 Order amend is not supported for this symbol.");
  }

  // --- the execution rule

  @Test
  void only_a_symbol_with_the_rule_has_a_reference_price() {
    assertThat(venue.demo.get("/api/v3/referencePrice?symbol=BTCUSDT").error())
        .isEqualTo("400 -2043 This symbol does not have a reference price.");
    JsonNode reference = venue.get("/api/v3/referencePrice?symbol=SOLUSDT");
    assertThat(reference.get("referencePrice"))
        .isEqualTo(venue.get("/api/v3/avgPrice?symbol=SOLUSDT").get("price"));
    assertThat(reference.get("timestamp").asLong()).isEqualTo(venue.clock.millis());
    JsonNode rules = venue.get("/api/v3/executionRules?symbol=SOLUSDT").get("symbolRules");
    assertThat(rules.toString())
        .isEqualTo(
            "[{\"symbol\":\"SOLUSDT\",\"rules\":[{\"ruleType\":\"PRICE_RANGE\",\"bidLimitMultUp\":\"1.0010\","
                + "\"bidLimitMultDown\":\"0.9990\",\"askLimitMultUp\":\"1.0010\","
                + "\"askLimitMultDown\":\"0.9990\"}]}]");
    assertThat(venue.get("/api/v3/executionRules?symbolStatus=TRADING").get("symbolRules"))
        .hasSize(7);
    assertThat(venue.demo.get("/api/v3/executionRules").header("X-MBX-USED-WEIGHT-1M"))
        .isEqualTo("88");
  }

  @ParameterizedTest
  @CsvSource({
    "BUY, type=MARKET&quantity=9500",
    "BUY, type=MARKET&quoteOrderQty=999999",
    "BUY, type=LIMIT&timeInForce=GTC&quantity=9900&price=98.30",
    "SELL, type=MARKET&quantity=20000",
    "SELL, type=LIMIT&timeInForce=IOC&quantity=20000&price=97",
  })
  void an_order_that_would_take_out_of_the_range_expires_there(String side, String order) {
    JsonNode reference = venue.get("/api/v3/referencePrice?symbol=SOLUSDT");
    BigDecimal bound =
        new BigDecimal(text(reference, "referencePrice"))
            .multiply(new BigDecimal(side.equals("BUY") ? "1.0010" : "0.9990"));
    JsonNode placed =
        venue.place("symbol=SOLUSDT&newOrderRespType=FULL&side=" + side + "&" + order);
    assertThat(text(placed, "status")).isEqualTo("EXPIRED");
    assertThat(text(placed, "expiryReason")).isEqualTo("EXECUTION_RULE_PRICE_RANGE_EXCEEDED");
    assertThat(placed.get("fills")).isNotEmpty();
    for (JsonNode fill : placed.get("fills")) {
      int beyond = fill.get("price").asDecimal().compareTo(bound);
      assertThat(side.equals("BUY") ? beyond : -beyond).isNotPositive();
    }
    JsonNode balances = venue.signed("/api/v3/account", "omitZeroBalances=true").get("balances");
    balances.forEach(balance -> assertThat(text(balance, "locked")).isEqualTo("0.00000000"));
  }

  // --- orders that waited

  @Test
  void what_waited_is_checked_again_when_it_starts() {
    String list =
        "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=42900"
            + "&workingQuantity=0.0002&workingTimeInForce=GTC&pendingType=LIMIT&pendingSide=SELL"
            + "&pendingQuantity=0.0002&pendingTimeInForce=GTC&pendingPrice=210000"
            + "&pendingClientOrderId=late&newOrderRespType=RESULT";
    Venue.ok(venue.demo.signed("POST", "/api/v3/orderList/oto", list));
    venue.move("BTC/USDT", "40000");
    JsonNode late = venue.signed(Venue.ORDER, "symbol=BTCUSDT&origClientOrderId=late");
    assertThat(text(late, "status")).isEqualTo("EXPIRED");
    assertThat(text(late, "expiryReason")).isEqualTo("REJECTED");
  }
}
