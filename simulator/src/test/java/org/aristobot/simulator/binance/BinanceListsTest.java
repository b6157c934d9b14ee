package org.aristobot.simulator.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
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

/** Order lists, replacements and amendments as a caller on the wire meets them. */
class BinanceListsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String LISTS = "/api/v3/orderList";
  private static final String REPLACE = "/api/v3/order/cancelReplace";
  private static final String RESTING =
      "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=42000";
  private static final String OCO =
      "symbol=BTCUSDT&side=SELL&quantity=0.1&aboveType=LIMIT_MAKER&abovePrice=44000"
          + "&belowType=STOP_LOSS_LIMIT&belowStopPrice=42000&belowPrice=41900"
          + "&belowTimeInForce=GTC&belowIcebergQty=0.05";
  private static final String WORKING =
      "symbol=BTCUSDT&workingType=LIMIT&workingSide=BUY&workingPrice=42000&workingQuantity=0.1"
          + "&workingTimeInForce=GTC&pendingSide=SELL";
  private static final String PENDING_PAIR =
      "&pendingAboveType=LIMIT_MAKER&pendingAbovePrice=45000&pendingBelowType=STOP_LOSS_LIMIT"
          + "&pendingBelowStopPrice=41000&pendingBelowPrice=40900&pendingBelowTimeInForce=GTC";

  private final FakeClock clock = new FakeClock(1_784_600_000_000L);
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.of("binance")
              .withFrozen(true)
              .withClock(clock)
              .withLimits(LimitProfile.REAL));
  private final SimClient demo = new SimClient(simulator.uri(), clock, "demo", "demo-secret");

  @BeforeEach
  void alignToAMinute() {
    clock.forward(60_000 - clock.millis() % 60_000);
  }

  @AfterEach
  void stop() {
    demo.close();
    simulator.close();
  }

  private JsonNode post(String path, String params) {
    Answer answer = demo.signed("POST", path, params);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  // --- shapes

  private static JsonNode fixture(String name) {
    try (InputStream in =
        BinanceListsTest.class.getResourceAsStream("/fixtures/binance/" + name + ".json")) {
      return JSON.readTree(Objects.requireNonNull(in, name)).get("response");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Field names and JSON types, of lists every item. {@code origQuoteOrderQty} is left out: the
   * venue's older samples do not show it yet.
   */
  private static Object shape(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), shape(field.getValue())));
      fields.remove("origQuoteOrderQty");
      return fields;
    }
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(shape(item)));
      return items;
    }
    return node.getNodeType();
  }

  private static Object shapeOf(String fixture) {
    return shape(fixture(fixture));
  }

  @Test
  void lists_are_placed_with_the_recorded_answers() {
    String told = "&newOrderRespType=RESULT";
    assertThat(shape(post(LISTS + "/oco", OCO + told))).isEqualTo(shapeOf("spot_place_oco"));
    String market = "&pendingType=MARKET";
    assertThat(shape(post(LISTS + "/oto", WORKING + "&pendingQuantity=0.1" + market + told)))
        .isEqualTo(shapeOf("spot_place_oto"));
    assertThat(
            shape(post(LISTS + "/otoco", WORKING + "&pendingQuantity=0.1" + PENDING_PAIR + told)))
        .isEqualTo(shapeOf("spot_place_otoco"));
    assertThat(shape(post(LISTS + "/opo", WORKING + market + told)))
        .isEqualTo(shapeOf("spot_place_opo"));
    assertThat(shape(post(LISTS + "/opoco", WORKING + PENDING_PAIR + told)))
        .isEqualTo(shapeOf("spot_place_opoco"));
  }

  @Test
  void lists_are_found_by_number_and_name_and_canceled_with_the_recorded_answers() {
    String plain = OCO.replace("&belowIcebergQty=0.05", "");
    JsonNode placed = post(LISTS + "/oco", plain + "&listClientOrderId=my-list");
    long id = placed.get("orderListId").asLong();
    JsonNode byId = demo.signed("GET", LISTS, "orderListId=" + id).json();
    assertThat(shape(byId)).isEqualTo(shapeOf("spot_get_order_list"));
    assertThat(demo.signed("GET", LISTS, "origClientOrderId=my-list").json()).isEqualTo(byId);
    assertThat(demo.signed("GET", "/api/v3/openOrderList", "").json()).hasSize(1);
    JsonNode canceled =
        demo.signed("DELETE", LISTS, "symbol=BTCUSDT&listClientOrderId=my-list").json();
    assertThat(shape(canceled)).isEqualTo(shapeOf("spot_cancel_order_list"));
    assertThat(demo.signed("DELETE", LISTS, "symbol=BTCUSDT&orderListId=" + id).error())
        .startsWith("400 -2011 ");
    assertThat(demo.signed("GET", "/api/v3/openOrderList", "").json()).isEmpty();
    JsonNode all = demo.signed("GET", "/api/v3/allOrderList", "limit=5").json();
    assertThat(all.get(0).get("listOrderStatus").asString()).isEqualTo("ALL_DONE");
    assertThat(demo.signed("GET", LISTS, "orderListId=1").error()).startsWith("400 -2013 ");
  }

  @Test
  void the_stop_leg_stands_first_and_every_leg_knows_its_list() {
    JsonNode placed =
        post(
            LISTS + "/oco",
            "symbol=BTCUSDT&side=BUY&quantity=0.1&aboveType=STOP_LOSS&aboveStopPrice=44000"
                + "&belowType=LIMIT_MAKER&belowPrice=42000&aboveClientOrderId=stop"
                + "&belowClientOrderId=limit");
    assertThat(placed.get("orders").get(0).get("clientOrderId").asString()).isEqualTo("stop");
    assertThat(placed.get("orders").get(1).get("clientOrderId").asString()).isEqualTo("limit");
    JsonNode leg =
        demo.signed("GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=limit").json();
    assertThat(leg.get("orderListId")).isEqualTo(placed.get("orderListId"));
    demo.control("POST", "/_sim/prices", "{\"symbol\":\"BTC/USDT\",\"price\":\"44000\"}");
    JsonNode loser =
        demo.signed("GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=limit").json();
    assertThat(loser.get("status").asString()).isEqualTo("EXPIRED");
    assertThat(loser.get("expiryReason").asString()).isEqualTo("OCO_TRIGGER");
    JsonNode trade = demo.signed("GET", "/api/v3/myTrades", "symbol=BTCUSDT").json().get(0);
    assertThat(trade.get("orderListId")).isEqualTo(placed.get("orderListId"));
    JsonNode truth = demo.get("/_sim/orders?key=demo").json();
    assertThat(truth).hasSize(2);
    assertThat(truth.get(0).get("list_id").asString())
        .isEqualTo(placed.get("orderListId").toString());
  }

  @Test
  void a_list_counts_as_many_orders_as_it_has() {
    assertThat(demo.signed("POST", LISTS + "/oco", OCO).header("X-MBX-ORDER-COUNT-10S"))
        .isEqualTo("2");
    assertThat(
            demo.signed("POST", LISTS + "/opoco", WORKING + PENDING_PAIR)
                .header("X-MBX-ORDER-COUNT-10S"))
        .isEqualTo("5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "oco | side=SELL&aboveType=LIMIT_MAKER&abovePrice=44000&belowType=LIMIT_MAKER&belowPrice=42000 | -1168 | At least one OCO order must be contingent.",
        "oco | side=SELL&aboveType=STOP_LOSS&aboveStopPrice=44000&belowType=TAKE_PROFIT&belowStopPrice=42000 | -1197 | A stop loss order in a sell OCO must be below.",
        "oco | side=BUY&aboveType=LIMIT_MAKER&abovePrice=44000&belowType=STOP_LOSS&belowStopPrice=42000 | -1165 | A limit order in a buy OCO must be below.",
        "oco | side=BUY&aboveType=TAKE_PROFIT&aboveStopPrice=44000&belowType=STOP_LOSS&belowStopPrice=42000 | -1198 | A take profit order in a buy OCO must be below.",
        "oco | side=BUY&aboveType=STOP_LOSS&aboveStopPrice=44000&belowType=STOP_LOSS&belowStopPrice=42000 | -1196 | A stop loss order in a buy OCO must be above.",
        "oco | side=SELL&aboveType=STOP_LOSS&aboveStopPrice=44000&belowType=LIMIT_MAKER&belowPrice=42000 | -1197 | A stop loss order in a sell OCO must be below.",
        "oco | side=SELL&aboveType=TAKE_PROFIT&aboveStopPrice=44000&belowType=LIMIT_MAKER&belowPrice=42000 | -1166 | A limit order in a sell OCO must be above.",
        "oco | side=SELL&aboveType=TAKE_PROFIT&aboveStopPrice=44000&belowType=TAKE_PROFIT&belowStopPrice=42000 | -1199 | A take profit order in a sell OCO must be above.",
        "oco | side=SELL&aboveType=MARKET&belowType=STOP_LOSS&belowStopPrice=42000 | -1158 | Order type not supported in OCO.",
        "oco | side=SELL&aboveType=LIMIT_MAKER&abovePrice=44000&belowType=STOP_LOSS_LIMIT&belowStopPrice=42000&belowPrice=42000 | -1102 | Mandatory parameter 'belowTimeInForce' was not sent, was empty/null, or malformed.",
        "oco | side=SELL&aboveType=LIMIT_MAKER&abovePrice=44000&belowType=STOP_LOSS&belowStopPrice=43500 | -2010 | The relationship of the prices for the orders is not correct.",
        "oto | workingType=MARKET&workingSide=BUY&workingQuantity=0.1&pendingType=MARKET&pendingSide=SELL&pendingQuantity=0.1 | -1014 | Unsupported order combination.",
        "opo | workingType=LIMIT_MAKER&workingSide=SELL&workingPrice=44000&workingQuantity=0.1&pendingType=MARKET&pendingSide=SELL | -1222 | Working order in an OPO list must be a bid.",
        "opo | workingType=LIMIT_MAKER&workingSide=BUY&workingPrice=42000&workingQuantity=0.1&pendingType=MARKET&pendingSide=BUY | -1223 | Pending orders in an OPO list must be asks.",
        "opo | workingType=LIMIT_MAKER&workingSide=BUY&workingPrice=42000&workingQuantity=0.1&pendingType=MARKET&pendingSide=SELL&pendingQuantity=0.1 | -1225 | Pending orders should not include the 'pendingQuantity' tag.",
      })
  void a_wrong_list_is_refused_with_the_venues_code_and_text(
      String kind, String params, int code, String text) {
    String size = kind.equals("oco") ? "&quantity=0.1" : "";
    Answer answer = demo.signed("POST", LISTS + "/" + kind, "symbol=BTCUSDT&" + params + size);
    assertThat(answer.error()).isEqualTo("400 " + code + " " + text);
    assertThat(demo.get("/_sim/orders").json()).isEmpty();
  }

  // --- cancel all

  @Test
  void everything_of_a_symbol_is_canceled_orders_and_lists() {
    assertThat(demo.signed("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT").error())
        .isEqualTo("400 -2011 Unknown order sent.");
    post("/api/v3/order", RESTING);
    post("/api/v3/order", RESTING);
    post(LISTS + "/oco", OCO.replace("abovePrice=44000", "abovePrice=44000&aboveIcebergQty=0.05"));
    JsonNode canceled = demo.signed("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT").json();
    assertThat(shape(canceled)).isEqualTo(shapeOf("spot_cancel_all_orders"));
    assertThat(demo.signed("GET", "/api/v3/openOrders", "").json()).isEmpty();
  }

  // --- replace

  private String resting() {
    return post("/api/v3/order", RESTING).get("orderId").toString();
  }

  private Answer replace(String order, String mode, String cancel, String more) {
    return demo.signed(
        "POST",
        REPLACE,
        "symbol=BTCUSDT&quantity=0.001&side=BUY&"
            + order
            + "&cancelReplaceMode="
            + mode
            + "&cancelOrderId="
            + cancel
            + more);
  }

  private static final String NEW_LIMIT = "type=LIMIT&timeInForce=GTC&price=42500";
  private static final String TAKING_MAKER = "type=LIMIT_MAKER&price=43000.01";

  private static void matches(Answer answer, int status, String fixture) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(shape(answer.json())).isEqualTo(shapeOf("spot_replace_order__" + fixture));
    JsonNode recorded = fixture("spot_replace_order__" + fixture);
    assertThat(answer.json().get("code")).isEqualTo(recorded.get("code"));
    for (String result : List.of("cancelResult", "newOrderResult")) {
      assertThat(answer.json().path("data").get(result))
          .isEqualTo(recorded.path("data").get(result));
    }
  }

  @Test
  void a_replacement_answers_each_half_as_the_venues_table_says() {
    String stop = "STOP_ON_FAILURE";
    String allow = "ALLOW_FAILURE";
    matches(replace(NEW_LIMIT, stop, resting(), ""), 200, "success");
    matches(replace(NEW_LIMIT, stop, "1", ""), 400, "cancel_failed_stop_on_failure");
    matches(
        replace(NEW_LIMIT, allow, "1", "&newOrderRespType=ACK"),
        409,
        "cancel_failed_allow_failure");
    matches(replace(TAKING_MAKER, stop, resting(), ""), 409, "new_order_failed");
    matches(replace(TAKING_MAKER, allow, "1", ""), 400, "both_failed");
    assertThat(replace(NEW_LIMIT, "MAYBE", "1", "").error()).startsWith("400 -1130 ");
  }

  @Test
  void what_the_order_count_forbids_is_refused_or_only_canceled() {
    String old = resting();
    String other = resting();
    for (int n = 0; n < 98; n++) {
      resting();
    }
    String stop = "STOP_ON_FAILURE";
    String only = "&orderRateLimitExceededMode=CANCEL_ONLY";
    matches(replace(NEW_LIMIT, stop, old, ""), 429, "order_count_exceeded_do_nothing");
    matches(replace(NEW_LIMIT, stop, old, only), 429, "order_count_exceeded_cancel_only");
    assertThat(replace(NEW_LIMIT, stop, old, only).error()).startsWith("429 -2022 ");
    assertThat(replace(NEW_LIMIT, "ALLOW_FAILURE", other, only).error()).startsWith("409 -2021 ");
    assertThat(replace(NEW_LIMIT, "ALLOW_FAILURE", other, only).error()).startsWith("400 -2022 ");
  }

  // --- amend

  @Test
  void an_amended_order_has_the_recorded_answer_and_a_history() {
    String id =
        post("/api/v3/order", RESTING.replace("0.001", "0.01") + "&newClientOrderId=first")
            .get("orderId")
            .toString();
    String amend = "symbol=BTCUSDT&orderId=" + id + "&newQty=";
    String path = "/api/v3/order/amend/keepPriority";
    Answer amended = demo.signed("PUT", path, amend + "0.005&newClientOrderId=second");
    assertThat(shape(amended.json())).isEqualTo(shapeOfAmendment());
    assertThat(demo.signed("PUT", path, amend + "0.005").error())
        .isEqualTo("400 -2038 The requested action would change no state; rejecting");
    assertThat(demo.signed("PUT", path, amend + "0.006").error())
        .isEqualTo("400 -2038 Order amend (quantity increase) is not supported.");
    assertThat(demo.signed("PUT", path, amend + "0.0001").error())
        .isEqualTo("400 -1013 Filter failure: NOTIONAL");
    assertThat(demo.signed("PUT", path, "symbol=BTCUSDT&orderId=1&newQty=1").error())
        .startsWith("400 -2038 ");
    JsonNode history =
        demo.signed("GET", "/api/v3/order/amendments", "symbol=BTCUSDT&orderId=" + id).json();
    assertThat(history).hasSize(1);
    assertThat(history.get(0).get("origClientOrderId").asString()).isEqualTo("first");
    assertThat(history.get(0).get("newClientOrderId").asString()).isEqualTo("second");
    assertThat(history.get(0).get("origQty").asString()).isEqualTo("0.01000000");
    assertThat(history.get(0).get("newQty").asString()).isEqualTo("0.00500000");
    assertThat(amended.header("X-MBX-USED-WEIGHT-1M")).isEqualTo("4");
  }

  private static Object shapeOfAmendment() {
    return shape(fixture("spot_edit_order"));
  }

  // --- the rest of the surface

  @Test
  void averages_aggregated_and_old_trades_and_account_filters_are_told() {
    JsonNode average = demo.get("/api/v3/avgPrice?symbol=BTCUSDT").json();
    assertThat(average.get("mins").asInt()).isEqualTo(5);
    assertThat(average.get("price").asString()).isBetween("42957", "43000");
    JsonNode aggregated = demo.get("/api/v3/aggTrades?symbol=BTCUSDT&limit=1").json().get(0);
    assertThat(aggregated.propertyNames()).containsExactly("a", "p", "q", "f", "l", "T", "m", "M");
    assertThat(demo.get("/api/v3/historicalTrades?symbol=BTCUSDT&limit=1").json()).hasSize(1);
    JsonNode filters = demo.signed("GET", "/api/v3/myFilters", "symbol=BTCUSDT").json();
    assertThat(filters.get("symbolFilters")).hasSize(4);
    assertThat(filters.get("assetFilters")).isEmpty();
  }

  @Test
  void faults_strike_every_call_that_places_or_edits() {
    String fault = "{\"fault\":\"error_code\",\"code\":-1007,\"msg\":\"x\",\"match\":\"%s\"}";
    demo.control("POST", "/_sim/faults", fault.formatted("place_order"));
    assertThat(demo.signed("POST", LISTS + "/oco", OCO).error()).startsWith("400 -1007 ");
    demo.control("POST", "/_sim/faults", fault.formatted("edit_order"));
    assertThat(demo.signed("POST", REPLACE, "").error()).startsWith("400 -1007 ");
    demo.control("POST", "/_sim/faults", fault.formatted("cancel_all_orders"));
    assertThat(demo.signed("DELETE", "/api/v3/openOrders", "symbol=BTCUSDT").error())
        .startsWith("400 -1007 ");
  }
}
