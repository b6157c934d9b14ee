package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Commands whose fate the venue hides: what they end as, what their waiting callers are told, and
 * that the journal and the venue's books agree.
 */
class DoubtIT {

  private static GatewayRig rig;

  @BeforeAll
  static void open() {
    rig =
        new GatewayRig(
            new DoubtSettings(
                Duration.ofSeconds(18),
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Duration.ofMillis(500)));
    rig.placed(GatewayRig.FILLING);
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @AfterEach
  void calm() {
    rig.venue.calm();
  }

  /** What hides it, and whether it is carried out all the same. */
  enum Fault {
    REPLY_LOST_AFTER_ACCEPT("{'fault':'reply_lost_after_accept'}", true),
    REQUEST_LOST("{'fault':'request_lost'}", false),
    ACCEPTED_LATE("{'fault':'accept_late','ms':1500}", true),
    HTTP_503("{'fault':'http_503'}", false),
    HTTP_503_AFTER_ACCEPT("{'fault':'http_503','after_accept':true}", true),
    HTTP_504("{'fault':'http_504','after_accept':false}", false),
    HTTP_504_AFTER_ACCEPT("{'fault':'http_504'}", true),
    REDIRECTED("{'fault':'http_307','after_accept':false}", false),
    MALFORMED("{'fault':'malformed_json'}", true),
    EMPTY("{'fault':'empty_body'}", true),
    UNLISTED_CODE(
        "{'fault':'error_code','status':400,'code':-987654,'msg':'no words','after_accept':true}",
        true);

    private final String fault;
    private final boolean carriedOut;

    Fault(String fault, boolean carriedOut) {
      this.fault = fault;
      this.carriedOut = carriedOut;
    }
  }

  private static void arm(String fault, String operation) {
    rig.venue.arm(GatewayRig.with(fault, "{'match':'" + operation + "'}"));
  }

  private static String id(String params) {
    return GatewayRig.json(params).get("client_order_id").asString();
  }

  private static String order(String params) {
    return GatewayRig.with(
        params, "{'client_order_id':'doubt-" + UUID.randomUUID().toString().substring(0, 8) + "'}");
  }

  private static Map<String, Object> row(String clientId) {
    return rig.row("SELECT * FROM orders WHERE client_order_id = ?", clientId);
  }

  private static List<JsonNode> atVenue(String clientId) {
    Object nativeId = row(clientId).get("native_client_order_id");
    return rig.venue.orders().stream()
        .filter(order -> order.get("client_order_id").asString().equals(nativeId))
        .toList();
  }

  private static List<Object> events(String clientId) {
    return new ArrayList<>(
        rig
            .rows(
                "SELECT e.kind FROM order_events e JOIN orders o ON o.id = e.order_id"
                    + " WHERE o.client_order_id = ? ORDER BY e.seq",
                clientId)
            .stream()
            .map(event -> Objects.requireNonNull(event.get("kind")))
            .toList());
  }

  @ParameterizedTest
  @EnumSource
  void the_waiting_caller_of_a_placement_is_told_what_became_of_it(Fault fault) {
    String order = order(GatewayRig.RESTING);
    long posts = rig.venue.orderPosts();
    arm(fault.fault, "place_order");
    Answer answer = rig.call(rig.message(UUID.randomUUID().toString(), "place_order", order));
    assertThat(answer.replayed()).isFalse();
    if (fault.carriedOut) {
      assertThat(answer.success()).as(answer.raw().toString()).isTrue();
      assertThat(answer.data().get("status").asString()).isEqualTo("open");
      assertThat(atVenue(id(order))).hasSize(1);
      assertThat(row(id(order)))
          .containsEntry("status", "NEW")
          .containsEntry("venue_order_id", answer.data().get("id").asString());
      assertThat(events(id(order))).containsExactly("Requested", "Unconfirmed", "Reconciled");
    } else {
      assertThat(answer.code()).as(answer.raw().toString()).isEqualTo("ORDER_NOT_PLACED");
      assertThat(row(id(order))).containsEntry("status", "NOT_PLACED");
      assertThat(atVenue(id(order))).isEmpty();
      assertThat(events(id(order))).containsExactly("Requested", "Unconfirmed", "NotPlaced");
    }
    Answer again = rig.place(order);
    assertThat(again.replayed()).isTrue();
    assertThat(again.success()).isEqualTo(answer.success());
    assertThat(again.code()).isEqualTo(answer.code());
    assertThat(rig.venue.orderPosts()).isEqualTo(posts + 1);
  }
}
