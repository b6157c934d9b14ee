package org.aristobot.simulator.book;

/** Why the engine refuses. A dialect has its own code and text for each. */
public enum Refusal {
  MARKET_CLOSED,
  INSUFFICIENT_BALANCE,
  DUPLICATE_CLIENT_ID,
  WOULD_TAKE,
  WOULD_TRIGGER,
  /** The prices of a pair do not stand on both sides of the market. */
  UNRELATED_PRICES,
  TOO_MANY_OPEN_ORDERS,
  TOO_MANY_CONDITIONAL_ORDERS,
  TOO_MANY_ICEBERGS,
  TOO_MANY_ORDER_LISTS,
  TOO_MANY_OPEN_ORDERS_IN_ALL,
  TOO_MANY_CONDITIONAL_ORDERS_IN_ALL,
  TOO_MANY_ICEBERGS_IN_ALL,
  TOO_MANY_ORDER_LISTS_IN_ALL,
  /** More of the base asset than the account may hold. */
  TOO_LARGE_A_POSITION,
  /** A market order sized in quote that does not buy or sell a single step. */
  TOO_SMALL,
  /** The book has no such level to peg a price to. */
  NO_DEPTH,
  UNKNOWN_ORDER,
  CLIENT_ID_MISMATCH,
  CANCEL_RESTRICTED,
  /** An amendment may only make an order smaller. */
  AMENDED_UPWARD,
  AMENDED_TO_THE_SAME,
  TOO_MANY_AMENDMENTS
}
