package org.aristobot.simulator.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests that an independent client built: the venue must understand each of them. */
class RecordedRequestsTest {

  /** Refusals of the request's matter (filters, funds, unknown orders), not of its form. */
  private static final Pattern UNDERSTOOD =
      Pattern.compile(
          "(200 00000|400 (41103|40808|45110|45113|41117|41118|43012|43001|43004|43025|43118)) .*");

  /** Replacements that lack a price or a size, and a market buy of nothing: refused by all. */
  private static final Set<String> INCOMPLETE =
      Set.of(
          "edit price only",
          "edit amount only",
          "market buy base, price given, createMarketBuyOrderRequiresPrice false");

  @Test
  void every_recorded_request_of_this_scope_is_understood() throws IOException {
    JsonNode recorded = recorded();
    FakeClock clock = new FakeClock(recorded.get("clock_ms").asLong());
    SimulatorOptions options =
        SimulatorOptions.of("bitget")
            .withFrozen(true)
            .withClock(clock)
            .withLimits(LimitProfile.OFF);
    List<String> refused = new ArrayList<>();
    int sent = 0;
    try (Simulator simulator = Simulator.start(options);
        Caller caller = new Caller(simulator.uri(), clock, "demo")) {
      for (JsonNode recordedCase : recorded.get("cases")) {
        JsonNode request = recordedCase.get("request");
        BitgetSimRoute route =
            BitgetSimRoute.of(request.get("method").asString(), request.get("path").asString());
        if (route == null || route == BitgetSimRoute.SETTINGS) {
          continue;
        }
        sent++;
        String outcome = send(caller, route, request).error();
        boolean incomplete = INCOMPLETE.contains(recordedCase.get("name").asString());
        if (incomplete
            ? !outcome.matches("400 400(19|20) .*")
            : !UNDERSTOOD.matcher(outcome).matches()) {
          refused.add(recordedCase.get("name").asString() + ": " + outcome);
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(sent).isGreaterThan(90);
  }

  private static JsonNode recorded() throws IOException {
    try (InputStream in =
        RecordedRequestsTest.class.getResourceAsStream(
            "/fixtures/bitget/requests_ccxt_spot.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(in));
    }
  }

  private static Answer send(Caller caller, BitgetSimRoute route, JsonNode request) {
    String query = form(request.path("query"));
    String path = route.path + (query.isEmpty() ? "" : "?" + query);
    if (route.security == BitgetSimRoute.Security.NONE) {
      return caller.get(path);
    }
    if (route.method.equals("GET")) {
      return caller.signedGet(path);
    }
    ObjectNode body = request.get("body").deepCopy().asObject();
    if (body.path("clientOid").asString("").equals("<generated>")) {
      body.put("clientOid", "made-up-" + System.nanoTime());
    }
    return caller.post(route.path, body.toString());
  }

  private static String form(JsonNode fields) {
    List<String> pairs = new ArrayList<>();
    fields
        .properties()
        .forEach(field ->
            pairs.add(
                field.getKey()
                    + "="
                    + URLEncoder.encode(field.getValue().asString(), StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }
}
