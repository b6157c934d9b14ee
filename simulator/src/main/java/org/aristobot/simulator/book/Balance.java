package org.aristobot.simulator.book;

import java.math.BigDecimal;

/** What an account has of one asset. */
public record Balance(BigDecimal free, BigDecimal locked) {

  static final Balance NONE = new Balance(Amounts.ZERO, Amounts.ZERO);

  BigDecimal total() {
    return free.add(locked);
  }
}
