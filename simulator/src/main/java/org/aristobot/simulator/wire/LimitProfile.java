package org.aristobot.simulator.wire;

/** How strict a venue's rate limits are. */
public enum LimitProfile {
  /** The venue's numbers. */
  REAL(1),
  /** A hundred times the venue's numbers. */
  FAST(100),
  /** Counted and reported, never enforced. */
  OFF(1_000_000);

  private final int factor;

  LimitProfile(int factor) {
    this.factor = factor;
  }

  /** A limit of the venue under this profile. */
  public int of(int limit) {
    return (int) Math.min(1_000_000_000L, (long) limit * factor);
  }
}
