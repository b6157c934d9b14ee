package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.btc;
import static org.aristobot.simulator.bitget.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.aristobot.simulator.SimClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What each fault does to a caller of this venue, and to the truth. */
class BitgetFaultsTest {

  private static final String ORDER =
      btc("side=buy orderType=limit force=gtc price=42000 size=0.001 clientOid=f-1");

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private void arm(String fields) {
    venue.control("/_sim/faults", "{" + fields + "}");
  }

  private Answer place() {
    return venue.demo.post(TRADE + "place-order", ORDER);
  }

  @Test
  void a_lost_reply_leaves_an_order_behind_and_a_lost_request_none() {
    arm("\"fault\":\"request_lost\",\"match\":\"place_order\"");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(venue.truth()).isEmpty();
    arm("\"fault\":\"reply_lost_after_accept\",\"match\":\"place_order\"");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(venue.truth()).hasSize(1);
    assertThat(venue.read("orderInfo?clientOid=f-1")).hasSize(1);
  }

  @Test
  void an_order_that_comes_later_than_its_stamp_allows_is_not_placed() {
    arm("\"fault\":\"accept_late\",\"ms\":30001");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          venue.clock.forward(1_000);
          return venue.demo.get("/_sim/requests?key=demo").json().size() == 1;
        });
    assertThat(venue.demo.get("/_sim/requests?key=demo").body()).contains("\"400 (accept_late)\"");
    assertThat(venue.truth()).isEmpty();
  }

  @Test
  void a_late_order_appears_after_the_connection_is_gone() {
    arm("\"fault\":\"accept_late\",\"ms\":2000");
    assertThatThrownBy(this::place).isInstanceOf(UncheckedIOException.class);
    assertThat(venue.truth()).isEmpty();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          venue.clock.forward(100);
          return venue.truth().size() == 1;
        });
  }

  @Test
  void an_order_stays_unseen_for_its_visibility_lag() {
    arm("\"fault\":\"visibility_lag\",\"ms\":600,\"match\":\"place_order\"");
    String id = text(Venue.data(place()), "orderId");
    assertThat(venue.read("orderInfo?orderId=" + id)).isEmpty();
    assertThat(venue.read("orderInfo?clientOid=f-1")).isEmpty();
    assertThat(venue.read("unfilled-orders")).isEmpty();
    assertThat(venue.truth()).hasSize(1);
    venue.clock.forward(600);
    assertThat(venue.read("unfilled-orders")).hasSize(1);
  }

  @Test
  void a_plan_stays_unseen_too() {
    arm("\"fault\":\"visibility_lag\",\"ms\":600,\"match\":\"place_order\"");
    venue.plan("side=sell orderType=market triggerPrice=42000 size=0.01");
    assertThat(venue.plans("current-plan-order")).isEmpty();
    venue.clock.forward(600);
    assertThat(venue.plans("current-plan-order")).hasSize(1);
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
    "empty_body, , 200, 1"
  })
  void a_fault_answers_its_status_and_executes_or_not(
      String fault, @Nullable Boolean after, int status, int placed) {
    arm("\"fault\":\"" + fault + "\"" + (after == null ? "" : ",\"after_accept\":" + after));
    Answer answer = place();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(venue.truth()).hasSize(placed);
    switch (fault) {
      case "empty_body" -> assertThat(answer.body()).isEmpty();
      case "rate_limited" -> assertThat(answer.error()).isEqualTo("429 429 Too many requests");
      default -> {}
    }
  }

  @ParameterizedTest
  @CsvSource({"40725, true, 1", "45001, false, 0", "99999, true, 1"})
  void a_code_may_come_with_the_order_placed_or_not(String code, boolean after, int placed) {
    arm(
        "\"fault\":\"error_code\",\"code\":%s,\"msg\":\"no\",\"after_accept\":%s"
            .formatted(code, after));
    Answer answer = place();
    assertThat(answer.error()).isEqualTo("400 " + code + " no");
    assertThat(answer.json().get("code").isString()).isTrue();
    assertThat(venue.truth()).hasSize(placed);
  }

  @Test
  void a_status_may_be_a_word_that_nobody_knows() {
    Venue.data(place());
    arm("\"fault\":\"unknown_status\"");
    assertThat(text(venue.read("orderInfo?clientOid=f-1").get(0), "status"))
        .isEqualTo("TRANSMOGRIFIED");
    assertThat(text(venue.read("orderInfo?clientOid=f-1").get(0), "status")).isEqualTo("live");
  }

  @Test
  void a_clock_that_is_off_refuses_stamps_and_says_its_own_time() {
    arm("\"fault\":\"clock_skew\",\"ms\":40000");
    Answer answer = place();
    assertThat(answer.error()).isEqualTo("400 40008 Request timestamp expired");
    assertThat(answer.json().get("requestTime").asLong()).isEqualTo(venue.clock.millis() + 40_000);
    assertThat(venue.demo.control("DELETE", "/_sim/faults", "").status()).isEqualTo(200);
    assertThat(place().status()).isEqualTo(200);
  }

  @Test
  void an_id_of_a_filled_order_executes_again_when_it_is_sent_again() {
    String market = btc("side=buy orderType=market size=10 clientOid=again");
    arm("\"fault\":\"reply_lost_after_accept\",\"match\":\"place_order\"");
    assertThatThrownBy(() -> venue.demo.post(TRADE + "place-order", market))
        .isInstanceOf(UncheckedIOException.class);
    Venue.data(venue.demo.post(TRADE + "place-order", market));
    assertThat(venue.truth()).hasSize(2);
    JsonNode stats = venue.demo.get("/_sim/stats").json();
    assertThat(stats.get("order_posts").asInt()).isEqualTo(2);
  }
}
