package org.aristobot.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The one way from text to a decimal: exact, and bounded so that no input can exhaust memory. */
public final class Decimals {

  /** Most significant digits that are taken. */
  public static final int MAX_DIGITS = 60;

  /** Greatest absolute decimal exponent that is taken. */
  public static final int MAX_EXPONENT = 40;

  /** Longest text that is even looked at. */
  private static final int MAX_TEXT = 128;

  private Decimals() {}

  /**
   * The decimal that the text denotes, digit for digit.
   *
   * @throws IllegalArgumentException saying what is wrong, without the name of the field
   */
  public static BigDecimal parse(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("is longer than " + MAX_TEXT + " characters");
    }
    // BigDecimal would read the digits of every script, and venues only know these.
    if (!text.chars().allMatch(c -> c < 128)) {
      throw new IllegalArgumentException("is not a decimal number");
    }
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is not a decimal number", e);
    }
    return bounded(value);
  }

  /**
   * The value itself, if it is inside the bounds.
   *
   * @throws IllegalArgumentException saying which bound is broken, without the name of the field
   */
  public static BigDecimal bounded(BigDecimal value) {
    // Looked at without expanding: 1e999999999 has one digit and must not become a billion zeros.
    if (value.precision() > MAX_DIGITS) {
      throw new IllegalArgumentException("has more than " + MAX_DIGITS + " digits");
    }
    long scale = value.scale();
    long leading = value.signum() == 0 ? -scale : value.precision() - scale - 1L;
    if (scale > MAX_DIGITS + (long) MAX_EXPONENT
        || leading > MAX_EXPONENT
        || leading < -MAX_EXPONENT) {
      throw new IllegalArgumentException("has an exponent beyond ±" + MAX_EXPONENT);
    }
    return value;
  }

  /** Plain text without exponent and without surplus zeros; {@code 0} for zero. */
  public static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** Whether both are the same number, however many zeros they end in; or both absent. */
  public static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.compareTo(other) == 0;
  }
}
