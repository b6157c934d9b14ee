package org.aristobot.bitget;

/** One sweep of the lists. */
final class BitgetBooks {
  private BitgetBooks() {}
}
