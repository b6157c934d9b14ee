package org.aristobot.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SimulatorTest {

  @Test
  void a_limit_buy_at_the_documented_price_fills_at_once_on_a_walking_market() {
    try (Simulator simulator = Simulator.start(SimulatorOptions.of("binance"));
        SimClient client = SimClient.demo(simulator)) {
      JsonNode order =
          client
              .signed(
                  "POST",
                  "/api/v3/order",
                  "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=43000.10")
              .json();
      assertThat(order.path("status").asString("")).isEqualTo("FILLED");
      assertThat(client.get("/_sim/orders?key=demo").json().get(0).path("status").asString(""))
          .isEqualTo("FILLED");
    }
  }

  @Test
  void a_taken_port_is_refused_with_a_sentence_that_names_it() {
    try (Simulator first = Simulator.start(SimulatorOptions.of("binance"))) {
      SimulatorOptions same = SimulatorOptions.of("binance").withPort(first.port());
      assertThatThrownBy(() -> Simulator.start(same))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Port " + first.port());
    }
  }

  @Test
  void an_unknown_venue_is_refused_by_name() {
    assertThatThrownBy(() -> Simulator.start(SimulatorOptions.of("nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }
}
