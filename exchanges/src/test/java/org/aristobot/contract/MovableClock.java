package org.aristobot.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that runs as all clocks do and can be put forward. */
final class MovableClock implements InstantSource {

  private final InstantSource real = Clock.systemUTC();
  private volatile Duration ahead = Duration.ZERO;

  synchronized void putForward(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead);
  }
}
