package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order and its changing state. Only under the engine's lock; others see {@link OrderView}. */
final class LiveOrder {

  final Instrument instrument;
  final Account account;
  final long id;
  final String clientId;
  final Side side;
  final OrderKind kind;
  final TimeInForce timeInForce;
  final @Nullable BigDecimal price;
  final BigDecimal quantity;
  final @Nullable BigDecimal quoteQuantity;
  final Map<String, Long> labels;
  final long acceptedAt;
  final long visibleFrom;

  OrderStatus status = OrderStatus.NEW;
  ExpiryReason expiryReason = ExpiryReason.NONE;
  BigDecimal filled = Amounts.ZERO;
  BigDecimal filledQuote = Amounts.ZERO;

  /** Locked for this order: quote of a buy, base of a sell. */
  BigDecimal lock = Amounts.ZERO;

  long updatedAt;

  LiveOrder(
      Instrument instrument,
      Account account,
      long id,
      NewOrder order,
      BigDecimal quantity,
      long now) {
    this.instrument = instrument;
    this.account = account;
    this.id = id;
    this.clientId = order.clientId();
    this.side = order.side();
    this.kind = order.kind();
    this.timeInForce = order.timeInForce();
    this.price = order.price();
    this.quantity = quantity;
    this.quoteQuantity = order.quoteQuantity();
    this.labels = order.labels();
    this.acceptedAt = now;
    this.visibleFrom = now + order.visibleAfterMillis();
    this.updatedAt = now;
  }

  BigDecimal remaining() {
    return quantity.subtract(filled);
  }

  String lockedAsset() {
    return side == Side.BUY ? instrument.quote() : instrument.base();
  }

  OrderView view() {
    return new OrderView(
        instrument,
        id,
        clientId,
        account.key(),
        side,
        kind,
        timeInForce,
        price,
        quantity,
        quoteQuantity,
        filled,
        filledQuote,
        status,
        expiryReason,
        labels,
        acceptedAt,
        updatedAt);
  }
}
