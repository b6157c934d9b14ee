package org.aristobot.bench;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random decimals, and how much of one is left of it. */
final class Digits {

  /** What Binance takes before and after the point. */
  private static final int SIDE = 20;

  private static final int MOST = 30;

  private Digits() {}

  /** Positive decimals of up to 30 digits whose last digit counts, as plain texts. */
  static List<String> random(long seed, int count) {
    Random random = new Random(seed);
    List<String> decimals = new ArrayList<>(count);
    while (decimals.size() < count) {
      int precision = 1 + random.nextInt(MOST);
      int scale = Math.max(0, precision - SIDE);
      scale += random.nextInt(SIDE - scale + 1);
      StringBuilder digits = new StringBuilder(precision);
      for (int i = 0; i < precision; i++) {
        boolean edge = i == 0 || i == precision - 1;
        digits.append(edge ? 1 + random.nextInt(9) : random.nextInt(10));
      }
      decimals.add(new BigDecimal(new BigInteger(digits.toString()), scale).toPlainString());
    }
    return decimals;
  }

  /** How many significant digits are wrong or missing: all behind the last one that is right. */
  static int lost(BigDecimal sent, BigDecimal came) {
    if (sent.compareTo(came) == 0) {
      return 0;
    }
    int scale = Math.max(sent.scale(), came.scale());
    String a = sent.setScale(scale).unscaledValue().toString();
    String b = came.setScale(scale).unscaledValue().toString();
    int digits = sent.stripTrailingZeros().precision();
    if (a.length() != b.length()) {
      return digits;
    }
    int same = 0;
    while (same < a.length() && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return Math.max(1, digits - same);
  }
}
