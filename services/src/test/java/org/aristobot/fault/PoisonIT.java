package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.fault.Verdict.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A message that ends every gateway that works on it. */
class PoisonIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Long enough for an order that was on its way to the venue at a death to be settled. */
  private static final Duration WAIT = Duration.ofSeconds(30);

  private static final int LAG = 500;
  private static final int OTHERS = 60;

  @TempDir Path data;

  @Test
  void it_ends_three_gateways_and_no_fourth_and_takes_no_other_message_along() {
    Map<String, ObjectNode> orders = new LinkedHashMap<>();
    for (int i = 0; i < OTHERS; i++) {
      orders.put("before-or-after-" + i, Orders.mixed(i));
      if (i == OTHERS / 2) {
        orders.put(GatewayMain.POISON, Orders.mixed(0));
      }
    }
    List<GatewayProcess> gateways = new ArrayList<>();
    try (World world = new World(data)) {
      for (int i = 0; i < 4; i++) {
        gateways.add(GatewayProcess.launchPatient(world, WAIT, LAG));
      }
      gateways.subList(0, 3).forEach(gateway -> gateway.serve(new Death.Poisoned()));
      world.placeAll(orders);
      await()
          .atMost(PATIENCE)
          .until(() -> gateways.stream().filter(GatewayProcess::isAlive).count() == 1);
      gateways.getLast().serve(new Death.Poisoned());

      Answer poison = world.answer(GatewayMain.POISON, PATIENCE);
      assertThat(poison.code()).isEqualTo("ORDER_STATE_UNKNOWN");
      assertThat(poison.error()).contains("was taken 4 times and never finished");
      List<Asked> asked = new ArrayList<>();
      orders.forEach((id, order) ->
          asked.add(
              new Asked(
                  id, order, id.equals(GatewayMain.POISON) ? poison : world.answer(id, PATIENCE))));
      assertThat(world.rejected()).hasSize(1).first().asString().contains(GatewayMain.POISON);
      assertThat(gateways.getLast().isAlive()).isTrue();
      Verdict verdict = Verdict.on(world, asked);
      System.out.println(
          "others placed " + verdict.placed() + ", not placed " + (verdict.missing() - 1));
      assertThat(verdict.problems()).isEmpty();
      // What was on its way at a death is settled; of the others nothing is in doubt.
      assertThat(verdict.inDoubt()).isEqualTo(1);
    } finally {
      gateways.forEach(GatewayProcess::close);
    }
  }
}
