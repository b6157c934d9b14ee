package org.aristobot.bitget;

/** Orders that make others. */
final class BitgetLists {
  private BitgetLists() {}
}
