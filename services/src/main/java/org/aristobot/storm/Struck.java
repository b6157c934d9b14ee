package org.aristobot.storm;

import java.util.HashSet;
import java.util.Set;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that a fault struck, as the simulated venue recorded it.
 *
 * @param names the values of its parameters, the ids of its order among them
 * @param executed the HTTP status of the venue's own answer; null if it never came to one
 * @param told the HTTP status that the gateway was told; null for nothing
 */
record Struck(
    Venue venue,
    String key,
    String operation,
    Set<String> names,
    @Nullable Integer executed,
    @Nullable Integer told) {

  static Struck of(Venue venue, JsonNode request) {
    Set<String> names = new HashSet<>();
    for (JsonNode value : request.get("parameters")) {
      names.add(value.asString());
    }
    return new Struck(
        venue,
        request.get("key").asString(),
        request.get("operation").asString(),
        names,
        number(request, "executed"),
        number(request, "told"));
  }

  private static @Nullable Integer number(JsonNode request, String field) {
    return request.hasNonNull(field) ? Integer.valueOf(request.get(field).asInt()) : null;
  }

  /** Whether the venue said something, and carried nothing out as far as its status tells. */
  boolean isAnsweredInVain() {
    return told != null && (executed == null || executed / 100 != 2);
  }
}
