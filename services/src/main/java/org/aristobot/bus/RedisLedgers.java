package org.aristobot.bus;

import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.aristobot.exchange.LedgerState;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;

/**
 * The use of the venues' limits, counted on Redis for all gateways, over one connection. Thread
 * rule: any thread.
 */
public final class RedisLedgers implements AutoCloseable {

  /** An order waits for it; a Redis that is silent for so long is as good as away. */
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final StatefulRedisConnection<String, byte[]> connection;

  /**
   * Connects.
   *
   * @throws io.lettuce.core.RedisException if Redis cannot be reached
   */
  public RedisLedgers(RedisAccess access) {
    this(access, TIMEOUT);
  }

  RedisLedgers(RedisAccess access, Duration timeout) {
    connection = access.connect(timeout);
  }

  /** What is used of the limits of that venue at that address. */
  public LedgerState of(Venue venue, Environment environment, URI address) {
    String place =
        venue.word()
            + ":"
            + environment.name().toLowerCase(Locale.ROOT)
            + ":"
            + address.getAuthority();
    return new RedisLedger(connection, place);
  }

  @Override
  public void close() {
    connection.close();
  }
}
