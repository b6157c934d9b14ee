package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Callers as they exist: they push, poll a key and delete it, and send fields of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallersIT {

  private final GatewayRig rig = new GatewayRig();

  @AfterAll
  void close() {
    rig.close();
  }

  /** What a bot sends that never heard of client ids: its clock is monotonic, its price null. */
  private String pythonMessage(String requestId) {
    return """
    {"request_id": "%s", "action": "place_order", "params": {"broker_id": %d, \
    "symbol": "BTC/USDT", "side": "buy", "type": "market", "amount": 0.001, "price": null}, \
    "user_id": %d, "trace_id": null, "timestamp": 123456.789}\
    """
        .formatted(requestId, rig.broker, rig.user);
  }

  private String poll(String key) {
    await().atMost(GatewayRig.PATIENCE).until(() -> rig.redis.exists(key) == 1);
    return Objects.requireNonNull(rig.redis.get(key));
  }

  @Test
  void a_caller_that_pushes_polls_and_deletes_is_served() {
    rig.redis.rpush("exchange_requests", pythonMessage("py-1"));
    String text = poll("exchange_response_py-1");
    assertThat(rig.redis.ttl("exchange_response_py-1")).isBetween(240L, 300L);
    JsonNode answer = json(text);
    assertThat(answer.get("success").asBoolean()).isTrue();
    assertThat(answer.get("request_id").asString()).isEqualTo("py-1");
    assertThat(answer.get("data").get("status").asString()).isEqualTo("closed");
    assertThat(answer.get("data").get("client_order_id").asString())
        .matches("ARISTO_" + rig.user + "_[0-9a-f]{24}");
    assertThat(rig.redis.exists("ccxt_response_py-1")).isZero();
    assertThat(rig.redis.del("exchange_response_py-1")).isEqualTo(1);
  }

  @Test
  void the_older_list_is_answered_under_both_keys() {
    rig.redis.rpush("ccxt_requests", pythonMessage("py-old"));
    String text = poll("ccxt_response_py-old");
    assertThat(poll("exchange_response_py-old")).isEqualTo(text);
    assertThat(rig.redis.ttl("ccxt_response_py-old")).isBetween(240L, 300L);
    assertThat(json(text).get("data").get("status").asString()).isEqualTo("closed");
  }

  @Test
  void an_answer_can_be_awaited_on_a_list() {
    ObjectNode message = rig.message("listed-1", "get_ticker", "{'symbol':'BTC/USDT'}");
    message.put("reply_to", "my_answers");
    rig.bus.submit(message.toString());
    var popped = rig.redis.blpop(60, "my_answers");
    assertThat(json(popped.getValue()).get("request_id").asString()).isEqualTo("listed-1");
    assertThat(rig.redis.exists("exchange_response_listed-1")).isZero();
    message.put("request_id", "listed-2");
    rig.bus.submit(message.toString());
    await().atMost(GatewayRig.PATIENCE).until(() -> rig.redis.llen("my_answers") == 1);
    assertThat(rig.redis.ttl("my_answers")).isBetween(240L, 300L);
    rig.redis.del("my_answers");
  }

  @Test
  void nothing_is_left_on_redis_but_the_answers() {
    rig.redis.rpush("exchange_requests", pythonMessage("py-clean"));
    poll("exchange_response_py-clean");
    await()
        .atMost(GatewayRig.PATIENCE)
        .untilAsserted(() ->
            assertThat(rig.redis.keys("*requests:processing:*"))
                .allMatch(list -> rig.redis.llen(list) == 0));
    assertThat(rig.redis.llen("exchange_requests")).isZero();
    assertThat(rig.redis.hlen("exchange_requests:deliveries")).isZero();
  }

  @Test
  void numbers_come_with_all_their_digits_and_without_exponent() {
    ObjectNode message = rig.message("digits", "place_order", FILLING);
    ((ObjectNode) message.get("params")).put("symbol", "SHIB/USDT").put("quantity", "10000000");
    rig.bus.submit(message.toString());
    String text = poll("exchange_response_digits");
    assertThat(text)
        .contains("\"quantity\":10000000,")
        .doesNotContainPattern("[0-9][eE][-+]?[0-9]+[,}]");
  }

  @Test
  void an_order_whose_caller_has_given_up_is_not_executed() {
    long before = rig.venue.orderPosts();
    ObjectNode message = rig.message("too-old", "place_order", FILLING);
    message.put("timestamp", System.currentTimeMillis() / 1000 - 121);
    rig.bus.submit(message.toString());
    JsonNode answer = json(poll("exchange_response_too-old"));
    assertThat(answer.get("code").asString()).isEqualTo("TIMEOUT");
    assertThat(rig.venue.orderPosts()).isEqualTo(before);
  }
}
