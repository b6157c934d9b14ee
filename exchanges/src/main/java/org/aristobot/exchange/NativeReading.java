package org.aristobot.exchange;

import java.util.Map;
import org.aristobot.model.NativeParams;

/**
 * A caller's native parameters, sorted: those that say in the venue's words what a field of the
 * order request says in ours, and the rest, which travels untouched.
 *
 * @param fields unified field name ({@code side}, {@code time_in_force}, …) to its unified text
 */
public record NativeReading(Map<String, String> fields, NativeParams rest) {
  public NativeReading {
    fields = Map.copyOf(fields);
  }
}
