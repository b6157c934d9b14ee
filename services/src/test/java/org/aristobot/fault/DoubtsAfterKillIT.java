package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aristobot.bus.BusClient;
import org.aristobot.fault.SimulatedVenue.VenueOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many orders left in doubt by SIGKILL, and the gateway that comes after. */
class DoubtsAfterKillIT {

  /** Set {@code doubts.count} and {@code doubts.limits} to measure with more and stricter ones. */
  private static final int ORDERS = Integer.getInteger("doubts.count", 100);

  private static final String LIMITS = System.getProperty("doubts.limits", "off");

  /** In milliseconds, in place of the venue's 60 s. */
  private static final int LAG = Integer.getInteger("doubts.lag", 500);

  /** How many milliseconds the venue takes for the orders that it places. */
  private static final int SLOW = Integer.getInteger("doubts.slow", 3000);

  private static final int AT_ONCE = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60 + ORDERS / 4);

  @TempDir Path data;

  @Test
  void all_of_them_are_settled_as_the_venue_has_them() {
    List<String> requests = new ArrayList<>();
    try (World world = new World(data)) {
      leaveInDoubt(world, requests);
      world.venue().disarm();
      world.venue().limit(LIMITS);
      long started = System.nanoTime();
      try (GatewayProcess next = GatewayProcess.launchPatient(world, PATIENCE, LAG)) {
        next.serve(new Death.Never());
        System.out.println(
            LIMITS + ": " + open(world) + " in doubt, " + seconds(started) + " s to start");
        await().atMost(PATIENCE).until(() -> open(world) <= ORDERS / 2 + 1);
        System.out.println("half of them " + seconds(started) + " s");
        await().atMost(PATIENCE).until(() -> open(world) == 0);
        System.out.println("all of them " + seconds(started) + " s");
        judge(world, requests);
      }
    }
  }

  /** Half of the requests are lost on their way; of the other half the answer is. */
  private static void leaveInDoubt(World world, List<String> requests) {
    List<GatewayProcess> gateways = new ArrayList<>();
    try {
      for (int i = 0; i < ORDERS; i += AT_ONCE) {
        gateways.add(GatewayProcess.launchPatient(world, Duration.ZERO, LAG));
      }
      gateways.forEach(gateway -> gateway.serve(new Death.Never()));
      String first = world.push("place_order", Orders.mixed(0));
      assertThat(world.answer(first, PATIENCE).success()).isTrue();
      arm(world, "{\"fault\":\"slow\",\"ms\":" + SLOW + ",\"times\":%d,\"match\":\"place_order\"}");
      arm(world, "{\"fault\":\"request_lost\",\"times\":%d,\"match\":\"place_order\"}");
      for (int i = 0; i < ORDERS; i++) {
        requests.add(world.push("place_order", Orders.mixed(i)));
      }
      await().atMost(PATIENCE).until(() -> world.venue().orderPosts() > ORDERS * 9L / 10);
    } finally {
      gateways.forEach(GatewayProcess::close);
    }
  }

  private static void arm(World world, String fault) {
    world.venue().arm(fault.formatted(ORDERS / 2));
  }

  private static long seconds(long since) {
    return (System.nanoTime() - since) / 1_000_000_000;
  }

  private static int open(World world) {
    return world
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM orders WHERE status IN ('SENDING', 'UNKNOWN')"
                        + " AND venue_order_id IS NULL")
                .mapTo(Integer.class)
                .one());
  }

  private static void judge(World world, List<String> requests) {
    Map<String, VenueOrder> there = new HashMap<>();
    for (VenueOrder order : world.venue().orders()) {
      assertThat(there.put(order.clientOrderId(), order)).as("a second %s", order).isNull();
    }
    for (String request : requests) {
      BusClient.Answer answer = world.answer(request, PATIENCE);
      Row row = row(world, request).orElse(null);
      if (row == null) {
        // Never sent, and refused by our own limits when it came again: its ids are free.
        assertThat(answer.code()).isEqualTo("RATE_LIMITED");
        continue;
      }
      VenueOrder order = there.get(row.nativeId());
      assertThat(row.status()).isEqualTo(order == null ? "NOT_PLACED" : order.status());
      if (order != null) {
        assertThat(answer.code()).isIn(null, "ORDER_STATE_UNKNOWN");
      } else {
        assertThat(answer.code()).isIn("ORDER_NOT_PLACED", "ORDER_STATE_UNKNOWN");
      }
    }
    assertThat(there).hasSizeGreaterThan(1).hasSizeLessThan(ORDERS);
  }

  private record Row(String nativeId, String status) {}

  private static Optional<Row> row(World world, String requestId) {
    return world
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT native_client_order_id, status FROM orders"
                        + " WHERE request_id = :id AND NOT identity_free")
                .bind("id", requestId)
                .map((row, _) ->
                    new Row(row.getString("native_client_order_id"), row.getString("status")))
                .findOne());
  }
}
