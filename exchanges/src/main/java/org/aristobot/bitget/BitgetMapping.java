package org.aristobot.bitget;

/** The venue's words and ours. */
final class BitgetMapping {
  private BitgetMapping() {}
}
