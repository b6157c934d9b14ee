package org.aristobot.bus;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.aristobot.bus.Request.Address;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Decimals;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From the bytes on a list to a request, or to the reason why not. Pure: no I/O, no clock.
 *
 * <p>The envelope's unknown members are ignored, since callers add their own for tracing; unknown
 * members of {@code params} are refused.
 */
final class RequestReader {

  /** What a message turned out to be. */
  sealed interface Reading {}

  record Understood(Request request, Action action) implements Reading {}

  /** Wrong, but its caller can be told. */
  record Refused(Address address, Failure failure) implements Reading {}

  /** Nobody can be told: it goes to the rejected messages. */
  record Unanswerable(String reason) implements Reading {}

  static final int MAX_BYTES = 256 * 1024;

  private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern REPLY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MAX_ACTION_SHOWN = 40;
  private static final int MILLI_DIGITS = 3;

  private RequestReader() {}

  static Reading read(byte[] message, Instant firstSeen, boolean legacy) {
    JsonTree.Result json;
    try {
      json = parse(message);
    } catch (CharacterCodingException _) {
      return new Unanswerable("message: is not UTF-8");
    }
    ObjectNode envelope = json.top();
    JsonTree.Problem problem = json.problem();
    Fields fields = new Fields(envelope);
    String requestId;
    try {
      if (problem != null && !problem.ofParams() && problem.field().equals("request_id")) {
        throw Fields.invalid(problem.field(), problem.sentence());
      }
      requestId = requestId(fields);
    } catch (ExchangeException e) {
      String first = problem == null ? "" : problem.field() + ": " + problem.sentence() + "; ";
      return new Unanswerable(first + e.failure().message());
    }
    // As much of the address as can be used, so that even a refusal arrives.
    Address address = new Address(requestId, legacy, usableReplyTo(envelope), wantsText(envelope));
    try {
      if (problem != null) {
        throw Fields.invalid(problem.field(), problem.sentence());
      }
      return understood(address, fields, firstSeen);
    } catch (ExchangeException e) {
      return new Refused(address, e.failure());
    }
  }

  private static JsonTree.Result parse(byte[] message) throws CharacterCodingException {
    if (message.length <= MAX_BYTES) {
      return JsonTree.read(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString());
    }
    // Only for the address: the head of it will do.
    byte[] head = Arrays.copyOf(message, MAX_BYTES);
    JsonTree.Result result = JsonTree.read(new String(head, StandardCharsets.UTF_8));
    String sentence = "is longer than " + MAX_BYTES + " bytes";
    return new JsonTree.Result(
        result.top(), new JsonTree.Problem(JsonTree.MESSAGE, sentence, false));
  }

  private static Understood understood(Address address, Fields fields, Instant firstSeen) {
    checkAddress(fields);
    ObjectNode object = fields.object("params");
    Fields params = new Fields(object == null ? JsonTree.read("{}").top() : object);
    Action action = action(fields);
    Long userId = userId(fields, params);
    Command command = CommandReader.read(action, params);
    if (command instanceof Command.OfBroker && userId == null) {
      throw Fields.invalid("user_id", "is required");
    }
    Instant askedAt = askedAt(fields.json("timestamp"), firstSeen);
    String traceId = fields.id("trace_id");
    return new Understood(
        new Request(address, action.word(), command, userId, traceId, askedAt, false), action);
  }

  private static String requestId(Fields fields) {
    String id = fields.id("request_id");
    if (id == null) {
      throw Fields.invalid("request_id", "is required");
    }
    if (!REQUEST_ID.matcher(id).matches()) {
      throw Fields.invalid(
          "request_id", "must be 1 to 128 visible ASCII characters without blanks");
    }
    return id;
  }

  private static void checkAddress(Fields fields) {
    String replyTo = fields.text("reply_to");
    if (replyTo != null && !isUsableKey(replyTo)) {
      throw Fields.invalid(
          "reply_to",
          "must be 1 to 200 visible ASCII characters and none of the names that Aristobot uses");
    }
    String decimals = fields.text("decimals");
    if (decimals != null && !decimals.equals("string") && !decimals.equals("number")) {
      throw Fields.invalid("decimals", "must be string or number");
    }
  }

  private static @Nullable String usableReplyTo(ObjectNode envelope) {
    JsonNode node = envelope.get("reply_to");
    return node != null && node.isString() && isUsableKey(node.asString()) ? node.asString() : null;
  }

  private static boolean wantsText(ObjectNode envelope) {
    JsonNode node = envelope.get("decimals");
    return node != null && node.isString() && node.asString().equals("string");
  }

  private static boolean isUsableKey(String key) {
    return REPLY_KEY.matcher(key).matches() && !Keys.isOurs(key);
  }

  private static Action action(Fields fields) {
    String word = fields.requiredText("action");
    Action action = Action.of(word);
    if (action != null) {
      return action;
    }
    if (Action.isNotOffered(word)) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_OPERATION, "action: " + word + " is not offered yet");
    }
    throw new ExchangeException(
        ErrorKind.UNKNOWN_ACTION,
        "action: " + printable(word, MAX_ACTION_SHOWN) + " is not a known action");
  }

  private static @Nullable Long userId(Fields envelope, Fields params) {
    Long outer = envelope.has("user_id") ? envelope.requiredId("user_id") : null;
    Long inner = params.has("user_id") ? params.requiredId("user_id") : null;
    if (outer != null && inner != null && !outer.equals(inner)) {
      throw Fields.invalid("user_id", "differs between the message and its params");
    }
    return outer != null ? outer : inner;
  }

  /** The caller's clock if it is one, but never later than the message was seen. */
  private static Instant askedAt(@Nullable JsonNode timestamp, Instant firstSeen) {
    Instant claimed = claimed(timestamp);
    if (claimed == null || Duration.between(claimed, firstSeen).abs().compareTo(DAY) > 0) {
      return firstSeen;
    }
    return claimed.isBefore(firstSeen) ? claimed : firstSeen;
  }

  private static @Nullable Instant claimed(@Nullable JsonNode timestamp) {
    try {
      if (timestamp != null && timestamp.isNumber()) {
        BigDecimal seconds = Decimals.bounded(timestamp.decimalValue());
        return Instant.ofEpochMilli(
            seconds.movePointRight(MILLI_DIGITS).toBigInteger().longValueExact());
      }
      if (timestamp != null && timestamp.isString()) {
        return Instant.parse(timestamp.asString());
      }
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException _) {
      return null; // Existing callers send a monotonic clock here: nonsense is no error.
    }
    return null;
  }

  /** The text fit for a log line: bounded, and printable ASCII only. */
  static String printable(String text, int max) {
    String head = text.length() > max ? text.substring(0, max) + "..." : text;
    return UNPRINTABLE.matcher(head).replaceAll("?");
  }
}
