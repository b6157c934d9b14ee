package org.aristobot.model;

import java.math.BigDecimal;

/**
 * How much to trade: an amount of the base asset, an amount of quote to spend or receive, or, for a
 * leg that waits for its parent, whatever the parent will have received after fees.
 */
public sealed interface Quantity {

  /** Greater than zero. */
  record Base(BigDecimal amount) implements Quantity {
    public Base {
      requirePositive(amount);
    }
  }

  /** Greater than zero. */
  record Quote(BigDecimal amount) implements Quantity {
    public Quote {
      requirePositive(amount);
    }
  }

  record Received() implements Quantity {}

  private static void requirePositive(BigDecimal amount) {
    if (amount.signum() <= 0) {
      throw new IllegalArgumentException("must be greater than zero");
    }
  }
}
