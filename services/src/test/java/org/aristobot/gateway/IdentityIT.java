package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.aristobot.gateway.GatewayRig.without;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same order asked for again is the same order, whoever asks and however it is written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityIT {

  private final GatewayRig rig = new GatewayRig();
  private long before;

  @BeforeEach
  void count() {
    before = rig.venue.orders().size();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private void assertOrdersOnTheVenue(int expected) {
    assertThat(rig.venue.orders().size() - before).isEqualTo(expected);
  }

  private Answer place(String requestId, String params) {
    return rig.call(rig.message(requestId, "place_order", params));
  }

  private static void assertReplayOf(Answer first, Answer again) {
    assertThat(again.success()).as("%s", again.raw()).isTrue();
    assertThat(again.replayed()).isTrue();
    assertThat(again.data().get("replayed").asBoolean()).isTrue();
    assertThat(again.data().get("id")).isEqualTo(first.data().get("id"));
  }

  @Test
  void the_same_request_is_the_same_order() {
    Answer first = place("same-request", FILLING);
    assertThat(first.replayed()).isFalse();
    assertReplayOf(first, place("same-request", FILLING));
    assertOrdersOnTheVenue(1);
  }

  @Test
  void a_replay_shows_the_present_state() {
    Answer first = place("present-state", with(RESTING, "{'client_order_id':'present'}"));
    assertThat(first.data().get("status").asString()).isEqualTo("open");
    rig.data("cancel_order", "{'client_order_id':'present'}");
    Answer again = place("present-state", with(RESTING, "{'client_order_id':'present'}"));
    assertReplayOf(first, again);
    assertThat(again.data().get("status").asString()).isEqualTo("cancelled");
  }

  @Test
  void equal_values_written_otherwise_are_the_same_order() {
    String order =
        "{'symbol':'SOL/USDT','side':'buy','type':'limit','quantity':'0.10','price':'90.00',"
            + "'client_order_id':'otherwise'}";
    Answer first = place("w1", order);
    assertReplayOf(first, place("w2", with(order, "{'quantity':'0.1','price':90}")));
    assertReplayOf(first, place("w3", with(order, "{'quantity':1e-1,'time_in_force':'GTC'}")));
    assertReplayOf(
        first, place("w4", with(order, "{'post_only':false,'protection':'best_effort'}")));
    assertReplayOf(
        first, place("w5", with(without(order, "quantity"), "{'amount':0.1,'stop_price':null}")));
    assertReplayOf(
        first, place("w6", with(order, "{'side':'BUY','type':'LIMIT','source':'manual'}")));
    assertReplayOf(first, place("w7", with(order, "{'extra_params':{'quantity':'0.100'}}")));
    assertOrdersOnTheVenue(1);
  }

  @Test
  void the_same_client_id_with_other_fields_is_refused() {
    String order = with(RESTING, "{'client_order_id':'taken'}");
    assertThat(place("t1", order).success()).isTrue();
    for (String other :
        List.of(
            "{'quantity':'0.002'}",
            "{'price':'40000.01'}",
            "{'side':'sell','price':'50000'}",
            "{'symbol':'ETH/USDT','price':'2000','quantity':'0.1'}",
            "{'time_in_force':'IOC'}",
            "{'post_only':true}",
            "{'extra_params':{'selfTradePreventionMode':'NONE'}}")) {
      Answer answer = place("t2", with(order, other));
      assertThat(answer.code()).as(other).isEqualTo("DUPLICATE_CLIENT_ORDER_ID");
      assertThat(answer.error()).contains("client_order_id", "taken");
    }
    assertOrdersOnTheVenue(1);
  }

  @Test
  void the_same_request_id_with_other_content_is_refused() {
    assertThat(place("content", RESTING).success()).isTrue();
    Answer other = place("content", with(RESTING, "{'price':'40000.01'}"));
    assertThat(other.code()).isEqualTo("INVALID_REQUEST");
    assertThat(other.error()).contains("request_id");
    Answer otherId = place("content", with(RESTING, "{'client_order_id':'new-one'}"));
    assertThat(otherId.error()).contains("request_id");
    assertOrdersOnTheVenue(1);
  }

  @Test
  void what_was_refused_before_it_was_sent_frees_its_ids() {
    String order = with(RESTING, "{'client_order_id':'freed'}");
    Answer wrong = place("free-1", with(order, "{'quantity':'0.000001'}"));
    assertThat(wrong.code()).isEqualTo("INVALID_QUANTITY");
    Answer right = place("free-1", order);
    assertThat(right.success()).isTrue();
    assertThat(right.replayed()).isFalse();
    assertOrdersOnTheVenue(1);
  }

  @Test
  void a_rejection_by_the_exchange_is_replayed_as_that_rejection() {
    String dear =
        "{'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'100','price':'40000',"
            + "'client_order_id':'dear'}";
    long posts = rig.venue.orderPosts();
    Answer first = place("dear-1", dear);
    assertThat(first.code()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(first.replayed()).isFalse();
    assertThat(first.data().get("client_order_id").asString()).isEqualTo("dear");
    Answer again = place("dear-2", dear);
    assertThat(again.code()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(again.replayed()).isTrue();
    assertThat(again.error()).isEqualTo(first.error());
    assertThat(again.raw().get("native_code")).isEqualTo(first.raw().get("native_code"));
    assertThat(rig.venue.orderPosts() - posts).isEqualTo(1);
    assertOrdersOnTheVenue(0);
  }

  @Test
  void ids_may_have_128_characters() {
    String id = "c:".repeat(64);
    Answer first = place("r".repeat(128), with(RESTING, "{'client_order_id':'" + id + "'}"));
    assertThat(first.data().get("client_order_id").asString()).isEqualTo(id);
    JsonNode seen = rig.data("get_order_info", "{'client_order_id':'" + id + "'}");
    assertThat(seen.get("id")).isEqualTo(first.data().get("id"));
    Answer longer = place("too-long", with(RESTING, "{'client_order_id':'" + id + "x'}"));
    assertThat(longer.code()).isEqualTo("INVALID_REQUEST");
    assertThat(longer.error()).contains("client_order_id", "128");
    assertOrdersOnTheVenue(1);
  }

  @Test
  void two_brokers_with_one_exchange_account_see_only_their_own_ids() {
    long owner = rig.vault.user("neighbour");
    long other = rig.broker(owner, "demo", "demo-secret");
    Answer mine = place("shared-1", with(RESTING, "{'client_order_id':'shared'}"));
    ObjectNode theirs =
        rig.message(
            "shared-1",
            "place_order",
            with(RESTING, "{'client_order_id':'shared','broker_id':" + other + "}"));
    theirs.put("user_id", owner);
    Answer their = rig.call(theirs);
    assertThat(their.success()).isTrue();
    assertThat(their.replayed()).isFalse();
    assertThat(their.data().get("id")).isNotEqualTo(mine.data().get("id"));
    assertOrdersOnTheVenue(2);

    String symbol = "{'symbol':'BTC/USDT'}";
    JsonNode foreign = listed(rig.data("fetch_open_orders", symbol), their);
    assertThat(foreign.get("client_order_id").isNull()).isTrue();
    assertThat(foreign.get("source").asString()).isEqualTo("external");
    assertThat(foreign.get("user_id").asLong()).isEqualTo(rig.user);
    JsonNode own = listed(rig.data("fetch_open_orders", symbol), mine);
    assertThat(own.get("client_order_id").asString()).isEqualTo("shared");
  }

  private static JsonNode listed(JsonNode orders, Answer wanted) {
    for (JsonNode order : orders) {
      if (order.get("id").equals(wanted.data().get("id"))) {
        return order;
      }
    }
    throw new AssertionError("not listed: " + wanted.data());
  }

  @Test
  void sixteen_callers_at_once_make_one_order() throws Exception {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(() -> place("parallel", FILLING));
    }
    assertOneOrder(calls);
  }

  @Test
  void sixteen_requests_with_one_client_id_make_one_order() throws Exception {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String request = "parallel-" + i;
      calls.add(() -> place(request, with(FILLING, "{'client_order_id':'parallel-c'}")));
    }
    assertOneOrder(calls);
  }

  private void assertOneOrder(List<Callable<Answer>> calls) throws Exception {
    List<Answer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    assertThat(answers).allMatch(Answer::success);
    assertThat(answers.stream().map(answer -> answer.data().get("id")).distinct()).hasSize(1);
    assertThat(answers.stream().filter(answer -> !answer.replayed())).hasSize(1);
    assertOrdersOnTheVenue(1);
  }
}
