package org.aristobot.simulator.book;

/** Which way an order trades. */
public enum Side {
  BUY,
  SELL;

  public Side opposite() {
    return this == BUY ? SELL : BUY;
  }
}
