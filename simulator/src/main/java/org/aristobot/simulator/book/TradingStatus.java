package org.aristobot.simulator.book;

/** What may be done in a market. */
public enum TradingStatus {
  OPEN,
  /** Open orders may be canceled and amended; nothing is placed, the price stands still. */
  CANCEL_ONLY,
  /** Open orders may be canceled only; the price stands still. */
  HALTED
}
