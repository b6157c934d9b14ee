package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order and its changing state. Only under the engine's lock; others see {@link OrderView}. */
final class LiveOrder {

  /** Where an order waits. */
  enum Place {
    NOWHERE,
    /** For the working order of its list. */
    LIST,
    /** For its trigger. */
    TRIGGERS,
    BOOK
  }

  final Instrument instrument;
  final Account account;
  final long id;
  final Side side;
  final OrderKind kind;
  final TimeInForce timeInForce;
  final @Nullable Condition condition;
  final @Nullable BigDecimal iceberg;
  final SelfTrade selfTrade;
  final @Nullable BigDecimal quoteQuantity;
  final Map<String, Long> labels;
  final long acceptedAt;
  final long visibleFrom;
  final Family family;
  private final NewOrder asked;

  /** Its limit; of a pegged order not until it comes to the book. */
  @Nullable BigDecimal price;

  /** Changed by amendments. */
  String clientId;

  /** Changed by amendments, and by the working order of a leg that has no size of its own. */
  BigDecimal quantity;

  boolean sized;
  OrderStatus status = OrderStatus.NEW;
  Place place = Place.NOWHERE;
  ExpiryReason expiryReason = ExpiryReason.NONE;
  BigDecimal filled = Amounts.ZERO;
  BigDecimal filledQuote = Amounts.ZERO;
  BigDecimal fees = Amounts.ZERO;

  /** What its fills brought in, fees taken off. */
  BigDecimal received = Amounts.ZERO;

  BigDecimal prevented = Amounts.ZERO;
  @Nullable Long preventedMatchId;
  final List<PreventedMatch> preventedMatches = new ArrayList<>();
  @Nullable OrderList list;

  /** The order that made it. */
  @Nullable Long parentId;

  /** The order that it made when it fired. */
  @Nullable Long legId;

  /** The exits that were made with it, itself among them. */
  List<LiveOrder> siblings = List.of();

  /** How often it made its exits. */
  int exitsMade;

  final List<Amendment> amendments = new ArrayList<>();

  /** What is left of the part of an iceberg that the book shows. */
  BigDecimal slice = Amounts.ZERO;

  /** The best price that a trailing order has seen, null until it follows the market. */
  @Nullable BigDecimal extreme;

  @Nullable Long trailingSince;

  /** Locked for this order: quote of a buy, base of a sell. */
  BigDecimal lock = Amounts.ZERO;

  @Nullable Long workingAt;
  long updatedAt;

  LiveOrder(
      Instrument instrument,
      Account account,
      long id,
      NewOrder order,
      @Nullable BigDecimal quantity,
      long now) {
    this.instrument = instrument;
    this.account = account;
    this.id = id;
    this.clientId = order.clientId();
    this.side = order.side();
    this.kind = order.kind();
    this.timeInForce = order.timeInForce();
    this.price = order.peg() == null ? order.price() : null;
    this.condition = order.condition();
    this.iceberg = order.iceberg();
    this.selfTrade = order.selfTrade();
    this.sized = quantity != null;
    this.quantity = quantity == null ? Amounts.ZERO : quantity;
    this.quoteQuantity = order.quoteQuantity();
    this.labels = order.labels();
    this.acceptedAt = now;
    this.asked = order;
    this.family = order.family();
    this.visibleFrom = now + order.visibleAfterMillis();
    this.updatedAt = now;
  }

  /** What was asked for, with the quantity and the price of today. */
  NewOrder asked() {
    return asked.at(quantity, price);
  }

  @Nullable Peg peg() {
    return asked.peg();
  }

  BigDecimal remaining() {
    BigDecimal left = quantity.subtract(filled);
    return prevented.signum() == 0 ? left : left.subtract(prevented);
  }

  /** How much of it the book shows. */
  BigDecimal shown() {
    return iceberg == null ? remaining() : slice.min(remaining());
  }

  String lockedAsset() {
    return side == Side.BUY ? instrument.quote() : instrument.base();
  }

  /** The pair that it belongs to, or it alone. */
  List<LiveOrder> withSibling() {
    return list == null || list.sibling(this) == null ? List.of(this) : list.dependents();
  }

  /** Where a trigger or a limit stands: what a pair's prices are compared by. */
  @Nullable BigDecimal mark() {
    return condition == null ? price : condition.stopPrice();
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
        asked.price(),
        asked.peg(),
        asked.peg() == null ? null : price,
        condition,
        trailingSince,
        iceberg,
        selfTrade,
        sized,
        quantity,
        quoteQuantity,
        filled,
        filledQuote,
        prevented,
        preventedMatchId,
        status,
        expiryReason,
        list == null ? null : Long.valueOf(list.id),
        labels,
        fees,
        family,
        parentId,
        legId,
        acceptedAt,
        workingAt,
        updatedAt);
  }
}
