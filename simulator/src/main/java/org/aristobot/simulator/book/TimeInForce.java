package org.aristobot.simulator.book;

/** How long the part of an order that does not trade at once may wait. */
public enum TimeInForce {
  GTC,
  IOC,
  FOK,
  /** It rests or ends: where it would take, it is accepted and ends at once. */
  POST_ONLY
}
