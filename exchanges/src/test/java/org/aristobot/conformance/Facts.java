package org.aristobot.conformance;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * A value as text by path, digit for digit: {@code fills[0].fee.amount} is {@code 4.00000000}. What
 * is null has no path, times are epoch milliseconds. An order's raw text is left out, since it
 * changes with every letter of the answer.
 */
public final class Facts {

  private Facts() {}

  public static Map<String, String> of(Object value) {
    Map<String, String> facts = new TreeMap<>();
    add("", value, facts);
    return facts;
  }

  /** What differs, a sentence each. */
  public static List<String> differences(Map<String, String> expected, Map<String, String> seen) {
    TreeSet<String> paths = new TreeSet<>(expected.keySet());
    paths.addAll(seen.keySet());
    return paths.stream()
        .filter(path -> !String.valueOf(expected.get(path)).equals(seen.get(path)))
        .map(path -> path + ": " + expected.get(path) + " expected, " + seen.get(path) + " seen")
        .toList();
  }

  private static void add(String path, @Nullable Object value, Map<String, String> facts) {
    switch (value) {
      case null -> {}
      case BigDecimal decimal -> facts.put(path, decimal.toPlainString());
      case Instant time -> facts.put(path, Long.toString(time.toEpochMilli()));
      case Symbol symbol -> facts.put(path, symbol.toString());
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          add(path + "[" + i + "]", list.get(i), facts);
        }
      }
      case Collection<?> words -> words.forEach(word -> facts.put(below(path, "" + word), "yes"));
      case Map<?, ?> map -> map.forEach((key, one) -> add(below(path, "" + key), one, facts));
      case Record made -> components(path, made, facts);
      default -> facts.put(path, value.toString());
    }
  }

  /** A record of one component is an id: its text stands for it. */
  private static void components(String path, Record made, Map<String, String> facts) {
    RecordComponent[] components = made.getClass().getRecordComponents();
    for (RecordComponent component : components) {
      if (!component.getName().equals("raw")) {
        add(
            components.length == 1 ? path : below(path, component.getName()),
            read(made, component),
            facts);
      }
    }
  }

  private static @Nullable Object read(Record made, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(made);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.getName(), e);
    }
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
