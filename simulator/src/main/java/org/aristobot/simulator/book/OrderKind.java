package org.aristobot.simulator.book;

/** What an order does when it meets the book. Conditional kinds will stand beside these. */
public enum OrderKind {
  MARKET,
  LIMIT,
  /** A limit order that is refused rather than take. */
  LIMIT_MAKER
}
