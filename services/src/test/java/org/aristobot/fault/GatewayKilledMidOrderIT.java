package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aristobot.bus.Step;
import org.aristobot.fault.Verdict.Asked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Gateways that get SIGKILL while they place orders. */
class GatewayKilledMidOrderIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path data;
  private World world;

  @BeforeEach
  void open() {
    world = new World(data);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Every step in turn, and once each step twice in a row for the same request. */
  private static List<Death> everyStep(Random random, int rounds, int orders) {
    int longest = 2 * orders / ((rounds + 2) * Step.values().length);
    List<Death> plan = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (Step step : Step.values()) {
        plan.add(new Death.AtStep(step, 2 + random.nextInt(longest - 1)));
      }
    }
    for (Step step : Step.values()) {
      plan.add(new Death.AtStep(step, 2 + random.nextInt(longest - 1)));
      plan.add(new Death.AtStep(step, 1));
    }
    return plan;
  }

  private Asked ask(ObjectNode params) {
    String requestId = world.push("place_order", params);
    return new Asked(requestId, params, world.answer(requestId, PATIENCE));
  }

  @Test
  void five_hundred_orders_become_five_hundred_orders_however_often_the_gateway_is_killed() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    int orders = 500;
    List<Death> plan = everyStep(new Random(seed), 3, orders);
    List<Asked> asked = new ArrayList<>();
    long started = System.nanoTime();
    try (Relay relay = Relay.start(world, plan)) {
      for (int i = 0; i < orders; i++) {
        asked.add(ask(Orders.mixed(i)));
      }
      assertThat(relay.kills()).isEqualTo(plan.size());
      System.out.println("kills " + relay.killsByStep());
    }
    System.out.println("seconds " + (System.nanoTime() - started) / 1_000_000_000);
    Verdict verdict = Verdict.on(world, asked);
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.inDoubt()).isZero();
    assertThat(world.venue().orders()).hasSize(orders);
  }
}
