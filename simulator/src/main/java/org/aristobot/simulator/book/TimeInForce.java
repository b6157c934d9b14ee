package org.aristobot.simulator.book;

/** How long the part of an order that does not trade at once may wait. */
public enum TimeInForce {
  GTC,
  IOC,
  FOK
}
