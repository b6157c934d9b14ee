package org.aristobot.simulator.book;

/** Why the engine ended an order that its owner did not cancel. */
public enum ExpiryReason {
  NONE,
  UNFILLED_IOC_QUANTITY,
  UNFILLED_FOK_ORDER,
  INSUFFICIENT_LIQUIDITY,
  /** It would have taken further from the reference price than the venue lets it. */
  PRICE_RANGE_EXCEEDED,
  /** It was only to rest, and would have taken. */
  WOULD_TAKE,
  /** It could not start when its turn came: funds or prices had changed. */
  REJECTED,
  /** The other order of its pair traded or fired. */
  OCO_TRIGGER,
  /** The order that it waited for ended without being filled. */
  OTO_PHASE_ONE_EXPIRED
}
