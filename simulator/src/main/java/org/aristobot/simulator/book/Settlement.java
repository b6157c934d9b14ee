package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How trades are paid, and what the locks of orders hold. Only under the engine's lock. */
final class Settlement {

  private final Instrument instrument;
  private final Ledger ledger;
  private final Lists lists;
  private final Exits exits;

  Settlement(Instrument instrument, Ledger ledger, Lists lists, Exits exits) {
    this.instrument = instrument;
    this.ledger = ledger;
    this.lists = lists;
    this.exits = exits;
  }

  /**
   * Pays for one side of a trade.
   *
   * @param order null for the house
   * @return the fill of the order, null for the house
   */
  @Nullable Fill settle(@Nullable LiveOrder order, Side side, Trade trade, boolean maker) {
    boolean buys = side == Side.BUY;
    String receivedAsset = buys ? instrument.base() : instrument.quote();
    BigDecimal received = buys ? trade.quantity() : trade.quote();
    BigDecimal paid = buys ? trade.quote() : trade.quantity();
    if (order == null) {
      ledger.house(receivedAsset, received);
      ledger.house(buys ? instrument.quote() : instrument.base(), paid.negate());
      return null;
    }
    if (order.filled.signum() == 0) {
      order.account.countFirstFill(maker);
      lists.won(order, trade.timeMillis());
    }
    order.filled = order.filled.add(trade.quantity());
    order.filledQuote = order.filledQuote.add(trade.quote());
    boolean done = order.remaining().signum() == 0;
    order.status = done ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    order.updatedAt = trade.timeMillis();
    pay(order, paid);
    BigDecimal fee = Amounts.fee(received);
    order.fees = order.fees.add(fee);
    order.received = order.received.add(received.subtract(fee));
    order.account.credit(receivedAsset, received.subtract(fee));
    lists.received(order, received.subtract(fee));
    ledger.fee(receivedAsset, fee);
    exits.traded(order, trade.quantity(), received.subtract(fee));
    Fill fill = fill(order, trade, fee, receivedAsset, maker);
    order.account.portfolio(instrument).fills.add(fill);
    return fill;
  }

  private static Fill fill(
      LiveOrder order, Trade trade, BigDecimal fee, String feeAsset, boolean maker) {
    return new Fill(
        trade.id(),
        order.id,
        order.list == null ? null : Long.valueOf(order.list.id),
        order.side,
        trade.price(),
        trade.quantity(),
        trade.quote(),
        fee,
        feeAsset,
        maker,
        trade.timeMillis());
  }

  /** Pays out of the lock, and releases what a better price than the limit left over. */
  private static void pay(LiveOrder order, BigDecimal paid) {
    BigDecimal left = order.lock.subtract(paid);
    BigDecimal needed =
        order.side == Side.BUY && order.price != null
            ? Amounts.cover(order.price, order.remaining())
            : left;
    order.account.unlock(order.lockedAsset(), paid, left.subtract(needed));
    order.lock = needed;
  }

  // --- locks

  /** Locks more where a buy costs more than was thought; false when there is no more. */
  static boolean cover(LiveOrder order, Sweep sweep) {
    if (order.side == Side.SELL || (order.price != null && order.peg() == null)) {
      return true;
    }
    BigDecimal cost =
        order.price == null ? sweep.quote() : Amounts.cover(order.price, order.remaining());
    BigDecimal missing = cost.subtract(order.lock);
    if (missing.signum() <= 0) {
      trim(order);
      return true;
    }
    if (!order.account.has(order.lockedAsset(), missing)) {
      return false;
    }
    order.account.lock(order.lockedAsset(), missing);
    order.lock = cost;
    return true;
  }

  /** Locks what an order needs that held nothing while it waited; false when it is not there. */
  static boolean fund(LiveOrder order, Sweep sweep) {
    BigDecimal needed =
        order.side == Side.SELL
            ? order.remaining()
            : order.price != null
                ? Amounts.cover(order.price, order.remaining())
                : order.quoteQuantity != null ? order.quoteQuantity : sweep.quote();
    if (!order.account.has(order.lockedAsset(), needed)) {
      return false;
    }
    order.account.lock(order.lockedAsset(), needed);
    order.lock = needed;
    return true;
  }

  /** Gives back what an order that became smaller no longer needs. */
  static void trim(LiveOrder order) {
    BigDecimal needed =
        order.side == Side.SELL
            ? order.remaining()
            : order.price == null ? order.lock : Amounts.cover(order.price, order.remaining());
    order.account.unlock(order.lockedAsset(), Amounts.ZERO, order.lock.subtract(needed));
    order.lock = needed;
  }
}
