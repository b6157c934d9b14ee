package org.aristobot.bitget;

import static org.aristobot.bitget.BitgetStub.CREDENTIALS;
import static org.aristobot.bitget.BitgetStub.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Interval;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of words, typed from the manual's pages: what each means on the wire. */
class BitgetMappingTest {

  private static final String TRADE = "/api/v2/spot/trade/";
  private static final String CHILD = "4711";

  private final BitgetStub stub = new BitgetStub();

  @AfterEach
  void close() {
    stub.close();
  }

  // Statuses of orders.

  @ParameterizedTest
  @CsvSource({
    "init, NEW",
    "new, NEW",
    "live, NEW",
    "partially_filled, PARTIALLY_FILLED",
    "partial_fill, PARTIALLY_FILLED",
    "partial-fill, PARTIALLY_FILLED",
    "partially_fill, PARTIALLY_FILLED",
    "filled, FILLED",
    "full_fill, FILLED",
    "full-fill, FILLED",
    "cancelled, CANCELED",
    "canceled, CANCELED",
    "cancel, CANCELED",
    "expired, EXPIRED",
    "reject, REJECTED",
    "rejected, REJECTED"
  })
  void every_status_of_an_order_has_its_meaning_whatever_its_letters(
      String word, OrderStatus status) {
    for (String spelt : List.of(word, word.toUpperCase(Locale.ROOT))) {
      Order order = shown(spelt);
      assertThat(order.status().unified()).isEqualTo(status.unified());
      assertThat(order.status().isFinished()).isEqualTo(status.isFinished());
      assertThat(order.nativeStatus()).isEqualTo(spelt);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hibernating", "executing", "not_trigger", "success", "liv", ""})
  void any_other_status_of_an_order_is_unknown_and_keeps_its_word(String word) {
    Order order = shown(word);
    assertThat(order.status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(order.nativeStatus()).isEqualTo(word);
  }

  private Order shown(String status) {
    stub.serving(TRADE + "orderInfo", Reply.of(200, stub.body("[" + order("7", status) + "]")));
    return stub.bitget.order(
        CREDENTIALS, BitgetStub.BTC_USDT, new OrderRef.ByVenueId(new VenueOrderId("7")));
  }

  private static String order(String id, String status) {
    return """
    {"userId":"1","symbol":"BTCUSDT","orderId":"%s","clientOid":"%s","price":"60000.00",
     "size":"0.0010000000000000","orderType":"limit","side":"sell","status":"%s","priceAvg":"0",
     "baseVolume":"0.0000000000000000","quoteVolume":"0.0000000000000000",
     "enterPointSource":"API","feeDetail":"","orderSource":"normal","tpslType":"normal",
     "triggerPrice":null,"quoteCoin":"USDT","baseCoin":"BTC","cancelReason":"",
     "cTime":"1725211304522","uTime":"1725211304609"}\
    """
        .formatted(id, id.equals("7") ? "any" : "the-child", status);
  }

  // Statuses of plan orders.

  @ParameterizedTest
  @CsvSource({
    "live, open",
    "not_trigger, open",
    "executing, open",
    "fail_execute, cancelled",
    "fail_trigger, cancelled",
    "cancelled, cancelled",
    "canceled, cancelled",
    "hibernating, UNKNOWN",
    "filled, UNKNOWN"
  })
  void every_status_of_a_plan_order_has_its_meaning_whatever_its_letters(
      String word, String unified) {
    for (String spelt : List.of(word, word.toUpperCase(Locale.ROOT))) {
      Order order = planned(spelt, "[]", "[]");
      assertThat(order.status().unified()).isEqualTo(unified);
      assertThat(order.nativeStatus()).isEqualTo(spelt);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "executed, live, open",
    "executed, partially_filled, open",
    "executed, filled, closed",
    "executed, cancelled, cancelled",
    "triggered, filled, closed",
    "executed, hibernating, UNKNOWN"
  })
  void a_plan_order_that_has_triggered_is_what_its_child_is(
      String word, String child, String unified) {
    String link =
        "[{\"orderId\":\"4711\",\"price\":\"\",\"type\":\"market\",\"status\":\"success\"}]";
    Order order = planned(word, link, "[" + order(CHILD, child) + "]");
    assertThat(order.status().unified()).isEqualTo(unified);
    assertThat(order.nativeStatus()).isEqualTo(word);
    assertThat(order.nativeClientOrderId()).isEqualTo(ID);
  }

  /** Section 9: never closed by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"executed", "triggered"})
  void a_plan_order_whose_child_is_not_found_yet_is_open(String word) {
    assertThat(planned(word, "[]", "[]").status().unified()).isEqualTo("open");
    String link =
        "[{\"orderId\":\"4711\",\"price\":\"\",\"type\":\"market\",\"status\":\"success\"}]";
    assertThat(planned(word, link, "[]").status().unified()).isEqualTo("open");
  }

  @ParameterizedTest
  @CsvSource({
    "in_progress, open",
    "in_progress_tracking, open",
    "fail, cancelled",
    "cancelled, cancelled",
    "hibernating, UNKNOWN"
  })
  void a_child_that_cannot_be_read_is_what_its_link_says(String link, String unified) {
    String row =
        "[{\"orderId\":\"4711\",\"price\":\"\",\"type\":\"market\",\"status\":\"" + link + "\"}]";
    assertThat(planned("executed", row, "[]").status().unified()).isEqualTo(unified);
  }

  private Order planned(String status, String links, String child) {
    String plan =
        """
        {"nextFlag":false,"idLessThan":"7","orderList":[
          {"orderId":"7","clientOid":"%s","symbol":"BTCUSDT","size":"0.001","executePrice":"",
           "triggerPrice":"57000","status":"%s","orderType":"market","side":"sell",
           "planType":"amount","triggerType":"fill_price","enterPointSource":"API",
           "cTime":"1725211304522","uTime":"1725211304609"}]}\
        """
            .formatted(ID, status);
    stub.answers.set(seen ->
        switch (seen.path().substring(seen.path().lastIndexOf('/') + 1)) {
          case "current-plan-order", "history-plan-order" -> Reply.of(200, stub.body(plan));
          case "plan-sub-order" -> Reply.of(200, stub.body(links));
          case "orderInfo" -> Reply.of(200, stub.body(isChild(seen) ? child : "[]"));
          default -> stub.nothing(seen);
        });
    return stub.bitget.order(CREDENTIALS, BitgetStub.BTC_USDT, new OrderRef.ByClientId(ID));
  }

  private static boolean isChild(Seen seen) {
    return seen.parameter("orderId").equals(CHILD);
  }

  // Intervals.

  /** Section 3: days and longer, of the spellings those that open at midnight UTC. */
  private static final Map<String, String> GRANULARITIES =
      Map.ofEntries(
          Map.entry("1m", "1min"),
          Map.entry("3m", "3min"),
          Map.entry("5m", "5min"),
          Map.entry("15m", "15min"),
          Map.entry("30m", "30min"),
          Map.entry("1h", "1h"),
          Map.entry("4h", "4h"),
          Map.entry("6h", "6Hutc"),
          Map.entry("12h", "12Hutc"),
          Map.entry("1d", "1Dutc"),
          Map.entry("3d", "3Dutc"),
          Map.entry("1w", "1Wutc"),
          Map.entry("1M", "1Mutc"));

  @ParameterizedTest
  @EnumSource
  void an_interval_is_asked_for_in_the_venues_word_or_refused(Interval interval) {
    stub.answers.set(stub::nothing);
    String word = GRANULARITIES.get(interval.word());
    int before = stub.server.seen().size();
    if (word == null) {
      assertKind(
          Set.of(ErrorKind.UNSUPPORTED_PARAMETER, ErrorKind.INVALID_REQUEST),
          () -> stub.bitget.candles(BitgetStub.BTC_USDT, interval, null, 10));
      assertThat(stub.server.seen()).hasSize(before);
    } else {
      assertThat(stub.bitget.candles(BitgetStub.BTC_USDT, interval, null, 10)).isEmpty();
      assertThat(stub.server.seen().getLast().parameter("granularity")).isEqualTo(word);
    }
  }

  // Native parameters (section 7.1).

  private NativeReading read(Map<String, String> words) {
    return stub.bitget.readNative(new NativeParams(words), null);
  }

  @ParameterizedTest
  @CsvSource({
    "symbol, BTCUSDT, symbol, BTC/USDT",
    "side, sell, side, sell",
    "orderType, limit, type, limit",
    "orderType, market, type, market",
    "force, gtc, time_in_force, GTC",
    "force, IOC, time_in_force, IOC",
    "force, fok, time_in_force, FOK",
    "force, post_only, post_only, true",
    "price, 1e2, price, 100",
    "clientOid, mine, client_order_id, mine",
    "presetTakeProfitPrice, 66000, take_profit_price, 66000",
    "presetStopLossPrice, 57000, stop_loss_price, 57000",
    "triggerPrice, 5, stop_price, 5"
  })
  void native_identity_and_economics_read_back(
      String name, String value, String field, String unified) {
    NativeReading reading = read(Map.of(name, value));
    assertThat(reading.fields()).containsEntry(field, unified);
    assertThat(reading.rest().values()).isEmpty();
  }

  /** Of a sale, and of a buy with a limit, the size is in base. */
  @Test
  void a_size_is_in_base_or_of_a_buy_at_market_in_quote() {
    assertThat(read(Map.of("side", "sell", "size", "0.10", "orderType", "market")).fields())
        .containsEntry("quantity", "0.1");
    assertThat(read(Map.of("side", "buy", "size", "0.10", "orderType", "limit")).fields())
        .containsEntry("quantity", "0.1");
    assertThat(read(Map.of("side", "buy", "size", "25.0", "orderType", "market")).fields())
        .containsEntry("quote_quantity", "25")
        .doesNotContainKey("quantity");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "requestTime",
        "receiveWindow",
        "ACCESS-KEY",
        "ACCESS-SIGN",
        "ACCESS-TIMESTAMP",
        "ACCESS-PASSPHRASE",
        "paptrading",
        "locale",
        "tpslType",
        "newClientOid",
        "batchMode",
        "orderList"
      })
  void what_only_the_gateway_may_set_is_refused(String name) {
    assertKind(Set.of(ErrorKind.INVALID_REQUEST), () -> read(Map.of(name, "1")));
  }

  @ParameterizedTest
  @CsvSource({
    "symbol, NOPE",
    "side, long",
    "orderType, pegged",
    "force, gtd",
    "size, many",
    "price, cheap"
  })
  void a_native_word_that_means_nothing_is_refused_by_name(String name, String value) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind())
                  .isIn(ErrorKind.INVALID_REQUEST, ErrorKind.UNKNOWN_SYMBOL);
              assertThat(e.failure().message()).contains("extra_params." + name);
            });
  }

  @ParameterizedTest
  @CsvSource({"stpMode, cancel_taker", "triggerType, mark_price"})
  void the_rest_travels_untouched(String name, String value) {
    NativeReading reading = read(Map.of(name, value));
    assertThat(reading.fields()).isEmpty();
    assertThat(reading.rest().values()).containsExactlyEntriesOf(Map.of(name, value));
  }

  @Test
  void amounts_are_exact() {
    stub.serving(
        TRADE + "orderInfo",
        Reply.of(
            200,
            stub.body(
                "["
                    + order("7", "live").replace("60000.00", "12345678901234567890.123456789012345")
                    + "]")));
    Order order =
        stub.bitget.order(
            CREDENTIALS, BitgetStub.BTC_USDT, new OrderRef.ByVenueId(new VenueOrderId("7")));
    assertThat(order.price()).isEqualTo(new BigDecimal("12345678901234567890.123456789012345"));
  }

  private static void assertKind(Set<ErrorKind> kinds, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ExchangeException.class, e -> assertThat(kinds).contains(e.failure().kind()));
  }
}
