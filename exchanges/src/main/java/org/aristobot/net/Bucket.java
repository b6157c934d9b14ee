package org.aristobot.net;

/**
 * The state of one quota for one address or key, and every decision about it. Pure: no lock, no
 * clock, a handful of numbers, so that it can live in a shared store behind one script.
 */
final class Bucket {

  static final long NEVER = Long.MAX_VALUE;

  private Quota quota;
  private long window = Long.MIN_VALUE;
  private long used;
  private long inFlight;
  private long closedUntil = Long.MIN_VALUE;

  Bucket(Quota quota) {
    this.quota = quota;
  }

  Quota quota() {
    return quota;
  }

  /** Takes over a limit that the venue told. */
  void limit(Quota newer) {
    quota = newer;
  }

  long window() {
    return window;
  }

  /** When that many permits can be had: {@code now}, a later moment, or {@link #NEVER}. */
  long readyAt(long now, long permits, Priority priority) {
    turn(now);
    if (permits > quota.usable(priority)) {
      return NEVER;
    }
    long ready = Math.max(now, closedUntil);
    boolean room = used + permits <= quota.usable(priority);
    return room ? ready : Math.max(ready, end());
  }

  void take(long permits) {
    used += permits;
    inFlight++;
  }

  /** Gives permits of a window back; of one that has passed there is nothing to give. */
  void refund(long ofWindow, long permits) {
    if (ofWindow == window) {
      used = Math.max(0, used - permits);
    }
  }

  /** A request that was in flight is no more. */
  void finish(long ofWindow) {
    if (ofWindow == window) {
      inFlight = Math.max(0, inFlight - 1);
    }
  }

  /**
   * Hears the venue's own count. An answer that spans a turn may mean either window and tells
   * nothing. The count is a lower bound while requests of ours are under way, and exact when none
   * is: only then can it correct downwards.
   */
  void observe(long count, long sentAt, long receivedAt) {
    turn(receivedAt);
    if (windowOf(sentAt) == window && windowOf(receivedAt) == window) {
      used = inFlight == 0 ? count : Math.max(used, count);
    }
  }

  /** Gives nothing until then. Re-opens by itself; an earlier moment shortens nothing. */
  void close(long until) {
    closedUntil = Math.max(closedUntil, until);
  }

  long left(long now) {
    turn(now);
    return now < closedUntil ? 0 : Math.max(0, quota.limit() - used);
  }

  /** Whether forgetting it loses nothing. */
  boolean isIdle(long now) {
    return windowOf(now) > window && now >= closedUntil;
  }

  private void turn(long now) {
    long current = windowOf(now);
    // A corrected clock may step back: the count of the later window then stands.
    if (current > window) {
      window = current;
      used = 0;
      inFlight = 0;
    }
  }

  private long windowOf(long time) {
    return Math.floorDiv(time, quota.window().toMillis());
  }

  private long end() {
    return (window + 1) * quota.window().toMillis();
  }
}
