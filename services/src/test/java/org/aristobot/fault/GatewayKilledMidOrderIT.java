package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.bus.Step;
import org.aristobot.fault.Verdict.Asked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Gateways that get SIGKILL while they place orders. */
class GatewayKilledMidOrderIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final int CALLERS = 16;
  private static final int CONCURRENT_ORDERS = 200;
  private static final int CONCURRENT_KILLS = 8;

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
    // However the dice fall, the last kill comes before the last order.
    int longest = orders * 9 / 10 / ((rounds + 1) * Step.values().length);
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
    List<Death> plan = everyStep(new Random(seed), 2, orders);
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

  @Test
  void orders_of_sixteen_callers_are_never_doubled_when_the_gateway_is_killed_at_any_moment() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Death> plan = new ArrayList<>();
    for (int kill = 0; kill < CONCURRENT_KILLS; kill++) {
      plan.add(new Death.Answered(1 + random.nextInt(20), Duration.ofMillis(random.nextInt(15))));
    }
    List<Asked> asked;
    try (Relay relay = Relay.start(world, plan)) {
      asked = askFrom(CALLERS, CONCURRENT_ORDERS, relay, plan.size());
    }
    Verdict verdict = Verdict.on(world, asked);
    assertThat(asked).hasSizeGreaterThanOrEqualTo(CONCURRENT_ORDERS);
    System.out.println(
        "orders "
            + asked.size()
            + ", in doubt "
            + verdict.inDoubt()
            + ", of them not placed "
            + verdict.missing());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.placed() + verdict.missing()).isEqualTo(asked.size());
    assertThat(world.venue().orders()).hasSize(verdict.placed());
  }

  /** Each caller asks again as soon as it is answered. */
  private List<Asked> askFrom(int callers, int orders, Relay relay, int kills) {
    List<Asked> asked = new CopyOnWriteArrayList<>();
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int caller = 0; caller < callers; caller++) {
        all.add(
            threads.submit(() -> {
              // However few orders the kills leave behind, the last one comes in their midst.
              while (next.get() < orders || relay.kills() < kills) {
                asked.add(ask(Orders.mixed(next.getAndIncrement())));
              }
            }));
      }
    }
    assertThat(all).allSatisfy(caller -> assertThat(caller).succeedsWithin(Duration.ZERO));
    assertThat(relay.kills()).isEqualTo(kills);
    return asked;
  }

  @Test
  void an_order_that_the_venue_still_works_on_at_the_kill_is_never_sent_again() {
    try (GatewayProcess first = GatewayProcess.launch(world);
        GatewayProcess second = GatewayProcess.launch(world)) {
      first.serve(new Death.Never());
      assertThat(ask(Orders.mixed(0)).answer().success()).isTrue();
      world.venue().arm("{\"fault\":\"slow\",\"ms\":1200,\"match\":\"place_order\"}");
      ObjectNode order = Orders.mixed(3).put("client_order_id", "in-flight");
      String requestId = world.push("place_order", order);
      await().atMost(PATIENCE).until(() -> world.venue().orderPosts() == 2);
      first.kill();
      second.serve(new Death.Never());
      assertThat(world.answer(requestId, PATIENCE).code()).isIn(null, "ORDER_STATE_UNKNOWN");
      await().atMost(PATIENCE).until(() -> ask(order).answer().success());
      assertThat(ask(order).answer().replayed()).isTrue();
      assertThat(world.status("in-flight")).contains("FILLED");
    }
    assertThat(world.venue().orderPosts()).isEqualTo(2);
    assertThat(world.venue().orders()).hasSize(2);
  }

  /** What all this is for, and that the judge sees it: a caller that asks anew gets two orders. */
  @Test
  void a_caller_that_repeats_itself_under_new_request_ids_is_seen_to_double_its_orders() {
    int orders = 4;
    List<Asked> asked = new ArrayList<>();
    List<Death> plan = new ArrayList<>();
    plan.add(new Death.AtStep(Step.SENT, 1));
    // The first to be sent by the next gateway is the repetition.
    plan.addAll(Collections.nCopies(orders - 1, new Death.AtStep(Step.SENT, 2)));
    try (Relay relay = Relay.start(world, plan)) {
      for (int i = 0; i < orders; i++) {
        ObjectNode params = Orders.mixed(i);
        int kills = relay.kills();
        String first = world.push("place_order", params);
        await().atMost(PATIENCE).until(() -> relay.kills() > kills);
        asked.add(ask(params));
        assertThat(world.answer(first, PATIENCE).success()).isTrue();
      }
    }
    assertThat(world.venue().orders()).hasSize(2 * orders);
    assertThat(Verdict.on(world, asked).problems())
        .contains(
            "8 orders on the venue, 4 of them were asked for",
            "8 rows in the journal, 4 were asked for");
  }
}
