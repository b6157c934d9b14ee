package org.aristobot.bus;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.aristobot.model.Venue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That an exchange could not be reached, for those who ask how everything is: {@code
 * exchange_outage:{exchange}} = epoch seconds and a sentence, for 30 s after the last request that
 * failed. Thread rule: any thread.
 */
public final class ExchangeOutage implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ExchangeOutage.class);
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final InstantSource clock;
  private final Map<Venue, Long> told = new ConcurrentHashMap<>();

  /**
   * @throws RedisException if Redis cannot be reached
   */
  public ExchangeOutage(RedisAccess access, InstantSource clock) {
    connection = access.connect(RedisAccess.COMMAND_TIMEOUT);
    this.clock = clock;
  }

  /** One request that failed; told once a second. */
  public void note(Venue venue, String why) {
    long second = clock.instant().getEpochSecond();
    Long before = told.put(venue, second);
    if (before != null && before == second) {
      return;
    }
    try {
      connection
          .sync()
          .set(
              Keys.outage(venue),
              (second + " " + why).getBytes(StandardCharsets.UTF_8),
              SetArgs.Builder.ex(KEPT.toSeconds()));
    } catch (RedisException e) {
      log.debug("an outage of {} could not be told: {}", venue, e.getMessage());
    }
  }

  /**
   * The last one of an exchange.
   *
   * @param why a sentence
   */
  public record Seen(Venue venue, Instant at, String why) {}

  /**
   * Empty if all requests of the last 30 s reached their exchange, or there were none.
   *
   * @throws RedisException if Redis cannot be reached
   */
  public static List<Seen> last(RedisAccess access) {
    List<Seen> seen = new ArrayList<>();
    try (StatefulRedisConnection<String, byte[]> connection = access.connectOnce()) {
      for (Venue venue : Venue.values()) {
        byte[] value = connection.sync().get(Keys.outage(venue));
        if (value != null) {
          read(venue, value).ifPresent(seen::add);
        }
      }
    }
    return seen;
  }

  private static Optional<Seen> read(Venue venue, byte[] value) {
    String[] parts = new String(value, StandardCharsets.UTF_8).split(" ", 2);
    return parts.length == 2 && parts[0].matches("[0-9]{1,12}")
        ? Optional.of(new Seen(venue, Instant.ofEpochSecond(Long.parseLong(parts[0])), parts[1]))
        : Optional.empty();
  }

  @Override
  public void close() {
    connection.close();
  }
}
