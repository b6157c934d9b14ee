package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trades of one market, newest kept, and the candles they make. Only under the engine's lock.
 */
final class Tape {

  private static final int TRADES_KEPT = 1_000;
  private static final int SECONDS_KEPT = 1_200;

  private final Instrument instrument;
  private final long seed;
  private final long startMillis;
  private final Deque<Trade> trades = new ArrayDeque<>();
  private final ArrayDeque<CandleSum> seconds = new ArrayDeque<>();
  private final List<CandleSum> minutes = new ArrayList<>();
  private @Nullable CandleHistory history;
  private long averageFrom;
  private BigDecimal last;
  private BigDecimal lastQuantity = Amounts.ZERO;
  private long lastId;

  Tape(Instrument instrument, long seed, long startMillis, long firstId) {
    this.instrument = instrument;
    this.seed = seed;
    this.startMillis = Interval.SECOND_1.floor(startMillis);
    this.averageFrom = Interval.MINUTE_1.floor(startMillis);
    this.last = instrument.startPrice();
    this.lastId = firstId - 1;
  }

  long nextId() {
    return lastId + 1;
  }

  void add(Trade trade) {
    lastId = trade.id();
    trades.addLast(trade);
    if (trades.size() > TRADES_KEPT) {
      trades.removeFirst();
    }
    second(trade.timeMillis()).add(trade);
    minute(trade.timeMillis()).add(trade);
    last = trade.price();
    lastQuantity = trade.quantity();
  }

  private CandleSum second(long time) {
    long open = Interval.SECOND_1.floor(time);
    CandleSum newest = seconds.peekLast();
    if (newest == null || newest.openMillis < open) {
      newest = new CandleSum(open, last);
      seconds.addLast(newest);
      if (seconds.size() > SECONDS_KEPT) {
        seconds.removeFirst();
      }
    }
    return newest;
  }

  private CandleSum minute(long time) {
    long open = Interval.MINUTE_1.floor(time);
    if (minutes.isEmpty() || minutes.getLast().openMillis < open) {
      minutes.add(new CandleSum(open, last));
    }
    return minutes.getLast();
  }

  BigDecimal last() {
    return last;
  }

  /** The newest trades, oldest first. */
  List<Trade> trades(int limit) {
    return trades.stream().skip(Math.max(0, trades.size() - limit)).toList();
  }

  /** Forgets what averages are made of; after a jump they would speak of another market. */
  void restartAverage(long now) {
    averageFrom = Interval.MINUTE_1.next(Interval.MINUTE_1.floor(now));
  }

  /** Volume-weighted price of the last {@code count} minutes, the last price where none traded. */
  BigDecimal average(int count, long now) {
    long from = Math.max(averageFrom, now - count * Interval.MINUTE_1.millis());
    BigDecimal volume = Amounts.ZERO;
    BigDecimal quote = Amounts.ZERO;
    for (int i = minutes.size() - 1; i >= 0 && minutes.get(i).openMillis >= from; i--) {
      volume = volume.add(minutes.get(i).volume());
      quote = quote.add(minutes.get(i).quote());
    }
    return volume.signum() == 0 ? last : quote.divide(volume, Amounts.SCALE, RoundingMode.HALF_UP);
  }

  /** Statistics from a moment on, which is the begin of a minute. */
  Statistics statistics(long from, long now) {
    CandleSum before = sum(Interval.MINUTE_1, from - 60_000L, from, last);
    CandleSum sum = sum(Interval.MINUTE_1, from, now + 1, before.close());
    return new Statistics(sum.candle(now), before.close(), last, lastQuantity, lastId);
  }

  /**
   * Candles, oldest first: those from {@code from} on, else the newest up to {@code to}.
   *
   * @param limit how many at most
   */
  List<Candle> candles(
      CandleGrid grid, @Nullable Long from, @Nullable Long to, int limit, long now) {
    Interval interval = grid.interval();
    long first = history().first(interval);
    long end = to == null ? now : Math.min(to, now);
    long open;
    if (from == null) {
      open = grid.floor(end);
      for (int n = 1; n < limit && grid.previous(open) >= first; n++) {
        open = grid.previous(open);
      }
    } else {
      open = grid.floor(Math.max(from, first));
      open = open < Math.max(from, first) ? grid.next(open) : open;
    }
    BigDecimal previousClose =
        sum(interval, grid.previous(open), open, instrument.startPrice()).close();
    List<Candle> candles = new ArrayList<>();
    for (; open <= end && candles.size() < limit; open = grid.next(open)) {
      CandleSum sum = sum(interval, open, grid.next(open), previousClose);
      candles.add(sum.candle(grid.next(open) - 1));
      previousClose = sum.close();
    }
    return candles;
  }

  private CandleSum sum(Interval interval, long from, long to, BigDecimal previousClose) {
    CandleSum sum = new CandleSum(from, previousClose);
    if (from < startMillis) {
      history().addTo(sum, from, Math.min(to, startMillis));
    }
    if (interval == Interval.SECOND_1) {
      seconds.stream().filter(s -> s.openMillis >= from && s.openMillis < to).forEach(sum::add);
    } else {
      for (int i = firstMinute(from); i < minutes.size() && minutes.get(i).openMillis < to; i++) {
        sum.add(minutes.get(i));
      }
    }
    return sum;
  }

  private int firstMinute(long from) {
    int low = 0;
    int high = minutes.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (minutes.get(middle).openMillis < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private CandleHistory history() {
    CandleHistory made = history;
    if (made == null) {
      made = new CandleHistory(instrument, seed, startMillis);
      history = made;
    }
    return made;
  }
}
