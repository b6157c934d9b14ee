package org.aristobot.bitget;

/** What the venue tells everybody, and the market list that every call needs. */
final class BitgetMarketData {
  private BitgetMarketData() {}
}
