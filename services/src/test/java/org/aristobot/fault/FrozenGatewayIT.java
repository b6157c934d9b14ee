package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A gateway that stands still for so long that another one takes it for dead, and wakes up. */
class FrozenGatewayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;

  @Test
  void a_gateway_that_wakes_up_after_its_lease_sends_nothing_and_answers_nothing() {
    ObjectNode order = Orders.mixed(3).put("client_order_id", "frozen");
    try (World world = new World(data);
        GatewayProcess frozen = GatewayProcess.launchImpatient(world);
        GatewayProcess heir = GatewayProcess.launchImpatient(world)) {
      frozen.serve(new Death.AtStep(Step.JOURNALED, 2));
      assertThat(ask(world, Orders.mixed(0)).success()).isTrue();
      String requestId = world.push("place_order", order);
      assertThat(frozen.awaitStandstill(PATIENCE)).isTrue();
      frozen.freeze();
      frozen.goOn();
      heir.serve(new Death.Never());

      // The other one cannot know whether the order has left, so it does not send it.
      assertThat(world.answer(requestId, PATIENCE).code()).isEqualTo("ORDER_STATE_UNKNOWN");
      assertThat(world.status("frozen")).contains("SENDING");

      frozen.thaw();
      await()
          .atMost(PATIENCE)
          .until(() -> world.status("frozen").orElseThrow().equals("NOT_PLACED"));
      assertThat(world.venue().orderPosts()).isEqualTo(1);
      assertThat(ask(world, Orders.mixed(0)).success()).isTrue();
      assertThat(world.hasAnswer(requestId)).isFalse();

      // Now it is known that it never left, and its ids are free again.
      BusClient.Answer again = ask(world, order);
      assertThat(again.success()).isTrue();
      assertThat(again.replayed()).isFalse();
      assertThat(world.venue().orders()).hasSize(3);
    }
  }

  private static BusClient.Answer ask(World world, ObjectNode order) {
    return world.answer(world.push("place_order", order), PATIENCE);
  }
}
