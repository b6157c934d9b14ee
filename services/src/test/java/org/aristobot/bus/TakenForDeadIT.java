package org.aristobot.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway may still do that was taken for dead, and in which order others go on for it. */
class TakenForDeadIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A sign of life that a machine which stands still for a while does not end. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Trace.Listener NOBODY = (_, _) -> {};

  private TestRedis server;
  private RedisAccess access;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;
  private RedisCommands<String, String> redis;

  @BeforeEach
  void connect(@TempDir Path folder) throws Exception {
    server = new TestRedis(folder);
    access = new RedisAccess(server.uri(), "test");
    client = RedisClient.create(server.uri());
    connection = client.connect();
    redis = connection.sync();
  }

  @AfterEach
  void disconnect() throws Exception {
    access.close();
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    server.close();
  }

  private Intake start(Duration ttl, Intake.Handler handler) {
    IntakeSettings settings = new IntakeSettings("a", 8, 2, 4, Duration.ofMillis(200), ttl);
    Intake intake =
        new Intake(access, settings, handler, _ -> false, NOBODY, InstantSource.system());
    intake.start();
    return intake;
  }

  private static String order(String id) {
    return "{\"request_id\":\"%s\",\"action\":\"place_order\",\"user_id\":1,\"params\":{\"broker_id\":5}}"
        .formatted(id);
  }

  @Test
  void what_it_took_before_its_sign_of_life_was_gone_is_not_its_own_when_it_has_renewed_the_sign() {
    List<Trace> traces = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    Intake intake =
        start(
            LONG,
            (_, trace) -> {
              traces.add(trace);
              waitFor(done);
              return new Reply.Done(Map.of());
            });
    redis.rpush("exchange_requests", order("before"));
    await().atMost(PATIENCE).until(() -> traces.size() == 1);
    assertThat(traces.getFirst().isOurs()).isTrue();

    redis.del("exchange_gateway:a");
    await().atMost(PATIENCE).until(() -> redis.exists("exchange_gateway:a") == 1);
    await().atMost(PATIENCE).until(() -> !traces.getFirst().isOurs());
    redis.rpush("exchange_requests", order("after"));
    await().atMost(PATIENCE).until(() -> traces.size() == 2);
    assertThat(traces.getLast().isOurs()).isTrue();
    assertThat(traces.getFirst().isOurs()).isFalse();
    assertThat(traces.getFirst().untold().isOurs()).isFalse();
    done.countDown();
    intake.stop(PATIENCE);
  }

  @Test
  void messages_that_two_gateways_did_not_finish_are_taken_over_one_by_one() {
    redis.sadd("exchange_gateways", "dead");
    List<String> suspects = List.of("one", "two", "three");
    for (String id : suspects) {
      redis.rpush("exchange_requests:processing:dead", order(id));
      redis.hset(
          "exchange_requests:deliveries",
          Digest.sha1(Script.bytes(order(id))),
          InstantSource.system().millis() + ":2");
    }
    redis.rpush("exchange_requests:processing:dead", order("new"));
    List<String> begun = new CopyOnWriteArrayList<>();
    Semaphore finish = new Semaphore(0);
    Intake intake =
        start(
            LONG,
            (request, _) -> {
              String id = request.address().requestId();
              begun.add(id);
              if (suspects.contains(id)) {
                finish.acquireUninterruptibly();
              }
              return new Reply.Done(Map.of());
            });
    // What only one gateway did not finish waits for nobody.
    await().atMost(PATIENCE).until(() -> redis.exists("exchange_response_new") == 1);
    for (int i = 1; i <= suspects.size(); i++) {
      int now = i;
      await().atMost(PATIENCE).until(() -> begun.size() == now + 1);
      assertThat(redis.llen("exchange_requests:processing:dead")).isEqualTo(suspects.size() - now);
      finish.release();
      String id = suspects.get(i - 1);
      await().atMost(PATIENCE).until(() -> redis.exists("exchange_response_" + id) == 1);
    }
    await().atMost(PATIENCE).until(() -> !redis.smembers("exchange_gateways").contains("dead"));
    intake.stop(PATIENCE);
  }

  private static void waitFor(CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
