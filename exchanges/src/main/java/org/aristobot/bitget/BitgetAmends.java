package org.aristobot.bitget;

/** Changes of open orders. */
final class BitgetAmends {
  private BitgetAmends() {}
}
