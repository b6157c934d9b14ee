package org.aristobot.model;

/** Whether a fill provided liquidity or took it. */
public enum LiquiditySide {
  MAKER,
  TAKER
}
