package org.aristobot.journal;

/**
 * The right to send an order until it runs out. It is judged on the monotonic clock, so that a
 * process that was frozen finds it gone, and it ends before the row's {@code lease_until} does:
 * clocks of two machines may differ by the rest.
 *
 * @param endNanos on the scale of {@link System#nanoTime()}
 */
public record Lease(long orderId, String owner, long endNanos) {

  /** Whether the lease still runs at that reading of {@link System#nanoTime()}. */
  public boolean held(long nowNanos) {
    return nowNanos - endNanos < 0;
  }
}
