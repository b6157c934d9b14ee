package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every command under every fault that hides its fate: what the waiting caller is told, what it
 * ends as, and that the journal and the venue's books agree. All cells of the table wait for their
 * proof at the same time.
 */
class DoubtIT {

  /** A sale that the price ends above or below the market. */
  private static final String PAIR =
      "{'symbol':'BTC/USDT','side':'sell','type':'oco','quantity':'0.001','price':'50000.00',"
          + "'stop_price':'40000.00','stop_limit_price':'39900.00'}";

  private static final String LARGER = GatewayRig.with(GatewayRig.RESTING, "{'quantity':'0.01'}");

  private static final Map<Cell, Answer> ANSWERS = new HashMap<>();

  /** Each has an account of its own: a venue allows few pairs on one. */
  private static final Map<Cell, Long> BROKERS = new HashMap<>();

  private static GatewayRig rig;

  /** What hides the fate of a command, and whether it is carried out all the same. */
  enum Fault {
    REPLY_LOST_AFTER_ACCEPT("{'fault':'reply_lost_after_accept'}", true),
    REQUEST_LOST("{'fault':'request_lost'}", false),
    ACCEPTED_LATE("{'fault':'accept_late','ms':1500}", true),
    HTTP_503("{'fault':'http_503'}", false),
    HTTP_503_AFTER_ACCEPT("{'fault':'http_503','after_accept':true}", true),
    HTTP_504("{'fault':'http_504','after_accept':false}", false),
    HTTP_504_AFTER_ACCEPT("{'fault':'http_504'}", true),
    REDIRECTED("{'fault':'http_307','after_accept':false}", false),
    REDIRECTED_AFTER_ACCEPT("{'fault':'http_307'}", true),
    MALFORMED("{'fault':'malformed_json'}", true),
    EMPTY("{'fault':'empty_body'}", true),
    NOT_SHOWN_YET("{'fault':'visibility_lag','ms':2500}", true),
    STALE_STAMP(error(400, -1021, false), true),
    UNKNOWN_INSIDE(error(500, -1006, true), true),
    UNLISTED_CODE(error(400, -987654, true), true);

    private final String fault;
    private final boolean carriedOut;

    Fault(String fault, boolean carriedOut) {
      this.fault = fault;
      this.carriedOut = carriedOut;
    }

    /** A copy that provably died of its time stamp alone is followed by one more. */
    private int copies() {
      return this == STALE_STAMP ? 2 : 1;
    }

    private static String error(int status, int code, boolean afterAccept) {
      return "{'fault':'error_code','status':%d,'code':%d,'msg':'no words','after_accept':%s}"
          .formatted(status, code, afterAccept);
    }
  }

  /** What is asked of the venue. */
  enum Command {
    PLACE("place_order", null, GatewayRig.RESTING),
    PLACE_PAIR("place_order", null, PAIR),
    CANCEL("cancel_order", GatewayRig.RESTING, "{}"),
    AMEND("edit_order", LARGER, "{'quantity':'0.005'}"),
    REPLACE("edit_order", LARGER, "{'price':'39000.00'}");

    private final String action;
    private final @Nullable String before;
    private final String params;

    Command(String action, @Nullable String before, String params) {
      this.action = action;
      this.before = before;
      this.params = params;
    }
  }

  /** One cell of the table. */
  record Cell(Command command, Fault fault) {

    String clientId() {
      return (command + "-" + fault).toLowerCase(Locale.ROOT);
    }

    ObjectNode message() {
      return rig.message(
          clientId() + "-request", command.action, GatewayRig.with(command.params, ids()));
    }

    String ids() {
      return "{'client_order_id':'%s','broker_id':%d}"
          .formatted(clientId(), Objects.requireNonNull(BROKERS.get(this)));
    }
  }

  static Stream<Cell> cells() {
    return Stream.of(Command.values())
        .flatMap(command -> Stream.of(Fault.values()).map(fault -> new Cell(command, fault)));
  }

