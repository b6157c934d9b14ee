package org.aristobot.model;

import java.util.Optional;

/** The candle intervals, by the word that callers use. */
public enum Interval {
  ONE_SECOND("1s"),
  ONE_MINUTE("1m"),
  THREE_MINUTES("3m"),
  FIVE_MINUTES("5m"),
  FIFTEEN_MINUTES("15m"),
  THIRTY_MINUTES("30m"),
  ONE_HOUR("1h"),
  TWO_HOURS("2h"),
  FOUR_HOURS("4h"),
  SIX_HOURS("6h"),
  EIGHT_HOURS("8h"),
  TWELVE_HOURS("12h"),
  ONE_DAY("1d"),
  THREE_DAYS("3d"),
  ONE_WEEK("1w"),
  ONE_MONTH("1M");

  private final String word;

  Interval(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<Interval> of(String word) {
    for (Interval interval : values()) {
      if (interval.word.equals(word)) {
        return Optional.of(interval);
      }
    }
    return Optional.empty();
  }
}
