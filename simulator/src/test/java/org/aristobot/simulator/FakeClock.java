package org.aristobot.simulator;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes where the test sends it. */
public final class FakeClock implements InstantSource {

  private final AtomicLong millis;

  public FakeClock(long millis) {
    this.millis = new AtomicLong(millis);
  }

  public void forward(long more) {
    millis.addAndGet(more);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }
}
