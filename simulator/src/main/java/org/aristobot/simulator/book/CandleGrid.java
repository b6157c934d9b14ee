package org.aristobot.simulator.book;

/**
 * Where candles begin and end.
 *
 * @param offsetMillis how far the clock that they follow is ahead of UTC, in whole minutes
 */
public record CandleGrid(Interval interval, long offsetMillis) {

  long floor(long time) {
    return interval.floor(time + offsetMillis) - offsetMillis;
  }

  long next(long open) {
    return interval.next(open + offsetMillis) - offsetMillis;
  }

  long previous(long open) {
    return floor(open - 1);
  }
}
