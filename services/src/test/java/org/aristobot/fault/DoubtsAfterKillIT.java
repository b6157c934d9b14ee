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

  /** Milliseconds; longer than anybody waits for an answer, and than an order is good for. */
  private static final int HELD = 20_000;

  /** Fewer than a gateway sends at a time. */
  private static final int AT_ONCE = 50;

  private static final List<String> BOOKS =
      List.of("get_order_info", "fetch_open_orders", "fetch_closed_orders", "fetch_my_trades");

  private static final Duration PATIENCE = Duration.ofSeconds(60 + ORDERS / 4);

  @TempDir Path data;

  @Test
  void all_of_them_are_settled_as_the_venue_has_them() {
    List<String> requests = new ArrayList<>();
    try (World world = new World(data)) {
      leaveInDoubt(world, requests);
      world.venue().disarm();
      world.venue().limit(LIMITS);
      int left = open(world);
      assertThat(left).isEqualTo(ORDERS);
      long started = System.nanoTime();
      try (GatewayProcess next = GatewayProcess.launchPatient(world, PATIENCE, LAG)) {
        next.serve(new Death.Never());
        System.out.println(LIMITS + ": " + left + " in doubt, " + seconds(started) + " s to start");
        await().atMost(PATIENCE).until(() -> open(world) <= left / 2 + 1);
        System.out.println("half of them " + seconds(started) + " s");
        await().atMost(PATIENCE).until(() -> open(world) == 0);
        System.out.println("all of them " + seconds(started) + " s");
        judge(world, requests);
      }
    }
  }

  /**
   * Of half of the orders the answer does not come, of the others not even the execution. One
   * gateway after the other is killed over its share, and none can look into the venue's books.
   */
  private static void leaveInDoubt(World world, List<String> requests) {
    BOOKS.forEach(place -> arm(world, "'fault':'http_503','times':1000000", place));
    try (GatewayProcess gateway = GatewayProcess.launchPatient(world, Duration.ZERO, LAG)) {
      gateway.serve(new Death.Never());
      String first = world.push("place_order", Orders.mixed(0));
      assertThat(world.answer(first, PATIENCE).success()).isTrue();
    }
    hold(world, true, ORDERS / 2);
    hold(world, false, ORDERS - ORDERS / 2);
    while (requests.size() < ORDERS) {
      try (GatewayProcess gateway = GatewayProcess.launchPatient(world, Duration.ZERO, LAG)) {
        gateway.serve(new Death.Never());
        int share = Math.min(AT_ONCE, ORDERS - requests.size());
        for (int i = 0; i < share; i++) {
          requests.add(world.push("place_order", Orders.mixed(requests.size())));
        }
        await().atMost(PATIENCE).until(() -> world.venue().orderPosts() == 1 + requests.size());
      }
      // What the journal has must do.
      world.forgetRedis();
    }
  }

  private static void hold(World world, boolean afterAccept, int times) {
    arm(
        world,
        "'fault':'slow','ms':%d,'times':%d,'after_accept':%s".formatted(HELD, times, afterAccept),
        "place_order");
  }

  private static void arm(World world, String fault, String operation) {
    world.venue().arm("{%s,'match':'%s'}".formatted(fault, operation).replace('\'', '"'));
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
    for (int i = 0; i < requests.size(); i++) {
      Row row = row(world, requests.get(i)).orElseThrow();
      VenueOrder order = there.get(row.nativeId());
      assertThat(row.status()).isEqualTo(order == null ? "NOT_PLACED" : order.status());
      world.push(requests.get(i), "place_order", Orders.mixed(i));
      BusClient.Answer answer = world.answer(requests.get(i), PATIENCE);
      assertThat(answer.replayed()).as(answer.raw().toString()).isTrue();
      assertThat(answer.code()).isEqualTo(order == null ? "ORDER_NOT_PLACED" : null);
    }
    assertThat(there).hasSize(1 + ORDERS / 2);
    assertThat(world.venue().limited()).isZero();
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
