package org.aristobot.storm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A market whose price stands still.
 *
 * @param price at which it stands
 * @param tick of prices
 * @param step of sizes
 * @param least the smallest size that is asked for; worth well more than the venue's minimum
 */
record Market(String symbol, BigDecimal price, BigDecimal tick, BigDecimal step, BigDecimal least) {

  /** Where entries are filled whose exits stand by themselves; its price moves in the end. */
  static final Market EXITS = of("SOL/USDT", "98.00", "0.01", "0.001", "0.5");

  /** Where it stands, in thousandths of that. */
  static final int STANDS = 1_000;

  /** To which it moves in thousandths: above all take-profits. */
  static final int MOVED = 1_500;

  static final List<Market> ALL =
      List.of(
          of("BTC/USDT", "43000.00", "0.01", "0.00001", "0.001"),
          of("ETH/USDT", "2300.00", "0.01", "0.0001", "0.02"),
          of("LTC/USDT", "70.00", "0.01", "0.001", "0.5"),
          of("DOGE/USDT", "0.08000", "0.00001", "1", "400"));

  private static Market of(String symbol, String price, String tick, String step, String least) {
    return new Market(
        symbol,
        new BigDecimal(price),
        new BigDecimal(tick),
        new BigDecimal(step),
        new BigDecimal(least));
  }

  /** So many thousandths of the price at which it stands. */
  BigDecimal at(int thousandths) {
    return price
        .multiply(BigDecimal.valueOf(thousandths, 3))
        .setScale(tick.scale(), RoundingMode.DOWN);
  }

  /** The size of that number; no two numbers have the same. */
  BigDecimal size(long number) {
    return least.add(step.multiply(BigDecimal.valueOf(number)));
  }
}
