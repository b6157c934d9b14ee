package org.aristobot.simulator.book;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** The lengths of candles; all begin on UTC boundaries, weeks on Mondays. */
public enum Interval {
  SECOND_1("1s", 1_000L),
  MINUTE_1("1m", 60_000L),
  MINUTE_3("3m", 180_000L),
  MINUTE_5("5m", 300_000L),
  MINUTE_15("15m", 900_000L),
  MINUTE_30("30m", 1_800_000L),
  HOUR_1("1h", 3_600_000L),
  HOUR_2("2h", 7_200_000L),
  HOUR_4("4h", 14_400_000L),
  HOUR_6("6h", 21_600_000L),
  HOUR_8("8h", 28_800_000L),
  HOUR_12("12h", 43_200_000L),
  DAY_1("1d", 86_400_000L),
  DAY_3("3d", 259_200_000L),
  WEEK_1("1w", 604_800_000L),
  MONTH_1("1M", 0);

  /** 1970-01-01 was a Thursday; the first Monday came four days later. */
  private static final long FIRST_MONDAY = 4 * 86_400_000L;

  private final String word;
  private final long millis;

  Interval(String word, long millis) {
    this.word = word;
    this.millis = millis;
  }

  public String word() {
    return word;
  }

  /** Length in milliseconds; 0 for a month, which has none of its own. */
  long millis() {
    return millis;
  }

  /** When the candle that contains {@code time} opened. */
  public long floor(long time) {
    return switch (this) {
      case MONTH_1 -> month(time).toInstant().toEpochMilli();
      case WEEK_1 -> time - Math.floorMod(time - FIRST_MONDAY, millis);
      default -> time - Math.floorMod(time, millis);
    };
  }

  /** When the candle after the one that opened at {@code open} opens. */
  public long next(long open) {
    return this == MONTH_1 ? month(open).plusMonths(1).toInstant().toEpochMilli() : open + millis;
  }

  /** When the candle before the one that opened at {@code open} opened. */
  long previous(long open) {
    return floor(open - 1);
  }

  private static ZonedDateTime month(long time) {
    return Instant.ofEpochMilli(time)
        .atZone(ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.DAYS)
        .withDayOfMonth(1);
  }
}
