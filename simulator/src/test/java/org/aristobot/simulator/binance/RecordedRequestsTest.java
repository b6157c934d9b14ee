package org.aristobot.simulator.binance;

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
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests that an independent client built: the venue must understand each of them. */
class RecordedRequestsTest {

  /** Refusals of the request's matter (filters, funds, unknown orders), not of its form. */
  private static final Pattern UNDERSTOOD =
      Pattern.compile("(200|400 -(1013|2010|2011|2013|2022)) .*");

  /** Replacements that lack a quantity, or the order to replace: the venue refuses these too. */
  private static final Set<String> INCOMPLETE = Set.of("edit price only", "edit by client id");

  @Test
  void every_recorded_request_of_this_scope_is_understood() throws IOException {
    JsonNode recorded = recorded();
    FakeClock clock = new FakeClock(recorded.get("clock_ms").asLong());
    SimulatorOptions options =
        SimulatorOptions.of("binance")
            .withFrozen(true)
            .withClock(clock)
            .withLimits(LimitProfile.OFF);
    List<String> refused = new ArrayList<>();
    int sent = 0;
    try (Simulator simulator = Simulator.start(options);
        SimClient client = new SimClient(simulator.uri(), clock, "demo", "demo-secret")) {
      for (JsonNode recordedCase : recorded.get("cases")) {
        JsonNode request = recordedCase.get("request");
        BinanceSimRoute route = route(request);
        if (route == null) {
          continue;
        }
        sent++;
        String outcome = send(client, route, request).error();
        boolean incomplete = INCOMPLETE.contains(recordedCase.get("name").asString());
        if (incomplete
            ? !outcome.startsWith("400 -1102 ")
            : !UNDERSTOOD.matcher(outcome).matches()) {
          refused.add(recordedCase.get("name").asString() + ": " + outcome);
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(sent).isGreaterThan(110);
  }

  private static JsonNode recorded() throws IOException {
    try (InputStream in =
        RecordedRequestsTest.class.getResourceAsStream(
            "/fixtures/binance/requests_ccxt_spot.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(in));
    }
  }

  /** The endpoint of a request, null when it is not spoken here. */
  private static @Nullable BinanceSimRoute route(JsonNode request) {
    return BinanceSimRoute.of(request.get("method").asString(), request.get("path").asString());
  }

  private static Answer send(SimClient client, BinanceSimRoute route, JsonNode request) {
    String query = form(request.path("query"));
    if (route.security == BinanceSimRoute.Security.NONE) {
      return client.get(route.path + (query.isEmpty() ? "" : "?" + query));
    }
    return client.signed(route.method, route.path, query, form(request.path("body")));
  }

  private static String form(JsonNode fields) {
    List<String> pairs = new ArrayList<>();
    fields
        .properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          String text = value.isString() ? value.asString() : value.toString();
          String own = text.equals("<generated>") ? "made-up-" + System.nanoTime() : text;
          pairs.add(field.getKey() + "=" + URLEncoder.encode(own, StandardCharsets.UTF_8));
        });
    return String.join("&", pairs);
  }
}
