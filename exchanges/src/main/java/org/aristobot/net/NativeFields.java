package org.aristobot.net;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Decimals;
import org.aristobot.model.NativeParams;
import org.jspecify.annotations.Nullable;

/**
 * A caller's native parameters while a venue sorts them into fields of ours and the rest.
 *
 * <p>Thread rule: one thread, one reading.
 */
public final class NativeFields {

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, String> rest = new LinkedHashMap<>();

  /**
   * What a parameter says of a field.
   *
   * @param name the parameter's
   * @throws ExchangeException INVALID_REQUEST if another one said something else of it
   */
  public void put(String field, String name, String text) {
    String before = fields.put(field, text);
    if (before != null && !before.equals(text)) {
      throw invalid(name, "differs from what another of them says");
    }
  }

  /** What a field says in truth, whatever a parameter by itself said. */
  public void replace(String field, String text) {
    fields.put(field, text);
  }

  /** What travels untouched. */
  public void keep(String name, String value) {
    rest.put(name, value);
  }

  public NativeReading reading() {
    return new NativeReading(fields, new NativeParams(rest));
  }

  public static BigDecimal decimal(String name, String value) {
    try {
      return Decimals.parse(value);
    } catch (IllegalArgumentException e) {
      throw invalid(name, String.valueOf(e.getMessage()));
    }
  }

  /**
   * What a word of the venue's means.
   *
   * @param value null for none of its words
   */
  public static <T> T known(String venue, String name, @Nullable T value) {
    if (value == null) {
      throw invalid(name, "not a word of " + venue + "'s");
    }
    return value;
  }

  /** How a field of ours names a value. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  public static ExchangeException unsaid(String name) {
    return invalid(name, "no field of an order request says this");
  }

  public static ExchangeException forbidden(String name) {
    return invalid(name, "only the gateway sets this");
  }

  /**
   * INVALID_REQUEST.
   *
   * @param what is wrong with it, without a full stop
   */
  public static ExchangeException invalid(String name, String what) {
    return Checks.invalid("extra_params." + name + ": " + what + ".");
  }
}
