package org.aristobot.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param body JSON text
 * @param key the account whose request it answers, null when it was not recognized
 */
public record WireResponse(
    int status, Map<String, String> headers, String body, @Nullable String key) {

  public static WireResponse json(int status, String body) {
    return new WireResponse(status, Map.of(), body, null);
  }

  public WireResponse withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new WireResponse(status, more, body, key);
  }

  public WireResponse withBody(String newBody) {
    return new WireResponse(status, headers, newBody, key);
  }

  public WireResponse withKey(@Nullable String newKey) {
    return new WireResponse(status, headers, body, newKey);
  }
}
