package org.aristobot.net;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The right to send one request, already paid for. It is spent by {@link HttpTransport#send} or
 * given back, never both, never twice.
 */
public final class Permit {

  private final RateLedger ledger;
  private final Bucket[] buckets;
  private final long[] permits;
  private final long[] windows;
  private final AtomicBoolean spent = new AtomicBoolean();
  private final AtomicBoolean finished = new AtomicBoolean();

  Permit(RateLedger ledger, Bucket[] buckets, long[] permits) {
    this.ledger = ledger;
    this.buckets = buckets;
    this.permits = permits;
    this.windows = new long[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i].take(permits[i]);
      windows[i] = buckets[i].window();
    }
  }

  /**
   * @throws IllegalStateException at the second time
   */
  void spend() {
    if (!spent.compareAndSet(false, true)) {
      throw new IllegalStateException("a permit is spent once");
    }
  }

  /** The request is under way no longer. */
  void finish() {
    if (finished.compareAndSet(false, true)) {
      ledger.change(() -> forEach(null, false));
    }
  }

  /** Gives all of it back: no request reached the venue. */
  public void refund() {
    spent.set(true);
    ledger.change(() -> {
      forEach(null, true);
      if (finished.compareAndSet(false, true)) {
        forEach(null, false);
      }
    });
  }

  /** Gives back what the venue itself does not count for this outcome. */
  public void refund(String pool) {
    ledger.change(() -> forEach(pool, true));
  }

  private void forEach(@Nullable String pool, boolean giveBack) {
    for (int i = 0; i < buckets.length; i++) {
      if (pool != null && !buckets[i].quota().pool().equals(pool)) {
        continue;
      }
      if (giveBack) {
        buckets[i].refund(windows[i], permits[i]);
        permits[i] = 0;
      } else {
        buckets[i].finish(windows[i]);
      }
    }
  }
}
