package org.aristobot.bitget;

/** What the venue's books prove of commands in doubt. */
final class BitgetDoubts {
  private BitgetDoubts() {}
}
