package org.aristobot.simulator.book;

/** The life of an order. A dialect has its own words for these. */
public enum OrderStatus {
  NEW,
  PARTIALLY_FILLED,
  FILLED,
  CANCELED,
  EXPIRED;

  /** Whether the order still waits in the book. */
  public boolean isOpen() {
    return this == NEW || this == PARTIALLY_FILLED;
  }
}
