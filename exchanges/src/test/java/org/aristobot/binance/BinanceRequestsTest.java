package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditional, trailing and iceberg orders look like on the wire, and how they read back. */
class BinanceRequestsTest {

  /**
   * Typed by hand from the manual ("New order", FAQ on trailing stops): entry, feature, how far.
   */
  private static final List<String> CAPABILITIES =
      List.of(
          "MARKET MARKET NATIVE",
          "MARKET MARKET_QUOTE_SIZED NATIVE",
          "LIMIT LIMIT NATIVE",
          "LIMIT IOC NATIVE",
          "LIMIT FOK NATIVE",
          "LIMIT POST_ONLY NATIVE",
          "LIMIT ICEBERG PARTIAL",
          "STOP_LOSS STOP_LOSS NATIVE",
          "STOP_LOSS STOP_LOSS_LIMIT NATIVE",
          "STOP_LOSS IOC PARTIAL",
          "STOP_LOSS FOK PARTIAL",
          "STOP_LOSS ICEBERG PARTIAL",
          "TAKE_PROFIT TAKE_PROFIT NATIVE",
          "TAKE_PROFIT TAKE_PROFIT_LIMIT NATIVE",
          "TAKE_PROFIT IOC PARTIAL",
          "TAKE_PROFIT FOK PARTIAL",
          "TAKE_PROFIT ICEBERG PARTIAL",
          "TRAILING_STOP TRAILING_STOP PARTIAL",
          "TRAILING_STOP ICEBERG PARTIAL",
          "OCO OCO NATIVE",
          "LIMIT ATTACHED_STOP_LOSS PARTIAL",
          "LIMIT ATTACHED_TAKE_PROFIT PARTIAL");

