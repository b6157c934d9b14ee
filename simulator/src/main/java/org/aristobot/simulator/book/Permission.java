package org.aristobot.simulator.book;

/** What a key may do. */
public enum Permission {
  READ,
  TRADE
}
