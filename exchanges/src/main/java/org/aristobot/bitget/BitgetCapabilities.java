package org.aristobot.bitget;

/** What an order can ask of the venue. */
final class BitgetCapabilities {
  private BitgetCapabilities() {}
}
