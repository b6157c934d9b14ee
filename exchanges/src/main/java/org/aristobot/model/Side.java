package org.aristobot.model;

/** Which way an order or a fill goes, seen from its owner. */
public enum Side {
  BUY,
  SELL
}
