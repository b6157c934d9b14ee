package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.aristobot.app.TestGateway;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.Step;
import org.aristobot.fault.Verdict.Asked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * That the judge can see a doubled order: gateways whose intents are not in the journal while they
 * send meet the faults that others survive, and double every order that was under way.
 */
class WithoutIntentsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What lets the venue carry an order out and its gateway not know it. */
  private static final List<String> FAULTS =
      List.of(
          "{'fault':'reply_lost_after_accept'}",
          "{'fault':'accept_late','ms':50,'hold':true}",
          "{'fault':'http_503','after_accept':true}",
          "{'fault':'http_504'}",
          "{'fault':'http_307'}",
          "{'fault':'malformed_json'}",
          "{'fault':'empty_body'}",
          "{'fault':'error_code','status':500,'code':-1006,'msg':'no words','after_accept':true}");

  @TempDir Path data;

  /** Filled at once, so that the venue takes the same client id a second time. */
  private static ObjectNode filling() {
    return Orders.base("BTC/USDT", "buy", "market", "0.001");
  }

  /** A kill at every step, where it makes the difference thrice, the last two of one request. */
  private static List<Death> plan() {
    List<Death> plan = new ArrayList<>();
    Arrays.stream(Step.values()).map(step -> new Death.AtStep(step, 3)).forEach(plan::add);
    plan.add(new Death.AtStep(Step.SENT, 2));
    plan.add(new Death.AtStep(Step.SENT, 1));
    return plan;
  }

  private static Asked ask(World world, String requestId, ObjectNode params) {
    world.push(requestId, "place_order", params);
    return new Asked(requestId, params, world.answer(requestId, PATIENCE));
  }

  /** How often the venue has something twice after the gateways were killed as planned. */
  private int doubledByKills(Function<World, GatewayProcess> launcher) {
    int orders = 30;
    List<Asked> asked = new ArrayList<>();
    try (World world = new World(data)) {
      try (Relay relay = Relay.start(world, plan(), launcher)) {
        for (int i = 0; i < orders; i++) {
          asked.add(ask(world, UUID.randomUUID().toString(), filling()));
        }
        assertThat(relay.kills()).isEqualTo(plan().size());
      }
      assertThat(asked).allMatch(one -> one.answer().success());
      return judge(world, asked);
    }
  }

  private static int judge(World world, List<Asked> asked) {
    List<String> problems = Verdict.on(world, asked).problems();
    int doubled = (int) problems.stream().filter(problem -> problem.endsWith("twice")).count();
    assertThat(world.venue().orders()).hasSize(asked.size() + doubled);
    assertThat(problems.isEmpty()).as("%s", problems).isEqualTo(doubled == 0);
    return doubled;
  }

  @Test
  void kills_double_nothing_where_intents_are_recorded_first() {
    assertThat(doubledByKills(GatewayProcess::launch)).isZero();
  }

  @Test
  void the_same_kills_are_seen_to_double_every_order_whose_intent_is_recorded_last() {
    assertThat(doubledByKills(GatewayProcess::launchIntentsOff)).isEqualTo(3);
  }

  @Test
  void a_venue_that_hides_what_it_did_is_seen_to_have_every_order_twice_without_a_journal()
      throws Exception {
    List<Asked> asked = new ArrayList<>();
    try (World world = new World(data);
        IntentsOff off =
            IntentsOff.open(
                world.postgres().url(), world.postgres().user(), world.postgresPassword(), true);
        AutoCloseable _ =
            TestGateway.start(
                data,
                world.postgres(),
                world.redisUri(),
                world.venue().uri(),
                World.SECRET_KEY,
                off)) {
      for (String fault : FAULTS) {
        String requestId = UUID.randomUUID().toString();
        world
            .venue()
            .arm(fault.replace('\'', '"').replaceFirst("}$", ",\"match\":\"place_order\"}"));
        Answer first = ask(world, requestId, filling()).answer();
        assertThat(first.success()).as(fault).isFalse();
        asked.add(ask(world, requestId, filling()));
      }
      assertThat(judge(world, asked)).isEqualTo(FAULTS.size());
    }
  }
}
