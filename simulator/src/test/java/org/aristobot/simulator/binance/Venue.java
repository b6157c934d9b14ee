package org.aristobot.simulator.binance;

import static org.assertj.core.api.Assertions.assertThat;

import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import tools.jackson.databind.JsonNode;

/** A frozen simulated venue, its clock at the begin of a minute, and its demo account. */
final class Venue implements AutoCloseable {

  static final String ORDER = "/api/v3/order";

  final FakeClock clock = new FakeClock(1_784_600_040_000L);
  private final Simulator simulator =
      Simulator.start(SimulatorOptions.of("binance").withFrozen(true).withClock(clock));
  final SimClient demo = new SimClient(simulator.uri(), clock, "demo", "demo-secret");

  /** An order that the venue takes. */
  JsonNode place(String params) {
    return ok(demo.signed("POST", ORDER, params));
  }

  /** Why the venue does not take an order: status, code and text. */
  String refused(String params) {
    return demo.signed("POST", ORDER, params).error();
  }

  /** An order of BTCUSDT as it stands now. */
  JsonNode look(JsonNode placed) {
    return ok(
        demo.signed(
            "GET",
            ORDER,
            "symbol=" + text(placed, "symbol") + "&orderId=" + placed.get("orderId")));
  }

  JsonNode signed(String path, String params) {
    return ok(demo.signed("GET", path, params));
  }

  JsonNode get(String pathAndQuery) {
    return ok(demo.get(pathAndQuery));
  }

  void move(String symbol, String price) {
    ok(
        demo.control(
            "POST",
            "/_sim/prices",
            "{\"symbol\":\"%s\",\"price\":\"%s\"}".formatted(symbol, price)));
  }

  static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  static String text(JsonNode node, String field) {
    return node.get(field).asString();
  }

  @Override
  public void close() {
    demo.close();
    simulator.close();
  }
}
