package org.aristobot.bus;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That an exchange could not be reached, for those who ask how everything is: {@code
 * exchange_outage} = epoch seconds and a sentence, for 30 s after the last request that failed.
 * Thread rule: any thread.
 */
public final class ExchangeOutage implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ExchangeOutage.class);
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final InstantSource clock;
  private final AtomicLong told = new AtomicLong();

  /**
   * @throws RedisException if Redis cannot be reached
   */
  public ExchangeOutage(RedisAccess access, InstantSource clock) {
    connection = access.connect(RedisAccess.COMMAND_TIMEOUT);
    this.clock = clock;
  }

  /** One request that failed; told once a second. */
  public void note(String why) {
    long second = clock.instant().getEpochSecond();
    if (told.getAndSet(second) == second) {
      return;
    }
    try {
      connection
          .sync()
          .set(
              Keys.EXCHANGE_OUTAGE,
              (second + " " + why).getBytes(StandardCharsets.UTF_8),
              SetArgs.Builder.ex(KEPT.toSeconds()));
    } catch (RedisException e) {
      log.debug("an outage of an exchange could not be told: {}", e.getMessage());
    }
  }

  /**
   * The last one.
   *
   * @param why a sentence that names the exchange
   */
  public record Seen(Instant at, String why) {}

  /**
   * Empty if all requests of the last 30 s reached their exchange, or there were none.
   *
   * @throws RedisException if Redis cannot be reached
   */
  public static Optional<Seen> last(RedisAccess access) {
    byte[] value;
    try (StatefulRedisConnection<String, byte[]> connection =
        access.connect(RedisAccess.COMMAND_TIMEOUT)) {
      value = connection.sync().get(Keys.EXCHANGE_OUTAGE);
    }
    if (value == null) {
      return Optional.empty();
    }
    String[] parts = new String(value, StandardCharsets.UTF_8).split(" ", 2);
    return parts.length == 2 && parts[0].matches("[0-9]{1,12}")
        ? Optional.of(new Seen(Instant.ofEpochSecond(Long.parseLong(parts[0])), parts[1]))
        : Optional.empty();
  }

  @Override
  public void close() {
    connection.close();
  }
}
