package org.aristobot.bus;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whoever listens, on the channel {@code websockets}. Thread rule: any thread. */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final StatefulRedisConnection<String, byte[]> connection;

  public Publisher(RedisAccess access) {
    this.connection = access.connect(RedisAccess.COMMAND_TIMEOUT);
  }

  /**
   * Publishes a JSON object. Nobody may be listening, so that a failure is logged, not thrown.
   *
   * @param message texts, booleans, decimals, instants, maps and lists of them
   */
  public void publish(Map<String, ?> message) {
    byte[] json = Script.bytes(Replies.json(message));
    try {
      connection.sync().publish(Keys.WEBSOCKETS, json);
    } catch (RedisException e) {
      LOG.warn("a message for the UI was not published: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
