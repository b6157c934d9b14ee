package org.aristobot.bitget;

/** A caller's native parameters. */
final class BitgetNative {
  private BitgetNative() {}
}
