package org.aristobot.bus;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.aristobot.bus.Request.Address;
import org.aristobot.exchange.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of an answer. Decimals keep all their digits, in plain notation; with {@code
 * decimalsAsText} those of {@code data} are texts. Instants are ISO-8601 UTC with milliseconds.
 */
final class Replies {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MILLI_DIGITS = 3;
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(MILLI_DIGITS).toFormatter();

  /** Beyond any decimal that we read or compute: plain notation must not exhaust memory. */
  private static final int MAX_SCALE = 400;

  private static final int REJECTED_BYTES = 8 * 1024;

  /** A text under a name that keys and passwords go by; to the end, where the message is cut. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(\"[^\"]*?(?:secret|password|passphrase|api_?key|signature|token)[^\"]*\"\\s*:\\s*\")"
              + ".*?(?<!\\\\)(\"|\\z)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Replies() {}

  /**
   * Writes the answer.
   *
   * @throws IllegalArgumentException if the data hold what is no JSON of ours, an error in our code
   */
  static String json(Address address, Reply reply, Map<String, BigDecimal> timing) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(out)) {
      boolean asText = address.decimalsAsText();
      json.writeStartObject();
      json.writeStringProperty("request_id", address.requestId());
      switch (reply) {
        case Reply.Done done -> {
          json.writeBooleanProperty("success", true);
          writeMember(json, "data", done.data(), asText);
          writeMembers(json, done.beside(), asText);
          json.writeNullProperty("error");
          json.writeNullProperty("code");
          json.writeBooleanProperty("replayed", done.replayed());
        }
        case Reply.Failed failed -> {
          json.writeBooleanProperty("success", false);
          writeMember(json, "data", failed.details(), asText);
          writeMembers(json, failed.beside(), asText);
          writeFailure(json, failed.failure());
          json.writeBooleanProperty("replayed", failed.replayed());
        }
      }
      writeMember(json, "processing_time_ms", timing.get("total"), false);
      writeMember(json, "timing", timing, false);
      json.writeEndObject();
    }
    return out.toString();
  }

  /**
   * What the list of rejected messages holds: the head of the message, the reason, the time. What
   * calls itself a key or a password is left out.
   */
  static String rejection(byte[] message, String reason, Instant at) {
    String head =
        new String(message, 0, Math.min(message.length, REJECTED_BYTES), StandardCharsets.UTF_8);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("message", SECRET.matcher(head).replaceAll("$1(secret)$2"));
    entry.put("reason", reason);
    entry.put("at", at);
    return json(entry);
  }

  /** A map as JSON, by the rules of answers. */
  static String json(Map<String, ?> map) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(out)) {
      write(json, map, false);
    }
    return out.toString();
  }

  private static void writeFailure(JsonGenerator json, Failure failure) {
    json.writeStringProperty("error", failure.message());
    json.writeStringProperty("code", failure.kind().name());
    if (failure.nativeCode() != null) {
      json.writeStringProperty("native_code", failure.nativeCode());
    }
    if (failure.retryAfter() != null) {
      json.writeNumberProperty("retry_after_ms", failure.retryAfter().toMillis());
    }
  }

  private static void writeMember(
      JsonGenerator json, String name, @Nullable Object value, boolean asText) {
    json.writeName(name);
    write(json, value, asText);
  }

  private static void write(JsonGenerator json, @Nullable Object value, boolean asText) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean truth -> json.writeBoolean(truth);
      case BigDecimal decimal -> writeDecimal(json, decimal, asText);
      case Integer whole -> json.writeNumber(whole.intValue());
      case Long whole -> json.writeNumber(whole.longValue());
      case BigInteger whole -> json.writeNumber(whole);
      case Instant instant -> json.writeString(INSTANT.format(instant));
      case Map<?, ?> map -> {
        json.writeStartObject();
        writeMembers(json, map, asText);
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element, asText);
        }
        json.writeEndArray();
      }
      default ->
          throw new IllegalArgumentException(
              "an answer holds a " + value.getClass().getName() + ", which it must not");
    }
  }

  private static void writeMembers(JsonGenerator json, Map<?, ?> map, boolean asText) {
    for (Map.Entry<?, ?> member : map.entrySet()) {
      writeMember(json, name(member.getKey()), member.getValue(), asText);
    }
  }

  private static String name(@Nullable Object key) {
    if (key instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("an answer holds a map with keys that are no texts");
  }

  private static void writeDecimal(JsonGenerator json, BigDecimal decimal, boolean asText) {
    if (Math.abs((long) decimal.scale()) > MAX_SCALE) {
      throw new IllegalArgumentException("an answer holds a decimal beyond all bounds");
    }
    String plain = decimal.toPlainString();
    if (asText) {
      json.writeString(plain);
    } else {
      json.writeNumber(plain);
    }
  }
}
