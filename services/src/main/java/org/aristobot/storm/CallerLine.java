package org.aristobot.storm;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Optional;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.RedisAccess;
import tools.jackson.databind.node.ObjectNode;

/**
 * How callers reach the gateways: as existing ones do (RPUSH, GET until there is an answer, DEL),
 * on the older list too, or with a list of their own to be answered on. Any thread.
 */
final class CallerLine implements AutoCloseable {

  /** Where the answer is expected. */
  enum Way {
    POLLED("exchange_requests", "exchange_response_"),
    OLDER_LIST("ccxt_requests", "ccxt_response_"),
    REPLY_LIST("exchange_requests", "storm_reply:");

    final String list;
    final String answers;

    Way(String list, String answers) {
      this.list = list;
      this.answers = answers;
    }
  }

  private static final Duration FIRST_LOOK = Duration.ofMillis(3);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(50);

  private final StatefulRedisConnection<String, String> connection;
  private final BusClient bus;

  CallerLine(RedisAccess access, BusClient bus) {
    this.bus = bus;
    connection = access.open();
  }

  /** Puts a message on the list and waits for its answer; empty for silence, or without Redis. */
  Optional<Answer> ask(ObjectNode message, Way way, Duration hearing) throws InterruptedException {
    String requestId = message.get("request_id").asString();
    String key = way.answers + requestId;
    try {
      ObjectNode addressed = message.deepCopy();
      if (way == Way.REPLY_LIST) {
        addressed.put("reply_to", key);
      }
      connection.sync().rpush(way.list, VenueControl.JSON.writeValueAsString(addressed));
      return way == Way.REPLY_LIST ? bus.await(key, hearing) : poll(key, hearing);
    } catch (RedisException e) {
      Thread.sleep(LONGEST_LOOK);
      return Optional.empty();
    }
  }

  private Optional<Answer> poll(String key, Duration hearing) throws InterruptedException {
    long end = System.nanoTime() + hearing.toNanos();
    Duration pause = FIRST_LOOK;
    while (System.nanoTime() - end < 0) {
      String json = connection.sync().get(key);
      if (json != null) {
        connection.sync().del(key);
        return Optional.of(BusClient.answer(json));
      }
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : pause.multipliedBy(2);
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    connection.close();
  }
}
