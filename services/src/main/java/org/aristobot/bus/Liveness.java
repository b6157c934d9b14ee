package org.aristobot.bus;

import static org.aristobot.bus.Script.bytes;

import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * That this gateway lives, as the others see it: a key that expires, renewed in time, and the set
 * of all gateways. Thread rule: any thread.
 */
final class Liveness {

  /**
   * Answers whether the key had lasted until now, so that nobody can have taken anything over. It
   * holds the term, so that the answer is right too when a first answer was lost.
   */
  private static final Script RENEW =
      new Script(
          """
          local lasted = redis.call('GET', KEYS[2]) == ARGV[3]
          redis.call('SADD', KEYS[1], ARGV[1])
          redis.call('SET', KEYS[2], lasted and ARGV[3] or ARGV[4], 'PX', ARGV[2])
          return lasted and 1 or 0
          """);

  /** Only a gateway that neither lives nor left messages behind is forgotten. */
  private static final Script FORGET =
      new Script(
          """
          if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
          for i = 3, #KEYS do
            if redis.call('LLEN', KEYS[i]) > 0 then return 0 end
          end
          return redis.call('SREM', KEYS[1], ARGV[1])
          """);

  /** Work begins only while the key will surely live a little longer. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final String gatewayId;
  private final Duration ttl;
  private final InstantSource clock;
  private volatile Held held;

  /**
   * How long the key surely lasts. Both clocks must say so: the monotonic one cannot be set, the
   * other one goes on while a machine is suspended.
   *
   * @param term counts the times that the key had gone before it was renewed
   */
  private record Held(int term, long untilNanos, Instant until) {}

  Liveness(
      StatefulRedisConnection<String, byte[]> connection,
      IntakeSettings settings,
      InstantSource clock) {
    this.connection = connection;
    this.gatewayId = settings.gatewayId();
    this.ttl = settings.livenessTtl();
    this.clock = clock;
    held = new Held(0, System.nanoTime(), clock.instant());
  }

  synchronized void renew() {
    long asked = System.nanoTime();
    Instant now = clock.instant();
    List<String> keys = List.of(Keys.GATEWAYS, Keys.liveness(gatewayId));
    int term = held.term();
    byte[] millis = bytes(ttl.toMillis());
    boolean lasted =
        RENEW.number(connection, keys, bytes(gatewayId), millis, bytes(term), bytes(term + 1L))
            == 1;
    Duration surely = ttl.minus(MARGIN);
    held = new Held(lasted ? term : term + 1, asked + surely.toNanos(), now.plus(surely));
  }

  /** False when others may have taken this gateway for dead: it was frozen, or Redis was away. */
  boolean isHeld() {
    return isHeld(term());
  }

  /** Names the time since the key last was gone; a message that comes now belongs to it. */
  int term() {
    return held.term();
  }

  /**
   * Whether what came in that term is still ours. A gateway that was taken for dead and lives again
   * holds its sign of life, and nothing of what it held before.
   */
  boolean isHeld(int term) {
    Held now = held;
    return now.term() == term
        && System.nanoTime() - now.untilNanos() < 0
        && clock.instant().isBefore(now.until());
  }

  Set<String> others() {
    Set<String> others = new TreeSet<>();
    for (byte[] id : connection.sync().smembers(Keys.GATEWAYS)) {
      others.add(new String(id, StandardCharsets.UTF_8));
    }
    others.remove(gatewayId);
    return others;
  }

  boolean isDead(String otherId) {
    return connection.sync().exists(Keys.liveness(otherId)) == 0;
  }

  /** True if it was known and now is not. */
  boolean forget(String otherId) {
    List<String> keys =
        List.of(
            Keys.GATEWAYS,
            Keys.liveness(otherId),
            Keys.processing(Keys.REQUESTS, otherId),
            Keys.processing(Keys.LEGACY_REQUESTS, otherId));
    return FORGET.number(connection, keys, bytes(otherId)) == 1;
  }

  /** Dead by one's own word: what is left here may be taken over at once. */
  void retire() {
    connection.sync().del(Keys.liveness(gatewayId));
    boolean _ = forget(gatewayId);
  }
}
