package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.aristobot.app.TestGateway;
import org.aristobot.exchange.WireRecord;
import org.aristobot.journal.OrderEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The story of an order, told to those who want to know what happened to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainIT {

  private static final String KEY = "KeyThatNobodyMaySee4711";
  private static final String SECRET = "SecretThatNobodyMaySee0815";
  private static final Pattern SIGNATURE =
      Pattern.compile("(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])");

  private final GatewayRig rig = new GatewayRig();
  private String account = "";

  @BeforeAll
  void openAccount() {
    rig.venue.account(KEY, SECRET, "{\"USDT\":\"10000\",\"BTC\":\"1\"}", "[\"read\",\"trade\"]");
    account = "{'broker_id':" + rig.broker(rig.user, KEY, SECRET) + "}";
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private JsonNode placed(String order, String clientId) {
    return rig.placed(with(with(order, account), "{'client_order_id':'" + clientId + "'}"));
  }

  private JsonNode ask(String action, String clientId, String more) {
    String params = with(account, "{'client_order_id':'" + clientId + "'}");
    return rig.call(action, with(params, more)).data();
  }

  private String told(String id) {
    String text = TestGateway.explain(rig.journal, id, false);
    assertClean(text);
    assertClean(TestGateway.explain(rig.journal, id, true));
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    return text;
  }

  private static void assertClean(String text) {
    assertThat(text).doesNotContain(KEY, SECRET);
    assertThat(SIGNATURE.matcher(text).find()).as(text).isFalse();
  }

  private long number(String clientId) {
    return rig.journal.search(clientId).getFirst().id();
  }

  /** The steps, without times. */
  private List<String> steps(String id) {
    List<String> steps = new ArrayList<>();
    GatewayRig.JSON
        .readTree(TestGateway.explain(rig.journal, id, true))
        .get("timeline")
        .forEach(step -> steps.add(step.get("what").asString()));
    return steps;
  }

  @Test
  void a_filled_order_tells_its_way_from_the_request_to_the_fills() {
    JsonNode order = placed(FILLING, "filled");
    String story = told("filled");
    assertThat(story)
        .startsWith("order ")
        .contains("market buy of 0.001 BTC on binance BTC/USDT", "now closed (FILLED)")
        .contains("by user " + rig.user, "POST /api/v3/order", "HTTP 200 to place order", " UTC")
        .containsPattern("REQUEST_WEIGHT 1, .*ORDERS 1, after [0-9]+ ms");
    assertThat(steps("filled"))
        .startsWith("requested", "checked", "permitted", "recorded")
        .contains("sent", "answer", "accepted", "fill");
    assertThat(told(order.get("id").asString())).as("by the venue's id").isEqualTo(story);
    long number = number("filled");
    assertThat(told(String.valueOf(number))).as("by the number of the list").isEqualTo(story);
  }

  @Test
  void an_order_that_was_changed_and_cancelled_tells_all_its_editions() {
    JsonNode order = placed(RESTING, "changed");
    JsonNode _ = ask("edit_order", "changed", "{'price':'41000'}");
    JsonNode _ = ask("cancel_order", "changed", "{}");
    assertThat(steps("changed"))
        .containsSubsequence(
            "requested",
            "sent",
            "answer",
            "amend requested",
            "amended",
            "cancel requested",
            "canceled");
    assertThat(told("changed")).contains("edition 1", "now cancelled (CANCELED)");
    assertThat(told(order.get("id").asString())).as("by the id it had").contains("changed");
  }

  @Test
  void an_order_in_doubt_tells_what_was_heard() {
    rig.venue.arm("{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"place_order\"}");
    assertThat(ask("place_order", "doubted", RESTING).get("client_order_id").asString())
        .isEqualTo("doubted");
    rig.venue.calm();
    assertThat(told("doubted")).contains("in doubt: ");
    assertThat(steps("doubted")).contains("sent", "no answer", "unconfirmed");
  }

  @Test
  void an_order_that_is_looked_for_in_vain_tells_why_it_is_still_in_doubt() {
    rig.venue.arm("{\"fault\":\"request_lost\",\"times\":1,\"match\":\"place_order\"}");
    assertThat(ask("place_order", "sought", RESTING).get("client_order_id").asString())
        .isEqualTo("sought");
    await().atMost(GatewayRig.PATIENCE).until(() -> steps("sought").contains("looked for"));
    assertThat(steps("sought")).containsSubsequence("unconfirmed", "looked for");
    assertThat(told("sought")).contains("in vain: It is not shown, but until");
  }

  @Test
  void an_order_with_legs_tells_what_became_of_them() {
    JsonNode _ =
        placed(
            "{'symbol':'BTC/USDT','side':'sell','type':'oco','quantity':'0.01','price':'50000',"
                + "'stop_price':'39000'}",
            "pair");
    JsonNode _ = ask("cancel_order", "pair", "{}");
    assertThat(told("pair")).contains("leg ", ": of order ");
    assertThat(steps("pair")).contains("leg", "canceled");
  }

  @Test
  void what_looks_like_a_secret_is_masked_wherever_it_came_from() {
    JsonNode _ = placed(RESTING, "planted");
    long id = number("planted");
    String hex = "ab".repeat(32);
    WireRecord wire =
        new WireRecord(
            "get_order",
            "GET /order?orderId=1&signature=" + hex + "&apiKey=" + KEY,
            Instant.now(),
            200,
            "{\"api_secret\": \""
                + SECRET
                + "\", \"otp\":\""
                + SECRET
                + "\", \"a\":\"\u001b[31m\"}",
            Instant.now());
    rig.journal.append(id, new OrderEvent.CancelRequested("X-MBX-APIKEY: " + KEY), wire);
    assertThat(told("planted"))
        .contains("orderId=1&signature=***&apiKey=***")
        .doesNotContain("\u001b");
  }

  @Test
  void an_order_that_is_not_there_is_said_so() {
    assertThatThrownBy(() -> TestGateway.explain(rig.journal, "nobody", false))
        .hasMessage("There is no order nobody in the journal.");
  }
}
