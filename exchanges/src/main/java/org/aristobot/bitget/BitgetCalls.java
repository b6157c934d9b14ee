package org.aristobot.bitget;

/** One request's way. */
final class BitgetCalls {
  private BitgetCalls() {}
}
