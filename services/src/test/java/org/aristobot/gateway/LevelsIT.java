package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.aristobot.gateway.GatewayRig.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a venue cannot do, what a market does not take, and words that nobody knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelsIT {

  private final GatewayRig rig = new GatewayRig();

  @AfterEach
  void calm() {
    rig.venue.calm();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private Answer assertRefused(String params, String code, String... words) {
    long posts = rig.venue.orderPosts();
    Answer answer = rig.place(params);
    assertThat(answer.success()).isFalse();
    assertThat(answer.code()).as("%s", answer.error()).isEqualTo(code);
    assertThat(answer.error()).contains(words);
    assertThat(rig.venue.orderPosts()).as("nothing was sent").isEqualTo(posts);
    return answer;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'trailing_stop','trailing_delta':{'offset':'100'}} | trailing_delta",
        "{'type':'market','reduce_only':true} | reduce_only",
        "{'type':'market','position_side':'LONG'} | position_side",
        "{'type':'market','margin_mode':'isolated'} | margin_mode"
      })
  void a_critical_field_that_cannot_be_honoured_refuses_the_order(String more, String field) {
    assertRefused(
        with(without(RESTING, "price"), more), "UNSUPPORTED_PARAMETER", field + ":", "binance");
  }

  @Test
  void protection_that_is_not_placed_is_warned_of_and_alerted() {
    JsonNode order = rig.placed(with(FILLING, "{'stop_loss_price':'39000'}"));
    assertThat(order.get("unprotected").asBoolean()).isTrue();
    assertThat(order.get("warnings").get(0).asString()).startsWith("stop_loss_price:");
    assertThat(order.get("stop_loss_price").isNull()).isTrue();
    long id =
        rig.journal.byRequest(rig.user, order.get("request_id").asString()).orElseThrow().id();
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(rig.alertStub.of("UNPROTECTED_ORDER"))
                .filteredOn(text -> text.startsWith("order " + id + " "))
                .hasSize(1));
  }

  @Test
  void both_protections_are_warned_of_each() {
    JsonNode order =
        rig.placed(with(FILLING, "{'stop_loss_price':'39000','take_profit_price':'50000'}"));
    assertThat(order.get("warnings").size()).isEqualTo(2);
    assertThat(order.get("unprotected").asBoolean()).isTrue();
  }

  @Test
  void required_protection_refuses_the_order() {
    assertRefused(
        with(FILLING, "{'stop_loss_price':'39000','protection':'required'}"),
        "UNSUPPORTED_PARAMETER",
        "stop_loss_price:");
  }

  @Test
  void an_iceberg_travels_with_a_limit_order() {
    JsonNode order = rig.placed(with(RESTING, "{'quantity':'0.002','iceberg_qty':'0.001'}"));
    assertThat(order.get("warnings").size()).isZero();
    assertThat(rig.venue.placements("demo").getLast().get("icebergQty").asString())
        .isEqualTo("0.001");
  }

  @Test
  void an_iceberg_is_left_out_of_what_does_not_rest_and_meets_no_rule_then() {
    JsonNode order =
        rig.placed(
            with(RESTING, "{'quantity':'0.002','time_in_force':'IOC','iceberg_qty':'0.0000001'}"));
    assertThat(order.get("warnings").get(0).asString()).startsWith("iceberg_qty: only");
    assertThat(rig.venue.placements("demo").getLast().has("icebergQty")).isFalse();
  }

  @Test
  void an_iceberg_is_left_out_of_a_market_order_with_a_warning() {
    JsonNode order =
        rig.placed(
            "{'symbol':'BTC/USDT','side':'buy','type':'market','quantity':'0.002',"
                + "'iceberg_qty':'0.001'}");
    assertThat(order.get("warnings").get(0).asString()).startsWith("iceberg_qty:");
    assertThat(order.get("unprotected").asBoolean()).isFalse();
    assertThat(rig.venue.placements("demo").getLast().has("icebergQty")).isFalse();
  }

  @Test
  void other_native_parameters_go_through_untouched() {
    rig.placed(with(RESTING, "{'extra_params':{'strategyType':'1000001','strategyId':77}}"));
    JsonNode arrived = rig.venue.placements("demo").getLast();
    assertThat(arrived.get("strategyType").asString()).isEqualTo("1000001");
    assertThat(arrived.get("strategyId").asString()).isEqualTo("77");
  }

  @Test
  void native_names_of_the_order_itself_are_read_back() {
    JsonNode order =
        rig.placed(
            "{'extra_params':{'symbol':'BTCUSDT','side':'BUY','type':'LIMIT','quantity':'0.0010',"
                + "'price':'40000','timeInForce':'GTC','newClientOrderId':'native-1'}}");
    assertThat(order.get("symbol").asString()).isEqualTo("BTC/USDT");
    assertThat(order.get("client_order_id").asString()).isEqualTo("native-1");
    JsonNode truth = rig.venue.order(order.get("id"));
    assertThat(truth.get("quantity").asString()).isEqualTo("0.001");
    assertThat(truth.get("client_order_id").asString()).startsWith("ar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'symbol':'ETHUSDT'} | symbol",
        "{'side':'SELL'} | side",
        "{'type':'MARKET'} | type",
        "{'quantity':'0.002'} | quantity",
        "{'price':'40000.01'} | price",
        "{'timeInForce':'IOC'} | time_in_force"
      })
  void a_native_parameter_that_contradicts_is_refused(String extra, String field) {
    assertRefused(
        with(RESTING, "{'time_in_force':'GTC','extra_params':" + extra + "}"),
        "INVALID_REQUEST",
        field + ":",
        "extra_params");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp",
        "recvWindow",
        "signature",
        "apiKey",
        "newOrderRespType",
        "computeCommissionRates",
        "batchOrders",
        "cancelReplaceMode"
      })
  void forbidden_native_parameters_are_refused(String name) {
    assertRefused(
        with(RESTING, "{'extra_params':{'" + name + "':'1'}}"),
        "INVALID_REQUEST",
        "extra_params." + name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'quantity':'0.001234567'} | INVALID_QUANTITY | quantity: | 0.00001 | 0.00123",
        "{'quantity':'0.001239'} | INVALID_QUANTITY | quantity: | 0.00001 | 0.00124",
        "{'quantity':'0.000001'} | INVALID_QUANTITY | quantity: | 0.00001 | 0.00001",
        "{'price':'40000.123'} | INVALID_PRICE | price: | 0.01 | 40000.12",
        "{'quantity':'0.00001'} | MIN_NOTIONAL | quantity: | least is 5 | 0.00013"
      })
  void a_broken_market_rule_names_the_nearest_valid_value(
      String more, String code, String field, String rule, String nearest) {
    assertRefused(with(RESTING, more), code, field, rule, "nearest valid value " + nearest);
  }

  @Test
  void a_quantity_is_rounded_down_on_request_only() {
    JsonNode order = rig.placed(with(RESTING, "{'quantity':'0.00123999','rounding':'down'}"));
    assertThat(order.get("quantity").decimalValue()).isEqualByComparingTo("0.00123");
    assertThat(rig.venue.order(order.get("id")).get("quantity").asString()).isEqualTo("0.00123");
    assertRefused(
        with(RESTING, "{'price':'40000.123','rounding':'down'}"), "INVALID_PRICE", "price:");
    assertRefused(
        with(RESTING, "{'quantity':'0.000001','rounding':'down'}"),
        "INVALID_QUANTITY",
        "quantity:");
  }

  @Test
  void an_unknown_native_status_survives_and_is_alerted_once() {
    rig.venue.arm("{\"fault\":\"unknown_status\",\"times\":2,\"match\":\"place_order\"}");
    JsonNode first = rig.placed(with(RESTING, "{'client_order_id':'odd-1'}"));
    JsonNode second = rig.placed(with(RESTING, "{'client_order_id':'odd-2'}"));
    for (JsonNode order : new JsonNode[] {first, second}) {
      assertThat(order.get("status").asString()).isEqualTo("UNKNOWN");
      assertThat(order.get("native_status").asString()).isEqualTo("TRANSMOGRIFIED");
      assertThat(order.get("id").isNull()).isFalse();
    }
    var row =
        rig.row(
            "SELECT status, native_status, raw_response->>'status' AS raw FROM trades"
                + " WHERE client_order_id = 'odd-1'");
    assertThat(row).containsEntry("status", "UNKNOWN").containsEntry("raw", "TRANSMOGRIFIED");
    JsonNode later = rig.data("get_order_info", "{'client_order_id':'odd-1'}");
    assertThat(later.get("status").asString()).isEqualTo("open");
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(rig.alertStub.of("UNKNOWN_STATUS"))
                .hasSize(1)
                .allMatch(text -> text.contains("TRANSMOGRIFIED")));
  }
}