  @BeforeAll
  static void ask() throws Exception {
    rig =
        new GatewayRig(
            new DoubtSettings(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Map.of(Venue.BINANCE, Duration.ofMillis(500))));
    Map<Cell, Future<Answer>> asked = new HashMap<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Cell cell : cells().toList()) {
        prepare(cell);
        ObjectNode message = cell.message();
        long before = rig.venue.requests(cell.command().action);
        arm(cell, cell.fault());
        if (cell.fault() == Fault.NOT_SHOWN_YET) {
          arm(cell, Fault.REPLY_LOST_AFTER_ACCEPT);
        }
        asked.put(cell, callers.submit(() -> rig.call(message)));
        await()
            .atMost(GatewayRig.PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(
                () -> rig.venue.requests(cell.command().action) >= before + cell.fault().copies());
        if (cell.command() == Command.CANCEL) {
          // It is repeated, and must not be struck by the next one's fault.
          asked.get(cell).get();
        }
      }
    }
    for (Map.Entry<Cell, Future<Answer>> answer : asked.entrySet()) {
      ANSWERS.put(answer.getKey(), answer.getValue().get());
    }
  }

  private static void arm(Cell cell, Fault fault) {
    rig.venue.arm(
        GatewayRig.with(fault.fault, "{'match':'" + cell.command().action + "'}")
            .replace('\'', '"'));
  }

  private static void prepare(Cell cell) {
    String key = "doubt" + BROKERS.size();
    rig.venue.account(
        key, key + "-secret", "{\"USDT\":\"1000\",\"BTC\":\"1\"}", "[\"read\",\"trade\"]");
    BROKERS.put(cell, rig.broker(rig.user, key, key + "-secret"));
    if (cell.command().before != null) {
      rig.placed(GatewayRig.with(cell.command().before, cell.ids()));
    }
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  private static Map<String, Object> row(Cell cell) {
    return rig.row("SELECT * FROM orders WHERE client_order_id = ?", cell.clientId());
  }

  private static List<JsonNode> atVenue(Map<String, Object> row) {
    Object id = row.get("native_client_order_id");
    return rig.venue.orders().stream()
        .filter(order -> order.get("client_order_id").asString().equals(id))
        .toList();
  }

  /** But for looks in vain, whose number is a matter of time. */
  private static List<Object> events(Cell cell) {
    return new ArrayList<>(
        rig
            .rows(
                "SELECT e.kind FROM order_events e JOIN orders o ON o.id = e.order_id"
                    + " WHERE o.client_order_id = ? AND e.kind <> 'LookedFor' ORDER BY e.seq",
                cell.clientId())
            .stream()
            .map(event -> Objects.requireNonNull(event.get("kind")))
            .toList());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void the_waiting_caller_is_told_what_became_of_its_command(Cell cell) {
    Answer answer = Objects.requireNonNull(ANSWERS.get(cell));
    assertThat(answer.replayed()).isFalse();
    // A cancel is repeated until the order is final.
    boolean done = cell.fault().carriedOut || cell.command() == Command.CANCEL;
    assertThat(answer.success()).as(answer.raw().toString()).isEqualTo(done);
    if (!done) {
      assertThat(answer.code()).as(answer.raw().toString()).isEqualTo("ORDER_NOT_PLACED");
    }
    switch (cell.command()) {
      case PLACE -> assertPlaced(cell, 1);
      case PLACE_PAIR -> assertPlaced(cell, 3);
      case CANCEL -> {
        assertThat(row(cell)).containsEntry("status", "CANCELED");
        assertThat(events(cell).contains("CancelUnconfirmed"))
            .isEqualTo(cell.fault() != Fault.STALE_STAMP);
      }
      case AMEND ->
          assertThat(row(cell).get("quantity")).asString().isEqualTo(done ? "0.005" : "0.01");
      case REPLACE ->
          assertThat(row(cell).get("price")).asString().startsWith(done ? "39000" : "40000");
    }
    assertThat(row(cell).get("amending")).isNull();
  }

  private static void assertPlaced(Cell cell, int members) {
    List<Map<String, Object>> rows =
        rig.rows(
            "SELECT o.* FROM orders o JOIN orders p ON p.id = coalesce(o.parent_id, o.id)"
                + " WHERE p.client_order_id = ?",
            cell.clientId());
    assertThat(rows).hasSize(members);
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(row)
                .containsEntry("status", cell.fault().carriedOut ? "NEW" : "NOT_PLACED")
                .containsEntry("identity_free", false));
    if (cell.fault() == Fault.STALE_STAMP) {
      assertThat(events(cell)).containsExactly("Requested", "Restamped", "Accepted");
    } else {
      assertThat(events(cell))
          .containsExactly(
              "Requested", "Unconfirmed", cell.fault().carriedOut ? "Reconciled" : "NotPlaced");
    }
  }

  @Test
  void the_venue_has_every_order_once_and_as_the_journal_has_it() {
    List<String> ids =
        rig.venue.orders().stream().map(order -> order.get("client_order_id").asString()).toList();
    assertThat(ids).doesNotHaveDuplicates();
    for (Map<String, Object> row : rig.rows("SELECT * FROM orders WHERE type <> 'oco'")) {
      List<JsonNode> there = atVenue(row);
      if (row.get("venue_order_id") == null) {
        assertThat(there).as("%s", row).isEmpty();
      } else {
        assertThat(there).as("%s", row).hasSize(1);
        assertThat(there.getFirst().get("id").asString()).isEqualTo(row.get("venue_order_id"));
        assertThat(there.getFirst().get("status").asString()).isEqualTo(row.get("status"));
      }
    }
    assertThat(rig.data("get_stats", "{}").get("orders_in_doubt").asLong()).isZero();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void a_later_caller_is_told_the_same(Cell cell) {
    if (cell.command().action.equals("place_order")) {
      Answer first = Objects.requireNonNull(ANSWERS.get(cell));
      Answer again = rig.call(cell.message());
      assertThat(again.replayed()).isTrue();
      assertThat(again.success()).isEqualTo(first.success());
      assertThat(again.code()).isEqualTo(first.code());
    }
  }
}
