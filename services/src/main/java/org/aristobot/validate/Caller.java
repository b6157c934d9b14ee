package org.aristobot.validate;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.BusClient.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the gateway over Redis, as any caller does, and stops waiting when the user wants an end.
 * Thread rule: one thread at a time.
 */
final class Caller {

  /** Somebody has asked for an end. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** As long as a gateway keeps a caller waiting whose order is in doubt, and a little. */
  private static final Duration ORDER_PATIENCE = Duration.ofSeconds(125);

  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(40);

  /** Who has asked for an end does not wait long for the rest; the program is halted then. */
  private static final Duration HURRY = Duration.ofSeconds(3);

  private static final Duration SLICE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final JsonMapper JSON = new JsonMapper();

  private final BusClient bus;
  private final long userId;
  private final BooleanSupplier stop;
  private boolean closing;

  Caller(BusClient bus, long userId, BooleanSupplier stop) {
    this.bus = bus;
    this.userId = userId;
    this.stop = stop;
  }

  /** From now on nothing but the clean-up is left, which an end that was asked for waits for. */
  void closing() {
    closing = true;
  }

  /** That long, or less where somebody waits for the end. */
  Duration patience(Duration usual) {
    return stop.getAsBoolean() && usual.compareTo(HURRY) > 0 ? HURRY : usual;
  }

  static ObjectNode params(long brokerId) {
    return JSON.createObjectNode().put("broker_id", brokerId);
  }

  /** Asks about something. */
  Answer ask(String action, ObjectNode params) {
    return ask(action, params, newRequestId(), QUERY_PATIENCE);
  }

  /** Asks for something to be done to an order. */
  Answer command(String action, ObjectNode params, String requestId) {
    return ask(action, params, requestId, ORDER_PATIENCE);
  }

  /** Waits a little before something is looked at again. */
  void pause() {
    if (stop.getAsBoolean() && !closing) {
      throw new Stopped();
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  static String newRequestId() {
    return UUID.randomUUID().toString();
  }

  /** The answer to a request, if it comes in that time. */
  Optional<Answer> ask(ObjectNode message, Duration patience) {
    String replyTo = "aristobot_reply:" + UUID.randomUUID();
    bus.submit(JSON.writeValueAsString(message.deepCopy().put("reply_to", replyTo)));
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Answer> answer = bus.await(replyTo, SLICE);
      if (answer.isPresent()) {
        return answer;
      }
      if (stop.getAsBoolean() && !closing) {
        throw new Stopped();
      }
    }
    return Optional.empty();
  }

  private Answer ask(String action, ObjectNode params, String requestId, Duration usual) {
    if (stop.getAsBoolean() && !closing) {
      throw new Stopped();
    }
    Duration patience = patience(usual);
    ObjectNode message =
        JSON.createObjectNode()
            .put("request_id", requestId)
            .put("action", action)
            .put("user_id", userId);
    message.set("params", params);
    return ask(message, patience)
        .orElseThrow(() ->
            new Result.Failed(action + " was not answered within " + patience.toSeconds() + " s"));
  }
}
