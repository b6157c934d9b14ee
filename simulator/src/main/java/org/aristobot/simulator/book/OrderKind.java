package org.aristobot.simulator.book;

/** What an order does when it meets the book, and whether it waits for a price before that. */
public enum OrderKind {
  MARKET(false),
  LIMIT(true),
  /** A limit order that is refused rather than take. */
  LIMIT_MAKER(true),
  STOP_LOSS(false),
  STOP_LOSS_LIMIT(true),
  TAKE_PROFIT(false),
  TAKE_PROFIT_LIMIT(true);

  private final boolean priced;

  OrderKind(boolean priced) {
    this.priced = priced;
  }

  /** Whether it has a limit price. */
  public boolean isPriced() {
    return priced;
  }

  /** Whether it waits for a trigger. */
  public boolean isConditional() {
    return isStopLoss() || this == TAKE_PROFIT || this == TAKE_PROFIT_LIMIT;
  }

  public boolean isStopLoss() {
    return this == STOP_LOSS || this == STOP_LOSS_LIMIT;
  }

  /** Whether the trigger of a conditional order is met from below: by a price at or above it. */
  boolean firesAbove(Side side) {
    return isStopLoss() == (side == Side.BUY);
  }
}
