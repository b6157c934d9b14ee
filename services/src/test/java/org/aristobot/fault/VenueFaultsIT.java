package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.aristobot.app.TestGateway;
import org.aristobot.bus.BusClient;
import org.aristobot.fault.SimulatedVenue.VenueOrder;
import org.aristobot.gateway.DoubtSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * A venue that loses, delays, garbles and refuses: what the caller is told, what the journal keeps,
 * and that no order is ever sent a second time.
 */
class VenueFaultsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String UNKNOWN = "ORDER_STATE_UNKNOWN";

  /** How long callers wait for what became of their command; shorter than any proof of absence. */
  private static final Duration WAIT = Duration.ofSeconds(20);

  /** How long ago those asked who are not to wait for long. */
  private static final Duration LATE = WAIT.minusSeconds(3);

  @TempDir static Path data;
  private static World world;
  private static AutoCloseable gateway;
  private Set<String> idsBefore = Set.of();
  private long postsBefore;

  @BeforeAll
  static void open() {
    world = new World(data);
    gateway =
        TestGateway.start(
            data,
            world.postgres(),
            world.redisUri(),
            world.venue().uri(),
            World.SECRET_KEY,
            (_, _) -> {},
            new DoubtSettings(WAIT, Duration.ofSeconds(60), Duration.ofSeconds(1), Map.of()));
  }

  @AfterAll
  static void close() throws Exception {
    gateway.close();
    world.close();
  }

  @BeforeEach
  void start() {
    // So that markets and the venue's clock are known, as they are now, before anything goes wrong.
    assertThat(place(limit()).success()).isTrue();
    idsBefore =
        world.venue().orders().stream().map(VenueOrder::clientOrderId).collect(Collectors.toSet());
    postsBefore = world.venue().orderPosts();
  }

  @AfterEach
  void disarm() {
    world.venue().disarm();
  }

  /** What becomes of an order that the venue took, or did not, without saying so. */
  enum Fate {
    /** It is there, and found when it is asked for again. */
    PLACED,
    /** It is not there. */
    LOST
  }

  /**
   * Whatever leaves an order in doubt.
   *
   * @see #an_order_in_doubt_is_looked_for_kept_and_never_sent_again
   */
  enum Doubt {
    REPLY_LOST_AFTER_ACCEPT("{'fault':'reply_lost_after_accept'}", null, Fate.PLACED),
    REQUEST_LOST("{'fault':'request_lost'}", null, Fate.LOST),
    ACCEPTED_LATE("{'fault':'accept_late','ms':150}", null, Fate.PLACED),
    ACCEPTED_LATE_AND_THEN_CUT("{'fault':'accept_late','ms':150,'hold':true}", null, Fate.PLACED),
    HTTP_503("{'fault':'http_503'}", 503, Fate.LOST),
    HTTP_503_AFTER_ACCEPT("{'fault':'http_503','after_accept':true}", 503, Fate.PLACED),
    HTTP_504("{'fault':'http_504','after_accept':false}", 504, Fate.LOST),
    HTTP_504_AFTER_ACCEPT("{'fault':'http_504'}", 504, Fate.PLACED),
    REDIRECTED("{'fault':'http_307','after_accept':false}", 307, Fate.LOST),
    REDIRECTED_AFTER_ACCEPT("{'fault':'http_307'}", 307, Fate.PLACED),
    MALFORMED_JSON("{'fault':'malformed_json'}", 200, Fate.PLACED),
    EMPTY_BODY("{'fault':'empty_body'}", 200, Fate.PLACED),
    UNEXPECTED_RESPONSE(error(500, -1006, true), 500, Fate.PLACED),
    TIMED_OUT_INSIDE(error(408, -1007, true), 408, Fate.PLACED),
    TIMED_OUT_INSIDE_AND_LOST(error(408, -1007, false), 408, Fate.LOST),
    UNLISTED_CODE(error(400, -987654, true), 400, Fate.PLACED);

    private final String fault;
    private final @Nullable Integer httpStatus;
    private final Fate fate;

    Doubt(String fault, @Nullable Integer httpStatus, Fate fate) {
      this.fault = fault;
      this.httpStatus = httpStatus;
      this.fate = fate;
    }
  }

  private static String error(int status, int code, boolean afterAccept) {
    return "{'fault':'error_code','status':%d,'code':%d,'msg':'no words for it','after_accept':%s}"
        .formatted(status, code, afterAccept);
  }

  private static void arm(String fault, String operation) {
    world
        .venue()
        .arm(fault.replace('\'', '"').replaceFirst("}$", ",\"match\":\"" + operation + "\"}"));
  }

  private static ObjectNode limit() {
    return Orders.mixed(3).put("client_order_id", "fault-" + UUID.randomUUID());
  }

  private static BusClient.Answer place(ObjectNode params) {
    return ask("place_order", params);
  }

  /** The same by a caller who has little patience left. */
  private static BusClient.Answer placeLate(ObjectNode params) {
    return world.answer(world.pushLate("place_order", params, LATE), PATIENCE);
  }

  private static BusClient.Answer ask(String action, ObjectNode params) {
    return world.answer(world.push(action, params), PATIENCE);
  }

  private long posts() {
    return world.venue().orderPosts() - postsBefore;
  }

  /** What the venue accepted since the test began. */
  private List<VenueOrder> orders() {
    return world.venue().orders().stream()
        .filter(order -> !idsBefore.contains(order.clientOrderId()))
        .toList();
  }

  private static String clientId(ObjectNode params) {
    return params.get("client_order_id").asString();
  }

  /** One column of the order's row. */
  private static @Nullable String column(ObjectNode params, String column) {
    return world
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT " + column + " FROM orders WHERE client_order_id = :id")
                .bind("id", clientId(params))
                .mapTo(String.class)
                .one());
  }

  /** But for looks in vain, whose number is a matter of time. */
  private static List<String> events(ObjectNode params) {
    return world
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT e.kind FROM order_events e JOIN orders o ON o.id = e.order_id"
                        + " WHERE o.client_order_id = :id AND e.kind <> 'LookedFor'"
                        + " ORDER BY e.seq")
                .bind("id", clientId(params))
                .mapTo(String.class)
                .list());
  }

  private record Wire(
      String operation, String request, @Nullable Integer httpStatus, @Nullable String response) {}

  private static List<Wire> wire(ObjectNode params) {
    return world
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT w.operation, w.request, w.http_status, w.response FROM wire_log w"
                        + " JOIN orders o ON o.id = w.order_id"
                        + " WHERE o.client_order_id = :id ORDER BY w.id")
                .bind("id", clientId(params))
                .map((row, _) ->
                    new Wire(
                        row.getString("operation"),
                        row.getString("request"),
                        (Integer) row.getObject("http_status"),
                        row.getString("response")))
                .list());
  }

  private static void assertVerbatimWithoutSecrets(ObjectNode params, Wire wire) {
    assertThat(wire.operation()).isEqualTo("place_order");
    assertThat(wire.request())
        .startsWith("POST /api/v3/order?symbol=BTCUSDT&side=BUY&type=LIMIT")
        .contains("newClientOrderId=" + column(params, "native_client_order_id"))
        .contains("&timestamp=")
        .doesNotContain("signature", SimulatedVenue.SECRET, SimulatedVenue.KEY);
  }

  @ParameterizedTest
  @EnumSource
  void an_order_in_doubt_is_looked_for_kept_and_never_sent_again(Doubt doubt) {
    ObjectNode order = limit();
    arm(doubt.fault, "place_order");
    BusClient.Answer first = doubt.fate == Fate.PLACED ? place(order) : placeLate(order);
    assertThat(first.replayed()).isFalse();
    assertThat(first.data().get("client_order_id").asString()).isEqualTo(clientId(order));
    assertThat(wire(order)).hasSize(1);
    Wire wire = wire(order).getFirst();
    assertThat(wire.httpStatus()).isEqualTo(doubt.httpStatus);
    assertVerbatimWithoutSecrets(order, wire);
    switch (doubt.fate) {
      case PLACED -> {
        assertThat(first.success()).as(first.raw().toString()).isTrue();
        assertAdopted(order);
      }
      case LOST -> {
        assertThat(first.code()).isEqualTo(UNKNOWN);
        assertStaysInDoubt(order);
      }
    }
    assertThat(posts()).isEqualTo(1);
  }

  private void assertAdopted(ObjectNode order) {
    await().atMost(PATIENCE).until(() -> orders().size() == 1);
    BusClient.Answer again = place(order);
    assertThat(again.success()).as(again.raw().toString()).isTrue();
    assertThat(again.replayed()).isTrue();
    assertThat(again.data().get("id").asString()).isEqualTo(orders().getFirst().id());
    assertThat(again.data().get("status").asString()).isEqualTo("closed");
    assertThat(again.data().get("filled").decimalValue()).isEqualByComparingTo("0.003");
    assertThat(column(order, "status")).isEqualTo("FILLED");
    assertThat(column(order, "venue_order_id")).isEqualTo(orders().getFirst().id());
    assertThat(events(order)).containsExactly("Requested", "Unconfirmed", "Reconciled");
    assertThat(orders()).hasSize(1);
  }

  private void assertStaysInDoubt(ObjectNode order) {
    BusClient.Answer again = placeLate(order);
    assertThat(again.code()).isEqualTo(UNKNOWN);
    assertThat(again.replayed()).isTrue();
    assertThat(column(order, "status")).isEqualTo("UNKNOWN");
    assertThat(events(order)).containsExactly("Requested", "Unconfirmed");
    assertThat(orders()).isEmpty();
  }

  @Test
  void an_order_that_is_accepted_but_not_shown_yet_stays_in_doubt_until_it_is() {
    ObjectNode order = limit();
    arm("{'fault':'reply_lost_after_accept'}", "place_order");
    arm("{'fault':'visibility_lag','ms':15000}", "place_order");
    assertThat(placeLate(order).code()).isEqualTo(UNKNOWN);
    await().atMost(PATIENCE).until(() -> place(order).success());
    assertThat(events(order)).containsExactly("Requested", "Unconfirmed", "Reconciled");
    assertThat(posts()).isEqualTo(1);
    assertThat(orders()).hasSize(1);
  }

  @Test
  void a_slow_venue_is_waited_for() {
    ObjectNode order = limit();
    arm("{'fault':'slow','ms':400}", "place_order");
    assertThat(place(order).success()).isTrue();
    assertThat(events(order)).containsExactly("Requested", "Accepted");
    assertThat(posts()).isEqualTo(1);
  }

  @Test
  void a_status_that_nobody_knows_is_shown_as_it_is_and_read_again_later() {
    ObjectNode order = limit();
    arm("{'fault':'unknown_status'}", "place_order");
    BusClient.Answer first = place(order);
    assertThat(first.success()).isTrue();
    assertThat(first.data().get("status").asString()).isEqualTo("UNKNOWN");
    assertThat(first.data().get("native_status").asString()).isEqualTo("TRANSMOGRIFIED");
    assertThat(first.data().get("id").asString()).isEqualTo(orders().getFirst().id());
    BusClient.Answer again = place(order);
    assertThat(again.replayed()).isTrue();
    assertThat(again.data().get("status").asString()).isEqualTo("closed");
    assertThat(events(order)).containsExactly("Requested", "Accepted", "Reconciled");
    assertThat(posts()).isEqualTo(1);
  }

  enum Refusal {
    RATE_LIMITED("{'fault':'rate_limited'}", 429, "RATE_LIMITED"),
    INSUFFICIENT_FUNDS(
        "{'fault':'error_code','code':-2010,"
            + "'msg':'Account has insufficient balance for requested action.'}",
        400,
        "INSUFFICIENT_FUNDS"),
    MINIMUM(
        "{'fault':'error_code','code':-1013,'msg':'Filter failure: NOTIONAL'}",
        400,
        "MIN_NOTIONAL"),
    KEY_REFUSED(
        "{'fault':'error_code','status':401,'code':-2015,'msg':'Invalid API-key.'}",
        401,
        "AUTHENTICATION_FAILED");

    private final String fault;
    private final int httpStatus;
    private final String code;

    Refusal(String fault, int httpStatus, String code) {
      this.fault = fault;
      this.httpStatus = httpStatus;
      this.code = code;
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_refusal_with_proof_is_a_rejection_and_replayed_as_one(Refusal refusal) {
    ObjectNode order = limit();
    arm(refusal.fault, "place_order");
    BusClient.Answer first = place(order);
    assertThat(first.code()).isEqualTo(refusal.code);
    assertThat(column(order, "status")).isEqualTo("REJECTED");
    assertThat(column(order, "error_kind")).isEqualTo(refusal.code);
    assertThat(events(order)).containsExactly("Requested", "Rejected");
    assertThat(wire(order).getFirst().httpStatus()).isEqualTo(refusal.httpStatus);
    assertVerbatimWithoutSecrets(order, wire(order).getFirst());
    BusClient.Answer again = place(order);
    assertThat(again.code()).isEqualTo(refusal.code);
    assertThat(again.replayed()).isTrue();
    assertThat(posts()).isEqualTo(1);
    assertThat(orders()).isEmpty();
  }

  @Test
  void a_copy_that_died_of_the_clocks_alone_is_stamped_anew_and_sent_once_more() {
    ObjectNode order = limit();
    world.venue().arm("{\"fault\":\"clock_skew\",\"ms\":60000}");
    BusClient.Answer answer = place(order);
    assertThat(answer.success()).as(answer.raw().toString()).isTrue();
    assertThat(answer.replayed()).isFalse();
    assertThat(events(order)).containsExactly("Requested", "Restamped", "Accepted");
    assertThat(wire(order)).extracting(Wire::httpStatus).containsExactly(400, 200);
    assertThat(place(order).replayed()).isTrue();
    assertThat(posts()).isEqualTo(2);
    assertThat(orders()).hasSize(1);
  }

  @Test
  void a_venue_that_refuses_every_stamp_gets_two_copies_and_no_third() {
    ObjectNode order = limit();
    arm(
        "{'fault':'error_code','code':-1021,'times':9,"
            + "'msg':'Timestamp for this request is outside of the recvWindow.'}",
        "place_order");
    assertThat(place(order).code()).isEqualTo("AUTHENTICATION_FAILED");
    assertThat(events(order)).containsExactly("Requested", "Restamped", "Rejected");
    assertThat(place(order).replayed()).isTrue();
    assertThat(posts()).isEqualTo(2);
    assertThat(orders()).isEmpty();
  }

  /** Whatever hides what became of a cancel. */
  enum CancelDoubt {
    REPLY_LOST("{'fault':'reply_lost_after_accept'}", true),
    REQUEST_LOST("{'fault':'request_lost'}", false),
    HTTP_503("{'fault':'http_503'}", false),
    HTTP_504_AFTER_ACCEPT("{'fault':'http_504'}", true),
    REDIRECTED_AFTER_ACCEPT("{'fault':'http_307'}", true),
    MALFORMED_JSON("{'fault':'malformed_json'}", true),
    EMPTY_BODY("{'fault':'empty_body'}", true),
    SAID_TO_BE_UNKNOWN("{'fault':'error_code','code':-2011,'msg':'Unknown order sent.'}", false);

    private final String fault;
    private final boolean carriedOut;

    CancelDoubt(String fault, boolean carriedOut) {
      this.fault = fault;
      this.carriedOut = carriedOut;
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_cancel_in_doubt_is_answered_by_what_the_order_shows_and_else_repeated(CancelDoubt doubt) {
    ObjectNode order = Orders.mixed(2).put("client_order_id", "fault-" + UUID.randomUUID());
    assertThat(place(order).success()).isTrue();
    ObjectNode cancel = World.JSON.createObjectNode().put("client_order_id", clientId(order));
    arm(doubt.fault, "cancel_order");
    BusClient.Answer first = ask("cancel_order", cancel);
    assertThat(first.data().get("status").asString()).isEqualTo("cancelled");
    assertThat(events(order))
        .startsWith("Requested", "Accepted", "CancelRequested", "CancelUnconfirmed");
    if (doubt.carriedOut) {
      assertThat(events(order)).last().isEqualTo("Reconciled");
    } else {
      // A look at the order may have come to the same at the same time.
      assertThat(events(order))
          .containsSubsequence("CancelUnconfirmed", "CancelRequested", "Canceled");
    }
    BusClient.Answer again = ask("cancel_order", cancel);
    assertThat(again.data().get("status").asString()).isEqualTo("cancelled");
    assertThat(column(order, "status")).isEqualTo("CANCELED");
    assertThat(orders()).hasSize(1);
    assertThat(orders().getFirst().status()).isEqualTo("CANCELED");
    assertThat(posts()).isEqualTo(1);
  }
}
