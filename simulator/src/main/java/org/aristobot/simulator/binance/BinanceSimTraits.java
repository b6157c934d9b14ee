package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.PriceRange;
import org.aristobot.simulator.book.SelfTrade;
import org.jspecify.annotations.Nullable;

/**
 * What one symbol allows beside its filters. ETHBTC allows less than the others, SOLUSDT has a
 * reference price and an execution rule that measures against it.
 *
 * @param modern trailing stops, market orders behind a trigger, OPO lists, amendments, pegs
 * @param selfTrades the modes of self-trade prevention, the default first
 * @param range how far from the reference price an order may take; without it there is no such
 *     price
 */
record BinanceSimTraits(boolean modern, List<SelfTrade> selfTrades, @Nullable PriceRange range) {

  private static final PriceRange RANGE =
      new PriceRange(new BigDecimal("0.9990"), new BigDecimal("1.0010"));
  private static final List<SelfTrade> ALL =
      List.of(
          SelfTrade.EXPIRE_MAKER,
          SelfTrade.EXPIRE_TAKER,
          SelfTrade.EXPIRE_BOTH,
          SelfTrade.DECREMENT,
          SelfTrade.TRANSFER,
          SelfTrade.NONE);
  private static final Set<OrderKind> MODERN_KINDS =
      EnumSet.of(OrderKind.STOP_LOSS, OrderKind.TAKE_PROFIT);

  static BinanceSimTraits of(Instrument instrument) {
    return switch (instrument.symbol()) {
      case "ETH/BTC" -> new BinanceSimTraits(false, List.of(SelfTrade.NONE), null);
      case "SOL/USDT" -> new BinanceSimTraits(true, ALL, RANGE);
      default -> new BinanceSimTraits(true, ALL, null);
    };
  }

  /** The order types, in the venue's order. */
  List<OrderKind> kinds() {
    return BinanceSimOrderForm.KINDS.stream()
        .filter(kind -> modern || !MODERN_KINDS.contains(kind))
        .toList();
  }

  /** What counts for every order that does not say otherwise. */
  SelfTrade selfTrade() {
    return selfTrades.getFirst();
  }

  /** Refuses what the symbol does not allow. */
  void check(NewOrder order) {
    if (!kinds().contains(order.kind())) {
      throw unsupported(
          order.kind() == OrderKind.STOP_LOSS ? "Stop loss orders" : "Take profit orders");
    }
    Condition condition = order.condition();
    if (!modern && condition != null && condition.trailingDelta() != null) {
      throw unsupported("Trailing stop orders");
    }
    if (!modern && order.peg() != null) {
      throw unsupported("Pegged orders");
    }
    if (!selfTrades.contains(order.selfTrade())) {
      throw BinanceSimError.of(
          -1013, "This symbol does not allow the specified self-trade prevention mode.");
    }
  }

  static BinanceSimError unsupported(String what) {
    return BinanceSimError.of(-1013, what + " are not supported for this symbol.");
  }
}
