package org.aristobot.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What each fault does to a caller and to the truth, and how the control plane is spoken to. */
class FaultsTest {

  private static final String ORDER = "/api/v3/order";
  private static final String RESTING =
      "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=42000";

  private final Simulator simulator =
      Simulator.start(SimulatorOptions.of("binance").withFrozen(true).withLimits(LimitProfile.OFF));
  private final SimClient demo = SimClient.demo(simulator);

  @AfterEach
  void stop() {
    demo.close();
    simulator.close();
  }

  private void arm(String fields) {
    Answer answer = demo.control("POST", "/_sim/faults", "{" + fields + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Answer place() {
    return demo.signed("POST", ORDER, RESTING);
  }

  private int orders() {
    return demo.get("/_sim/orders?key=demo").json().size();
  }

  @Test
  void a_lost_reply_leaves_an_order_behind_and_answers_nothing() {
    arm("\"fault\":\"reply_lost_after_accept\",\"match\":\"place_order\"");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(orders()).isEqualTo(1);
    assertThat(place().status()).isEqualTo(200);
    JsonNode hits = demo.get("/_sim/faults").json().get(0);
    assertThat(hits.get("hits").asInt()).isEqualTo(1);
    assertThat(hits.get("left").asInt()).isZero();
  }

  @Test
  void a_lost_request_leaves_nothing() {
    arm("\"fault\":\"request_lost\"");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(orders()).isZero();
  }

  @Test
  void a_late_order_appears_after_the_connection_is_gone() {
    arm("\"fault\":\"accept_late\",\"ms\":300");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(orders()).isZero();
    await().atMost(Duration.ofSeconds(60)).until(() -> orders() == 1);
    arm("\"fault\":\"accept_late\",\"ms\":100,\"hold\":true");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(orders()).isEqualTo(2);
  }

  @Test
  void an_order_that_comes_after_its_own_expiry_is_not_placed() {
    arm("\"fault\":\"accept_late\",\"ms\":200,\"hold\":true");
    assertThatThrownBy(() -> demo.signed("POST", ORDER, RESTING + "&recvWindow=50"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(orders()).isZero();
  }

  @Test
  void an_order_stays_unseen_for_its_visibility_lag() {
    arm("\"fault\":\"visibility_lag\",\"ms\":600,\"match\":\"place_order\"");
    long id = place().json().get("orderId").asLong();
    String query = "symbol=BTCUSDT&orderId=" + id;
    assertThat(demo.signed("GET", ORDER, query).error())
        .isEqualTo("400 -2013 Order does not exist.");
    assertThat(demo.signed("GET", "/api/v3/openOrders", "").json()).isEmpty();
    assertThat(demo.signed("GET", "/api/v3/allOrders", "symbol=BTCUSDT").json()).isEmpty();
    assertThat(orders()).isEqualTo(1);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> demo.signed("GET", ORDER, query).status() == 200);
  }

  @ParameterizedTest
  @CsvSource({
    "http_503, , 503, 0",
    "http_503, true, 503, 1",
    "http_504, , 504, 1",
    "http_504, false, 504, 0",
    "http_307, , 307, 1",
    "rate_limited, , 429, 0",
    "malformed_json, , 200, 1",
    "empty_body, , 200, 1",
    "unknown_status, , 200, 1"
  })
  void a_fault_answers_its_status_and_executes_or_not(
      String fault, @org.jspecify.annotations.Nullable Boolean after, int status, int placed) {
    arm("\"fault\":\"" + fault + "\"" + (after == null ? "" : ",\"after_accept\":" + after));
    assertThat(place().status()).isEqualTo(status);
    assertThat(orders()).isEqualTo(placed);
    assertThat(place().status()).isEqualTo(200);
  }

  @Test
  void answers_are_distorted_as_the_fault_says() {
    arm("\"fault\":\"malformed_json\"");
    assertThatThrownBy(() -> place().json())
        .isInstanceOf(tools.jackson.core.JacksonException.class);
    arm("\"fault\":\"empty_body\"");
    assertThat(place().body()).isEmpty();
    arm("\"fault\":\"unknown_status\"");
    assertThat(place().json().get("status").asString()).isEqualTo("TRANSMOGRIFIED");
    arm("\"fault\":\"rate_limited\"");
    assertThat(place().header("Retry-After")).isEqualTo("2");
    arm("\"fault\":\"error_code\",\"code\":-1007,\"msg\":\"Timeout.\",\"after_accept\":true");
    assertThat(place().error()).isEqualTo("400 -1007 Timeout.");
    arm("\"fault\":\"error_code\",\"code\":-1008,\"msg\":\"Overloaded.\",\"status\":503");
    assertThat(place().error()).isEqualTo("503 -1008 Overloaded.");
    assertThat(orders()).isEqualTo(4);
  }

  @Test
  void who_follows_a_redirect_places_twice_and_is_counted() {
    arm("\"fault\":\"http_307\",\"match\":\"place_order\"");
    Answer answer = place();
    String location = answer.header("Location");
    int question = location.indexOf('?');
    demo.raw("POST", location.substring(0, question), location.substring(question + 1), "");
    assertThat(orders()).isEqualTo(2);
    JsonNode stats = demo.get("/_sim/stats").json();
    assertThat(stats.get("followed_redirects").asInt()).isEqualTo(1);
    assertThat(stats.get("order_posts").asInt()).isEqualTo(2);
  }

  @Test
  void a_slow_answer_comes_late() {
    arm("\"fault\":\"slow\",\"ms\":200");
    long start = System.nanoTime();
    assertThat(place().status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(199));
  }

  @Test
  void an_answer_that_is_held_back_belongs_to_an_order_that_is_there_already() {
    arm("\"fault\":\"slow\",\"ms\":300,\"after_accept\":true");
    assertThat(place().status()).isEqualTo(200);
    Instant answered = Instant.now();
    JsonNode order = demo.get("/_sim/orders?key=demo").json().get(0);
    assertThat(Duration.between(Instant.parse(order.get("accepted_at").asString()), answered))
        .isGreaterThanOrEqualTo(Duration.ofMillis(299));
  }

  @Test
  void a_skewed_clock_refuses_honest_callers_until_the_faults_are_deleted() {
    arm("\"fault\":\"clock_skew\",\"ms\":-2000");
    assertThat(place().error()).startsWith("400 -1021 ");
    demo.control("DELETE", "/_sim/faults", "");
    assertThat(place().status()).isEqualTo(200);
    assertThat(demo.get("/_sim/faults").json()).isEmpty();
  }

  @Test
  void a_fault_strikes_only_the_operation_it_matches_and_several_strike_together() {
    arm("\"fault\":\"http_503\",\"match\":\"get_balance\",\"times\":2");
    arm("\"fault\":\"slow\",\"ms\":1,\"match\":\"get_balance\"");
    assertThat(place().status()).isEqualTo(200);
    assertThat(demo.signed("GET", "/api/v3/account", "").status()).isEqualTo(503);
    assertThat(demo.signed("GET", "/api/v3/account", "").status()).isEqualTo(503);
    assertThat(demo.signed("GET", "/api/v3/account", "").status()).isEqualTo(200);
  }

  // --- the control plane

  @Test
  void the_truth_names_orders_in_plain_words() {
    place();
    JsonNode order = demo.get("/_sim/orders?key=demo").json().get(0);
    assertThat(order.propertyNames())
        .containsExactly(
            "id",
            "client_order_id",
            "key",
            "symbol",
            "side",
            "type",
            "quantity",
            "price",
            "filled",
            "status",
            "accepted_at");
    assertThat(order.get("symbol").asString()).isEqualTo("BTC/USDT");
    assertThat(order.get("quantity").asString()).isEqualTo("0.001");
    assertThat(order.get("price").asString()).isEqualTo("42000");
    assertThat(order.get("filled").asString()).isEqualTo("0");
    assertThat(order.get("status").asString()).isEqualTo("NEW");
    assertThat(demo.get("/_sim/orders?key=demo2").json()).isEmpty();
  }

  @Test
  void requests_are_kept_without_signatures() {
    place();
    Answer answer = demo.get("/_sim/requests?key=demo");
    JsonNode request = answer.json().get(0);
    assertThat(request.get("operation").asString()).isEqualTo("place_order");
    assertThat(request.get("parameters").get("price").asString()).isEqualTo("42000");
    assertThat(request.get("answered").asString()).isEqualTo("200");
    assertThat(answer.body()).doesNotContain("signature").doesNotContain("demo-secret");
    arm("\"fault\":\"request_lost\"");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(demo.get("/_sim/requests?key=demo").json().get(1).get("answered").asString())
        .isEqualTo("nothing (request_lost)");
  }

  @Test
  void what_a_fault_struck_is_kept_with_what_was_done_and_what_was_told() {
    place();
    arm("\"fault\":\"http_503\"");
    place();
    arm("\"fault\":\"reply_lost_after_accept\"");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    JsonNode struck = demo.get("/_sim/struck").json();
    assertThat(struck).hasSize(2);
    assertThat(struck.get(0).get("faults").asString()).isEqualTo("http_503");
    assertThat(struck.get(0).get("parameters").get("price").asString()).isEqualTo("42000");
    assertThat(struck.get(0).get("executed").isNull()).isTrue();
    assertThat(struck.get(0).get("told").asInt()).isEqualTo(503);
    assertThat(struck.get(1).get("executed").asInt()).isEqualTo(200);
    assertThat(struck.get(1).get("told").isNull()).isTrue();
  }

  @Test
  void a_moved_price_fills_what_it_crosses() {
    place();
    assertThat(
            demo.control("POST", "/_sim/prices", "{\"symbol\":\"BTC/USDT\",\"price\":\"41000\"}")
                .status())
        .isEqualTo(200);
    assertThat(demo.get("/_sim/orders?key=demo").json().get(0).get("status").asString())
        .isEqualTo("FILLED");
    assertThat(
            demo.signed("GET", "/api/v3/myTrades", "symbol=BTCUSDT")
                .json()
                .get(0)
                .get("isMaker")
                .asBoolean())
        .isTrue();
  }

  @Test
  void an_account_is_added_with_its_balances_and_reset_with_new_ones() {
    String account = "{\"key\":\"poor\",\"secret\":\"demo-secret\",\"balances\":{\"USDT\":\"50\"}}";
    demo.control("POST", "/_sim/accounts", account);
    SimClient poor = demo.as("poor");
    assertThat(poor.signed("POST", ORDER, RESTING).status()).isEqualTo(200);
    assertThat(usdt(poor).get("locked").asString()).isEqualTo("42.00000000");
    demo.control("POST", "/_sim/accounts", account);
    assertThat(usdt(poor).get("free").asString()).isEqualTo("50.00000000");
    assertThat(usdt(poor).get("locked").asString()).isEqualTo("0.00000000");
    assertThat(demo.get("/_sim/orders?key=poor").json().get(0).get("status").asString())
        .isEqualTo("CANCELED");
  }

  private static JsonNode usdt(SimClient client) {
    return client.signed("GET", "/api/v3/account", "").json().get("balances").get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/_sim/faults | {} | 'fault'",
        "/_sim/faults | nonsense | JSON",
        "/_sim/faults | [] | object",
        "/_sim/faults | {\"fault\":\"meteor\"} | 'fault'",
        "/_sim/faults | {\"fault\":\"cut_stream\"} | streams",
        "/_sim/faults | {\"fault\":\"slow\"} | 'ms'",
        "/_sim/faults | {\"fault\":\"slow\",\"ms\":-1} | 'ms'",
        "/_sim/faults | {\"fault\":\"slow\",\"ms\":1.5} | 'ms'",
        "/_sim/faults | {\"fault\":\"http_503\",\"ms\":5} | 'ms'",
        "/_sim/faults | {\"fault\":\"http_503\",\"times\":0} | 'times'",
        "/_sim/faults | {\"fault\":\"http_503\",\"match\":\"fly\"} | 'match'",
        "/_sim/faults | {\"fault\":\"http_503\",\"after_accept\":1} | 'after_accept'",
        "/_sim/faults | {\"fault\":\"empty_body\",\"after_accept\":true} | 'after_accept'",
        "/_sim/faults | {\"fault\":\"error_code\",\"msg\":\"x\"} | 'code'",
        "/_sim/faults | {\"fault\":\"http_503\",\"colour\":\"red\"} | 'colour'",
        "/_sim/prices | {\"symbol\":\"BTC/EUR\",\"price\":\"1\"} | 'symbol'",
        "/_sim/prices | {\"symbol\":\"BTC/USDT\",\"price\":\"0.001\"} | 'price'",
        "/_sim/prices | {\"symbol\":\"BTC/USDT\",\"price\":\"1e5\"} | 'price'",
        "/_sim/prices | {\"symbol\":\"BTC/USDT\"} | 'price'",
        "/_sim/accounts | {\"key\":\"x\"} | 'secret'",
        "/_sim/accounts | {\"key\":\"x\",\"secret\":\"y\",\"balances\":{\"USDT\":\"-1\"}} | 'balances.USDT'",
        "/_sim/accounts | {\"key\":\"x\",\"secret\":\"y\",\"permissions\":[\"fly\"]} | 'permissions'",
        "/_sim/limits | {\"profile\":\"none\"} | 'profile'",
      })
  void bad_control_input_is_answered_with_a_sentence_that_names_the_field(
      String path, String body, String named) {
    Answer answer = demo.control("POST", path, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asString()).contains(named).endsWith(".");
  }
}
