package org.aristobot.bitget;

/** The manual's error codes as a table. */
final class BitgetErrors {
  private BitgetErrors() {}
}
