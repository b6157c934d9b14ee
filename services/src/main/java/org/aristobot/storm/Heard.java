package org.aristobot.storm;

import java.util.Set;
import org.aristobot.bus.BusClient.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a caller was told last.
 *
 * @param code of a failure
 * @param id the venue's id of the order
 * @param status the unified word
 */
record Heard(
    boolean success,
    @Nullable String code,
    @Nullable String error,
    @Nullable String id,
    @Nullable String status,
    boolean replayed) {

  static final String IN_DOUBT = "ORDER_STATE_UNKNOWN";

  /** What may be heard while something is away; the request may be put again. */
  private static final Set<String> PASSING =
      Set.of("INTERNAL", "EXCHANGE_UNAVAILABLE", "TIMEOUT", "RATE_LIMITED", IN_DOUBT);

  static Heard of(Answer answer) {
    JsonNode data = answer.data();
    return new Heard(
        answer.success(),
        answer.code(),
        answer.error(),
        text(data, "id"),
        text(data, "status"),
        answer.replayed());
  }

  private static @Nullable String text(JsonNode data, String field) {
    return data.hasNonNull(field) ? data.get(field).asString() : null;
  }

  boolean isInDoubt() {
    return IN_DOUBT.equals(code);
  }

  /** Whether asking again may bring another answer. */
  boolean isPassing() {
    // What is replayed and not in doubt was recorded, as the venue's own refusal for one.
    return !success && PASSING.contains(code) && (isInDoubt() || !replayed);
  }
}
