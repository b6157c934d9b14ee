package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Cancels of which nobody knows what became of them, and whose callers are gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelDoubtIT {

  private final GatewayRig rig =
      new GatewayRig(
          new DoubtSettings(
              Duration.ZERO,
              Duration.ofSeconds(60),
              Duration.ofMillis(500),
              Map.of(Venue.BINANCE, Duration.ofMillis(500))));

  @AfterAll
  void close() {
    rig.close();
  }

  @AfterEach
  void calm() {
    rig.venue.calm();
  }

  /** Cancels a resting order under that fault, while nobody can look at it. */
  private void cancelUnder(String fault, String clientId) {
    String id = "{'client_order_id':'" + clientId + "'}";
    rig.placed(GatewayRig.with(GatewayRig.RESTING, id));
    rig.venue.arm("{\"fault\":\"" + fault + "\",\"match\":\"cancel_order\"}");
    rig.venue.arm("{\"fault\":\"http_503\",\"times\":1000,\"match\":\"get_order_info\"}");
    Answer answer = rig.call("cancel_order", id);
    assertThat(answer.code()).as(answer.raw().toString()).isEqualTo("ORDER_STATE_UNKNOWN");
    rig.venue.calm();
  }

  private List<Object> events(String clientId) {
    return rig
        .rows(
            "SELECT e.kind FROM order_events e JOIN orders o ON o.id = e.order_id"
                + " WHERE o.client_order_id = ? AND e.kind <> 'LookedFor' ORDER BY e.seq",
            clientId)
        .stream()
        .map(row -> Objects.requireNonNull(row.get("kind")))
        .toList();
  }

  private Object status(String clientId) {
    return Objects.requireNonNull(
        rig.row("SELECT status FROM orders WHERE client_order_id = ?", clientId).get("status"));
  }

  @Test
  void one_that_was_carried_out_is_found_out_though_nobody_asks_again() {
    cancelUnder("reply_lost_after_accept", "gone");
    await().atMost(GatewayRig.PATIENCE).until(() -> status("gone").equals("CANCELED"));
    assertThat(events("gone"))
        .containsExactly(
            "Requested", "Accepted", "CancelRequested", "CancelUnconfirmed", "Reconciled");
  }

  @Test
  void one_that_was_lost_is_found_out_as_soon_as_it_can_no_longer_arrive() {
    cancelUnder("request_lost", "kept");
    await().atMost(GatewayRig.PATIENCE).until(() -> events("kept").contains("CancelRejected"));
    assertThat(status("kept")).isEqualTo("NEW");
    long requests = rig.venue.requests("cancel_order");
    String id = "{'client_order_id':'kept'}";
    assertThat(rig.data("cancel_order", id).get("status").asString()).isEqualTo("cancelled");
    assertThat(rig.venue.requests("cancel_order")).isEqualTo(requests + 1);
  }
}
