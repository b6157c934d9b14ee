package org.aristobot.journal;

import java.time.Duration;
import java.time.Instant;

/**
 * The right to send an order until it runs out. It ends before the row's {@code lease_until} does:
 * clocks of two machines may differ by the rest. Both clocks must say that it runs, so that a
 * process that stood still finds it gone: the monotonic clock, which nobody can set, and the other
 * one, which goes on while a machine is suspended.
 *
 * @param endNanos on the scale of {@link System#nanoTime()}
 * @param end on our clock
 */
public record Lease(long orderId, String owner, long endNanos, Instant end) {

  /** A lease of a row that is committed with {@code now} plus {@code lasts}. */
  static Lease of(long orderId, String owner, Duration lasts, long nowNanos, Instant now) {
    Duration ours = lasts.multipliedBy(3).dividedBy(4);
    return new Lease(orderId, owner, nowNanos + ours.toNanos(), now.plus(ours));
  }

  /** Whether the lease still runs at that reading of {@link System#nanoTime()} and of our clock. */
  public boolean held(long nowNanos, Instant now) {
    return nowNanos - endNanos < 0 && now.isBefore(end);
  }
}
