package org.aristobot.model;

import java.math.BigDecimal;

/** How much to trade: an amount of the base asset, or an amount of quote to spend or receive. */
public sealed interface Quantity {

  /** Greater than zero. */
  BigDecimal amount();

  record Base(BigDecimal amount) implements Quantity {
    public Base {
      requirePositive(amount);
    }
  }

  record Quote(BigDecimal amount) implements Quantity {
    public Quote {
      requirePositive(amount);
    }
  }

  private static void requirePositive(BigDecimal amount) {
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException("must be greater than zero");
    }
  }
}
