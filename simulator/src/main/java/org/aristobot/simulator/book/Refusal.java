package org.aristobot.simulator.book;

/** Why the engine refuses. A dialect has its own code and text for each. */
public enum Refusal {
  INSUFFICIENT_BALANCE,
  DUPLICATE_CLIENT_ID,
  WOULD_TAKE,
  TOO_MANY_OPEN_ORDERS,
  /** A market order sized in quote that does not buy or sell a single step. */
  TOO_SMALL,
  UNKNOWN_ORDER,
  CLIENT_ID_MISMATCH,
  CANCEL_RESTRICTED
}
