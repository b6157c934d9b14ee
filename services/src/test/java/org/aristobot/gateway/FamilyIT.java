package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders that make others: a pair, and an entry with its protection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FamilyIT {

  private static final String PAIR =
      "{'symbol':'BTC/USDT','side':'sell','type':'oco','quantity':'0.01','price':'50000',"
          + "'stop_price':'39000'}";

  private static final String ENTRY =
      "{'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'0.01','price':'42000',"
          + "'stop_loss_price':'39000','take_profit_price':'50000'}";

  private final GatewayRig rig = new GatewayRig();
  private String account = "";
  private int accounts;

  @BeforeEach
  void openAccount() {
    String key = "family" + accounts++;
    rig.venue.account(
        key, key + "-secret", "{\"USDT\":\"10000000\",\"BTC\":\"1\"}", "[\"read\",\"trade\"]");
    account = "{'broker_id':" + rig.broker(rig.user, key, key + "-secret") + "}";
    rig.venue.movePrice("BTC/USDT", "43000");
  }

  @AfterEach
  void calm() {
    rig.venue.calm();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private JsonNode placed(String order) {
    return rig.placed(with(order, account));
  }

  private JsonNode ask(String action, String params) {
    return rig.data(action, with(params, account));
  }

  private JsonNode seen(JsonNode order) {
    return ask("get_order_info", byId(order));
  }

  private static String byId(JsonNode order) {
    return "{'order_id':'%s','symbol':'BTC/USDT'}".formatted(order.get("id").asString());
  }

  private static JsonNode leg(JsonNode parent, String type) {
    return parent
        .get("legs")
        .valueStream()
        .filter(leg -> leg.get("type").asString().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " leg: " + parent));
  }

  private static String status(JsonNode order) {
    return order.get("status").asString();
  }

  private List<Map<String, Object>> rows(JsonNode parent) {
    return rig.rows(
        "SELECT o.* FROM orders o JOIN orders p ON o.parent_id = p.id OR o.id = p.id"
            + " WHERE p.venue_order_id = ? AND p.client_order_id = ? ORDER BY o.id",
        parent.get("id").asString(),
        parent.get("client_order_id").asString());
  }

  @Test
  void a_pair_is_a_parent_with_two_legs() {
    JsonNode parent = placed(PAIR);
    assertThat(status(parent)).isEqualTo("open");
    assertThat(parent.get("type").asString()).isEqualTo("oco");
    assertThat(parent.get("parent_id").isNull()).isTrue();
    assertThat(parent.get("legs").size()).isEqualTo(2);
    JsonNode stop = leg(parent, "stop_loss");
    JsonNode limit = leg(parent, "limit");
    for (JsonNode leg : List.of(stop, limit)) {
      assertThat(leg.get("parent_id")).isEqualTo(parent.get("id"));
      assertThat(leg.get("request_id")).isEqualTo(parent.get("request_id"));
      assertThat(status(leg)).isEqualTo("open");
      assertThat(leg.get("quantity").decimalValue()).isEqualByComparingTo("0.01");
      assertThat(rig.venue.order(leg.get("id")).get("status").asString()).isEqualTo("NEW");
    }
    assertThat(stop.get("stop_price").decimalValue()).isEqualByComparingTo("39000");
    assertThat(limit.get("price").decimalValue()).isEqualByComparingTo("50000");
    assertThat(rows(parent)).hasSize(3).allMatch(row -> "NEW".equals(row.get("status")));
  }

  @Test
  void a_pair_is_closed_when_one_leg_is_filled() {
    JsonNode parent = placed(PAIR);
    rig.venue.movePrice("BTC/USDT", "50100");
    JsonNode after = seen(parent);
    assertThat(status(after)).isEqualTo("closed");
    assertThat(after.get("filled").decimalValue()).isEqualByComparingTo("0.01");
    assertThat(status(leg(after, "limit"))).isEqualTo("closed");
    assertThat(status(leg(after, "stop_loss"))).isEqualTo("cancelled");
    assertThat(after.get("unprotected").asBoolean()).isFalse();
  }

  @Test
  void cancelling_a_pair_ends_its_legs() {
    JsonNode after = ask("cancel_order", byId(placed(PAIR)));
    assertThat(status(after)).isEqualTo("cancelled");
    assertThat(after.get("legs").valueStream().map(FamilyIT::status)).containsOnly("cancelled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit", "stop_loss"})
  void cancelling_a_leg_ends_the_pair(String type) {
    JsonNode parent = placed(PAIR);
    JsonNode leg = leg(parent, type);
    JsonNode after = ask("cancel_order", byId(leg));
    assertThat(status(after)).isEqualTo("cancelled");
    assertThat(after.get("parent_id")).isEqualTo(parent.get("id"));
    assertThat(rows(parent)).hasSize(3).noneMatch(row -> "NEW".equals(row.get("status")));
    long before = rig.venue.requests("cancel_order");
    assertThat(status(ask("cancel_order", byId(parent)))).isEqualTo("cancelled");
    assertThat(rig.venue.requests("cancel_order")).isEqualTo(before);
  }

  @Test
  void a_second_look_that_fails_does_not_make_a_cancel_doubtful() {
    JsonNode parent = placed(PAIR);
    JsonNode leg = leg(parent, "limit");
    rig.venue.arm("{\"fault\":\"http_503\",\"times\":5,\"match\":\"get_order_info\"}");
    assertThat(status(ask("cancel_order", byId(leg)))).isEqualTo("cancelled");
  }

  @Test
  void the_legs_of_an_entry_wait_for_it_and_are_sized_by_it() {
    JsonNode parent = placed(ENTRY);
    assertThat(status(parent)).isEqualTo("open");
    assertThat(parent.get("type").asString()).isEqualTo("limit");
    assertThat(parent.get("unprotected").asBoolean()).isFalse();
    assertThat(parent.get("stop_loss_price").decimalValue()).isEqualByComparingTo("39000");
    JsonNode stop = leg(parent, "stop_loss");
    assertThat(stop.get("side").asString()).isEqualTo("sell");
    rig.venue.movePrice("BTC/USDT", "41900");
    JsonNode after = seen(parent);
    assertThat(status(after)).isEqualTo("closed");
    assertThat(after.get("legs").valueStream().map(FamilyIT::status)).containsOnly("open");
    BigDecimal received = leg(after, "stop_loss").get("quantity").decimalValue();
    assertThat(received).isPositive().isLessThanOrEqualTo(new BigDecimal("0.01"));
    assertThat(new BigDecimal(rig.venue.order(stop.get("id")).get("quantity").asString()))
        .isEqualByComparingTo(received);
  }

  @Test
  void legs_that_an_entry_released_at_once_are_answered_live() {
    JsonNode parent = placed(with(ENTRY, "{'price':'43100'}"));
    assertThat(status(parent)).isEqualTo("closed");
    for (JsonNode leg : parent.get("legs")) {
      assertThat(status(leg)).isEqualTo("open");
      assertThat(leg.get("quantity").decimalValue()).isPositive();
      assertThat(leg.get("native_status").asString()).isEqualTo("NEW");
    }
  }

  @Test
  void a_cancelled_entry_takes_its_legs_with_it() {
    JsonNode after = ask("cancel_order", byId(placed(ENTRY)));
    assertThat(status(after)).isEqualTo("cancelled");
    assertThat(after.get("legs").valueStream().map(FamilyIT::status)).containsOnly("cancelled");
    assertThat(after.get("unprotected").asBoolean()).isFalse();
  }

  @Test
  void an_entry_that_is_partly_filled_and_cancelled_stands_unprotected_and_is_told_of() {
    JsonNode ask =
        rig.data("get_order_book", with("{'symbol':'BTC/USDT'}", account)).get("asks").get(0);
    BigDecimal more = ask.get(1).decimalValue().add(new BigDecimal("0.5"));
    JsonNode parent =
        placed(
            with(
                ENTRY,
                "{'price':'%s','quantity':'%s'}"
                    .formatted(ask.get(0).asString(), more.toPlainString())));
    assertThat(parent.get("native_status").asString()).isEqualTo("PARTIALLY_FILLED");
    JsonNode after = ask("cancel_order", byId(parent));
    assertThat(status(after)).isEqualTo("cancelled");
    assertThat(after.get("filled").decimalValue()).isPositive();
    assertThat(after.get("unprotected").asBoolean()).isTrue();
    Map<String, Object> row = rows(parent).getFirst();
    assertThat(
            rig.rows(
                "SELECT kind FROM order_events WHERE order_id = ? AND kind = 'Unprotected'",
                row.get("id")))
        .hasSize(1);
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(rig.alertStub.of("UNPROTECTED_ORDER"))
                .filteredOn(text -> text.startsWith("order " + row.get("id") + " "))
                .hasSize(1));
    assertThat(seen(parent).get("unprotected").asBoolean()).isTrue();
  }

  @Test
  void a_request_that_comes_again_is_answered_with_its_family() {
    ObjectNode message = rig.message("again-" + accounts, "place_order", with(PAIR, account));
    Answer first = rig.call(message);
    Answer second = rig.call(message.deepCopy());
    assertThat(first.success()).as("%s", first.raw()).isTrue();
    assertThat(second.data().get("replayed").asBoolean()).isTrue();
    assertThat(second.data().get("id")).isEqualTo(first.data().get("id"));
    assertThat(leg(second.data(), "limit").get("id"))
        .isEqualTo(leg(first.data(), "limit").get("id"));
    assertThat(rows(first.data())).hasSize(3);
  }

  @Test
  void a_leg_cannot_be_asked_for_by_its_id() {
    JsonNode leg = leg(placed(PAIR), "limit");
    Answer answer =
        rig.place(
            with(
                with(GatewayRig.RESTING, account),
                "{'client_order_id':'%s'}".formatted(leg.get("client_order_id").asString())));
    assertThat(answer.code()).isEqualTo("DUPLICATE_CLIENT_ORDER_ID");
  }

  @Test
  void listings_show_legs_as_orders_of_their_own() {
    JsonNode parent = placed(PAIR);
    JsonNode open = ask("fetch_open_orders", "{'symbol':'BTC/USDT'}");
    assertThat(open.size()).isEqualTo(2);
    assertThat(open.valueStream().map(order -> order.get("parent_id")))
        .containsOnly(parent.get("id"));
    ask("cancel_order", byId(parent));
    JsonNode closed = ask("fetch_closed_orders", "{'symbol':'BTC/USDT'}");
    assertThat(closed.valueStream().map(order -> order.get("parent_id")))
        .containsOnly(parent.get("id"));
  }

  @Test
  void a_pair_whose_answer_is_lost_is_found_with_its_legs() {
    rig.venue.arm("{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"place_order\"}");
    Answer answer = rig.place(with(with(PAIR, account), "{'client_order_id':'lost'}"));
    assertThat(answer.code()).isEqualTo("ORDER_STATE_UNKNOWN");
    long broker = GatewayRig.json(account).get("broker_id").asLong();
    assertThat(
            rig.rows(
                "SELECT status FROM orders WHERE broker_id = ? AND status = 'UNKNOWN'", broker))
        .hasSize(3);
    assertThat(rig.data("get_stats", "{}").get("orders_in_doubt").asLong()).isEqualTo(1);
    JsonNode found = ask("get_order_info", "{'client_order_id':'lost'}");
    assertThat(status(found)).isEqualTo("open");
    assertThat(found.get("legs").valueStream().map(FamilyIT::status)).containsOnly("open");
    assertThat(rig.data("get_stats", "{}").get("orders_in_doubt").asLong()).isZero();
  }

  @Test
  void a_refused_pair_is_refused_with_its_legs() {
    Answer answer = rig.place(with(with(PAIR, account), "{'price':'40000'}"));
    assertThat(answer.success()).isFalse();
    long broker = GatewayRig.json(account).get("broker_id").asLong();
    assertThat(rig.rows("SELECT status FROM orders WHERE broker_id = ?", broker))
        .hasSize(3)
        .allMatch(row -> "REJECTED".equals(row.get("status")));
  }
}
