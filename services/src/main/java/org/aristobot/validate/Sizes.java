package org.aristobot.validate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.aristobot.model.Instrument;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/**
 * The sizes and prices of the orders in one market: as small as the market allows with a little
 * room, and far away.
 *
 * @param market what one unit of base costs now, in quote
 */
record Sizes(Instrument instrument, BigDecimal market) {

  /** An order is worth at most so many times the market's least. */
  private static final BigDecimal CAP = new BigDecimal("4");

  /** Over the least, so that a price that moves a little does not make an order too small. */
  private static final BigDecimal ROOM = new BigDecimal("1.2");

  /** What a fee in base may take of a purchase and leave enough to sell. */
  private static final BigDecimal AFTER_FEE = new BigDecimal("0.99");

  static final BigDecimal FAR_BELOW = new BigDecimal("0.90");
  static final BigDecimal FURTHER_BELOW = new BigDecimal("0.89");
  static final BigDecimal FAR_ABOVE = new BigDecimal("1.10");

  /** Nearer: venues refuse triggers and limits of sales that are far below the market. */
  static final BigDecimal STOP = new BigDecimal("0.960");

  static final BigDecimal STOP_LIMIT = new BigDecimal("0.955");
  static final BigDecimal TAKE = new BigDecimal("1.040");
  static final BigDecimal TAKE_LIMIT = new BigDecimal("1.035");

  /** Digits of a price or amount where the market has no step for it. */
  private static final MathContext STEPLESS = new MathContext(6, RoundingMode.DOWN);

  private static final MathContext SHORT = new MathContext(5, RoundingMode.UP);

  private static final BigDecimal TINY = new BigDecimal("0.00000001");

  /** What the smallest order of this market is worth now, in quote. */
  BigDecimal least() {
    BigDecimal least = instrument.minNotional() == null ? TINY : instrument.minNotional();
    if (instrument.quoteScale() != null) {
      least = least.max(BigDecimal.TEN.movePointLeft(instrument.quoteScale()));
    }
    for (BigDecimal quantity : new @Nullable BigDecimal[] {smallest(), step()}) {
      if (quantity != null) {
        least = least.max(quantity.multiply(market));
      }
    }
    return least;
  }

  private @Nullable BigDecimal smallest() {
    BigDecimal one = instrument.quantity().min();
    BigDecimal other = instrument.marketQuantity().min();
    return one == null ? other : other == null ? one : one.max(other);
  }

  /** What no order of the checklist is worth more than, in quote. */
  BigDecimal cap() {
    return least().multiply(CAP);
  }

  /** The step of quantities that suits limit and market orders. */
  BigDecimal step() {
    BigDecimal step = instrument.quantity().step();
    BigDecimal other = instrument.marketQuantity().step();
    BigDecimal coarser = step == null ? other : other == null ? step : step.max(other);
    return coarser == null ? TINY : coarser;
  }

  /** A price of the market that is so many times the present one. */
  BigDecimal price(BigDecimal factor) {
    BigDecimal price = market.multiply(factor);
    BigDecimal step = instrument.price().step();
    return step == null ? price.round(STEPLESS) : down(price, step);
  }

  /** The smallest quantity that is worth enough at a price that is so many times the present. */
  BigDecimal quantity(BigDecimal factor) {
    BigDecimal enough = least().multiply(ROOM);
    return up(enough.divide(market.multiply(factor), MathContext.DECIMAL64), step());
  }

  /** What is sold: enough for every price at which the checklist sells. */
  BigDecimal sale() {
    return quantity(STOP_LIMIT);
  }

  /** What is bought at the market: enough for a sale after the fee. */
  BigDecimal purchase() {
    return up(sale().divide(AFTER_FEE, MathContext.DECIMAL64), step());
  }

  /** The same in quote. */
  BigDecimal spending() {
    BigDecimal worth = purchase().multiply(market).multiply(ROOM).round(SHORT);
    Integer scale = instrument.quoteScale();
    return scale == null || worth.scale() <= scale ? worth : worth.setScale(scale, RoundingMode.UP);
  }

  /** A limit purchase that stands far below the market. */
  Wanted resting() {
    return resting(FAR_BELOW);
  }

  Wanted resting(BigDecimal factor) {
    return limit(Side.BUY, quantity(FURTHER_BELOW), factor, TimeInForce.GTC, false);
  }

  Wanted limit(
      Side side, BigDecimal quantity, BigDecimal factor, TimeInForce force, boolean postOnly) {
    return Wanted.of(
        instrument.symbol(), side, quantity, new OrderTerms.Limit(price(factor), force, postOnly));
  }

  /** A limit sale that stands far above the market. */
  Wanted limitSale() {
    return limit(Side.SELL, sale(), FAR_ABOVE, TimeInForce.GTC, false);
  }

  Wanted purchaseNow() {
    return Wanted.of(instrument.symbol(), Side.BUY, purchase(), new OrderTerms.Market());
  }

  Wanted spendingNow() {
    return purchaseNow().with(new Quantity.Quote(spending()));
  }

  Wanted saleNow(BigDecimal quantity) {
    return Wanted.of(instrument.symbol(), Side.SELL, quantity, new OrderTerms.Market());
  }

  /** A sale that waits for the price to fall. */
  Wanted stopLoss() {
    return sale(new OrderTerms.StopMarket(price(STOP)));
  }

  /** A sale on these terms. */
  Wanted sale(OrderTerms terms) {
    return Wanted.of(instrument.symbol(), Side.SELL, sale(), terms);
  }

  static BigDecimal down(BigDecimal value, BigDecimal step) {
    return value.divide(step, 0, RoundingMode.DOWN).multiply(step);
  }

  static BigDecimal up(BigDecimal value, BigDecimal step) {
    return value.divide(step, 0, RoundingMode.CEILING).multiply(step);
  }
}
