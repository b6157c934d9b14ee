package org.aristobot.model;

/** The unified order types. With a price, a stop loss or take profit is its limit variant. */
public enum OrderType {
  MARKET,
  LIMIT,
  STOP_LOSS,
  TAKE_PROFIT,
  TRAILING_STOP,
  OCO
}
