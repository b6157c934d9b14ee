package org.aristobot.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param body JSON text
 */
public record WireResponse(int status, Map<String, String> headers, String body) {

  public static WireResponse json(int status, String body) {
    return new WireResponse(status, Map.of(), body);
  }

  public WireResponse withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new WireResponse(status, more, body);
  }

  public WireResponse withBody(String newBody) {
    return new WireResponse(status, headers, newBody);
  }
}
