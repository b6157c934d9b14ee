package org.aristobot.simulator.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The venue's answers, refusals and limits, as a caller on the wire meets them. */
class BinanceSimulatorTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ORDER = "/api/v3/order";
  private static final String BUY = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC";
  private static final String RESTING = BUY + "&quantity=0.001&price=42000";
  private static final String TAKING = BUY + "&quantity=0.001&price=43000.10";

  private final FakeClock clock = new FakeClock(1_784_600_000_000L);
  private Simulator simulator = start(LimitProfile.REAL);
  private SimClient demo = client();

  private Simulator start(LimitProfile profile) {
    return Simulator.start(
        SimulatorOptions.of("binance").withFrozen(true).withClock(clock).withLimits(profile));
  }

  private SimClient client() {
    return new SimClient(simulator.uri(), clock, "demo", "demo-secret");
  }

  @BeforeEach
  void alignToAMinute() {
    clock.forward(60_000 - clock.millis() % 60_000);
  }

  @AfterEach
  void stop() {
    demo.close();
    simulator.close();
  }

  private JsonNode place(String params) {
    Answer answer = demo.signed("POST", ORDER, params);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode fixture(String name) {
    try (InputStream in =
        BinanceSimulatorTest.class.getResourceAsStream("/fixtures/binance/" + name + ".json")) {
      return JSON.readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  // --- shapes

  /** Field names and JSON types; of a list the first item, numbers and texts told apart. */
  private static Object shape(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), shape(field.getValue())));
      return fields;
    }
    if (node.isArray()) {
      return node.isEmpty() ? "[]" : List.of(shape(node.get(0)));
    }
    return node.getNodeType();
  }

  private static Object shapeOf(String fixture) {
    return shape(fixture(fixture).get("response"));
  }

  @Test
  void market_data_has_the_shape_of_the_recordings() {
    assertThat(shape(demo.get("/api/v3/time").json())).isEqualTo(shapeOf("spot_server_time"));
    assertThat(shape(demo.get("/api/v3/ticker/24hr?symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_get_ticker"));
    assertThat(shape(demo.get("/api/v3/ticker/24hr").json()))
        .isEqualTo(shapeOf("spot_fetch_tickers"));
    assertThat(shape(demo.get("/api/v3/ticker/bookTicker?symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_book_ticker"));
    assertThat(shape(demo.get("/api/v3/depth?symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_get_order_book"));
    assertThat(shape(demo.get("/api/v3/trades?symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_get_trades"));
    JsonNode kline = demo.get("/api/v3/klines?symbol=BTCUSDT&interval=1w").json().get(0);
    JsonNode recorded = fixture("spot_get_candles").get("response").get(0);
    assertThat(kline).hasSameSizeAs(recorded);
    for (int i = 0; i < recorded.size(); i++) {
      assertThat(kline.get(i).getNodeType()).isEqualTo(recorded.get(i).getNodeType());
    }
    assertThat(demo.get("/api/v3/ping").body()).isEqualTo("{}");
    assertThat(demo.get("/api/v3/ticker/price").json()).hasSize(7);
  }

  @Test
  void the_exchange_information_has_the_recorded_shape_and_promises_only_what_is_kept() {
    JsonNode info = demo.get("/api/v3/exchangeInfo?symbol=BTCUSDT").json();
    assertThat(shape(info)).isEqualTo(shapeOf("spot_get_markets__with_filters"));
    JsonNode symbol = info.get("symbols").get(0);
    JsonNode recorded =
        fixture("spot_get_markets__with_filters").get("response").get("symbols").get(0);
    assertThat(symbol.get("orderTypes").toString())
        .isEqualTo(recorded.get("orderTypes").toString());
    assertThat(symbol.get("defaultSelfTradePreventionMode"))
        .isEqualTo(recorded.get("defaultSelfTradePreventionMode"));
    assertThat(filterShapes(symbol)).isEqualTo(filterShapes(recorded));
    assertThat(symbol.get("filters").get(3).get("stepSize").asString()).isEqualTo("0.00000000");
    assertThat(
            demo.get("/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22,%22ETHBTC%22%5D")
                .json()
                .get("symbols"))
        .hasSize(2);
  }

  private static Map<String, Object> filterShapes(JsonNode symbol) {
    Map<String, Object> shapes = new TreeMap<>();
    symbol.get("filters").forEach(f -> shapes.put(f.get("filterType").asString(), shape(f)));
    return shapes;
  }

  @Test
  void account_answers_have_the_shape_of_the_recordings() {
    assertThat(shape(demo.signed("GET", "/api/v3/account", "").json()))
        .isEqualTo(shapeOf("spot_get_balance"));
    assertThat(shape(demo.signed("GET", "/api/v3/account/commission", "symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_trade_fee"));
    assertThat(shape(demo.signed("GET", "/api/v3/rateLimit/order", "").json()))
        .isEqualTo(shapeOf("spot_order_rate_limits"));
    assertThat(shape(demo.signed("GET", "/sapi/v1/account/apiRestrictions", "").json()))
        .isEqualTo(shapeOf("spot_api_key_permissions"));
  }

  @Test
  void order_answers_have_the_shape_of_the_recordings() {
    assertThat(shape(place(TAKING))).isEqualTo(shapeOf("spot_place_order__full"));
    assertThat(shape(place(TAKING + "&newOrderRespType=ACK")))
        .isEqualTo(shapeOf("spot_place_order__ack"));
    assertThat(place(TAKING + "&newOrderRespType=RESULT").has("fills")).isFalse();
    JsonNode resting = place(RESTING + "&newClientOrderId=rest-1");
    assertThat(resting.get("fills")).isEmpty();
    assertThat(shape(demo.signed("GET", ORDER, "symbol=BTCUSDT&origClientOrderId=rest-1").json()))
        .isEqualTo(shapeOf("spot_get_order_info"));
    assertThat(shape(demo.signed("GET", "/api/v3/openOrders", "symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_fetch_open_orders"));
    assertThat(shape(demo.signed("GET", "/api/v3/allOrders", "symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_fetch_closed_orders"));
    assertThat(shape(demo.signed("GET", "/api/v3/myTrades", "symbol=BTCUSDT").json()))
        .isEqualTo(shapeOf("spot_fetch_my_trades"));
    JsonNode canceled =
        demo.signed("DELETE", ORDER, "symbol=BTCUSDT&origClientOrderId=rest-1").json();
    assertThat(shape(canceled))
        .isEqualTo(shape(fixture("spot_cancel_all_orders").get("response").get(0)));
    assertThat(canceled.get("origClientOrderId").asString()).isEqualTo("rest-1");
    assertThat(canceled.get("clientOrderId").asString()).matches("[0-9A-Za-z]{22}");
  }

  @Test
  void a_limit_maker_is_acknowledged_and_the_other_types_answer_in_full_by_default() {
    JsonNode maker = place("symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=0.001&price=42000");
    assertThat(shape(maker)).isEqualTo(shapeOf("spot_place_order__ack"));
    JsonNode market = place("symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=100");
    assertThat(market.get("origQuoteOrderQty").asString()).isEqualTo("100.00000000");
    assertThat(market.get("executedQty").asString()).isEqualTo("0.00232000");
    assertThat(market.get("fills").get(0).get("commission").asString()).isEqualTo("0.00000232");
    assertThat(market.get("fills").get(0).get("commissionAsset").asString()).isEqualTo("BTC");
  }

  @Test
  void strategy_numbers_come_back_with_the_order() {
    JsonNode placed = place(RESTING + "&strategyId=7&strategyType=1000001");
    assertThat(placed.get("strategyId").asInt()).isEqualTo(7);
    JsonNode open = demo.signed("GET", "/api/v3/openOrders", "").json().get(0);
    assertThat(open.get("strategyType").asInt()).isEqualTo(1_000_001);
    assertThat(demo.signed("POST", ORDER, RESTING + "&strategyType=1").error())
        .startsWith("400 -1134 ");
  }

  // --- signatures and keys

  @Test
  void published_signatures_are_recognized() {
    int checked = 0;
    for (JsonNode vector : fixture("signing").get("cases")) {
      if (vector.get("algorithm").asString().equals("HMAC-SHA256")) {
        assertThat(
                BinanceSimAuth.sign(
                    vector.get("secret").asString(), vector.get("payload").asString()))
            .isEqualTo(vector.get("signature").asString());
        checked++;
      }
    }
    assertThat(checked).isEqualTo(6);
  }

  @Test
  void a_signature_covers_query_and_body_as_they_came_in_hex_of_any_case() {
    String query = "symbol=BTCUSDT&side=BUY&type=LIMIT&timestamp=" + clock.millis();
    String body = "quantity=0.001&price=4%32000&timeInForce=GTC";
    String signature = SimClient.sign("demo-secret", query + body);
    Answer inQuery =
        demo.raw("POST", ORDER, query + "&signature=" + signature.toUpperCase(Locale.ROOT), body);
    assertThat(inQuery.status()).as(inQuery.body()).isEqualTo(200);
    Answer inBody = demo.raw("POST", ORDER, query, body + "&signature=" + signature);
    assertThat(inBody.status()).as(inBody.body()).isEqualTo(200);
    String glued = SimClient.sign("demo-secret", query + "&" + body);
    assertThat(demo.raw("POST", ORDER, query + "&signature=" + glued, body).error())
        .isEqualTo("400 -1022 Signature for this request is not valid.");
    assertThat(demo.get("/_sim/stats").json().get("bad_signatures").asInt()).isEqualTo(1);
  }

  @Test
  void keys_permissions_and_times_are_checked() {
    assertThat(demo.get("/api/v3/account").error()).isEqualTo("401 -2014 API-key format invalid.");
    assertThat(demo.as("nobody").signed("GET", "/api/v3/account", "").error())
        .isEqualTo("401 -2015 Invalid API-key, IP, or permissions for action.");
    demo.control(
        "POST",
        "/_sim/accounts",
        "{\"key\":\"reader\",\"secret\":\"demo-secret\",\"permissions\":[\"read\"]}");
    assertThat(demo.as("reader").signed("GET", "/api/v3/account", "").status()).isEqualTo(200);
    assertThat(demo.as("reader").signed("POST", ORDER, RESTING).error()).startsWith("401 -2015 ");
    assertThat(demo.raw("GET", "/api/v3/account", "timestamp=" + clock.millis(), "").error())
        .isEqualTo(
            "400 -1102 Mandatory parameter 'signature' was not sent, was empty/null, or malformed.");
    assertThat(at(clock.millis() - 5_001, ""))
        .isEqualTo("400 -1021 Timestamp for this request is outside of the recvWindow.");
    assertThat(at(clock.millis() + 1_000, ""))
        .isEqualTo("400 -1021 Timestamp for this request was 1000ms ahead of the server's time.");
    assertThat(at(clock.millis() + 999, "")).startsWith("200");
    assertThat(at(clock.millis() - 5_001, "&recvWindow=5001.5")).startsWith("200");
    assertThat(at(clock.millis() * 1_000, "")).startsWith("200");
    assertThat(at(clock.millis(), "&recvWindow=60001"))
        .isEqualTo("400 -1131 recvWindow must be less than 60000");
  }

  private String at(long timestamp, String more) {
    String query = "timestamp=" + timestamp + more;
    return demo.raw(
            "GET",
            "/api/v3/account",
            query + "&signature=" + SimClient.sign("demo-secret", query),
            "")
        .error();
  }

  // --- parameters and filters

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "side=BUY&type=MARKET&quantity=1 | -1102 | Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
        "symbol=NOPE&side=BUY&type=MARKET&quantity=1 | -1121 | Invalid symbol.",
        "symbol=btcusdt&side=BUY&type=MARKET&quantity=1 | -1100 | Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.",
        "symbol=BTCUSDT&side=HOLD&type=MARKET&quantity=1 | -1117 | Invalid side.",
        "symbol=BTCUSDT&side=BUY&type=FUNNY&quantity=1 | -1116 | Invalid orderType.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=1 | -1102 | Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=DAY&quantity=1&price=1 | -1115 | Invalid timeInForce.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=1 | -1102 | Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&price=1 | -1106 | Parameter 'price' sent when not required.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&timeInForce=GTC | -1106 | Parameter 'timeInForce' sent when not required.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=1&timeInForce=GTC | -1106 | Parameter 'timeInForce' sent when not required.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&quoteOrderQty=1 | -1128 | Combination of optional parameters invalid.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=-1 | -1100 | Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1e-3 | -1100 | Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.000000001 | -1111 | Parameter 'quantity' has too much precision.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&newClientOrderId=a%20b | -1100 | Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&quantity=1 | -1101 | Duplicate values for parameter 'quantity' detected.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity= | -1105 | Parameter 'quantity' was empty.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&quantiy=1 | -1104 | Not all sent parameters were read; read '6' parameter(s) but was sent '7'.",
        "symbol=ETHBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.05&pegPriceType=PRIMARY_PEG | -1013 | Pegged orders are not supported for this symbol.",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1 | -1102 | Param 'stopPrice' or 'trailingDelta' must be sent, but both were empty/null!",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1&stopPrice=44000&timeInForce=GTC | -1106 | Parameter 'timeInForce' sent when not required.",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1&stopPrice=44000&price=44000 | -1106 | Parameter 'price' sent when not required.",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS_LIMIT&quantity=1&stopPrice=44000&timeInForce=GTC | -1102 | Mandatory parameter 'price' was not sent, was empty/null, or malformed.",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS_LIMIT&quantity=1&stopPrice=44000&price=44000 | -1102 | Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=43000&stopPrice=44000 | -1106 | Parameter 'stopPrice' sent when not required.",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1&stopPrice=44000.001 | -1013 | Filter failure: PRICE_FILTER",
        "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=1&trailingDelta=9 | -1013 | Filter failure: TRAILING_DELTA",
        "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=1&trailingDelta=2001 | -1013 | Filter failure: TRAILING_DELTA",
        "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.0001&stopPrice=42000 | -1013 | Filter failure: NOTIONAL",
        "symbol=BTCUSDT&side=BUY&type=STOP_LOSS&quantity=1&stopPrice=42000 | -2010 | Order would trigger immediately.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&quantity=1&price=42000&icebergQty=0.1 | -1160 | Parameter 'icebergQty' is only supported if 'timeInForce' equals 'GTC'.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=42000&icebergQty=2 | -1013 | IcebergQty exceeds QTY.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1.01&price=42000&icebergQty=0.01 | -1013 | Filter failure: ICEBERG_PARTS",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&icebergQty=0.5 | -1106 | Parameter 'icebergQty' sent when not required.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1&selfTradePreventionMode=MERCY | -1130 | Data sent for parameter 'selfTradePreventionMode' is not valid.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=42000.001 | -1013 | Filter failure: PRICE_FILTER",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=8000 | -1013 | Filter failure: PERCENT_PRICE_BY_SIDE",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001005&price=42000 | -1013 | Filter failure: LOT_SIZE",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=9001&price=42000 | -1013 | Filter failure: LOT_SIZE",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.0001&price=42000 | -1013 | Filter failure: NOTIONAL",
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0&price=42000 | -1013 | Price * QTY is zero or less.",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=113 | -1013 | Filter failure: MARKET_LOT_SIZE",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quoteOrderQty=4.99 | -1013 | Filter failure: NOTIONAL",
        "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=50 | -2010 | Account has insufficient balance for requested action.",
        "symbol=BTCUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=43000.01 | -2010 | Order would immediately match and take.",
      })
  void a_wrong_order_is_refused_with_the_venues_code_and_text(
      String params, int code, String text) {
    Answer answer = demo.signed("POST", ORDER, params);
    assertThat(answer.error()).isEqualTo("400 " + code + " " + text);
    assertThat(demo.get("/_sim/orders").json()).isEmpty();
  }

  @Test
  void look_ups_and_cancels_answer_with_the_venues_codes() {
    JsonNode resting = place(RESTING + "&newClientOrderId=one");
    long id = resting.get("orderId").asLong();
    assertThat(demo.signed("POST", ORDER, RESTING + "&newClientOrderId=one").error())
        .isEqualTo("400 -2010 Duplicate order sent.");
    assertThat(demo.signed("GET", ORDER, "symbol=BTCUSDT").error())
        .isEqualTo(
            "400 -1102 Param 'origClientOrderId' or 'orderId' must be sent, but both were"
                + " empty/null!");
    assertThat(demo.signed("GET", ORDER, "symbol=BTCUSDT&orderId=1").error())
        .isEqualTo("400 -2013 Order does not exist.");
    assertThat(demo.as("demo2").signed("GET", ORDER, "symbol=BTCUSDT&orderId=" + id).error())
        .isEqualTo("400 -2013 Order does not exist.");
    String mismatch = "symbol=BTCUSDT&orderId=" + id + "&origClientOrderId=two";
    assertThat(demo.signed("GET", ORDER, mismatch).error()).startsWith("400 -2039 ");
    assertThat(demo.signed("DELETE", ORDER, mismatch).error()).startsWith("400 -2039 ");
    String byId = "symbol=BTCUSDT&orderId=" + id;
    Answer restricted =
        demo.signed("DELETE", ORDER, byId + "&cancelRestrictions=ONLY_PARTIALLY_FILLED");
    assertThat(restricted.json())
        .isEqualTo(fixture("spot_error__cancel_restrictions").get("response"));
    assertThat(demo.signed("DELETE", ORDER, byId).status()).isEqualTo(200);
    assertThat(demo.signed("DELETE", ORDER, byId).error())
        .isEqualTo("400 -2011 Unknown order sent.");
    assertThat(place(RESTING + "&newClientOrderId=one").get("orderId").asLong()).isEqualTo(id + 1);
  }

  @Test
  void history_is_bounded_and_read_in_windows() {
    String start = "symbol=BTCUSDT&startTime=";
    long now = clock.millis();
    assertThat(
            demo.signed("GET", "/api/v3/allOrders", start + (now - 86_400_001) + "&endTime=" + now)
                .error())
        .startsWith("400 -1127 ");
    assertThat(demo.signed("GET", "/api/v3/myTrades", start + now + "&fromId=1").error())
        .startsWith("400 -1128 ");
    long first = place(TAKING).get("orderId").asLong();
    clock.forward(1_000);
    place(TAKING);
    assertThat(demo.signed("GET", "/api/v3/allOrders", start + clock.millis()).json()).hasSize(1);
    assertThat(
            demo.signed("GET", "/api/v3/allOrders", "symbol=BTCUSDT&limit=1")
                .json()
                .get(0)
                .get("orderId")
                .asLong())
        .isEqualTo(first + 1);
    JsonNode trades =
        demo.signed("GET", "/api/v3/myTrades", "symbol=BTCUSDT&orderId=" + first).json();
    assertThat(trades).hasSize(1);
    assertThat(trades.get(0).get("price").asString()).isEqualTo("43000.01000000");
  }

  @Test
  void a_test_order_is_checked_and_not_placed() {
    assertThat(demo.signed("POST", "/api/v3/order/test", RESTING).body()).isEqualTo("{}");
    assertThat(demo.signed("POST", "/api/v3/order/test", BUY + "&quantity=0.001&price=1").error())
        .startsWith("400 -1013 ");
    assertThat(
            demo.signed("POST", "/api/v3/order/test", RESTING + "&computeCommissionRates=true")
                .json()
                .has("standardCommissionForOrder"))
        .isTrue();
    assertThat(demo.get("/_sim/orders").json()).isEmpty();
  }

  @Test
  void public_calls_refuse_what_they_do_not_know() {
    assertThat(demo.get("/api/v3/ping?x=1").error())
        .isEqualTo("400 -1101 Too many parameters; expected '0' and received '1'.");
    assertThat(demo.get("/api/v3/klines?symbol=BTCUSDT&interval=7m").error())
        .isEqualTo("400 -1120 Invalid interval.");
    assertThat(demo.get("/api/v3/ticker/price?symbols=%5B%22BTCUSDT%22,%22BTCUSDT%22%5D").error())
        .startsWith("400 -1151 ");
    assertThat(demo.get("/api/v3/depth?symbol=BTCUSDT&deep=1").error()).startsWith("400 -1104 ");
    assertThat(demo.get("/api/v3/nothing").status()).isEqualTo(404);
  }

  // --- limits

  @Test
  void weight_is_counted_per_minute_and_successful_orders_are_free() {
    assertThat(demo.get("/api/v3/exchangeInfo").header("X-MBX-USED-WEIGHT-1M")).isEqualTo("20");
    Answer placed = demo.signed("POST", ORDER, RESTING);
    assertThat(placed.header("X-MBX-USED-WEIGHT-1M")).isEqualTo("20");
    assertThat(placed.header("X-MBX-ORDER-COUNT-10S")).isEqualTo("1");
    assertThat(placed.header("X-MBX-ORDER-COUNT-1D")).isEqualTo("1");
    assertThat(demo.signed("POST", ORDER, "symbol=NOPE").header("X-MBX-USED-WEIGHT-1M"))
        .isEqualTo("21");
    clock.forward(60_000);
    assertThat(demo.get("/api/v3/ping").header("X-MBX-USED-WEIGHT-1M")).isEqualTo("1");
  }

  @Test
  void an_order_that_fills_at_once_gives_its_count_back() {
    assertThat(demo.signed("POST", ORDER, TAKING).header("X-MBX-ORDER-COUNT-10S")).isEqualTo("0");
    demo.signed("POST", ORDER, RESTING);
    JsonNode counts = demo.signed("GET", "/api/v3/rateLimit/order", "").json();
    assertThat(counts.get(0).get("count").asInt()).isEqualTo(1);
  }

  @Test
  void too_many_unfilled_orders_are_refused_until_the_window_ends() {
    for (int i = 0; i < 100; i++) {
      place(RESTING);
    }
    Answer refused = demo.signed("POST", ORDER, RESTING);
    assertThat(refused.error())
        .isEqualTo("429 -1015 Too many new orders; current limit is 100 orders per 10 SECOND.");
    assertThat(refused.header("Retry-After")).isEqualTo("10");
    clock.forward(10_000);
    for (int i = 0; i < 100; i++) {
      place(RESTING);
    }
    clock.forward(10_000);
    assertThat(demo.signed("POST", ORDER, RESTING).error())
        .isEqualTo("400 -2010 Filter failure: MAX_NUM_ORDERS");
  }

  @Test
  void too_much_weight_is_refused_and_going_on_is_banned_for_longer_each_time() {
    assertThat(exhaust().header("Retry-After")).isEqualTo("60");
    Answer banned = refusedUntilBanned();
    assertThat(banned.error()).startsWith("418 -1003 Way too much request weight used; IP banned");
    assertThat(banned.header("Retry-After")).isEqualTo("120");
    clock.forward(120_000);
    assertThat(demo.get("/api/v3/ping").status()).isEqualTo(200);
    exhaust();
    assertThat(refusedUntilBanned().header("Retry-After")).isEqualTo("240");
    JsonNode stats = demo.get("/_sim/stats").json();
    assertThat(stats.get("http_429").asInt()).isEqualTo(40);
    assertThat(stats.get("http_418").asInt()).isEqualTo(2);
  }

  private Answer exhaust() {
    Answer answer = demo.get("/api/v3/depth?symbol=BTCUSDT&limit=5000");
    for (int i = 0; i < 30 && answer.status() == 200; i++) {
      answer = demo.get("/api/v3/depth?symbol=BTCUSDT&limit=5000");
    }
    assertThat(answer.error())
        .startsWith("429 -1003 Too much request weight used; current limit is 6000 request weight");
    return answer;
  }

  private Answer refusedUntilBanned() {
    Answer answer = demo.get("/api/v3/ping");
    for (int i = 0; i < 30 && answer.status() == 429; i++) {
      answer = demo.get("/api/v3/ping");
    }
    return answer;
  }

  @Test
  void profiles_widen_the_limits_and_say_so() {
    demo.control("POST", "/_sim/limits", "{\"profile\":\"fast\"}");
    JsonNode limits = demo.get("/api/v3/exchangeInfo?symbol=BTCUSDT").json().get("rateLimits");
    assertThat(limits.get(0).get("limit").asInt()).isEqualTo(600_000);
    demo.control("POST", "/_sim/limits", "{\"profile\":\"off\"}");
    for (int i = 0; i < 150; i++) {
      demo.signed("DELETE", ORDER, "symbol=BTCUSDT&orderId=" + place(RESTING).get("orderId"));
    }
    assertThat(demo.get("/_sim/stats").json().get("http_429").asInt()).isZero();
  }

  // --- restart

  @Test
  void a_restarted_venue_goes_on_above_its_old_ids() {
    JsonNode before = place(TAKING);
    clock.forward(1_000);
    stop();
    simulator = start(LimitProfile.REAL);
    demo = client();
    JsonNode after = place(TAKING);
    assertThat(after.get("orderId").asLong()).isGreaterThan(before.get("orderId").asLong());
    assertThat(tradeId(after)).isGreaterThan(tradeId(before));
  }

  private static long tradeId(JsonNode placed) {
    return placed.get("fills").get(0).get("tradeId").asLong();
  }
}