  @Test
  void the_capability_table_is_that_of_the_manual() {
    List<Capabilities.Row> rows = BinanceCapabilities.ALL.rows();
    assertThat(rows.stream().map(row -> row.entry() + " " + row.feature() + " " + row.support()))
        .containsExactlyInAnyOrderElementsOf(CAPABILITIES);
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.market()).isEqualTo("spot");
          assertThat(row.note() != null)
              .as("%s says what it leaves out", row)
              .isEqualTo(row.support() == Capabilities.Support.PARTIAL);
        });
  }

  private static String wire(OrderTerms terms, @Nullable String iceberg) {
    Map<String, String> parameters =
        new TreeMap<>(
            BinanceRequests.order(
                new OrderRequest(
                    BinanceStub.ID,
                    BinanceStub.BTC_USDT,
                    Side.SELL,
                    new Quantity.Base(d("0.10")),
                    terms,
                    iceberg == null ? null : d(iceberg),
                    null,
                    NativeParams.NONE),
                BinanceStub.instrument("BTC", "USDT")));
    assertThat(parameters)
        .containsEntry("symbol", "BTCUSDT")
        .containsEntry("side", "SELL")
        .containsEntry("quantity", "0.1")
        .containsEntry("newOrderRespType", "FULL");
    parameters
        .keySet()
        .removeAll(List.of("symbol", "side", "quantity", "newClientOrderId", "newOrderRespType"));
    return parameters.toString();
  }

  private static BigDecimal d(String text) {
    return new BigDecimal(text);
  }

  private static OrderTerms trailing(
      String percent, @Nullable String activation, @Nullable String price) {
    return new OrderTerms.TrailingStop(
        new TrailingDelta.Percent(d(percent)),
        activation == null ? null : d(activation),
        price == null ? null : d(price));
  }

  /** An older market lets orders trail, but has no market orders behind a trigger. */
  @Test
  void a_type_that_the_market_lacks_is_refused_before_anything_is_sent() {
    Instrument older = BinanceStub.without("STOP_LOSS", "TAKE_PROFIT", "LIMIT_MAKER");
    Quantity one = new Quantity.Base(d("1"));
    for (OrderTerms terms :
        List.of(
            trailing("1", null, null),
            new OrderTerms.TakeProfitMarket(d("45000")),
            new OrderTerms.Limit(d("45000"), TimeInForce.GTC, true))) {
      assertThatThrownBy(
              () -> BinanceRequests.order(BinanceStub.request(Side.SELL, one, terms), older))
          .isInstanceOfSatisfying(
              ExchangeException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_PARAMETER))
          .hasMessageContaining("orders for BTC/USDT");
    }
    OrderTerms limited = trailing("1", null, "41000");
    assertThat(BinanceRequests.order(BinanceStub.request(Side.SELL, one, limited), older))
        .containsEntry("type", "STOP_LOSS_LIMIT");
  }

  @Test
  void conditional_orders_carry_their_trigger_and_only_limits_a_time_in_force() {
    assertThat(wire(new OrderTerms.StopMarket(d("41000.50")), null))
        .isEqualTo("{stopPrice=41000.5, type=STOP_LOSS}");
    assertThat(wire(new OrderTerms.StopLimit(d("41000"), d("40950"), TimeInForce.IOC), null))
        .isEqualTo("{price=40950, stopPrice=41000, timeInForce=IOC, type=STOP_LOSS_LIMIT}");
    assertThat(wire(new OrderTerms.TakeProfitMarket(d("45000")), null))
        .isEqualTo("{stopPrice=45000, type=TAKE_PROFIT}");
    assertThat(wire(new OrderTerms.TakeProfitLimit(d("45000"), d("4.5e4"), TimeInForce.FOK), null))
        .isEqualTo("{price=45000, stopPrice=45000, timeInForce=FOK, type=TAKE_PROFIT_LIMIT}");
  }

  @Test
  void a_trailing_stop_is_a_stop_loss_with_whole_hundredths_of_a_per_cent() {
    assertThat(wire(trailing("1.5", null, null), null))
        .isEqualTo("{trailingDelta=150, type=STOP_LOSS}");
    assertThat(wire(trailing("0.010", "42000", null), null))
        .isEqualTo("{stopPrice=42000, trailingDelta=1, type=STOP_LOSS}");
    assertThat(wire(trailing("20", "42000", "41000"), null))
        .isEqualTo(
            "{price=41000, stopPrice=42000, timeInForce=GTC, trailingDelta=2000,"
                + " type=STOP_LOSS_LIMIT}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.125", "0.001", "1e30", "-1", "0"})
  void a_per_cent_that_makes_no_whole_hundredths_is_refused(String percent) {
    assertRefused(
        () -> wire(trailing(percent, null, null), null),
        ErrorKind.INVALID_REQUEST,
        "trailing_delta");
  }

  @Test
  void a_distance_in_price_is_refused() {
    OrderTerms terms = new OrderTerms.TrailingStop(new TrailingDelta.Offset(d("10")), null, null);
    assertRefused(() -> wire(terms, null), ErrorKind.UNSUPPORTED_PARAMETER, "trailing_delta");
  }

  @Test
  void icebergs_rest_on_the_book_until_they_are_done() {
    TimeInForce gtc = TimeInForce.GTC;
    assertThat(
            List.of(
                wire(new OrderTerms.Limit(d("2"), gtc, false), "0.0250"),
                wire(new OrderTerms.Limit(d("2"), gtc, true), "0.025"),
                wire(new OrderTerms.StopLimit(d("1"), d("2"), gtc), "0.025"),
                wire(new OrderTerms.TakeProfitLimit(d("1"), d("2"), gtc), "0.025"),
                wire(trailing("1", null, "2"), "0.025")))
        .allSatisfy(wire -> assertThat(wire).contains("icebergQty=0.025"));
    for (OrderTerms terms :
        Arrays.asList(
            new OrderTerms.Market(),
            new OrderTerms.Limit(d("2"), TimeInForce.IOC, false),
            new OrderTerms.Limit(d("2"), TimeInForce.FOK, false),
            new OrderTerms.StopMarket(d("1")),
            new OrderTerms.StopLimit(d("1"), d("2"), TimeInForce.IOC),
            new OrderTerms.TakeProfitMarket(d("1")),
            trailing("1", null, null))) {
      assertRefused(() -> wire(terms, "0.025"), ErrorKind.INVALID_REQUEST, "iceberg_qty");
    }
  }

  @Test
  void what_is_not_greater_than_zero_never_travels() {
    assertRefused(
        () -> wire(new OrderTerms.StopMarket(d("0")), null), ErrorKind.INVALID_PRICE, "stop_price");
    assertRefused(
        () -> wire(new OrderTerms.Limit(d("-1"), TimeInForce.GTC, false), null),
        ErrorKind.INVALID_PRICE,
        "price");
    assertRefused(
        () -> wire(new OrderTerms.Limit(d("1"), TimeInForce.GTC, false), "0"),
        ErrorKind.INVALID_QUANTITY,
        "iceberg_qty");
  }

  private static NativeReading read(String... pairs) {
    Map<String, String> params = new TreeMap<>();
    for (String pair : pairs) {
      params.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return BinanceNative.read(new NativeParams(params), _ -> null, null);
  }

  @Test
  void a_native_conditional_order_reads_back_whole() {
    assertThat(
            read(
                    "type=STOP_LOSS_LIMIT",
                    "stopPrice=41000.5",
                    "price=40950",
                    "timeInForce=IOC",
                    "icebergQty=0.5")
                .fields())
        .isEqualTo(
            Map.of(
                "type", "stop_loss",
                "stop_price", "41000.5",
                "price", "40950",
                "time_in_force", "IOC",
                "iceberg_qty", "0.5"));
    assertThat(read("type=TAKE_PROFIT", "stopPrice=1").fields())
        .isEqualTo(Map.of("type", "take_profit", "stop_price", "1"));
    assertThat(read("type=STOP_LOSS", "trailingDelta=25").fields())
        .isEqualTo(Map.of("type", "trailing_stop", "trailing_delta", "0.25"));
  }

  @ParameterizedTest
  @CsvSource({
    "type=STOP_LOSS_LIMIT, stopPrice=1",
    "type=TAKE_PROFIT_LIMIT, stopPrice=1",
    "type=STOP_LOSS, price=1",
    "type=TAKE_PROFIT, price=1",
    "type=MARKET, price=1",
    "type=TAKE_PROFIT, trailingDelta=100",
    "type=LIMIT, trailingDelta=100"
  })
  void a_native_type_that_contradicts_what_stands_beside_it_is_refused(String type, String other) {
    assertRefused(() -> read(type, other), ErrorKind.INVALID_REQUEST, "extra_params.type");
  }

  private static void assertRefused(Runnable call, ErrorKind kind, String field) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(kind);
              assertThat(e.failure().message()).startsWith(field);
            });
  }
}
