package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Exits of an entry on a venue that may or may not end one when the other executes. */
class ExitWatchIT {

  private static final String ENTRY =
      "{'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'0.01','price':'42900',"
          + "'stop_loss_price':'41000','take_profit_price':'45000'}";

  private final GatewayRig rig = new GatewayRig(Venue.BITGET);

  @AfterEach
  void close() {
    rig.close();
  }

  private List<JsonNode> exits() {
    return rig.venue.orders("demo").stream()
        .filter(order -> order.hasNonNull("parent_id"))
        .toList();
  }

  private List<String> states(JsonNode id) {
    JsonNode legs =
        rig.data("get_order_info", "{'order_id':'%s'}".formatted(id.asString())).get("legs");
    return legs.valueStream()
        .map(leg -> leg.get("type").asString() + " " + leg.get("status").asString())
        .toList();
  }

  private List<String> journaled() {
    return rig
        .rows(
            "SELECT type || ' ' || status AS state FROM orders WHERE parent_id IS NOT NULL ORDER BY id")
        .stream()
        .map(Object::toString)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void when_one_exit_executes_the_other_does_not_stand(String linked) {
    rig.venue.choose("{\"exits_cancel_each_other\":\"" + linked + "\"}");
    JsonNode entry = rig.placed(ENTRY);
    rig.venue.movePrice("BTC/USDT", "42800");
    await().atMost(GatewayRig.PATIENCE).until(() -> exits().size() == 2);
    rig.venue.movePrice("BTC/USDT", "45100");
    await()
        .atMost(GatewayRig.PATIENCE)
        .until(() ->
            exits().stream()
                .map(order -> order.get("status").asString())
                .sorted()
                .toList()
                .equals(List.of("cancelled", "filled")));
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(journaled().toString())
                .contains("stop_loss CANCELED")
                .contains("take_profit FILLED"));
    assertThat(states(entry.get("id")))
        .containsExactly("stop_loss cancelled", "take_profit closed");
  }

  /**
   * What was asked for tells the exits apart, though the answer that would have said so is lost.
   */
  @Test
  void exits_of_an_order_that_was_in_doubt_are_told_from_those_of_others() {
    String named = GatewayRig.with(ENTRY, "{'client_order_id':'doubted'}");
    // From lists it would be taken up before it is filled, by its request.
    rig.venue.arm("{\"fault\":\"http_503\",\"match\":\"fetch_open_orders\",\"times\":1000}");
    rig.venue.arm("{\"fault\":\"reply_lost_after_accept\",\"match\":\"place_order\",\"times\":1}");
    assertThat(rig.place(named).code()).isEqualTo("ORDER_STATE_UNKNOWN");
    rig.placed(
        GatewayRig.with(
            ENTRY, "{'quantity':'0.005','stop_loss_price':'40000','take_profit_price':'46000'}"));
    rig.venue.movePrice("BTC/USDT", "42800");
    JsonNode entry = rig.placed(named);
    assertThat(entry.get("status").asString()).isEqualTo("closed");
    rig.venue.calm();
    rig.venue.movePrice("BTC/USDT", "45100");
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(states(entry.get("id")))
                .containsExactly("stop_loss cancelled", "take_profit closed"));
    assertThat(exits().stream().filter(order -> order.get("status").asString().equals("live")))
        .as("those of the other order")
        .hasSize(2);
  }

  @Test
  void exits_that_nobody_can_tell_apart_are_unknown_and_told_of_once() {
    rig.placed(ENTRY);
    rig.placed(ENTRY);
    rig.venue.movePrice("BTC/USDT", "42800");
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(
            () -> assertThat(journaled()).hasSize(4).allMatch(leg -> leg.contains("UNKNOWN")));
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(rig.alertStub.of("UNPROTECTED_ORDER"))
                .hasSize(2)
                .allMatch(it -> it.contains("look at the account")));
    int events = eventsOfLegs();
    rig.data("fetch_closed_orders", "{'symbol':'BTC/USDT'}");
    rig.data("fetch_closed_orders", "{'symbol':'BTC/USDT'}");
    assertThat(eventsOfLegs()).isEqualTo(events);
  }

  private int eventsOfLegs() {
    return rig.rows(
            "SELECT seq FROM order_events JOIN orders ON orders.id = order_events.order_id"
                + " WHERE parent_id IS NOT NULL")
        .size();
  }

  @Test
  void an_entry_that_is_cancelled_leaves_no_exits_to_be_followed() {
    JsonNode entry = rig.placed(ENTRY);
    rig.data(
        "cancel_order",
        "{'order_id':'%s','symbol':'BTC/USDT'}".formatted(entry.get("id").asString()));
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() -> assertThat(journaled().toString()).doesNotContain("NEW"));
    assertThat(exits()).isEmpty();
  }

  /** The venue may do so itself, when there is not enough left to be sold. */
  @Test
  void an_entry_whose_exits_end_without_our_doing_is_told_of() {
    JsonNode entry = rig.placed(ENTRY);
    rig.venue.movePrice("BTC/USDT", "42800");
    await()
        .atMost(GatewayRig.PATIENCE)
        .until(() -> exits().size() == 2 && !venueIds().toString().contains("waits"));
    long same = rig.broker(rig.user, "demo", "demo-secret");
    for (String id : venueIds()) {
      rig.data(
          "cancel_order",
          "{'broker_id':%d,'order_id':'%s','symbol':'BTC/USDT'}".formatted(same, id));
    }
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(rig.alertStub.of("UNPROTECTED_ORDER"))
                .singleElement()
                .asString()
                .contains("without the protection"));
    assertThat(states(entry.get("id")))
        .containsExactly("stop_loss cancelled", "take_profit cancelled");
  }

  private List<String> venueIds() {
    return rig
        .rows("SELECT venue_order_id AS id FROM orders WHERE parent_id IS NOT NULL ORDER BY id")
        .stream()
        .map(row -> String.valueOf(row.get("id")))
        .toList();
  }
}
