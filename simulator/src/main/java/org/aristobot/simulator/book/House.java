package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The house's quotes around one market. Only under the engine's lock. */
final class House {

  static final int LEVELS = 25;

  /** Distance of neighboring levels, in parts of the price. */
  private static final BigDecimal GAP = new BigDecimal("0.00005");

  private static final class Quotes {
    final BigDecimal[] price = new BigDecimal[LEVELS];
    final BigDecimal[] full = new BigDecimal[LEVELS];
    final BigDecimal[] left = new BigDecimal[LEVELS];
    int best;
  }

  private final Instrument instrument;
  private final Quotes bids = new Quotes();
  private final Quotes asks = new Quotes();
  private final SplittableRandom random;

  House(Instrument instrument, SplittableRandom random) {
    this.instrument = instrument;
    this.random = random;
  }

  /** Quotes anew around {@code price}: the best bid stands at it, the best ask one tick above. */
  void quote(BigDecimal price) {
    BigDecimal tick = instrument.tick();
    BigDecimal gap = Amounts.floorTo(price.multiply(GAP), tick).max(tick);
    for (int level = 0; level < LEVELS; level++) {
      BigDecimal away = gap.multiply(BigDecimal.valueOf(level));
      set(bids, level, price.subtract(away));
      set(asks, level, price.add(tick).add(away));
    }
  }

  private void set(Quotes quotes, int level, BigDecimal price) {
    BigDecimal percent = BigDecimal.valueOf(50L + random.nextInt(101)).movePointLeft(2);
    BigDecimal depth = BigDecimal.valueOf(4L + level).divide(BigDecimal.valueOf(4));
    BigDecimal size = instrument.levelSize().multiply(percent).multiply(depth);
    quotes.price[level] = price;
    quotes.full[level] =
        price.signum() > 0 ? Amounts.floorTo(size, instrument.step()) : Amounts.ZERO;
    quotes.left[level] = quotes.full[level];
    quotes.best = 0;
  }

  /**
   * Quotes again what was taken, except where it would cross a resting order.
   *
   * @param bestBid the best resting user bid, {@code bestAsk} the best ask, null when there is none
   */
  void refill(@Nullable BigDecimal bestBid, @Nullable BigDecimal bestAsk) {
    for (int level = 0; level < LEVELS; level++) {
      boolean askFree = bestBid == null || asks.price[level].compareTo(bestBid) > 0;
      asks.left[level] = askFree ? asks.full[level] : Amounts.ZERO;
      boolean bidFree = bestAsk == null || bids.price[level].compareTo(bestAsk) < 0;
      bids.left[level] = bidFree ? bids.full[level] : Amounts.ZERO;
    }
    skipEmpty(asks);
    skipEmpty(bids);
  }

  private static void skipEmpty(Quotes quotes) {
    quotes.best = 0;
    while (quotes.best < LEVELS && quotes.left[quotes.best].signum() == 0) {
      quotes.best++;
    }
  }

  /** Index of the best level with something left, {@link #LEVELS} when there is none. */
  int best(Side side) {
    return quotes(side).best;
  }

  BigDecimal price(Side side, int level) {
    return quotes(side).price[level];
  }

  BigDecimal left(Side side, int level) {
    return quotes(side).left[level];
  }

  /** Takes from the best level. */
  void take(Side side, BigDecimal quantity) {
    Quotes quotes = quotes(side);
    quotes.left[quotes.best] = quotes.left[quotes.best].subtract(quantity);
    while (quotes.best < LEVELS && quotes.left[quotes.best].signum() == 0) {
      quotes.best++;
    }
  }

  private Quotes quotes(Side side) {
    return side == Side.BUY ? bids : asks;
  }
}
