package org.aristobot.net;

import java.time.Duration;

/**
 * So many permits of a pool per fixed window, the windows aligned to the clock (minute :00, day
 * 00:00 UTC). A pool may have several quotas: each request then needs room in all of them.
 *
 * @param pool what is counted, in the venue's word
 * @param limit permits in one window
 */
public record Quota(String pool, Scope scope, long limit, Duration window) {

  /** Who shares the permits: everything behind one address, or one key. */
  public enum Scope {
    IP,
    KEY
  }

  /** Share of a window that queries leave to orders and cancels: one fifth. */
  private static final int KEPT_BACK = 5;

  /** The window as venues write it: {@code 1M}, {@code 10S}, {@code 1D}. */
  public String label() {
    long seconds = window.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "D";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "H";
    }
    return seconds % 60 == 0 ? seconds / 60 + "M" : seconds + "S";
  }

  long usable(Priority priority) {
    return priority == Priority.COMMAND ? limit : limit - limit / KEPT_BACK;
  }
}
