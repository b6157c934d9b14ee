package org.aristobot.bus;

import static org.aristobot.bus.Script.bytes;

import io.lettuce.core.KeyValue;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The caller's side of the bus. Thread rule: any thread; each thread that waits has a connection of
 * its own for that time.
 */
public final class BusClient implements AutoCloseable {

  /**
   * An answer.
   *
   * @param raw the JSON as it came
   */
  public record Answer(
      boolean success,
      JsonNode data,
      @Nullable String code,
      @Nullable String error,
      boolean replayed,
      JsonNode raw) {}

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final RedisAccess access;
  private final StatefulRedisConnection<String, byte[]> shared;
  private final ConcurrentLinkedDeque<StatefulRedisConnection<String, byte[]>> idle =
      new ConcurrentLinkedDeque<>();

  public BusClient(RedisAccess access) {
    this.access = access;
    this.shared = access.connect(RedisAccess.COMMAND_TIMEOUT);
  }

  /**
   * Asks and waits.
   *
   * @param params the parameters, or null for none
   * @return empty if no answer came in time
   * @throws io.lettuce.core.RedisException if Redis cannot be reached
   */
  public Optional<Answer> call(
      String action, @Nullable ObjectNode params, @Nullable Long userId, Duration timeout) {
    ObjectNode message = MAPPER.createObjectNode();
    message.put("request_id", UUID.randomUUID().toString());
    message.put("action", action);
    message.set("params", params == null ? MAPPER.createObjectNode() : params);
    message.put("user_id", userId);
    return call(message, timeout);
  }

  /** Sends a whole message, with a {@code reply_to} of ours, and waits for its answer. */
  public Optional<Answer> call(ObjectNode message, Duration timeout) {
    String replyTo = "aristobot_reply:" + UUID.randomUUID();
    ObjectNode addressed = message.deepCopy();
    addressed.put("reply_to", replyTo);
    submit(MAPPER.writeValueAsString(addressed));
    return await(replyTo, timeout);
  }

  /** Puts a message on the request list, as it is. */
  public void submit(String json) {
    push(Keys.REQUESTS, json);
  }

  /** Waits for an answer that is pushed to a list. */
  public Optional<Answer> await(String replyTo, Duration timeout) {
    StatefulRedisConnection<String, byte[]> borrowed = idle.poll();
    StatefulRedisConnection<String, byte[]> connection =
        borrowed == null ? access.connect(LONGEST.plus(RedisAccess.COMMAND_TIMEOUT)) : borrowed;
    try {
      double seconds = Math.clamp(timeout.toMillis(), 1, LONGEST.toMillis()) / 1e3;
      KeyValue<String, byte[]> popped = connection.sync().blpop(seconds, replyTo);
      idle.push(connection);
      return popped == null || popped.isEmpty()
          ? Optional.empty()
          : Optional.of(answer(new String(popped.getValue(), StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void push(String list, String json) {
    shared.sync().rpush(list, bytes(json));
  }

  /** How many requests a gateway has taken and not answered yet. */
  public long held(String gatewayId) {
    return shared.sync().llen(Keys.processing(Keys.REQUESTS, gatewayId))
        + shared.sync().llen(Keys.processing(Keys.LEGACY_REQUESTS, gatewayId));
  }

  /** Reads an answer's JSON. */
  public static Answer answer(String json) {
    JsonNode raw = MAPPER.readTree(json);
    return new Answer(
        raw.path("success").asBoolean(false),
        raw.path("data"),
        textOrNull(raw.path("code")),
        textOrNull(raw.path("error")),
        raw.path("replayed").asBoolean(false),
        raw);
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }

  @Override
  public void close() {
    shared.close();
    idle.forEach(StatefulRedisConnection::close);
  }
}
