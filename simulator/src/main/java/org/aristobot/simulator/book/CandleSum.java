package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Adds trades and smaller candles up to one candle. Not safe for threads. */
final class CandleSum {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  final long openMillis;
  private BigDecimal open;
  private BigDecimal high;
  private BigDecimal low;
  private BigDecimal close;
  private BigDecimal volume = Amounts.ZERO;
  private BigDecimal quote = Amounts.ZERO;
  private BigDecimal takerVolume = Amounts.ZERO;
  private BigDecimal takerQuote = Amounts.ZERO;
  private long trades;

  /** A candle in which nothing happened yet, at the close of the one before. */
  CandleSum(long openMillis, BigDecimal previousClose) {
    this.openMillis = openMillis;
    this.open = previousClose;
    this.high = previousClose;
    this.low = previousClose;
    this.close = previousClose;
  }

  void add(Trade trade) {
    prices(trade.price(), trade.price(), trade.price(), trade.price());
    trades++;
    volume = volume.add(trade.quantity());
    quote = quote.add(trade.quote());
    if (!trade.buyerMaker()) {
      takerVolume = takerVolume.add(trade.quantity());
      takerQuote = takerQuote.add(trade.quote());
    }
  }

  void add(CandleSum later) {
    if (later.trades == 0) {
      return;
    }
    prices(later.open, later.high, later.low, later.close);
    trades += later.trades;
    volume = volume.add(later.volume);
    quote = quote.add(later.quote);
    takerVolume = takerVolume.add(later.takerVolume);
    takerQuote = takerQuote.add(later.takerQuote);
  }

  /** Adds a stretch of the made-up history; half of it counts as bought by takers. */
  void add(
      BigDecimal o,
      BigDecimal h,
      BigDecimal l,
      BigDecimal c,
      BigDecimal amount,
      BigDecimal worth,
      long count) {
    prices(o, h, l, c);
    trades += count;
    volume = volume.add(amount);
    quote = quote.add(worth);
    takerVolume = takerVolume.add(half(amount));
    takerQuote = takerQuote.add(half(worth));
  }

  private static BigDecimal half(BigDecimal amount) {
    return amount.divide(TWO, Amounts.SCALE, RoundingMode.DOWN);
  }

  private void prices(BigDecimal o, BigDecimal h, BigDecimal l, BigDecimal c) {
    if (trades == 0) {
      open = o;
      high = h;
      low = l;
    }
    high = high.max(h);
    low = low.min(l);
    close = c;
  }

  BigDecimal close() {
    return close;
  }

  BigDecimal volume() {
    return volume;
  }

  BigDecimal quote() {
    return quote;
  }

  Candle candle(long closeMillis) {
    return new Candle(
        openMillis,
        closeMillis,
        open,
        high,
        low,
        close,
        volume,
        quote,
        trades,
        takerVolume,
        takerQuote);
  }
}
