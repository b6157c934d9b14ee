package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * What the market did before the simulator started: one seeded series that ends at the start price.
 *
 * <p>It is made of pieces that grow coarser into the past: seconds, minutes, hours, days, months. A
 * candle is the sum of the pieces in it, so candles of different lengths agree wherever both exist.
 * The lengths below give at least 1,000 candles of each interval (months go back to 1970).
 */
final class CandleHistory {

  /**
   * How many of a piece at least, how far it moves (ppm), how weakly it is drawn back, how busy.
   */
  private enum Piece {
    SECOND(Interval.SECOND_1, Interval.MINUTE_1, 1_000, 40, 4_000, 1),
    MINUTE(Interval.MINUTE_1, Interval.HOUR_1, 30_000, 300, 2_000, 2),
    HOUR(Interval.HOUR_1, Interval.DAY_1, 12_000, 2_500, 400, 3),
    DAY(Interval.DAY_1, Interval.MONTH_1, 7_000, 12_000, 100, 4),
    MONTH(Interval.MONTH_1, Interval.MONTH_1, Integer.MAX_VALUE, 50_000, 20, 5);

    final Interval length;
    final Interval alignment;
    final int atLeast;
    final int movePpm;
    final int pull;
    final int busy;

    Piece(Interval length, Interval alignment, int atLeast, int movePpm, int pull, int busy) {
      this.length = length;
      this.alignment = alignment;
      this.atLeast = atLeast;
      this.movePpm = movePpm;
      this.pull = pull;
      this.busy = busy;
    }
  }

  private static final int TRADES_PER_PIECE = 10;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final Instrument instrument;
  private final SplittableRandom random;
  private final long startTicks;
  private final Map<Piece, Long> firstOf = new EnumMap<>(Piece.class);

  // Newest first while they are made, turned round at the end. Prices in ticks, volume in steps.
  private long[] opens = new long[64_000];
  private long[] open = new long[64_000];
  private long[] high = new long[64_000];
  private long[] low = new long[64_000];
  private long[] close = new long[64_000];
  private long[] volume = new long[64_000];
  private int size;

  CandleHistory(Instrument instrument, long seed, long endMillis) {
    this.instrument = instrument;
    this.random = new SplittableRandom(seed);
    this.startTicks = instrument.startPrice().divideToIntegralValue(instrument.tick()).longValue();
    long at = endMillis;
    long ticks = startTicks;
    for (Piece piece : Piece.values()) {
      for (int n = 0; n < piece.atLeast || piece.alignment.floor(at) != at; n++) {
        long from = piece.length.previous(at);
        if (from < 0) {
          break;
        }
        ticks = add(piece, from, ticks);
        at = from;
      }
      firstOf.put(piece, at);
    }
    opens = turned(opens);
    open = turned(open);
    high = turned(high);
    low = turned(low);
    close = turned(close);
    volume = turned(volume);
  }

  /** Puts the piece before the ones made so far; returns its open, in ticks. */
  private long add(Piece piece, long from, long closeTicks) {
    long move = Math.max(1, closeTicks * piece.movePpm / 1_000_000);
    long noise = random.nextLong(2 * move + 1) - move;
    long openTicks = Math.max(1, closeTicks + noise + (startTicks - closeTicks) / piece.pull);
    long wick = move / 2 + 1;
    opens[size] = from;
    open[size] = openTicks;
    close[size] = closeTicks;
    high[size] = Math.max(openTicks, closeTicks) + random.nextLong(wick);
    low[size] = Math.max(1, Math.min(openTicks, closeTicks) - random.nextLong(wick));
    long levelSteps = instrument.levelSize().divideToIntegralValue(instrument.step()).longValue();
    volume[size] = 1 + random.nextLong(levelSteps) * piece.busy;
    size++;
    return openTicks;
  }

  private long[] turned(long[] newestFirst) {
    long[] oldestFirst = new long[size];
    for (int i = 0; i < size; i++) {
      oldestFirst[i] = newestFirst[size - 1 - i];
    }
    return oldestFirst;
  }

  /** The first moment from which candles of {@code interval} can be given. */
  long first(Interval interval) {
    for (Piece piece : Piece.values()) {
      if (piece == Piece.MONTH || interval.compareTo(piece.alignment) < 0) {
        return Objects.requireNonNull(firstOf.get(piece));
      }
    }
    throw new AssertionError(interval);
  }

  /** Adds every piece that opens in {@code [from, to)}; an empty range adds nothing. */
  void addTo(CandleSum sum, long from, long to) {
    int at = Arrays.binarySearch(opens, from);
    int first = at < 0 ? -at - 1 : at;
    long highest = 0;
    long lowest = Long.MAX_VALUE;
    long steps = 0;
    long doubleWorth = 0;
    int i = first;
    for (; i < size && opens[i] < to; i++) {
      highest = Math.max(highest, high[i]);
      lowest = Math.min(lowest, low[i]);
      steps += volume[i];
      doubleWorth += (open[i] + close[i]) * volume[i];
    }
    if (i == first) {
      return;
    }
    BigDecimal amount = instrument.step().multiply(BigDecimal.valueOf(steps));
    BigDecimal worth =
        instrument
            .step()
            .multiply(instrument.tick())
            .multiply(BigDecimal.valueOf(doubleWorth))
            .divide(TWO);
    sum.add(
        price(open[first]),
        price(highest),
        price(lowest),
        price(close[i - 1]),
        amount,
        worth,
        (long) TRADES_PER_PIECE * (i - first));
  }

  private BigDecimal price(long ticks) {
    return instrument.tick().multiply(BigDecimal.valueOf(ticks));
  }
}
