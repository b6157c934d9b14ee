package org.aristobot.bitget;

/** What is asked of the venue, as its parameters. */
final class BitgetRequests {
  private BitgetRequests() {}
}
