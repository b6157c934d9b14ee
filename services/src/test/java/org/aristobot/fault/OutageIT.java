package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.aristobot.app.PostgresAccess;
import org.aristobot.app.TestGateway;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.Step;
import org.aristobot.fault.Verdict.Asked;
import org.aristobot.gateway.AlertStub;
import org.aristobot.journal.CuttingProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a gateway stands on goes away and comes back: nothing is lost, nothing doubled. One gateway
 * serves all tests, over lines that can be cut; callers have lines of their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As long as a lease and longer than a sign of life; an intent waits for much less. */
  private static final Duration AWAY = Duration.ofSeconds(30);

  private static final int CALLERS = 6;
  private static final int WARM = 30;

  private World world;
  private CuttingProxy postgres;
  private CuttingProxy redis;
  private CuttingProxy venue;
  private AlertStub alerts;
  private AutoCloseable gateway;
  private PostgresAccess postgresOverLine;
  private String redisOverLine;

  /** What is to happen, once, when the venue has answered a request. */
  private final AtomicReference<@Nullable Runnable> afterSend = new AtomicReference<>();

  /** Everything that was asked of this gateway, so that the judge can count. */
  private final List<Asked> asked = new ArrayList<>();

  @BeforeAll
  void open(@TempDir Path data) throws IOException {
    world = new World(data);
    alerts = new AlertStub();
    PostgresAccess real = world.postgres();
    int postgresPort = URI.create(real.url().substring("jdbc:".length())).getPort();
    int redisPort = URI.create(world.redisUri()).getPort();
    postgres = new CuttingProxy(postgresPort);
    redis = new CuttingProxy(redisPort);
    venue = new CuttingProxy(world.venue().uri().getPort());
    postgresOverLine =
        new PostgresAccess(
            real.url().replace(":" + postgresPort + "/", ":" + postgres.port() + "/"),
            real.user(),
            real.password());
    redisOverLine = world.redisUri().replace(":" + redisPort, ":" + redis.port());
    gateway =
        TestGateway.start(
            data,
            postgresOverLine,
            redisOverLine,
            URI.create("http://127.0.0.1:" + venue.port()),
            World.SECRET_KEY,
            (step, _) -> reached(step),
            TestGateway.AT_ONCE,
            Map.of("ARISTOBOT_ALERTS_WEBHOOK_URL", alerts.uri().toString()));
    // The first order reads the markets.
    assertThat(ask(order("first")).answer().success()).isTrue();
  }

  private void reached(Step step) {
    Runnable action = step == Step.SENT ? afterSend.get() : null;
    if (action != null) {
      action.run();
      afterSend.set(null);
    }
  }

  @AfterAll
  void close() throws Exception {
    gateway.close();
    venue.close();
    redis.close();
    postgres.close();
    alerts.close();
    world.close();
  }

  private static ObjectNode order(String name) {
    return Orders.mixed(3).put("client_order_id", name + "-" + UUID.randomUUID());
  }

  private Asked ask(ObjectNode params) {
    String requestId = world.push("place_order", params);
    return keep(new Asked(requestId, params, world.answer(requestId, PATIENCE)));
  }

  private Asked keep(Asked one) {
    asked.add(one);
    return one;
  }

  /** The same request again; what it is answered now counts. */
  private Answer askAgain(Asked before) {
    world.push(before.requestId(), "place_order", before.params());
    Answer answer = world.answer(before.requestId(), PATIENCE);
    asked.remove(before);
    keep(new Asked(before.requestId(), before.params(), answer));
    return answer;
  }

  private void judge() {
    Verdict verdict = Verdict.on(world, asked);
    System.out.println(
        "asked "
            + asked.size()
            + ", placed "
            + verdict.placed()
            + ", in doubt "
            + verdict.inDoubt()
            + ", missing "
            + verdict.missing());
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.placed() + verdict.missing()).isEqualTo(asked.size());
  }

  private static String clientId(ObjectNode params) {
    return params.get("client_order_id").asString();
  }

  /** Commits whose answers nobody sees. */
  @Nested
  class LostCommitAnswer {

    @Test
    void an_intent_whose_commit_answer_was_lost_is_sent_once_and_answered() {
      for (int i = 0; i < 10; i++) {
        ObjectNode params = order("lost");
        long posts = world.venue().orderPosts();
        postgres.cutAnswerTo(clientId(params), false);
        Answer answer = ask(params).answer();
        assertThat(answer.success()).as("%s", answer.raw()).isTrue();
        assertThat(postgres.hasCut()).isTrue();
        assertThat(world.venue().orderPosts()).isEqualTo(posts + 1);
      }
      judge();
    }

    @Test
    void an_outcome_whose_commit_answer_was_lost_is_recorded_once() {
      ObjectNode params = order("outcome");
      postgres.cutAnswerTo("Accepted", false);
      assertThat(ask(params).answer().success()).isTrue();
      assertThat(postgres.hasCut()).isTrue();
      assertThat(events(clientId(params))).containsExactly("Requested", "Accepted");
      judge();
    }

    @Test
    void an_intent_that_may_have_been_committed_is_never_sent_and_its_ids_come_back() {
      ObjectNode params = order("maybe");
      long posts = world.venue().orderPosts();
      postgres.cutAnswerTo(clientId(params), true);
      Asked one = ask(params);
      assertThat(one.answer().code()).isIn("ORDER_STATE_UNKNOWN", "INTERNAL");
      assertThat(one.answer().error()).contains("journal");
      assertThat(world.venue().orderPosts()).isEqualTo(posts);
      postgres.setAway(false);
      await()
          .atMost(PATIENCE)
          .until(() -> world.status(clientId(params)).filter("NOT_PLACED"::equals).isPresent());
      assertThat(askAgain(one).success()).isTrue();
      assertThat(world.venue().orderPosts()).isEqualTo(posts + 1);
      judge();
    }
  }

  private List<String> events(String clientId) {
    return world
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT kind FROM order_events e JOIN orders o ON o.id = e.order_id"
                        + " WHERE o.client_order_id = :id ORDER BY seq")
                .bind("id", clientId)
                .mapTo(String.class)
                .list());
  }

  @Test
  void an_outcome_waits_for_the_journal_and_then_its_caller_is_answered() {
    ObjectNode params = order("between");
    long posts = world.venue().orderPosts();
    // Between the venue's answer and the record of it, however the machine runs.
    afterSend.set(() -> postgres.setAway(true));
    String requestId = world.push("place_order", params);
    await().atMost(PATIENCE).until(() -> afterSend.get() == null);
    assertThat(world.venue().orderPosts()).isEqualTo(posts + 1);
    await().during(Duration.ofSeconds(6)).atMost(PATIENCE).until(() -> !world.hasAnswer(requestId));
    assertThat(world.status(clientId(params))).contains("SENDING");
    postgres.setAway(false);
    Asked one = keep(new Asked(requestId, params, world.answer(requestId, PATIENCE)));
    assertThat(one.answer().success()).as("%s", one.answer().raw()).isTrue();
    assertThat(events(clientId(params))).containsExactly("Requested", "Accepted");
    assertThat(askAgain(one).replayed()).isTrue();
    assertThat(world.venue().orderPosts()).isEqualTo(posts + 1);
    judge();
  }

  private interface Trouble {
    void make(Callers callers) throws InterruptedException, IOException;
  }

  /** Callers place orders before, while and after; they go on by themselves. */
  private Callers underLoad(String what, Trouble trouble) throws InterruptedException, IOException {
    Callers callers = Callers.start(world, CALLERS);
    try (callers) {
      await().atMost(PATIENCE).until(() -> callers.placed() >= WARM);
      trouble.make(callers);
      int before = callers.placed();
      long start = System.nanoTime();
      await().atMost(PATIENCE).until(() -> callers.placed() >= before + WARM);
      System.out.printf("%s: goes on after %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
    System.out.println(what + ": heard " + callers.heard() + ", replayed " + callers.replayed());
    asked.addAll(callers.asked());
    assertThat(callers.problems()).isEmpty();
    judge();
    return callers;
  }

  /** Its process has ended for a while, so to say. */
  private void away(CuttingProxy line, Duration time) throws InterruptedException, IOException {
    line.setRefusing(true);
    Thread.sleep(time);
  }

  private String status() {
    return TestGateway.status(redisOverLine, postgresOverLine);
  }

  /** Half a minute each, in the middle of load. */
  @Nested
  class Away {

    @Test
    void postgresql() throws Exception {
      Callers callers =
          underLoad(
              "postgresql away",
              _ -> {
                away(postgres, AWAY);
                assertThat(status()).containsPattern("postgresql +DOWN").endsWith("not all up");
                postgres.setRefusing(false);
              });
      assertThat(callers.heard().keySet()).containsAnyOf("INTERNAL", "ORDER_STATE_UNKNOWN");
      assertThat(alerts.of("OUTAGE")).anyMatch(text -> text.startsWith("PostgreSQL is away"));
      await().atMost(PATIENCE).until(() -> status().endsWith("\nall up"));
    }

    @Test
    void redis() throws Exception {
      underLoad(
          "redis away",
          _ -> {
            away(redis, AWAY);
            assertThat(status()).containsPattern("redis +DOWN").endsWith("not all up");
            redis.setRefusing(false);
          });
      assertThat(alerts.of("OUTAGE")).anyMatch(text -> text.startsWith("Redis is away"));
    }

    @Test
    void the_venue() throws Exception {
      Callers callers =
          underLoad(
              "venue away",
              _ -> {
                away(venue, AWAY);
                assertThat(status()).containsPattern("binance +DOWN").endsWith("not all up");
                venue.setRefusing(false);
              });
      assertThat(callers.heard()).containsKey("EXCHANGE_UNAVAILABLE");
      assertThat(alerts.of("OUTAGE"))
          .anyMatch(text -> text.startsWith("the exchange binance is away"));
      await().atMost(PATIENCE).until(() -> status().endsWith("\nall up"));
    }
  }

  @Test
  void a_redis_that_forgets_everything_loses_no_order_and_callers_who_ask_again_get_replays()
      throws Exception {
    Callers callers =
        underLoad(
            "redis forgets",
            _ -> {
              long posts = world.venue().orderPosts();
              world
                  .venue()
                  .arm(
                      "{\"fault\":\"slow\",\"ms\":6000,\"after_accept\":true,\"match\":\"place_order\",\"times\":6}");
              await().atMost(PATIENCE).until(() -> world.venue().orderPosts() >= posts + CALLERS);
              redis.setAway(true);
              world.forgetRedis();
              redis.setAway(false);
            });
    assertThat(callers.heard()).containsKey("silence");
    assertThat(callers.replayed()).isPositive();
  }
}
