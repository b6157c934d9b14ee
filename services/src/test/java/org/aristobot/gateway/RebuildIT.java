package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.Intent;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.Rebuild;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** After a day of every kind of trading, the orders are what their events make of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RebuildIT {

  private static final int STEPS = 150;

  private static final String PAIR =
      "{'symbol':'BTC/USDT','side':'sell','type':'oco','quantity':'0.01','price':'50000',"
          + "'stop_price':'39000'}";

  private static final String ENTRY =
      "{'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'0.01','price':'42000',"
          + "'stop_loss_price':'39000','take_profit_price':'50000'}";

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final GatewayRig rig = new GatewayRig();
  private final List<JsonNode> placed = new ArrayList<>();
  private int taken;

  @AfterAll
  void close() {
    rig.close();
  }

  @Test
  void the_rows_of_a_mixed_history_are_rebuilt_from_its_events() {
    System.out.println("seed " + seed);
    everyKindOnce();
    for (int step = 0; step < STEPS; step++) {
      act(random.nextInt(16));
    }
    assertThat(kinds())
        .contains(
            "Requested",
            "Accepted",
            "Denied",
            "Rejected",
            "Unconfirmed",
            "Reconciled",
            "CancelRequested",
            "Canceled",
            "AmendRequested",
            "Amended",
            "TakenOver");
    System.out.println("events " + rig.rows("SELECT kind, count(*) FROM order_events GROUP BY 1"));
    // What is still being looked after may change between two readings.
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(Rebuild.differences(rig.database, rig.journal))
                .as("seed %d", seed)
                .isEmpty());
  }

  /** The judge sees what it is there to see. */
  @Test
  void a_row_that_its_events_did_not_make_is_told() {
    String id = rig.placed(RESTING).get("id").asString();
    @Nullable Object stood = fill(id, new BigDecimal("0.5"));
    Object row = rig.row("SELECT id FROM orders WHERE venue_order_id = ?", id).get("id");
    assertThat(Rebuild.differences(rig.database, rig.journal))
        .as("others may change between two readings")
        .filteredOn(difference -> difference.startsWith("order " + row + ":"))
        .singleElement()
        .asString()
        .contains("filled is 0.5, its events make 0");
    assertThat(fill(id, stood)).isEqualTo(new BigDecimal("0.5"));
  }

  /** Writes past the journal; returns what stood there. */
  private @Nullable Object fill(String venueId, @Nullable Object filled) {
    Map<String, Object> row =
        rig.row("SELECT filled FROM orders WHERE venue_order_id = ?", venueId);
    rig.database
        .jdbi()
        .useHandle(h ->
            h.execute("UPDATE orders SET filled = ? WHERE venue_order_id = ?", filled, venueId));
    return row.get("filled");
  }

  private List<Object> kinds() {
    return rig.rows("SELECT DISTINCT kind FROM order_events").stream()
        .map(row -> row.get("kind"))
        .toList();
  }

  private void everyKindOnce() {
    for (int kind = 0; kind < 16; kind++) {
      act(kind);
    }
  }

  private void act(int kind) {
    switch (kind) {
      case 0 -> place(FILLING);
      case 1, 2 -> place(RESTING);
      case 3 -> place(with(without(FILLING), "{'quote_quantity':'100.50'}"));
      case 4 -> place(PAIR);
      case 5 -> place(ENTRY);
      case 6 -> place(with(RESTING, "{'quantity':'1000'}"));
      case 7 -> faulty("http_504", "place_order", () -> place(RESTING));
      case 8 -> faulty("reply_lost_after_accept", "place_order", () -> place(RESTING));
      case 9 -> onOne("cancel_order", "{}");
      case 10 -> faulty("http_504", "cancel_order", () -> onOne("cancel_order", "{}"));
      case 11 -> onOne("edit_order", "{'price':'" + (40001 + random.nextInt(1000)) + "'}");
      case 12 -> onOne("edit_order", "{'quantity':'0.0005'}");
      case 13 -> faulty("http_504", "edit_order", () -> onOne("edit_order", "{'price':'41234'}"));
      case 14 -> moveAndLook();
      default -> takeOver();
    }
  }

  private static String without(String order) {
    return GatewayRig.without(order, "quantity");
  }

  private void place(String order) {
    Answer answer = rig.place(order);
    if (answer.success()) {
      placed.add(answer.data());
    } else if (answer.data().hasNonNull("client_order_id")) {
      // A caller who asks again is shown what became of it.
      Answer _ =
          rig.call(
              "place_order",
              with(
                  order,
                  "{'client_order_id':'" + answer.data().get("client_order_id").asString() + "'}"));
    }
  }

  private void faulty(String fault, String operation, Runnable action) {
    rig.venue.arm("{\"fault\":\"%s\",\"times\":1,\"match\":\"%s\"}".formatted(fault, operation));
    action.run();
    rig.venue.calm();
  }

  private void onOne(String action, String more) {
    if (placed.isEmpty()) {
      place(RESTING);
    }
    JsonNode order = placed.get(random.nextInt(placed.size()));
    if (random.nextBoolean()) {
      place(RESTING);
      order = placed.getLast();
    }
    String id = "{'order_id':'" + order.get("id").asString() + "','symbol':'BTC/USDT'}";
    Answer _ = rig.call(action, with(id, more));
  }

  /** Prices pass the orders by; somebody looks at some of them. */
  private void moveAndLook() {
    rig.venue.movePrice("BTC/USDT", List.of("39500", "50100", "38000").get(random.nextInt(3)));
    rig.venue.movePrice("BTC/USDT", "43000");
    Answer _ = rig.call("fetch_open_orders", "{'symbol':'BTC/USDT'}");
    Answer _ = rig.call("fetch_closed_orders", "{'symbol':'BTC/USDT'}");
    onOne("get_order_info", "{}");
  }

  /** Another gateway died with an order unsent; this one takes it over and finds it too old. */
  private void takeOver() {
    ClientOrderId id = new ClientOrderId("left-" + taken++);
    InstantSource clock = InstantSource.system();
    long order;
    try (Journal other =
        new Journal(rig.database.source(), "dead-" + taken, Duration.ofSeconds(30), clock)) {
      order = other.record(left(id, clock)).order().id();
    }
    assertThat(rig.journal.takeOver(order, "dead-" + taken, true)).isPresent();
    if (random.nextBoolean() || taken == 1) {
      Failure failure = Failure.of(ErrorKind.TIMEOUT, "too old, nothing was sent");
      rig.journal.append(order, new OrderEvent.Denied(failure), null);
    }
  }

  private Intent left(ClientOrderId id, InstantSource clock) {
    OrderRequest request =
        new OrderRequest(
            NativeClientOrderId.derive(rig.broker, id),
            Symbol.parse("BTC/USDT"),
            Side.SELL,
            new Quantity.Base(new BigDecimal("0.0010")),
            new OrderTerms.StopMarket(new BigDecimal("39000")),
            null,
            null,
            NativeParams.NONE);
    return new Intent(
        rig.user,
        rig.broker,
        id.text(),
        "trace",
        null,
        Venue.BINANCE,
        Environment.LIVE,
        "spot",
        id,
        request,
        true,
        List.of("a warning"),
        false,
        "print",
        "POST /api/v3/order",
        clock.instant().plusSeconds(5));
  }
}
