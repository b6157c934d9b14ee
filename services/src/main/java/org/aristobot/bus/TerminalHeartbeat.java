package org.aristobot.bus;

import static org.aristobot.bus.Script.bytes;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service's sign of life: {@code terminal_heartbeat:{terminal}} = epoch seconds, for 30 s, every
 * 10 s. The same second goes into the hash {@code terminal_heartbeats_seen}, which does not expire,
 * because the key alone is gone before a service is STALE and would never tell an age.
 */
public final class TerminalHeartbeat implements AutoCloseable {

  /** How a service is. */
  public enum State {
    UP,
    STALE,
    DOWN
  }

  /**
   * A service's health.
   *
   * @param age since its last heartbeat; null if there never was one
   */
  public record Health(State state, @Nullable Duration age) {}

  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration UP_FOR = Duration.ofSeconds(30);
  private static final Duration STALE_FOR = Duration.ofSeconds(60);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final String terminal;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private TerminalHeartbeat(
      StatefulRedisConnection<String, byte[]> connection, String terminal, InstantSource clock) {
    this.connection = connection;
    this.terminal = terminal;
    this.clock = clock;
  }

  /**
   * Beats from now on.
   *
   * @param terminal the name of the service, a word and a number
   * @throws RedisException if Redis cannot be reached
   */
  public static TerminalHeartbeat start(RedisAccess access, String terminal, InstantSource clock) {
    TerminalHeartbeat heartbeat =
        new TerminalHeartbeat(access.connect(RedisAccess.COMMAND_TIMEOUT), terminal, clock);
    heartbeat.beat();
    Thread.ofPlatform().name("heartbeat " + terminal).daemon().start(heartbeat::beatOn);
    return heartbeat;
  }

  private void beatOn() {
    Outage outage = new Outage("heartbeat of " + terminal);
    try {
      while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          beat();
          outage.over();
        } catch (RedisException e) {
          outage.failed(e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    byte[] second = bytes(clock.instant().getEpochSecond());
    connection.sync().set(Keys.heartbeat(terminal), second, SetArgs.Builder.ex(UP_FOR.toSeconds()));
    connection.sync().hset(Keys.HEARTBEATS_SEEN, terminal, second);
  }

  /**
   * How a service is: UP under 30 s, STALE under 60 s, else DOWN.
   *
   * @throws RedisException if Redis cannot be reached
   */
  public static Health health(RedisAccess access, String terminal, InstantSource clock) {
    byte[] seen;
    try (StatefulRedisConnection<String, byte[]> connection = access.connectOnce()) {
      byte[] beat = connection.sync().get(Keys.heartbeat(terminal));
      seen = beat != null ? beat : connection.sync().hget(Keys.HEARTBEATS_SEEN, terminal);
    }
    Instant last = seen == null ? null : second(new String(seen, StandardCharsets.UTF_8));
    if (last == null) {
      return new Health(State.DOWN, null);
    }
    Duration age = Duration.between(last, clock.instant());
    if (age.compareTo(UP_FOR) < 0) {
      return new Health(State.UP, age);
    }
    return new Health(age.compareTo(STALE_FOR) < 0 ? State.STALE : State.DOWN, age);
  }

  /** Services of an existing installation write fractions of a second too. */
  private static @Nullable Instant second(String text) {
    return text.matches("[0-9]{1,12}([.][0-9]*)?")
        ? Instant.ofEpochSecond(Long.parseLong(text, 0, (text + ".").indexOf('.'), 10))
        : null;
  }

  /** Beats no more. The key is left to expire, as it would for a process that died. */
  @Override
  public void close() {
    stopping.countDown();
    connection.close();
  }
}
