package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceMappingTest {

  @Test
  void two_way_tables_are_total_and_reversible() {
    assertThat(BinanceMapping.SIDES).containsOnlyKeys(Side.values());
    assertThat(BinanceMapping.TIMES_IN_FORCE).containsOnlyKeys(TimeInForce.values());
    BinanceMapping.SIDES.forEach(
        (side, word) -> assertThat(BinanceMapping.SIDES_BACK).containsEntry(word, side));
    BinanceMapping.TIMES_IN_FORCE.forEach(
        (time, word) -> assertThat(BinanceMapping.TIMES_IN_FORCE_BACK).containsEntry(word, time));
  }

  /** The manual's words (enums, "Order status") and two of an independent client's table. */
  @ParameterizedTest
  @CsvSource({
    "NEW, open, false",
    "ACCEPTED, open, false",
    "PENDING_NEW, open, false",
    "PARTIALLY_FILLED, open, false",
    "PENDING_CANCEL, open, false",
    "FILLED, closed, true",
    "CANCELED, cancelled, true",
    "CANCELLED, cancelled, true",
    "REJECTED, cancelled, true",
    "EXPIRED, cancelled, true",
    "EXPIRED_IN_MATCH, cancelled, true"
  })
  void every_status_of_the_manual_has_its_unified_word(
      String word, String unified, boolean finished) {
    Order order = queried("LIMIT", null, word);
    assertThat(order.status().unified()).isEqualTo(unified);
    assertThat(order.status().isFinished()).isEqualTo(finished);
    assertThat(order.nativeStatus()).isEqualTo(word);
    assertThat(BinanceMapping.STATUSES).hasSize(11);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HIBERNATING", "new", "EXECUTING", "", "Filled"})
  void any_other_status_is_unknown_and_keeps_its_word(String word) {
    Order order = queried("LIMIT", null, word);
    assertThat(order.status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(order.status().unified()).isEqualTo("UNKNOWN");
    assertThat(order.status().isFinished()).isFalse();
    assertThat(order.nativeStatus()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0.5, 0.05",
    "3, 1, 0.3333333333333333333333333333333333",
    "0.00000003, 0.00000007, 2.333333333333333333333333333333333",
    "8, 1, 0.125"
  })
  void an_average_is_exact_where_it_ends_else_34_digits(
      BigDecimal filled, BigDecimal quote, BigDecimal average) {
    assertThat(BinanceMapping.average(filled, quote)).isEqualByComparingTo(average);
  }

  @Test
  void there_is_no_average_without_fills_or_without_their_value() {
    assertThat(BinanceMapping.average(BigDecimal.ZERO, BigDecimal.ONE)).isNull();
    assertThat(BinanceMapping.average(BigDecimal.ONE, null)).isNull();
  }

  private static NativeReading read(String name, String value) {
    return BinanceNative.read(
        new NativeParams(Map.of(name, value)),
        text -> text.equals("BTCUSDT") ? BinanceStub.instrument("BTC", "USDT") : null,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "symbol, BTCUSDT, symbol, BTC/USDT",
    "side, SELL, side, sell",
    "type, LIMIT, type, limit",
    "type, STOP_LOSS, type, stop_loss",
    "type, LIMIT_MAKER, post_only, true",
    "quantity, 0.10, quantity, 0.1",
    "quoteOrderQty, 50, quote_quantity, 50",
    "price, 1e2, price, 100",
    "stopPrice, 5, stop_price, 5",
    "trailingDelta, 150, trailing_delta, 1.5",
    "icebergQty, 1, iceberg_qty, 1",
    "timeInForce, IOC, time_in_force, IOC",
    "newClientOrderId, mine, client_order_id, mine"
  })
  void native_identity_and_economics_read_back(
      String name, String value, String field, String unified) {
    assertThat(read(name, value).fields()).containsEntry(field, unified);
    assertThat(read(name, value).rest().values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp",
        "recvWindow",
        "signature",
        "apiKey",
        "newOrderRespType",
        "batchOrders"
      })
  void what_only_the_gateway_may_set_is_refused(String name) {
    assertKind(ErrorKind.INVALID_REQUEST, () -> read(name, "1"));
  }

  @ParameterizedTest
  @CsvSource({"symbol, NOPE", "side, buy", "type, PEGGED", "timeInForce, GTD", "quantity, many"})
  void a_native_word_that_means_nothing_is_refused_by_name(String name, String value) {
    assertThatThrownBy(() -> read(name, value)).hasMessageContaining("extra_params." + name);
  }

  @Test
  void the_rest_travels_untouched() {
    NativeReading reading = read("selfTradePreventionMode", "EXPIRE_MAKER");
    assertThat(reading.fields()).isEmpty();
    assertThat(order(limit(), reading.rest()))
        .containsEntry("selfTradePreventionMode", "EXPIRE_MAKER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"newClientOrderId", "quantity", "recvWindow", "abovePrice"})
  void native_parameters_never_replace_what_is_ours(String name) {
    assertKind(
        ErrorKind.INVALID_REQUEST, () -> order(limit(), new NativeParams(Map.of(name, "1"))));
  }

  private static OrderTerms limit() {
    return new OrderTerms.Limit(new BigDecimal("1"), TimeInForce.GTC, false);
  }

  private static Map<String, String> order(OrderTerms terms, NativeParams params) {
    return BinanceRequests.order(
        new OrderRequest(
            BinanceStub.ID,
            Symbol.spot("BTC", "USDT"),
            Side.BUY,
            new Quantity.Base(new BigDecimal("1E-7")),
            terms,
            null,
            null,
            params),
        BinanceStub.instrument("BTC", "USDT"));
  }

  @Test
  void amounts_travel_as_plain_digits() {
    assertThat(order(limit(), NativeParams.NONE)).containsEntry("quantity", "0.0000001");
  }

  @Test
  void terms_that_are_not_built_yet_are_refused_by_name() {
    OrderTerms oco = new OrderTerms.Oco(BigDecimal.TEN, BigDecimal.ONE, null);
    assertKind(ErrorKind.UNSUPPORTED_PARAMETER, () -> order(oco, NativeParams.NONE));
    assertThatThrownBy(() -> order(oco, NativeParams.NONE)).hasMessageContaining("oco");
  }

  @Test
  void quote_sized_limits_are_refused() {
    assertKind(
        ErrorKind.UNSUPPORTED_PARAMETER,
        () ->
            BinanceRequests.order(
                BinanceStub.request(Side.BUY, new Quantity.Quote(BigDecimal.TEN), limit()),
                BinanceStub.instrument("BTC", "USDT")));
  }

  private static void assertKind(ErrorKind kind, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ExchangeException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
  }

  @ParameterizedTest
  @CsvSource({
    "STOP_LOSS, , STOP_LOSS",
    "STOP_LOSS_LIMIT, , STOP_LOSS",
    "TAKE_PROFIT, , TAKE_PROFIT",
    "TAKE_PROFIT_LIMIT, , TAKE_PROFIT",
    "STOP_LOSS, 150, TRAILING_STOP",
    "STOP_LOSS_LIMIT, 150, TRAILING_STOP",
    "TAKE_PROFIT, 150, TRAILING_STOP",
    "LIMIT, 150, LIMIT",
    "LIMIT_MAKER, , LIMIT"
  })
  void conditional_orders_read_back_with_type_and_trigger(
      String word, @Nullable Long delta, OrderType type) {
    Order order = queried(word, delta);
    assertThat(order.type()).isEqualTo(type);
    assertThat(order.stopPrice()).isEqualByComparingTo("41000.5");
    assertThat(order.status()).isEqualTo(OrderStatus.NEW);
  }

  @Test
  void a_type_that_no_table_lists_is_no_type() {
    assertThat(queried("PEGGED", null).type()).isNull();
    assertThat(queried("PEGGED", 1L).type()).isNull();
  }

  /** Triggered and on the book, which changes neither type nor status. */
  private static Order queried(String type, @Nullable Long trailingDelta) {
    return queried(type, trailingDelta, "NEW");
  }

  private static Order queried(String type, @Nullable Long trailingDelta, String status) {
    String raw =
        """
        {"symbol":"BTCUSDT","orderId":7,"orderListId":-1,"clientOrderId":"x","price":"0.00000000",
         "origQty":"0.00100000","executedQty":"0.00000000","cummulativeQuoteQty":"0.00000000",
         "status":"%s","timeInForce":"GTC","type":"%s","side":"SELL","stopPrice":"41000.50000000",
         %s"icebergQty":"0.00000000","time":1684804350068,"updateTime":1684804350069,
         "isWorking":true,"workingTime":1684804350069,"origQuoteOrderQty":"0.00000000"}\
        """
            .formatted(
                status,
                type,
                trailingDelta == null
                    ? ""
                    : "\"trailingDelta\":" + trailingDelta + ",\"trailingTime\":-1,");
    return BinanceMapping.queried(
        WireJson.read(raw, BinanceWire.Queried.class), BinanceStub.BTC_USDT, raw);
  }
}
