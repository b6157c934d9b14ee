package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.NativeClientOrderId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Open orders that are changed: where they stand, or by another in their place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditIT {

  private final GatewayRig rig = new GatewayRig();
  private String account = "";
  private long broker;
  private int accounts;

  @BeforeEach
  void openAccount() {
    String key = "edit" + accounts++;
    rig.venue.account(
        key, key + "-secret", "{\"USDT\":\"1000\",\"BTC\":\"1\"}", "[\"read\",\"trade\"]");
    broker = rig.broker(rig.user, key, key + "-secret");
    account = "{'broker_id':" + broker + "}";
  }

  @AfterEach
  void calm() {
    rig.venue.calm();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private JsonNode placed(String more) {
    return rig.placed(with(with(with(RESTING, "{'quantity':'0.01'}"), account), more));
  }

  private Answer edit(JsonNode order, String changes) {
    return rig.call("edit_order", with(with(byId(order), account), changes));
  }

  private JsonNode edited(JsonNode order, String changes) {
    Answer answer = edit(order, changes);
    assertThat(answer.success()).as("%s", answer.raw()).isTrue();
    return answer.data();
  }

  private JsonNode seen(JsonNode order) {
    return rig.data("get_order_info", with(byId(order), account));
  }

  private static String byId(JsonNode order) {
    return "{'order_id':'%s'}".formatted(order.get("id").asString());
  }

  private static void assertNumber(JsonNode order, String field, String value) {
    assertThat(new BigDecimal(order.get(field).asString())).as(field).isEqualByComparingTo(value);
  }

  /** Nobody will ever see it: to wait for that would be to wait for ever. */
  @Test
  void an_order_that_was_refused_is_not_in_doubt_when_it_is_to_be_changed() {
    String named = "{'client_order_id':'too-dear'}";
    Answer refused = rig.place(with(with(with(RESTING, "{'quantity':'1'}"), account), named));
    assertThat(refused.code()).isEqualTo("INSUFFICIENT_FUNDS");
    Answer answer = rig.call("edit_order", with(with(named, account), "{'quantity':'0.01'}"));
    assertThat(answer.code()).as("%s", answer.raw()).isEqualTo("ORDER_REJECTED");
    assertThat(answer.raw().toString()).contains("cannot be changed any more");
  }

  @Test
  void a_lower_quantity_keeps_the_order_and_its_place() {
    JsonNode order = placed("{}");
    JsonNode after = edited(order, "{'quantity':'0.004'}");
    assertThat(after.get("priority_kept").asBoolean()).isTrue();
    assertThat(after.get("id_changed").asBoolean()).isFalse();
    assertThat(after.get("id")).isEqualTo(order.get("id"));
    assertNumber(after, "quantity", "0.004");
    assertNumber(after, "remaining", "0.004");
    assertNumber(rig.venue.order(order.get("id")), "quantity", "0.004");
    assertNumber(seen(order), "quantity", "0.004");
    assertThat(rig.row("SELECT * FROM orders WHERE broker_id = ?", broker))
        .containsEntry("edition", 1)
        .containsEntry("amending", null);
  }

  @Test
  void another_price_replaces_the_order_and_callers_see_one() {
    JsonNode order = placed("{'client_order_id':'mine'}");
    JsonNode after = edited(order, "{'price':'41000'}");
    assertThat(after.get("priority_kept").asBoolean()).isFalse();
    assertThat(after.get("id_changed").asBoolean()).isTrue();
    assertThat(after.get("id")).isNotEqualTo(order.get("id"));
    assertThat(after.get("client_order_id").asString()).isEqualTo("mine");
    assertThat(after.get("status").asString()).isEqualTo("open");
    assertNumber(after, "price", "41000");
    JsonNode truth = rig.venue.order(after.get("id"));
    assertNumber(truth, "price", "41000");
    assertThat(truth.get("client_order_id").asString())
        .isEqualTo(NativeClientOrderId.derive(broker, 1, new ClientOrderId("mine")).text());
    assertThat(rig.venue.order(order.get("id")).get("status").asString()).isEqualTo("CANCELED");
    assertThat(seen(order).get("id")).as("by the id it had").isEqualTo(after.get("id"));
    String symbol = with("{'symbol':'BTC/USDT'}", account);
    assertThat(rig.data("fetch_open_orders", symbol).size()).isEqualTo(1);
    assertThat(rig.data("fetch_closed_orders", symbol).size()).as("replaced, not closed").isZero();
    JsonNode third = edited(after, "{'price':'41500','quantity':'0.011'}");
    assertNumber(third, "quantity", "0.011");
    assertThat(seen(order).get("id")).isEqualTo(third.get("id"));
    JsonNode cancelled = rig.data("cancel_order", with(byId(order), account));
    assertThat(cancelled.get("status").asString()).isEqualTo("cancelled");
    assertThat(rig.venue.order(third.get("id")).get("status").asString()).isEqualTo("CANCELED");
  }

  @Test
  void a_page_of_the_history_is_as_long_as_was_asked_whatever_was_replaced() {
    JsonNode oldest = placed("{}");
    rig.data("cancel_order", with(byId(oldest), account));
    JsonNode order = placed("{}");
    for (String price : List.of("41000", "41500", "41200")) {
      order = edited(order, "{'price':'%s'}".formatted(price));
    }
    rig.data("cancel_order", with(byId(order), account));
    String page = with("{'symbol':'BTC/USDT','limit':2}", account);
    assertThat(rig.data("fetch_closed_orders", page))
        .extracting(row -> row.get("id"))
        .containsExactly(order.get("id"), oldest.get("id"));
    String next = with(page, "{'id_less_than':%s}".formatted(order.get("id")));
    assertThat(rig.data("fetch_closed_orders", next))
        .extracting(row -> row.get("id"))
        .containsExactly(oldest.get("id"));
  }

  @Test
  void what_is_as_it_should_be_is_not_sent() {
    JsonNode order = placed("{}");
    long amends = rig.venue.requests("edit_order");
    JsonNode after = edited(order, "{'price':'40000.0','amount':'0.010'}");
    assertThat(after.get("priority_kept").asBoolean()).isTrue();
    assertThat(rig.venue.requests("edit_order")).isEqualTo(amends);
  }

  @Test
  void an_edit_that_comes_again_is_made_once() {
    JsonNode order = placed("{}");
    ObjectNode message =
        rig.message(
            "edit-" + accounts,
            "edit_order",
            with(with(byId(order), account), "{'price':'41000'}"));
    Answer first = rig.call(message);
    edited(order, "{'price':'41500'}");
    Answer second = rig.call(message.deepCopy());
    assertThat(second.success()).as("%s", second.raw()).isTrue();
    assertThat(second.data().get("replayed").asBoolean()).isTrue();
    assertThat(second.data().get("id_changed")).isEqualTo(first.data().get("id_changed"));
    assertNumber(second.data(), "price", "41500");
    assertThat(rig.row("SELECT edition FROM orders WHERE broker_id = ?", broker))
        .containsEntry("edition", 2);
  }

  @Test
  void an_edit_that_was_refused_is_refused_again() {
    JsonNode order = placed("{}");
    ObjectNode message =
        rig.message(
            "refused-" + accounts,
            "edit_order",
            with(with(byId(order), account), "{'quantity':'1'}"));
    Answer first = rig.call(message);
    Answer second = rig.call(message.deepCopy());
    assertThat(first.code()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(second.code()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(second.raw().get("replayed").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{'price':'41000'} | true", "{'quantity':'0.005'} | false"})
  void an_edit_whose_answer_is_lost_is_found(String changes, boolean replaces) {
    JsonNode order = placed("{}");
    rig.venue.arm("{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"edit_order\"}");
    JsonNode after = edited(order, changes);
    assertThat(after.get("id_changed").asBoolean()).isEqualTo(replaces);
    assertThat(after.get("status").asString()).isEqualTo("open");
    assertThat(rig.row("SELECT * FROM orders WHERE broker_id = ?", broker))
        .containsEntry("edition", 1)
        .containsEntry("amending", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{'price':'41000'} | true", "{'quantity':'0.005'} | false"})
  void an_edit_that_nobody_has_seen_stays_in_doubt(String changes, boolean replaces) {
    JsonNode order = placed("{}");
    rig.venue.arm("{\"fault\":\"request_lost\",\"times\":1,\"match\":\"edit_order\"}");
    Answer answer = edit(order, changes);
    assertThat(answer.code()).isEqualTo("ORDER_STATE_UNKNOWN");
    assertThat(answer.raw().toString()).contains("client_order_id");
    assertThat(edit(order, changes).code()).as("and no other").isEqualTo("ORDER_STATE_UNKNOWN");
    assertThat(seen(order).get("status").asString()).isEqualTo("open");
    JsonNode cancelled = rig.data("cancel_order", with(byId(order), account));
    assertThat(cancelled.get("status").asString()).isEqualTo("cancelled");
    assertThat(rig.row("SELECT * FROM orders WHERE broker_id = ?", broker))
        .containsEntry("edition", 0)
        .containsEntry("edits", 1)
        .containsEntry("amending", null);
  }

  @Test
  void an_order_that_is_gone_without_its_successor_has_ended() {
    JsonNode order = placed("{}");
    Answer answer = edit(order, "{'quantity':'1'}");
    assertThat(answer.code()).as("%s", answer.raw()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(rig.venue.order(order.get("id")).get("status").asString()).isEqualTo("CANCELED");
    assertThat(seen(order).get("status").asString()).isEqualTo("cancelled");
  }

  @Test
  void an_order_that_is_done_is_not_changed() {
    JsonNode filled = rig.placed(with(FILLING, account));
    Answer answer = edit(filled, "{'quantity':'0.0005'}");
    assertThat(answer.code()).isEqualTo("ORDER_REJECTED");
    assertThat(answer.error()).contains("closed (FILLED)");
  }

  @Test
  void an_order_with_fills_is_not_replaced() {
    JsonNode ask =
        rig.data("get_order_book", with("{'symbol':'BTC/USDT'}", account)).get("asks").get(0);
    BigDecimal more = ask.get(1).decimalValue().add(new BigDecimal("0.5"));
    rig.venue.account("rich", "rich-secret", "{\"USDT\":\"10000000\"}", "[\"read\",\"trade\"]");
    String rich = "{'broker_id':" + rig.broker(rig.user, "rich", "rich-secret") + "}";
    JsonNode order =
        rig.placed(
            with(
                with(RESTING, rich),
                "{'price':'%s','quantity':'%s'}"
                    .formatted(ask.get(0).asString(), more.toPlainString())));
    assertThat(order.get("native_status").asString()).isEqualTo("PARTIALLY_FILLED");
    Answer answer = rig.call("edit_order", with(with(byId(order), rich), "{'price':'41000'}"));
    assertThat(answer.code()).isEqualTo("ORDER_REJECTED");
    assertThat(answer.error()).contains("partly filled");
    rig.data("cancel_order", with(byId(order), rich));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'stop_price':'39000'} | INVALID_REQUEST | stop_price:",
        "{} | INVALID_REQUEST | quantity:",
        "{'price':'-1'} | INVALID_PRICE | price:",
        "{'price':'41000.001'} | INVALID_PRICE | price:",
        "{'quantity':'0.000001'} | INVALID_QUANTITY | quantity:",
        "{'quantity':'0.0001'} | MIN_NOTIONAL | quantity:",
        "{'quantity':'0.001','amount':'0.001'} | INVALID_REQUEST | amount:",
        "{'price':'41000','side':'sell'} | INVALID_REQUEST | side: of an order cannot be changed",
        "{'price':'41000','type':'market'} | INVALID_REQUEST | type: of an order cannot be changed",
        "{'price':'41000','size':1} | INVALID_REQUEST | size: is not a field of this action",
        "{'price':'41000','rounding':'up'} | INVALID_REQUEST | rounding:"
      })
  void a_change_that_cannot_be_is_refused_before_it_is_sent(
      String changes, String code, String start) {
    JsonNode order = placed("{}");
    Answer answer = edit(order, changes);
    assertThat(answer.code()).as("%s", answer.raw()).isEqualTo(code);
    assertThat(answer.error()).startsWith(start);
    assertThat(rig.row("SELECT edits FROM orders WHERE broker_id = ?", broker))
        .containsEntry("edits", 0);
  }

  @Test
  void callers_may_say_again_what_an_edit_leaves_as_it_is() {
    Answer answer = edit(placed("{}"), "{'price':'39999','side':'buy','type':'limit'}");
    assertThat(answer.success()).as("%s", answer.raw()).isTrue();
    assertThat(answer.data().get("price").decimalValue()).isEqualByComparingTo("39999");
  }

  @Test
  void a_market_order_has_no_price_to_change() {
    assertThat(edit(rig.placed(with(FILLING, account)), "{'price':'41000'}").error())
        .startsWith("price:");
  }

  @Test
  void a_value_is_rounded_down_where_the_caller_wants_that() {
    JsonNode order = placed("{}");
    assertNumber(
        edited(order, "{'quantity':'0.0040000001','rounding':'down'}"), "quantity", "0.004");
  }

  @Test
  void a_family_is_not_changed() {
    JsonNode parent =
        rig.placed(
            with(
                "{'symbol':'BTC/USDT','side':'sell','type':'oco','quantity':'0.01',"
                    + "'price':'50000','stop_price':'39000'}",
                account));
    JsonNode leg = parent.get("legs").get(0);
    assertThat(edit(parent, "{'quantity':'0.005'}").code()).isEqualTo("UNSUPPORTED_OPERATION");
    assertThat(edit(leg, "{'quantity':'0.005'}").code()).isEqualTo("UNSUPPORTED_OPERATION");
  }

  @Test
  void an_entry_whose_legs_follow_it_can_be_made_smaller_only() {
    JsonNode entry = placed("{'stop_loss_price':'39000'}");
    assertThat(edit(entry, "{'price':'39500'}").code()).isEqualTo("UNSUPPORTED_OPERATION");
    JsonNode after = edited(entry, "{'quantity':'0.005'}");
    assertNumber(after, "quantity", "0.005");
    assertThat(after.get("legs").size()).isEqualTo(1);
  }

  @Test
  void an_order_that_was_placed_elsewhere_is_not_changed() {
    Answer answer =
        rig.call(
            "edit_order",
            with("{'order_id':'999999999','symbol':'BTC/USDT','price':'41000'}", account));
    assertThat(answer.code()).isEqualTo("UNSUPPORTED_OPERATION");
  }
}
