package org.aristobot.simulator.book;

/** Why the engine ended an order that its owner did not cancel. */
public enum ExpiryReason {
  NONE,
  UNFILLED_IOC_QUANTITY,
  UNFILLED_FOK_ORDER,
  INSUFFICIENT_LIQUIDITY
}
