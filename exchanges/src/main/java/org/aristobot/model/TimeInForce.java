package org.aristobot.model;

/** How long a limit order stays: until cancelled, what fills at once, or all at once or nothing. */
public enum TimeInForce {
  GTC,
  IOC,
  FOK
}
