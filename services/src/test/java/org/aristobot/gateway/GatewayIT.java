package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every action that is offered: the shape of its answer, and its values as the venue has them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {

  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z");

  private static final String[] ORDER_FIELDS =
      ("user_id broker_id source request_id timestamp exchange id client_order_id symbol side type"
              + " quantity quote_quantity price average filled remaining status native_status fee"
              + " fee_currency trades stop_price stop_loss_price take_profit_price time_in_force"
              + " parent_id legs created_at updated_at warnings unprotected replayed")
          .split(" ");

  private final GatewayRig rig = new GatewayRig();

  @AfterAll
  void close() {
    rig.close();
  }

  private static void assertFields(JsonNode node, String... names) {
    assertThat(node.propertyNames()).containsExactlyInAnyOrder(names);
  }

  private static BigDecimal decimal(JsonNode node) {
    assertThat(node.isNumber()).as("%s is a number", node).isTrue();
    return node.decimalValue();
  }

  private static void assertDecimal(JsonNode node, String expected) {
    assertThat(decimal(node)).isEqualByComparingTo(expected);
  }

  private static void assertInstant(JsonNode node) {
    assertThat(node.asString()).matches(INSTANT);
  }

  @Test
  void an_answer_has_the_envelope_of_the_contract() {
    Answer good = rig.call("ping", "{}");
    assertFields(
        good.raw(),
        "request_id",
        "success",
        "data",
        "error",
        "code",
        "replayed",
        "processing_time_ms",
        "timing");
    assertThat(good.raw().get("error").isNull()).isTrue();
    assertThat(good.raw().get("code").isNull()).isTrue();
    assertThat(decimal(good.raw().get("processing_time_ms"))).isNotNegative();
    Answer order = rig.place(FILLING);
    assertThat(order.raw().get("timing").propertyNames())
        .contains("queue", "checks", "journal", "exchange");
    Answer bad = rig.call("get_ticker", "{'symbol':'NO/SUCH'}");
    assertThat(bad.success()).isFalse();
    assertThat(bad.raw().get("data").isNull()).isTrue();
    assertThat(bad.code()).isEqualTo("UNKNOWN_SYMBOL");
  }

  @Test
  void ping_needs_neither_broker_nor_user() {
    Answer answer = rig.bus.call("ping", null, null, GatewayRig.PATIENCE).orElseThrow();
    assertFields(answer.data(), "pong", "gateway", "version");
    assertThat(answer.data().get("pong").asBoolean()).isTrue();
  }

  @Test
  void capabilities_are_the_venues_table() {
    JsonNode data = rig.data("get_capabilities", "{'market':'spot'}");
    assertFields(data, "exchange", "capabilities", "absent");
    assertThat(data.get("exchange").asString()).isEqualTo("binance");
    for (JsonNode row : data.get("capabilities")) {
      assertFields(row, "market", "feature", "field", "level", "entry_type", "support", "note");
      assertThat(row.get("market").asString()).isEqualTo("spot");
    }
    assertThat(data.get("capabilities").size()).isPositive();
    assertThat(rig.data("get_capabilities", "{'market':'moon'}").get("capabilities")).isEmpty();
  }

  @Test
  void a_connection_is_tested() {
    long start = System.nanoTime();
    JsonNode data = rig.data("test_connection", "{}");
    long took = (System.nanoTime() - start) / 1_000_000;
    assertFields(data, "connected", "permissions", "clock_offset_ms", "balance_count");
    assertThat(data.get("connected").asBoolean()).isTrue();
    // Both clocks are the same one; nothing more is known of the way to the venue and back.
    assertThat(Math.abs(data.get("clock_offset_ms").asLong())).isLessThanOrEqualTo(took + 1);
    assertThat(data.get("balance_count").asInt()).isEqualTo(8);
  }

  @Test
  void bad_keys_are_told() {
    long bad = rig.broker(rig.user, "demo2", "not-the-secret");
    Answer answer = rig.call("test_connection", "{'broker_id':" + bad + "}");
    assertThat(answer.success()).isFalse();
    assertThat(answer.code()).isEqualTo("AUTHENTICATION_FAILED");
    assertThat(answer.raw().get("native_code").asString()).isEqualTo("-1022");
  }

  @Test
  void brokers_are_preloaded() {
    Answer answer = rig.bus.call("preload_brokers", null, null, GatewayRig.PATIENCE).orElseThrow();
    assertFields(answer.data(), "loaded_brokers");
    assertThat(answer.data().get("loaded_brokers").asLong())
        .isEqualTo(rig.rows("SELECT id FROM brokers").size());
  }

  @Test
  void a_gateway_that_starts_reads_the_markets_until_it_has_them() {
    long before = rig.venue.requests("get_markets");
    rig.venue.arm("{\"fault\":\"http_503\",\"times\":1,\"match\":\"get_markets\"}");
    rig.loadMarkets();
    await()
        .atMost(GatewayRig.PATIENCE)
        .until(() -> rig.venue.requests("get_markets") == before + 2);
  }

  @Test
  void markets_are_loaded_on_the_side_and_served_from_the_database() {
    JsonNode started = rig.data("load_markets", "{}");
    assertFields(started, "started");
    assertThat(started.get("started").asBoolean()).isTrue();
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(
            () -> assertThat(rig.rows("SELECT symbol FROM exchange_symbols")).hasSize(7));
    JsonNode markets = rig.data("get_markets", "{'active':true}");
    assertThat(markets.propertyNames()).contains("BTC/USDT", "ETH/BTC").hasSize(7);
    JsonNode btc = markets.get("BTC/USDT");
    assertFields(
        btc,
        "symbol",
        "base",
        "quote",
        "active",
        "type",
        "min_quantity",
        "max_quantity",
        "quantity_step",
        "min_price",
        "max_price",
        "price_step",
        "min_notional",
        "maker_fee",
        "taker_fee",
        "native_symbol");
    assertThat(btc.get("type").asString()).isEqualTo("spot");
    assertThat(btc.get("native_symbol").asString()).isEqualTo("BTCUSDT");
    assertDecimal(btc.get("quantity_step"), "0.00001");
    assertDecimal(btc.get("price_step"), "0.01");
    assertThat(rig.data("get_markets", "{'active':false}").size()).isZero();
  }

  @Test
  void balances_leave_out_what_is_zero() {
    rig.venue.account("poor", "poor-secret", "{\"USDT\":\"12.50\",\"BTC\":\"0\"}", "[\"read\"]");
    long poor = rig.broker(rig.user, "poor", "poor-secret");
    JsonNode data = rig.data("get_balance", "{'broker_id':" + poor + "}");
    assertFields(data, "USDT");
    assertFields(data.get("USDT"), "free", "used", "total");
    assertDecimal(data.get("USDT").get("free"), "12.50");
    assertDecimal(data.get("USDT").get("used"), "0");
    assertDecimal(data.get("USDT").get("total"), "12.50");
  }

  @Test
  void a_resting_order_locks_its_amount() {
    rig.venue.account("lock", "lock-secret", "{\"USDT\":\"1000\"}", "[\"read\",\"trade\"]");
    String broker = "{'broker_id':" + rig.broker(rig.user, "lock", "lock-secret") + "}";
    rig.placed(with(RESTING, broker));
    JsonNode usdt = rig.data("get_balance", broker).get("USDT");
    assertDecimal(usdt.get("free"), "960");
    assertDecimal(usdt.get("used"), "40");
    assertDecimal(usdt.get("total"), "1000");
  }

  @Test
  void a_ticker_has_every_field() {
    JsonNode ticker = rig.data("get_ticker", "{'symbol':'BTC/USDT'}");
    assertFields(
        ticker,
        "symbol",
        "last",
        "bid",
        "ask",
        "bid_quantity",
        "ask_quantity",
        "open",
        "high",
        "low",
        "volume",
        "quote_volume",
        "change_percent",
        "timestamp");
    assertThat(ticker.get("symbol").asString()).isEqualTo("BTC/USDT");
    assertThat(decimal(ticker.get("bid"))).isLessThan(decimal(ticker.get("ask")));
    assertInstant(ticker.get("timestamp"));
  }

  @Test
  void an_order_book_is_best_first() {
    JsonNode book = rig.data("get_order_book", "{'symbol':'BTC/USDT','limit':5}");
    assertFields(book, "bids", "asks", "timestamp", "sequence");
    assertThat(book.get("bids").size()).isEqualTo(5);
    assertThat(decimal(book.get("bids").get(0).get(0)))
        .isGreaterThan(decimal(book.get("bids").get(1).get(0)))
        .isLessThan(decimal(book.get("asks").get(0).get(0)));
    assertThat(decimal(book.get("asks").get(0).get(0)))
        .isLessThan(decimal(book.get("asks").get(1).get(0)));
    assertThat(book.get("asks").get(0).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_candles", "fetch_ohlcv"})
  void candles_are_oldest_first(String action) {
    JsonNode candles = rig.data(action, "{'symbol':'BTC/USDT','timeframe':'1m','limit':10}");
    assertThat(candles.size()).isEqualTo(10);
    long before = 0;
    for (JsonNode candle : candles) {
      assertThat(candle.size()).isEqualTo(6);
      assertThat(candle.get(0).isIntegralNumber()).isTrue();
      assertThat(candle.get(0).asLong() % 60_000).isZero();
      assertThat(candle.get(0).asLong()).isGreaterThan(before);
      assertThat(decimal(candle.get(2))).isGreaterThanOrEqualTo(decimal(candle.get(3)));
      before = candle.get(0).asLong();
    }
  }

  @Test
  void a_filled_market_order_has_every_field() {
    JsonNode order = rig.placed(FILLING);
    assertFields(order, ORDER_FIELDS);
    assertThat(order.get("user_id").asLong()).isEqualTo(rig.user);
    assertThat(order.get("broker_id").asLong()).isEqualTo(rig.broker);
    assertThat(order.get("exchange").asString()).isEqualTo("binance");
    assertThat(order.get("status").asString()).isEqualTo("closed");
    assertThat(order.get("native_status").asString()).isEqualTo("FILLED");
    assertThat(order.get("side").asString()).isEqualTo("buy");
    assertThat(order.get("type").asString()).isEqualTo("market");
    assertDecimal(order.get("quantity"), "0.001");
    assertDecimal(order.get("filled"), "0.001");
    assertDecimal(order.get("remaining"), "0");
    assertThat(decimal(order.get("average")))
        .isBetween(new BigDecimal("42000"), new BigDecimal("44000"));
    assertThat(order.get("price").isNull()).isTrue();
    assertThat(order.get("fee_currency").asString()).isEqualTo("BTC");
    assertThat(decimal(order.get("fee"))).isPositive();
    assertThat(order.get("trades")).isNotEmpty();
    assertFields(
        order.get("trades").get(0),
        "id",
        "order_id",
        "client_order_id",
        "symbol",
        "side",
        "price",
        "quantity",
        "fee",
        "fee_currency",
        "liquidity",
        "timestamp");
    for (String instant : List.of("timestamp", "created_at", "updated_at")) {
      assertInstant(order.get(instant));
    }
    assertThat(order.get("unprotected").asBoolean()).isFalse();
    assertThat(order.get("replayed").asBoolean()).isFalse();
    JsonNode truth = rig.venue.order(order.get("id"));
    assertThat(truth.get("status").asString()).isEqualTo("FILLED");
    assertThat(truth.get("quantity").asString()).isEqualTo("0.001");
    assertThat(truth.get("client_order_id").asString()).matches("ar[0-9a-f]{28}");
  }

  @Test
  void a_limit_order_rests_as_it_was_asked_for() {
    JsonNode order = rig.placed(with(RESTING, "{'client_order_id':'rest-1','source':'strategy'}"));
    assertThat(order.get("client_order_id").asString()).isEqualTo("rest-1");
    assertThat(order.get("source").asString()).isEqualTo("strategy");
    assertThat(order.get("status").asString()).isEqualTo("open");
    assertThat(order.get("time_in_force").asString()).isEqualTo("GTC");
    assertDecimal(order.get("price"), "40000");
    assertDecimal(order.get("filled"), "0");
    assertDecimal(order.get("remaining"), "0.001");
    assertThat(order.get("average").isNull()).isTrue();
    JsonNode truth = rig.venue.order(order.get("id"));
    assertThat(truth.get("price").asString()).isEqualTo("40000");
    assertThat(truth.get("status").asString()).isEqualTo("NEW");
  }

  @Test
  void a_market_order_can_spend_quote() {
    JsonNode order =
        rig.placed("{'symbol':'ETH/USDT','side':'buy','type':'market','quote_quantity':'100.50'}");
    assertThat(order.get("status").asString()).isEqualTo("closed");
    assertThat(order.get("quantity").isNull()).isTrue();
    assertThat(order.get("remaining").isNull()).isTrue();
    assertDecimal(order.get("quote_quantity"), "100.50");
    BigDecimal spent = decimal(order.get("filled")).multiply(decimal(order.get("average")));
    assertThat(spent)
        .isLessThanOrEqualTo(new BigDecimal("100.50"))
        .isGreaterThan(new BigDecimal("95"));
  }

  @Test
  void an_ioc_that_finds_nobody_is_cancelled_and_a_post_only_that_would_take_is_refused() {
    JsonNode ioc = rig.placed(with(RESTING, "{'force':'IOC'}"));
    assertThat(ioc.get("status").asString()).isEqualTo("cancelled");
    assertThat(ioc.get("native_status").asString()).isEqualTo("EXPIRED");
    assertThat(ioc.get("time_in_force").asString()).isEqualTo("IOC");
    Answer taker = rig.place(with(RESTING, "{'price':'50000','post_only':true}"));
    assertThat(taker.code()).isEqualTo("ORDER_REJECTED");
    JsonNode maker = rig.placed(with(RESTING, "{'post_only':true}"));
    assertThat(maker.get("status").asString()).isEqualTo("open");
  }

  @Test
  void fills_of_an_order_are_listed_with_the_callers_id() {
    JsonNode order = rig.placed(with(FILLING, "{'client_order_id':'my-fill'}"));
    String params = "{'symbol':'BTC/USDT','order_id':'" + order.get("id").asString() + "'}";
    JsonNode fills = rig.data("fetch_my_trades", params);
    assertThat(fills).isNotEmpty();
    for (JsonNode fill : fills) {
      assertFields(
          fill,
          "id",
          "order_id",
          "client_order_id",
          "symbol",
          "side",
          "price",
          "quantity",
          "fee",
          "fee_currency",
          "liquidity",
          "timestamp");
      assertThat(fill.get("client_order_id").asString()).isEqualTo("my-fill");
      assertThat(fill.get("order_id").asString()).isEqualTo(order.get("id").asString());
      assertThat(fill.get("liquidity").asString()).isEqualTo("taker");
      assertInstant(fill.get("timestamp"));
    }
  }

  @Test
  void statistics_count_what_was_done() {
    rig.placed(FILLING);
    rig.call("get_ticker", "{'symbol':'NO/SUCH'}");
    JsonNode stats = rig.data("get_stats", "{}");
    assertThat(stats.get("requests_by_action").get("place_order").asLong()).isPositive();
    assertThat(stats.get("failures").get("UNKNOWN_SYMBOL").asLong()).isPositive();
    assertThat(stats.get("orders_in_doubt").asLong()).isZero();
    assertThat(stats.get("rate_limits").get("binance live").size()).isPositive();
    assertThat(decimal(stats.get("success_rate"))).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
    assertInstant(stats.get("started_at"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_positions", "set_leverage"})
  void what_is_not_offered_yet_says_so(String action) {
    Answer answer = rig.call(action, "{}");
    assertThat(answer.code()).isEqualTo("UNSUPPORTED_OPERATION");
    assertThat(answer.error()).contains(action);
  }

  @Test
  void an_unknown_action_is_another_error() {
    assertThat(rig.call("make_coffee", "{}").code()).isEqualTo("UNKNOWN_ACTION");
  }

  @Test
  void decimals_come_as_text_where_the_caller_wants_it() {
    var message = rig.message("text-1", "place_order", RESTING);
    message.put("decimals", "string");
    Answer answer = rig.call(message);
    assertThat(answer.data().get("price").asString()).isEqualTo("40000.00");
    assertThat(answer.data().get("price").isString()).isTrue();
    assertThat(answer.data().get("quantity").asString()).isEqualTo("0.001");
    assertThat(answer.raw().get("processing_time_ms").isNumber()).isTrue();
  }
}
