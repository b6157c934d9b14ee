package org.aristobot.simulator.book;

import java.math.BigDecimal;

/**
 * One market. Filters belong to the dialects; here stands only what the book itself needs.
 *
 * @param base asset that is bought and sold
 * @param quote asset it is paid with
 * @param startPrice first price and first anchor of the walk
 * @param tick price step
 * @param step quantity step
 * @param levelSize size of the house's best quotes, about
 */
public record Instrument(
    String base,
    String quote,
    BigDecimal startPrice,
    BigDecimal tick,
    BigDecimal step,
    BigDecimal levelSize) {

  /** Unified symbol, such as {@code BTC/USDT}. */
  public String symbol() {
    return base + "/" + quote;
  }

  static Instrument of(
      String base, String quote, String price, String tick, String step, String size) {
    return new Instrument(
        base,
        quote,
        new BigDecimal(price),
        new BigDecimal(tick),
        new BigDecimal(step),
        new BigDecimal(size));
  }
}
