package org.aristobot.bus;

import static org.aristobot.bus.Script.bytes;

import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * That this gateway lives, as the others see it: a key that expires, renewed in time, and the set
 * of all gateways. Thread rule: any thread.
 */
final class Liveness {

  private static final Script RENEW =
      new Script(
          """
          redis.call('SADD', KEYS[1], ARGV[1])
          redis.call('SET', KEYS[2], '1', 'PX', ARGV[2])
          return 1
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
  private volatile long heldUntilNanos = System.nanoTime();

  Liveness(StatefulRedisConnection<String, byte[]> connection, IntakeSettings settings) {
    this.connection = connection;
    this.gatewayId = settings.gatewayId();
    this.ttl = settings.livenessTtl();
  }

  void renew() {
    long asked = System.nanoTime();
    List<String> keys = List.of(Keys.GATEWAYS, Keys.liveness(gatewayId));
    RENEW.number(connection, keys, bytes(gatewayId), bytes(ttl.toMillis()));
    heldUntilNanos = asked + ttl.minus(MARGIN).toNanos();
  }

  /** False when others may have taken this gateway for dead: it was frozen, or Redis was away. */
  boolean isHeld() {
    return System.nanoTime() - heldUntilNanos < 0;
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

  void forget(String otherId) {
    List<String> keys =
        List.of(
            Keys.GATEWAYS,
            Keys.liveness(otherId),
            Keys.processing(Keys.REQUESTS, otherId),
            Keys.processing(Keys.LEGACY_REQUESTS, otherId));
    FORGET.number(connection, keys, bytes(otherId));
  }

  /** Dead by one's own word: what is left here may be taken over at once. */
  void retire() {
    connection.sync().del(Keys.liveness(gatewayId));
    forget(gatewayId);
  }
}
