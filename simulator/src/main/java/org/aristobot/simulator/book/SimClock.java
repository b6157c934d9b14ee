package org.aristobot.simulator.book;

import java.time.Instant;
import java.time.InstantSource;

/** The venue's clock: a source of time and a skew that a fault may set. Safe for all threads. */
public final class SimClock implements InstantSource {

  private final InstantSource source;
  private volatile long skewMillis;

  public SimClock(InstantSource source) {
    this.source = source;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return source.millis() + skewMillis;
  }

  /** Lets the venue's clock run ahead (or, negative, behind). */
  public void skew(long millis) {
    skewMillis = millis;
  }
}
