package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Exact arithmetic on amounts of eight decimals. */
public final class Amounts {

  /** Decimals of every asset. */
  public static final int SCALE = 8;

  public static final BigDecimal ZERO = BigDecimal.ZERO.setScale(SCALE);

  /** Taken from what a trade brings in, by maker and taker alike. */
  public static final BigDecimal FEE_RATE = new BigDecimal("0.001");

  private Amounts() {}

  /** The quote amount that changes hands: price × quantity, cut to eight decimals. */
  static BigDecimal quote(BigDecimal price, BigDecimal quantity) {
    return price.multiply(quantity).setScale(SCALE, RoundingMode.DOWN);
  }

  /** The quote amount a buy order must lock: price × quantity, rounded up. */
  static BigDecimal cover(BigDecimal price, BigDecimal quantity) {
    return price.multiply(quantity).setScale(SCALE, RoundingMode.UP);
  }

  static BigDecimal fee(BigDecimal received) {
    return received.multiply(FEE_RATE).setScale(SCALE, RoundingMode.DOWN);
  }

  /** The largest multiple of {@code step} that is not above {@code value}. */
  static BigDecimal floorTo(BigDecimal value, BigDecimal step) {
    return value.divideToIntegralValue(step).multiply(step).setScale(step.scale());
  }
}
