package org.aristobot.contract;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.Limit;
import org.aristobot.model.OrderTerms.Market;
import org.aristobot.model.OrderTerms.Oco;
import org.aristobot.model.OrderTerms.StopLimit;
import org.aristobot.model.OrderTerms.TakeProfitLimit;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderTerms.TrailingStop;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;

/** Orders for a market at 70 that ask for one cell of the capability table each. */
final class CapabilityOrders {

  static final Symbol LTC = Symbol.spot("LTC", "USDT");

  private static final AtomicLong IDS = new AtomicLong(System.nanoTime());

  private CapabilityOrders() {}

  static OrderTerms terms(OrderType type) {
    return switch (type) {
      case MARKET -> new Market();
      case LIMIT -> new Limit(d("77"), TimeInForce.GTC, false);
      case STOP_LOSS -> new StopLimit(d("63"), d("65"), TimeInForce.GTC);
      case TAKE_PROFIT -> new TakeProfitLimit(d("77"), d("79"), TimeInForce.GTC);
      case TRAILING_STOP -> trailing("5", null);
      case OCO -> new Oco(d("77"), d("63"), null);
    };
  }

  static OrderTerms trailing(String percent, BigDecimal price) {
    return new TrailingStop(new TrailingDelta.Percent(d(percent)), null, price);
  }

  static OrderRequest limitAt(Side side, String price) {
    return order(side, "2", new Limit(d(price), TimeInForce.GTC, false));
  }

  static OrderRequest order(Side side, String quantity, OrderTerms terms) {
    return sized(side, new Quantity.Base(d(quantity)), terms);
  }

  static OrderRequest sized(Side side, Quantity quantity, OrderTerms terms) {
    NativeClientOrderId id = new NativeClientOrderId("ar%028x".formatted(IDS.incrementAndGet()));
    return new OrderRequest(id, LTC, side, quantity, terms, null, null, NativeParams.NONE);
  }

  static OrderRequest hidden(OrderRequest order) {
    return new OrderRequest(
        order.id(),
        LTC,
        order.side(),
        order.quantity(),
        order.terms(),
        d("0.5"),
        null,
        NativeParams.NONE);
  }

  static OrderRequest protectedBy(OrderRequest order, String stopLoss, String takeProfit) {
    Protection protection =
        new Protection(
            stopLoss == null ? null : d(stopLoss), takeProfit == null ? null : d(takeProfit));
    return new OrderRequest(
        order.id(),
        LTC,
        order.side(),
        order.quantity(),
        order.terms(),
        null,
        protection,
        NativeParams.NONE);
  }

  static Instrument without(Instrument market, String flag) {
    Set<String> flags = new HashSet<>(market.flags());
    flags.remove(flag);
    return new Instrument(
        market.symbol(),
        market.venueSymbol(),
        market.active(),
        market.quantity(),
        market.marketQuantity(),
        market.price(),
        market.minNotional(),
        market.marketMinNotional(),
        market.maxNotional(),
        market.quoteScale(),
        market.quoteSized() && !flag.equals("quoteOrderQtyMarketAllowed"),
        flags,
        market.makerFee(),
        market.takerFee());
  }

  static BigDecimal d(String text) {
    return new BigDecimal(text);
  }
}
