package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Orders after their placement: cancelled, looked up, listed; ours and those of others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelIT {

  private final GatewayRig rig = new GatewayRig();
  private String account = "";
  private int accounts;

  /** Every test has an account of its own, so that lists hold its orders only. */
  @BeforeEach
  void openAccount() {
    account = account("cancel" + accounts++);
  }

  private String account(String key) {
    rig.venue.account(
        key, key + "-secret", "{\"USDT\":\"100000\",\"BTC\":\"1\"}", "[\"read\",\"trade\"]");
    return "{'broker_id':" + rig.broker(rig.user, key, key + "-secret") + "}";
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private JsonNode placed(String order, String more) {
    return rig.placed(with(with(order, account), more));
  }

  private Answer ask(String action, String params) {
    return rig.call(action, with(params, account));
  }

  private static String byId(JsonNode order) {
    return "{'order_id':'" + order.get("id").asString() + "'}";
  }

  @Test
  void all_that_is_open_is_cancelled_order_by_order() {
    JsonNode first = placed(RESTING, "{}");
    JsonNode second = placed(RESTING, "{}");
    JsonNode elsewhere = placed(RESTING, "{'symbol':'LTC/USDT','quantity':'1','price':'50.00'}");
    Answer answer = ask("cancel_all_orders", "{'symbol':'BTC/USDT'}");
    assertThat(answer.success()).isTrue();
    assertThat(answer.data().get("failed").size()).isZero();
    assertThat(answer.data().get("cancelled").valueStream().map(o -> o.get("id").asString()))
        .containsExactlyInAnyOrder(first.get("id").asString(), second.get("id").asString());
    assertThat(answer.data().get("cancelled").valueStream().map(o -> o.get("status").asString()))
        .containsOnly("cancelled");
    Answer rest = ask("cancel_all_orders", "{}");
    assertThat(rest.data().get("cancelled").valueStream().map(o -> o.get("id").asString()))
        .containsExactly(elsewhere.get("id").asString());
    assertThat(ask("cancel_all_orders", "{}").data().get("cancelled").size()).isZero();
  }

  @Test
  void one_that_cannot_be_cancelled_does_not_keep_the_others() {
    placed(RESTING, "{}");
    placed(RESTING, "{}");
    rig.venue.arm(
        "{\"fault\":\"error_code\",\"times\":1,\"match\":\"cancel_order\","
            + "\"code\":-1002,\"msg\":\"No.\",\"status\":400}");
    try {
      Answer answer = ask("cancel_all_orders", "{}");
      assertThat(answer.data().get("cancelled").size()).isOne();
      assertThat(answer.data().get("failed").get(0).get("code").asString())
          .isEqualTo("PERMISSION_DENIED");
    } finally {
      rig.venue.calm();
    }
  }

  @Test
  void an_open_order_is_cancelled_by_its_id() {
    JsonNode order = placed(RESTING, "{}");
    Answer answer = ask("cancel_order", byId(order));
    assertThat(answer.success()).isTrue();
    assertThat(answer.data().get("status").asString()).isEqualTo("cancelled");
    assertThat(answer.data().get("native_status").asString()).isEqualTo("CANCELED");
    assertThat(answer.data().get("id")).isEqualTo(order.get("id"));
    assertThat(rig.venue.order(order.get("id")).get("status").asString()).isEqualTo("CANCELED");
  }

  @Test
  void an_id_may_be_a_number() {
    JsonNode order = placed(RESTING, "{}");
    Answer answer = ask("cancel_order", "{'order_id':" + order.get("id").asString() + "}");
    assertThat(answer.data().get("status").asString()).isEqualTo("cancelled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_order_id", "client_oid"})
  void an_open_order_is_cancelled_by_the_callers_id(String field) {
    JsonNode order = placed(RESTING, "{'client_order_id':'mine'}");
    Answer answer = ask("cancel_order", "{'" + field + "':'mine','symbol':'BTC/USDT'}");
    assertThat(answer.data().get("status").asString()).isEqualTo("cancelled");
    assertThat(answer.data().get("client_order_id").asString()).isEqualTo("mine");
    assertThat(answer.data().get("id")).isEqualTo(order.get("id"));
  }

  @Test
  void cancelling_what_is_finished_reports_its_final_state_and_sends_nothing() {
    JsonNode filled = placed(FILLING, "{}");
    JsonNode open = placed(RESTING, "{}");
    ask("cancel_order", byId(open));
    long before = rig.venue.requests("cancel_order");
    assertThat(ask("cancel_order", byId(filled)).data().get("status").asString())
        .isEqualTo("closed");
    assertThat(ask("cancel_order", byId(open)).data().get("status").asString())
        .isEqualTo("cancelled");
    assertThat(rig.venue.requests("cancel_order")).isEqualTo(before);
  }

  @Test
  void what_was_cancelled_or_filled_behind_our_back_is_reported_so() {
    String ltc = "{'symbol':'LTC/USDT','quantity':'1','price':'60'}";
    JsonNode cancelled = placed(RESTING, ltc);
    cancelOnTheVenue(cancelled);
    Answer first = ask("cancel_order", byId(cancelled));
    assertThat(first.success()).as("%s", first.raw()).isTrue();
    assertThat(first.data().get("status").asString()).isEqualTo("cancelled");
    JsonNode filled = placed(RESTING, ltc);
    rig.venue.movePrice("LTC/USDT", "55");
    Answer second = ask("cancel_order", byId(filled));
    assertThat(second.success()).as("%s", second.raw()).isTrue();
    assertThat(second.data().get("status").asString()).isEqualTo("closed");
    assertThat(second.data().get("filled").decimalValue()).isEqualByComparingTo("1");
  }

  /** Through another broker on the same exchange account, to whom the order is foreign. */
  private Answer cancelOnTheVenue(JsonNode order) {
    String key = rig.venue.order(order.get("id")).get("key").asString();
    long neighbour = rig.broker(rig.user, key, key + "-secret");
    return rig.call(
        "cancel_order",
        "{'broker_id':%d,'order_id':'%s','symbol':'%s'}"
            .formatted(neighbour, order.get("id").asString(), order.get("symbol").asString()));
  }

  @Test
  void an_order_that_was_placed_elsewhere_is_cancelled_as_external() {
    JsonNode order = placed(RESTING, "{'client_order_id':'hidden'}");
    Answer answer = cancelOnTheVenue(order);
    assertThat(answer.success()).as("%s", answer.raw()).isTrue();
    assertThat(answer.data().get("source").asString()).isEqualTo("external");
    assertThat(answer.data().get("client_order_id").isNull()).isTrue();
    assertThat(answer.data().get("status").asString()).isEqualTo("cancelled");
    assertThat(rig.venue.order(order.get("id")).get("status").asString()).isEqualTo("CANCELED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel_order", "get_order_info", "fetch_order"})
  void an_order_that_nobody_knows_is_not_found(String action) {
    Answer unknown = ask(action, "{'order_id':'999999999','symbol':'BTC/USDT'}");
    assertThat(unknown.code()).as("%s", unknown.raw()).isEqualTo("ORDER_NOT_FOUND");
    Answer byClientId = ask(action, "{'client_order_id':'nobodys','symbol':'BTC/USDT'}");
    assertThat(byClientId.code()).isEqualTo("ORDER_NOT_FOUND");
    Answer noSymbol = ask(action, "{'order_id':'999999999'}");
    assertThat(noSymbol.code()).isEqualTo("INVALID_REQUEST");
    assertThat(noSymbol.error()).startsWith("symbol:");
    assertThat(ask(action, "{'symbol':'BTC/USDT'}").error()).startsWith("order_id:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_order_info", "fetch_order"})
  void an_order_is_looked_up_by_either_id(String action) {
    JsonNode order = placed(FILLING, "{'client_order_id':'look'}");
    for (String key : List.of(byId(order), "{'client_order_id':'look'}", "{'client_oid':'look'}")) {
      JsonNode seen = ask(action, key).data();
      assertThat(seen.get("id")).isEqualTo(order.get("id"));
      assertThat(seen.get("status").asString()).isEqualTo("closed");
      assertThat(seen.get("request_id")).isEqualTo(order.get("request_id"));
      assertThat(seen.get("fee")).isEqualTo(order.get("fee"));
      assertThat(seen.get("trades")).isEqualTo(order.get("trades"));
    }
  }

  @Test
  void one_users_orders_are_no_business_of_another() {
    JsonNode order = placed(RESTING, "{}");
    var message = rig.message("spy", "cancel_order", with(byId(order), account));
    message.put("user_id", rig.vault.user("spy"));
    assertThat(rig.call(message).code()).isEqualTo("ACCESS_DENIED");
    assertThat(rig.venue.order(order.get("id")).get("status").asString()).isEqualTo("NEW");
  }

  private List<String> ids(JsonNode orders) {
    List<String> ids = new ArrayList<>();
    Instant last = Instant.MAX;
    for (JsonNode order : orders) {
      Instant created = Instant.parse(order.get("created_at").asString());
      assertThat(created).as("newest first").isBeforeOrEqualTo(last);
      last = created;
      ids.add(order.get("id").asString());
    }
    return ids;
  }

  @Test
  void open_orders_are_listed_newest_first() {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.addFirst(placed(RESTING, "{'client_order_id':'o-" + i + "'}").get("id").asString());
    }
    placed(RESTING, "{'symbol':'ETH/USDT','quantity':'0.1','price':'2000'}");
    placed(FILLING, "{}");
    String btc = "{'symbol':'BTC/USDT'}";
    assertThat(ids(ask("fetch_open_orders", btc).data())).isEqualTo(placed);
    assertThat(ids(ask("fetch_open_orders", "{}").data())).hasSize(6);
    assertThat(ids(ask("fetch_open_orders", with(btc, "{'limit':2}")).data()))
        .isEqualTo(placed.subList(0, 2));
    String older = with(btc, "{'id_less_than':'" + placed.get(1) + "'}");
    assertThat(ids(ask("fetch_open_orders", older).data())).isEqualTo(placed.subList(2, 5));
    JsonNode first = ask("fetch_open_orders", btc).data().get(0);
    assertThat(first.get("client_order_id").asString()).isEqualTo("o-4");
    assertThat(first.get("source").isNull()).isTrue();
  }

  @Test
  void closed_orders_are_listed_newest_first() {
    List<String> finished = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      JsonNode order = placed(i % 2 == 0 ? FILLING : RESTING, "{}");
      if (i % 2 == 1) {
        ask("cancel_order", byId(order));
      }
      finished.addFirst(order.get("id").asString());
    }
    String open = placed(RESTING, "{}").get("id").asString();
    List<String> listed = ids(ask("fetch_closed_orders", "{'symbol':'BTC/USDT'}").data());
    assertThat(listed).isEqualTo(finished).doesNotContain(open);
    assertThat(ids(ask("fetch_closed_orders", "{'symbol':'BTC/USDT','limit':2}").data()))
        .isEqualTo(finished.subList(0, 2));
    String future =
        "{'symbol':'BTC/USDT','start_time':" + (Instant.now().toEpochMilli() + 60_000) + "}";
    assertThat(ask("fetch_closed_orders", future).data()).isEmpty();
  }

  @Test
  void fills_are_listed_newest_first() {
    for (int i = 0; i < 3; i++) {
      placed(FILLING, "{}");
    }
    JsonNode fills = ask("fetch_my_trades", "{'symbol':'BTC/USDT'}").data();
    assertThat(fills.size()).isGreaterThanOrEqualTo(3);
    long last = Long.MAX_VALUE;
    for (JsonNode fill : fills) {
      assertThat(Long.parseLong(fill.get("id").asString())).isLessThan(last);
      last = Long.parseLong(fill.get("id").asString());
    }
    assertThat(ask("fetch_my_trades", "{'symbol':'BTC/USDT','limit':1}").data().size())
        .isEqualTo(1);
  }
}
