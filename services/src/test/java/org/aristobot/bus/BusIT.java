package org.aristobot.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.aristobot.exchange.ErrorKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bus against a real Redis. */
class BusIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Trace.Listener NOBODY = (_, _) -> {};

  private static TestRedis server;
  private static RedisAccess access;
  private static RedisClient rawClient;
  private static StatefulRedisConnection<String, String> rawConnection;
  private static RedisCommands<String, String> redis;
  private static BusClient client;

  private final List<Intake> intakes = new ArrayList<>();
  private final InstantSource clock = Clock.systemUTC();

  @BeforeAll
  static void connect(@TempDir Path folder) throws Exception {
    server = new TestRedis(folder);
    access = new RedisAccess(server.uri(), "bus-test");
    rawClient = RedisClient.create(server.uri());
    rawConnection = rawClient.connect();
    redis = rawConnection.sync();
    client = new BusClient(access);
  }

  @AfterAll
  static void disconnect() throws Exception {
    client.close();
    access.close();
    rawConnection.close();
    rawClient.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    server.close();
  }

  @BeforeEach
  void empty() {
    redis.flushall();
  }

  @AfterEach
  void stop() {
    intakes.forEach(intake -> intake.stop(Duration.ofSeconds(2)));
  }

  private static IntakeSettings settings(String id) {
    return new IntakeSettings(id, 8, 2, 4, Duration.ofMillis(200), Duration.ofMillis(1_500));
  }

  private Intake start(String id, Intake.Handler handler) {
    return start(settings(id), handler);
  }

  private Intake start(IntakeSettings settings, Intake.Handler handler) {
    Intake intake = new Intake(access, settings, handler, _ -> false, NOBODY, clock);
    intakes.add(intake);
    intake.start();
    return intake;
  }

  private static Reply pong(Request request, Trace trace) {
    return new Reply.Done(Map.of("pong", true, "price", new BigDecimal("43000.10")));
  }

  private static String ping(String id) {
    return "{\"request_id\":\"" + id + "\",\"action\":\"ping\",\"timestamp\":12345.678}";
  }

  private static String order(String id) {
    return "{\"request_id\":\""
        + id
        + "\",\"action\":\"place_order\",\"user_id\":1,\"params\":{\"broker_id\":5,"
        + "\"symbol\":\"BTC/USDT\",\"price\":null}}";
  }

  private static String edit(String id) {
    return "{\"request_id\":\""
        + id
        + "\",\"action\":\"edit_order\",\"user_id\":1,\"params\":{\"broker_id\":5,"
        + "\"order_id\":\"7\",\"symbol\":\"BTC/USDT\",\"price\":\"43000\"}}";
  }

  private static BusClient.Answer answer(String key) {
    await().atMost(PATIENCE).until(() -> redis.exists(key) == 1);
    return BusClient.answer(redis.get(key));
  }

  @Test
  void a_caller_that_pushes_and_polls_gets_its_answer_for_300_seconds() {
    start("a", BusIT::pong);
    redis.rpush("exchange_requests", ping("one"));
    BusClient.Answer answer = answer("exchange_response_one");
    assertThat(answer.success()).isTrue();
    assertThat(answer.raw().get("request_id").asString()).isEqualTo("one");
    assertThat(answer.raw().get("data").get("price").decimalValue()).isEqualTo("43000.10");
    assertThat(answer.raw().get("timing").has("queue")).isTrue();
    assertThat(redis.ttl("exchange_response_one")).isBetween(290L, 300L);
    assertThat(redis.exists("ccxt_response_one")).isZero();
    assertThat(redis.keys("*processing*")).isEmpty();
    assertThat(redis.exists("exchange_requests:deliveries")).isZero();
  }

  @Test
  void the_older_list_is_answered_under_both_keys() {
    start("a", BusIT::pong);
    redis.rpush("ccxt_requests", ping("old"));
    assertThat(answer("ccxt_response_old").success()).isTrue();
    assertThat(redis.get("exchange_response_old")).isEqualTo(redis.get("ccxt_response_old"));
    assertThat(redis.ttl("ccxt_response_old")).isBetween(290L, 300L);
  }

  @Test
  void a_reply_list_takes_the_place_of_the_keys() {
    start("a", BusIT::pong);
    redis.rpush("exchange_requests", ping("r").replace("}", ",\"reply_to\":\"my:list\"}"));
    await().atMost(PATIENCE).until(() -> redis.llen("my:list") == 1);
    assertThat(redis.ttl("my:list")).isBetween(290L, 300L);
    assertThat(redis.exists("exchange_response_r")).isZero();
    assertThat(client.call("ping", null, null, PATIENCE)).get().matches(BusClient.Answer::success);
  }

  @Test
  void a_caller_without_a_gateway_gets_no_answer_and_an_error_of_its_own_is_an_answer() {
    assertThat(client.call("ping", null, null, Duration.ofMillis(50))).isEmpty();
    start("a", BusIT::pong);
    BusClient.Answer refused = client.call("fly", null, 1L, PATIENCE).orElseThrow();
    assertThat(refused.code()).isEqualTo("UNKNOWN_ACTION");
    assertThat(refused.error()).isEqualTo("action: fly is not a known action");
  }

  @Test
  void an_answer_whose_reply_list_is_something_else_goes_to_the_rejected_messages() {
    start("a", BusIT::pong);
    redis.set("no:list", "x");
    redis.rpush("exchange_requests", ping("r").replace("}", ",\"reply_to\":\"no:list\"}"));
    assertThat(rejected()).contains("reply_to: is no list");
    assertThat(redis.get("no:list")).isEqualTo("x");
    assertThat(redis.keys("*processing*")).isEmpty();
  }

  @Test
  void decimals_come_as_texts_on_demand() {
    start("a", BusIT::pong);
    redis.rpush("exchange_requests", ping("d").replace("}", ",\"decimals\":\"string\"}"));
    assertThat(answer("exchange_response_d").data().get("price").asString()).isEqualTo("43000.10");
  }

  @Test
  void what_cannot_be_answered_is_kept_with_its_reason() {
    start("a", BusIT::pong);
    redis.rpush("exchange_requests", "{\"action\":\"ping\"}");
    assertThat(rejected()).contains("request_id: is required").contains("\\\"ping\\\"");
    redis.flushall();
    redis.rpush("ccxt_requests", "{{{");
    assertThat(rejected()).contains("message: is not valid JSON");
    redis.flushall();
    redis.eval(
        "return redis.call('RPUSH', KEYS[1], string.char(255, 254))",
        ScriptOutputType.INTEGER,
        "exchange_requests");
    assertThat(rejected()).contains("message: is not UTF-8");
    assertThat(redis.keys("*processing*")).isEmpty();
  }

  private static String rejected() {
    await().atMost(PATIENCE).until(() -> redis.llen("exchange_requests:rejected") == 1);
    return redis.lindex("exchange_requests:rejected", 0);
  }

  @Test
  void what_a_handler_throws_is_answered_without_claiming_that_no_order_exists() {
    start(
        "a",
        (_, _) -> {
          throw new IllegalStateException("a defect");
        });
    redis.rpush("exchange_requests", ping("p"), order("o"));
    assertThat(answer("exchange_response_p").code()).isEqualTo("INTERNAL");
    assertThat(answer("exchange_response_o").code()).isEqualTo("ORDER_STATE_UNKNOWN");
  }

  @Test
  void an_old_query_is_not_carried_out_and_an_old_order_reaches_the_handler_as_expired() {
    List<Request> seen = new CopyOnWriteArrayList<>();
    start(
        "a",
        (request, trace) -> {
          seen.add(request);
          return pong(request, trace);
        });
    long now = clock.instant().getEpochSecond();
    redis.rpush("exchange_requests", at(ping("p"), now - 61), at(order("o"), now - 121));
    redis.rpush("exchange_requests", at(order("fresh"), now - 60), at(ping("day"), now - 100_000));
    assertThat(answer("exchange_response_p").code()).isEqualTo("TIMEOUT");
    assertThat(answer("exchange_response_o").success()).isTrue();
    assertThat(answer("exchange_response_fresh").success()).isTrue();
    assertThat(answer("exchange_response_day").success()).isTrue();
    assertThat(seen)
        .extracting(request -> request.address().requestId() + request.expired())
        .containsExactlyInAnyOrder("otrue", "freshfalse", "dayfalse");
  }

  private static String at(String message, long second) {
    return message
        .replaceFirst(",\"timestamp\":[0-9.]+", "")
        .replaceFirst("\\{", "{\"timestamp\":" + second + ".25,");
  }

  @Test
  void another_gateway_finishes_what_a_killed_one_held() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(2);
    Intake killed =
        start(
            "killed",
            (request, trace) -> {
              reached.countDown();
              return blocked(never, request, trace);
            });
    redis.rpush("exchange_requests", order("o"));
    redis.rpush("ccxt_requests", ping("p"));
    await().atMost(PATIENCE).until(() -> reached.getCount() == 0);
    killed.abandon();
    start("heir", BusIT::pong);
    assertThat(answer("exchange_response_o").success()).isTrue();
    assertThat(answer("ccxt_response_p").success()).isTrue();
    assertThat(redis.keys("*processing*")).isEmpty();
    await()
        .atMost(PATIENCE)
        .until(() -> redis.smembers("exchange_gateways").equals(Set.of("heir")));
    never.countDown();
  }

  @Test
  void a_gateway_that_was_taken_for_dead_answers_nothing_when_it_wakes() {
    CountDownLatch frozen = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    Intake sleeper =
        start(
            new IntakeSettings("sleeper", 8, 2, 4, Duration.ofHours(1), Duration.ofHours(1)),
            (request, trace) -> {
              reached.countDown();
              return blocked(frozen, request, trace);
            });
    redis.rpush("exchange_requests", replyTo(order("o")));
    await().atMost(PATIENCE).until(() -> reached.getCount() == 0);
    redis.del("exchange_gateway:sleeper");
    start("heir", BusIT::pong);
    await().atMost(PATIENCE).until(() -> redis.llen("all:answers") == 1);
    frozen.countDown();
    await().atMost(PATIENCE).until(() -> sleeper.load().orders() == 0);
    assertThat(redis.llen("all:answers")).isEqualTo(1);
  }

  @Test
  void the_same_message_twice_is_worked_on_and_answered_twice() {
    start("a", BusIT::pong);
    for (int i = 0; i < 10; i++) {
      redis.rpush("exchange_requests", replyTo(order("same")));
    }
    await().atMost(PATIENCE).until(() -> redis.llen("all:answers") == 10);
    await().atMost(PATIENCE).until(() -> redis.keys("*processing*").isEmpty());
    assertThat(redis.llen("exchange_requests:rejected")).isZero();
  }

  @Test
  void the_steps_of_a_request_are_told_in_order() {
    List<Step> steps = new CopyOnWriteArrayList<>();
    Intake intake =
        new Intake(
            access, settings("a"), BusIT::pong, _ -> false, (step, _) -> steps.add(step), clock);
    intakes.add(intake);
    intake.start();
    redis.rpush("exchange_requests", ping("p"));
    await().atMost(PATIENCE).until(() -> steps.contains(Step.ANSWERED));
    assertThat(steps).containsExactly(Step.MOVED, Step.ANSWERED);
    assertThat(redis.exists("exchange_response_p")).isEqualTo(1);
  }

  @Test
  void what_is_published_reaches_who_listens() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (StatefulRedisPubSubConnection<String, String> listener = rawClient.connectPubSub();
        Publisher publisher = new Publisher(access)) {
      listener.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
              heard.add(channel + " " + message);
            }
          });
      listener.sync().subscribe("websockets");
      publisher.publish(Map.of("done", new BigDecimal("0.50")));
      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
    }
    assertThat(heard).containsExactly("websockets {\"done\":0.50}");
  }

  private static Reply blocked(CountDownLatch gate, Request request, Trace trace) {
    try {
      if (!gate.await(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the gate stayed shut");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return pong(request, trace);
  }

  @Test
  void a_gateway_of_the_same_name_takes_up_its_own_list_at_start() {
    redis.rpush("exchange_requests:processing:a", order("left"));
    start(new IntakeSettings("a", 8, 2, 4, Duration.ofHours(1), Duration.ofHours(1)), BusIT::pong);
    assertThat(answer("exchange_response_left").success()).isTrue();
  }

  @Test
  void a_message_that_was_lost_sight_of_is_found_in_the_own_list() {
    start("a", BusIT::pong);
    redis.rpush("exchange_requests:processing:a", ping("lost"), ping("lost too"));
    redis.rpush("exchange_requests:processing:a", order("lost order"), order("lost4"));
    assertThat(answer("exchange_response_lost").success()).isTrue();
    assertThat(answer("exchange_response_lost4").success()).isTrue();
    await().atMost(PATIENCE).until(() -> redis.keys("*processing*").isEmpty());
    assertThat(redis.llen("exchange_requests:rejected")).isEqualTo(2);
  }

  @Test
  void a_message_taken_over_three_times_is_rejected_and_its_caller_told() {
    AtomicInteger handled = new AtomicInteger();
    redis.sadd("exchange_gateways", "dead");
    for (String id : List.of("third", "fourth")) {
      redis.rpush("exchange_requests:processing:dead", order(id));
      int count = id.equals("third") ? 2 : 3;
      redis.hset(
          "exchange_requests:deliveries",
          Digest.sha1(Script.bytes(order(id))),
          clock.millis() + ":" + count);
    }
    start(
        "a",
        (request, trace) -> {
          handled.incrementAndGet();
          return pong(request, trace);
        });
    assertThat(answer("exchange_response_third").success()).isTrue();
    assertThat(answer("exchange_response_fourth").code()).isEqualTo("ORDER_STATE_UNKNOWN");
    assertThat(rejected()).contains("was taken 4 times");
    assertThat(handled).hasValue(1);
    assertThat(redis.exists("exchange_requests:deliveries")).isZero();
  }

  @Test
  void a_full_query_lane_refuses_at_once_and_orders_pass() {
    CountDownLatch gate = new CountDownLatch(1);
    start(
        "a",
        (request, trace) ->
            request.command() instanceof Command.Ping
                ? blocked(gate, request, trace)
                : pong(request, trace));
    for (int i = 0; i < 10; i++) {
      redis.rpush("exchange_requests", ping("q" + i));
    }
    redis.rpush("exchange_requests", order("o"));
    BusClient.Answer refused = answer("exchange_response_q9");
    assertThat(refused.code()).isEqualTo(ErrorKind.RATE_LIMITED.name());
    assertThat(refused.raw().get("retry_after_ms").asInt()).isEqualTo(1_000);
    assertThat(answer("exchange_response_o").success()).isTrue();
    assertThat(redis.exists("exchange_response_q0")).isZero();
    gate.countDown();
    for (int i = 0; i < 6; i++) {
      assertThat(answer("exchange_response_q" + i).success()).isTrue();
    }
  }

  @Test
  void a_full_order_lane_leaves_orders_on_the_list_and_queries_pass_them() {
    CountDownLatch gate = new CountDownLatch(1);
    Intake intake =
        start(
            "a",
            (request, trace) ->
                request.command() instanceof Command.Ping
                    ? pong(request, trace)
                    : blocked(gate, request, trace));
    for (int i = 0; i < 300; i++) {
      redis.rpush("exchange_requests", order("o" + i));
    }
    redis.rpush("exchange_requests", edit("edit"), ping("behind"));
    assertThat(answer("exchange_response_behind").success()).isTrue();
    assertThat(redis.lrange("exchange_requests", -1, -1)).containsExactly(edit("edit"));
    assertThat(intake.load().orders()).isBetween(8, 8 + 64);
    assertThat(redis.llen("exchange_requests")).isGreaterThan(200);
    gate.countDown();
    assertThat(answer("exchange_response_o299").success()).isTrue();
    await().atMost(PATIENCE).until(() -> redis.keys("exchange_response_*").size() == 302);
  }

  @Test
  void orders_begin_in_the_order_in_which_they_were_pushed() {
    List<String> begun = new CopyOnWriteArrayList<>();
    IntakeSettings oneAtATime =
        new IntakeSettings("a", 1, 1, 1, Duration.ofSeconds(1), Duration.ofMinutes(5));
    for (int i = 0; i < 50; i++) {
      redis.rpush("exchange_requests", order("o" + i));
    }
    start(
        oneAtATime,
        (request, trace) -> {
          begun.add(request.address().requestId());
          return pong(request, trace);
        });
    await().atMost(PATIENCE).until(() -> begun.size() == 50);
    assertThat(begun)
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "o" + i).toList());
  }

  @Test
  void two_gateways_answer_every_message_exactly_once() {
    Map<String, Integer> handled = new ConcurrentHashMap<>();
    Intake.Handler counting =
        (request, trace) -> {
          handled.merge(request.address().requestId(), 1, Integer::sum);
          return pong(request, trace);
        };
    int each = 400;
    for (String id : List.of("a", "b")) {
      // A machine that stands still must not make one of them take the other for dead.
      start(
          new IntakeSettings(id, 64, 64, 1_000, Duration.ofMillis(100), Duration.ofMinutes(5)),
          counting);
    }
    for (int i = 0; i < each; i++) {
      redis.rpush("exchange_requests", replyTo(ping("n" + i)));
      redis.rpush("ccxt_requests", replyTo(order("l" + i)));
    }
    await().atMost(PATIENCE).until(() -> redis.llen("all:answers") >= 2L * each);
    await().atMost(PATIENCE).until(() -> redis.keys("*processing*").isEmpty());
    assertThat(redis.llen("all:answers")).isEqualTo(2L * each);
    assertThat(handled).hasSize(2 * each);
    assertThat(handled.values()).containsOnly(1);
  }

  private static String replyTo(String message) {
    return message.replaceFirst("\\{", "{\"reply_to\":\"all:answers\",");
  }

  @Test
  void a_redis_that_restarts_in_the_middle_loses_nothing() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch gate = new CountDownLatch(1);
    start(
        "a",
        (request, trace) -> {
          begun.incrementAndGet();
          return blocked(gate, request, trace);
        });
    for (int i = 0; i < 20; i++) {
      redis.rpush("exchange_requests", order("o" + i));
      redis.rpush("ccxt_requests", order("l" + i));
    }
    await().atMost(PATIENCE).until(() -> begun.get() == 8);
    server.down();
    gate.countDown();
    server.up();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> redis.keys("exchange_response_*").size() == 40);
    assertThat(redis.keys("ccxt_response_*")).hasSize(20);
    await().atMost(PATIENCE).until(() -> redis.keys("*processing*").isEmpty());
    redis.rpush("exchange_requests", ping("after"));
    assertThat(answer("exchange_response_after").success()).isTrue();
  }

  @Test
  void a_stop_finishes_what_runs_and_leaves_the_rest_to_the_next() {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    Intake first =
        start(
            "first",
            (request, trace) -> {
              begun.incrementAndGet();
              return blocked(gate, request, trace);
            });
    for (int i = 0; i < 20; i++) {
      redis.rpush("exchange_requests", order("o" + i));
    }
    await().atMost(PATIENCE).until(() -> begun.get() == 8);
    Thread stopper = Thread.ofVirtual().start(() -> first.stop(PATIENCE));
    await().atMost(PATIENCE).until(() -> first.load().orders() == 8);
    gate.countDown();
    await().atMost(PATIENCE).until(() -> !stopper.isAlive());
    assertThat(redis.keys("exchange_response_*")).hasSize(8);
    assertThat(redis.exists("exchange_gateway:first")).isZero();
    start("second", BusIT::pong);
    await().atMost(PATIENCE).until(() -> redis.keys("exchange_response_*").size() == 20);
    assertThat(redis.llen("exchange_requests:rejected")).isZero();
  }

  @Test
  void messages_of_a_gateway_that_is_proven_dead_are_taken_over_before_its_sign_of_life_expires() {
    redis.sadd("exchange_gateways", "gone", "silent");
    redis.set("exchange_gateway:gone", "1");
    redis.set("exchange_gateway:silent", "1");
    redis.rpush("exchange_requests:processing:gone", ping("held"));
    redis.rpush("exchange_requests:processing:silent", ping("unproven"));
    Intake intake =
        new Intake(access, settings("heir"), BusIT::pong, "gone"::equals, NOBODY, clock);
    intakes.add(intake);
    intake.start();
    assertThat(answer("exchange_response_held").success()).isTrue();
    // A call of the dead one that was blocked on Redis may still be served after that.
    assertThat(redis.smembers("exchange_gateways")).contains("gone");
    redis.rpush("exchange_requests:processing:gone", ping("late"));
    assertThat(answer("exchange_response_late").success()).isTrue();
    assertThat(redis.exists("exchange_response_unproven")).isZero();
    redis.del("exchange_gateway:gone");
    await().atMost(PATIENCE).until(() -> !redis.smembers("exchange_gateways").contains("gone"));
  }

  @Test
  void a_service_is_up_then_stale_then_down() {
    assertThat(TerminalHeartbeat.health(access, "terminal5", clock))
        .isEqualTo(new TerminalHeartbeat.Health(TerminalHeartbeat.State.DOWN, null));
    Instant now = Instant.ofEpochSecond(1_706_000_000);
    try (TerminalHeartbeat heartbeat =
        TerminalHeartbeat.start(access, "terminal5", InstantSource.fixed(now))) {
      assertThat(redis.get("terminal_heartbeat:terminal5")).isEqualTo("1706000000");
      assertThat(redis.ttl("terminal_heartbeat:terminal5")).isBetween(25L, 30L);
      assertThat(heartbeat).isNotNull();
    }
    assertThat(stateAt(now.plusSeconds(29))).isEqualTo(TerminalHeartbeat.State.UP);
    redis.del("terminal_heartbeat:terminal5");
    assertThat(stateAt(now.plusSeconds(59))).isEqualTo(TerminalHeartbeat.State.STALE);
    assertThat(stateAt(now.plusSeconds(60))).isEqualTo(TerminalHeartbeat.State.DOWN);
  }

  private static TerminalHeartbeat.State stateAt(Instant instant) {
    return TerminalHeartbeat.health(access, "terminal5", InstantSource.fixed(instant)).state();
  }
}
