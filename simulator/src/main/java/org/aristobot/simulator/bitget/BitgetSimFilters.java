package org.aristobot.simulator.bitget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OpenLimits;
import org.aristobot.simulator.book.Side;
import org.jspecify.annotations.Nullable;

/** One symbol's rules: shown in {@code symbols} and checked here. Immutable. */
final class BitgetSimFilters {

  private static final int ANY_NUMBER = Integer.MAX_VALUE;
  private static final int OPEN_ORDERS = 200;
  private static final int OPEN_PLANS = 50;

  static final OpenLimits IN_ALL =
      new OpenLimits(ANY_NUMBER, ANY_NUMBER, ANY_NUMBER, ANY_NUMBER, ANY_NUMBER, null);

  private final Instrument instrument;

  /** How far from the last price a limit may stand, as a fraction; zero for any distance. */
  final BigDecimal band;

  final BigDecimal minValue;
  final BigDecimal maxLimitValue;
  final BigDecimal maxMarketValue;

  private BitgetSimFilters(
      Instrument instrument, String band, String minValue, String maxLimit, String maxMarket) {
    this.instrument = instrument;
    this.band = new BigDecimal(band);
    this.minValue = new BigDecimal(minValue);
    this.maxLimitValue = new BigDecimal(maxLimit);
    this.maxMarketValue = new BigDecimal(maxMarket);
  }

  static BitgetSimFilters of(Instrument instrument) {
    return switch (instrument.symbol()) {
      case "ETH/BTC" -> new BitgetSimFilters(instrument, "0", "1", "3000000", "1000000");
      case "DOGE/USDT", "SHIB/USDT" ->
          new BitgetSimFilters(instrument, "0.1", "1", "1000000", "500000");
      default -> new BitgetSimFilters(instrument, "0.05", "1", "10000000", "5000000");
    };
  }

  OpenLimits limits() {
    return new OpenLimits(OPEN_ORDERS, OPEN_PLANS, ANY_NUMBER, ANY_NUMBER, ANY_NUMBER, null);
  }

  int openOrders() {
    return OPEN_ORDERS;
  }

  int pricePrecision() {
    return Math.max(0, instrument.tick().stripTrailingZeros().scale());
  }

  int quantityPrecision() {
    return Math.max(0, instrument.step().stripTrailingZeros().scale());
  }

  int quotePrecision() {
    return instrument.quote().equals("USDT") ? 6 : 8;
  }

  // --- checks, in the order in which the venue is taken to make them

  void checkDecimals(NewOrder order) {
    checkPrice(order.price());
    Condition condition = order.condition();
    checkPrice(condition == null ? null : condition.stopPrice());
    for (NewOrder exit : order.family().exits()) {
      checkDecimals(exit);
    }
    if (order.quantity() != null) {
      checkSize(order.quantity(), quantityPrecision());
    }
    if (order.quoteQuantity() != null) {
      checkSize(order.quoteQuantity(), quotePrecision());
    }
  }

  private void checkPrice(@Nullable BigDecimal price) {
    if (price != null && price.scale() > pricePrecision()) {
      throw BitgetSimError.of("41103", "param price scale error error");
    }
  }

  private static void checkSize(BigDecimal size, int decimals) {
    if (size.scale() > decimals) {
      throw BitgetSimError.of(
          "40808",
          "Parameter verification exception size checkBDScale error value=%s checkScale=%d"
              .formatted(size.toPlainString(), decimals));
    }
  }

  /**
   * @param last last price
   * @param inDollars what one unit of the quote asset is worth
   */
  void checkValue(NewOrder order, BigDecimal last, BigDecimal inDollars) {
    BigDecimal quantity = order.quantity();
    BigDecimal at = price(order, last);
    BigDecimal quote = quantity == null ? order.quoteQuantity() : at.multiply(quantity);
    if (quote == null) {
      return;
    }
    BigDecimal value = quote.multiply(inDollars);
    if (value.compareTo(minValue) < 0) {
      throw BitgetSimError.tooSmall(minValue.toPlainString());
    }
    BigDecimal most = order.kind().isPriced() ? maxLimitValue : maxMarketValue;
    if (value.compareTo(most) > 0) {
      throw BitgetSimError.of("45113", "Maximum order value limit triggered");
    }
  }

  private static BigDecimal price(NewOrder order, BigDecimal last) {
    if (order.price() != null) {
      return order.price();
    }
    Condition condition = order.condition();
    BigDecimal stop = condition == null ? null : condition.stopPrice();
    return stop == null ? last : stop;
  }

  /** Whether a limit stands too far on the side where it takes. */
  void checkBand(NewOrder order, BigDecimal last) {
    BigDecimal price = order.price();
    if (price == null || order.kind().isConditional() || band.signum() == 0) {
      return;
    }
    boolean buys = order.side() == Side.BUY;
    BigDecimal factor = buys ? BigDecimal.ONE.add(band) : BigDecimal.ONE.subtract(band);
    BigDecimal bound =
        last.multiply(factor)
            .setScale(pricePrecision(), buys ? RoundingMode.DOWN : RoundingMode.UP);
    if (buys && price.compareTo(bound) > 0) {
      throw BitgetSimError.of(
          "41118",
          "%s buying price cannot be higher than %s"
              .formatted(instrument.symbol(), BitgetSimWire.plain(bound)));
    }
    if (!buys && price.compareTo(bound) < 0) {
      throw BitgetSimError.of(
          "41117",
          "%s selling price cannot be lower than %s"
              .formatted(instrument.symbol(), BitgetSimWire.plain(bound)));
    }
  }
}
