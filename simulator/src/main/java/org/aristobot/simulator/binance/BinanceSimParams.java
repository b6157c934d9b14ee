package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request, from query string and form body. A name in both counts from the
 * query string. Nothing is silently ignored: {@link #allRead} refuses what nobody asked for.
 */
final class BinanceSimParams {

  private static final String DECIMAL = "^([0-9]{1,20})(\\.[0-9]{1,20})?$";
  private static final String INTEGER = "^[0-9]{1,20}$";
  private static final Pattern DECIMAL_PATTERN = Pattern.compile(DECIMAL);
  private static final Pattern INTEGER_PATTERN = Pattern.compile(INTEGER);
  private static final Pattern ZONE = Pattern.compile("([+-]?)([0-9]{1,2})(:([0-5][0-9]))?");
  private static final int PRECISION = 8;

  private final Map<String, String> values;
  private final Set<String> read = new HashSet<>();
  private final @Nullable BinanceSimError broken;

  private BinanceSimParams(Map<String, String> values, @Nullable BinanceSimError broken) {
    this.values = values;
    this.broken = broken;
  }

  /** Never fails; what is wrong with the text is said by {@link #check}. */
  static BinanceSimParams parse(String rawQuery, String rawBody) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      Map<String, String> body = pairs(rawBody);
      values.putAll(pairs(rawQuery));
      body.forEach(values::putIfAbsent);
      return new BinanceSimParams(values, null);
    } catch (BinanceSimError e) {
      return new BinanceSimParams(values, e);
    }
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (text.isEmpty()) {
      return pairs;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (pairs.put(name, value) != null) {
        throw BinanceSimError.of(-1101, "Duplicate values for parameter '" + name + "' detected.");
      }
    }
    return pairs;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw BinanceSimError.of(-1100, "Illegal characters found in a parameter.");
    }
  }

  /** Refuses duplicates, broken encoding and empty values. */
  void check() {
    if (broken != null) {
      throw broken;
    }
    values.forEach((name, value) -> {
      if (value.isEmpty()) {
        throw BinanceSimError.of(-1105, "Parameter '" + name + "' was empty.");
      }
    });
  }

  /** Refuses parameters that were sent and not asked for. */
  void allRead() {
    if (read.isEmpty() && !values.isEmpty()) {
      throw BinanceSimError.of(
          -1101, "Too many parameters; expected '0' and received '" + values.size() + "'.");
    }
    long known = values.keySet().stream().filter(read::contains).count();
    if (known < values.size()) {
      throw BinanceSimError.of(
          -1104,
          "Not all sent parameters were read; read '%d' parameter(s) but was sent '%d'."
              .formatted(known, values.size()));
    }
  }

  /** A value without marking it read. */
  @Nullable String peek(String name) {
    return values.get(name);
  }

  @Nullable String text(String name) {
    read.add(name);
    return values.get(name);
  }

  String requiredText(String name) {
    String value = text(name);
    if (value == null) {
      throw BinanceSimError.missing(name);
    }
    return value;
  }

  @Nullable String text(String name, Pattern legal) {
    String value = text(name);
    if (value != null && !legal.matcher(value).matches()) {
      throw BinanceSimError.illegal(name, legal.pattern());
    }
    return value;
  }

  @Nullable Long integer(String name) {
    String value = text(name, INTEGER_PATTERN);
    if (value == null) {
      return null;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw BinanceSimError.of(-1108, "Parameter '" + name + "' overflowed.");
    }
  }

  /** A moment in milliseconds; microseconds are accepted too. */
  @Nullable Long millis(String name) {
    Long value = integer(name);
    return value == null || value < 100_000_000_000_000L ? value : Long.valueOf(value / 1_000);
  }

  /** A time zone such as {@code -1:00} or {@code 8}, in milliseconds ahead of UTC. */
  long zone(String name) {
    String value = text(name);
    if (value == null) {
      return 0;
    }
    Matcher parts = ZONE.matcher(value);
    if (!parts.matches()) {
      throw BinanceSimError.invalidData(name);
    }
    long minutes = Long.parseLong(parts.group(2)) * 60;
    minutes += parts.group(4) == null ? 0 : Long.parseLong(parts.group(4));
    minutes = "-".equals(parts.group(1)) ? -minutes : minutes;
    if (minutes < -12 * 60 || minutes > 14 * 60) {
      throw BinanceSimError.invalidData(name);
    }
    return minutes * 60_000;
  }

  /** A limit of 1 to {@code most}; larger ones count as {@code most}. */
  int limit(int byDefault, int most) {
    Long value = integer("limit");
    if (value == null) {
      return byDefault;
    }
    if (value == 0) {
      throw BinanceSimError.invalidData("limit");
    }
    return (int) Math.min(value, most);
  }

  @Nullable BigDecimal decimal(String name) {
    String value = text(name, DECIMAL_PATTERN);
    if (value == null) {
      return null;
    }
    BigDecimal number = new BigDecimal(value);
    if (number.scale() > PRECISION) {
      throw BinanceSimError.of(-1111, "Parameter '" + name + "' has too much precision.");
    }
    return number;
  }

  boolean flag(String name) {
    String value = text(name);
    if (value == null || value.equalsIgnoreCase("false")) {
      return false;
    }
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    throw BinanceSimError.invalidData(name);
  }

  /** A word of a table, null when it was not sent. */
  <T> @Nullable T word(String name, Function<String, @Nullable T> table, BinanceSimError unknown) {
    String value = text(name);
    if (value == null) {
      return null;
    }
    T meaning = table.apply(value);
    if (meaning == null) {
      throw unknown;
    }
    return meaning;
  }

  /** Refuses a parameter that does not belong to this call. */
  void refuse(String name) {
    if (text(name) != null) {
      throw BinanceSimError.notRequired(name);
    }
  }
}
