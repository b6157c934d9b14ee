package org.aristobot.conformance;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.aristobot.net.StubServer.Seen;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the request of an independent client and ours for the same wish do not have in common. */
public final class RequestDifference {

  /** A parameter that differs; null where one of the two does not send it. */
  public record Parameter(String name, @Nullable String theirs, @Nullable String ours) {

    /** {@code 10000 != 5000}. */
    public String values() {
      return theirs + " != " + ours;
    }
  }

  private RequestDifference() {}

  /**
   * Their parameters against ours: name, theirs and ours of each that differs; empty if none does.
   *
   * @param expected a recorded request
   * @param rightly whether a parameter may differ
   */
  public static String of(
      JsonNode expected, Map<String, String> ours, Predicate<Parameter> rightly) {
    Map<String, String> theirs = new TreeMap<>();
    for (String part : List.of("query", "body")) {
      expected.path(part).properties().forEach(e -> theirs.put(e.getKey(), text(e.getValue())));
    }
    Set<String> names = new TreeSet<>(theirs.keySet());
    names.addAll(ours.keySet());
    StringBuilder difference = new StringBuilder();
    for (String name : names) {
      Parameter parameter = new Parameter(name, theirs.get(name), ours.get(name));
      if (!isSame(parameter) && !rightly.test(parameter)) {
        difference.append(name).append(' ').append(parameter.values()).append("; ");
      }
    }
    return difference.toString();
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asString() : value.toString();
  }

  private static boolean isSame(Parameter parameter) {
    String theirs = parameter.theirs();
    String ours = parameter.ours();
    if (theirs == null || ours == null) {
      return false;
    }
    if (theirs.equals("<generated>") || theirs.equals(ours)) {
      return true;
    }
    return theirs.matches("[0-9.]+")
        && ours.matches("[0-9.]+")
        && new BigDecimal(theirs).compareTo(new BigDecimal(ours)) == 0;
  }

  /** The parameters behind the question mark, decoded. */
  public static Map<String, String> query(Seen sent) {
    Map<String, String> parameters = new TreeMap<>();
    if (sent.target().contains("?")) {
      for (String pair : sent.target().substring(sent.target().indexOf('?') + 1).split("&", -1)) {
        String[] both = pair.split("=", 2);
        parameters.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }
}
