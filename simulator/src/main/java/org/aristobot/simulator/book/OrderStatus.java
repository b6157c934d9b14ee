package org.aristobot.simulator.book;

/** The life of an order. A dialect has its own words for these. */
public enum OrderStatus {
  /** Waits for the working order of its list. */
  PENDING_NEW,
  NEW,
  PARTIALLY_FILLED,
  FILLED,
  CANCELED,
  EXPIRED,
  /** Ended by the prevention of self-trades. */
  EXPIRED_IN_MATCH,
  /** Its trigger was met; the leg that it makes is not placed yet. */
  FIRED,
  /** Its leg was placed. */
  LEG_PLACED,
  /** Its leg was refused. */
  LEG_REFUSED;

  /** Whether the order still waits, in the book or for its turn. */
  public boolean isOpen() {
    return this == PENDING_NEW || this == NEW || this == PARTIALLY_FILLED;
  }
}
