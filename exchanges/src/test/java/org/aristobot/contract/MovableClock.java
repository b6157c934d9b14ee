package org.aristobot.contract;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/** A clock that runs as all clocks do and can be put forward. */
final class MovableClock implements InstantSource {

  private final InstantSource real = Clock.systemUTC();
  private volatile Duration ahead = Duration.ZERO;

  /** Whatever a venue does on some days of the week only, it does not do then. */
  static MovableClock onASaturday() {
    MovableClock clock = new MovableClock();
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    ZonedDateTime saturday =
        now.with(TemporalAdjusters.next(DayOfWeek.SATURDAY)).with(LocalTime.NOON);
    clock.putForward(Duration.between(now, saturday));
    return clock;
  }

  synchronized void putForward(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead);
  }
}
