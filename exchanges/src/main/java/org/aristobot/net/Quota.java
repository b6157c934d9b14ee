package org.aristobot.net;

import java.time.Duration;
import org.aristobot.exchange.LedgerState.Bucket;
import org.aristobot.exchange.LedgerState.Draw;
import org.aristobot.exchange.LedgerState.Pace;
import org.jspecify.annotations.Nullable;

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

  /**
   * @param key fingerprint of the key that counts where keys do; null for none
   */
  Bucket bucket(@Nullable String key) {
    String name = pool + "-" + label();
    return new Bucket(
        scope == Scope.KEY && key != null ? name + ":" + key : name, window.toMillis(), limit);
  }

  Draw draw(long permits, @Nullable String key, Priority priority) {
    Bucket bucket = bucket(key);
    return new Draw(bucket, permits, pace(bucket, priority));
  }

  /**
   * Commands may take all at any time. Queries may take a quarter as soon as the window has surely
   * begun at the venue, and the rest evenly until a tenth of the window is left; they leave a tenth
   * of the permits to commands, and a fifth and more until three quarters of the window have
   * passed.
   */
  private Pace pace(Bucket bucket, Priority priority) {
    if (priority == Priority.COMMAND) {
      return new Pace(limit, limit, 0, 0);
    }
    long length = window.toMillis();
    return new Pace(limit / 4, limit - limit / 10, bucket.doubtfulMillis(), length - length / 10);
  }
}
