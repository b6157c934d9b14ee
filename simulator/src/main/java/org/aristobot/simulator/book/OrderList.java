package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders that depend on each other. Only under the engine's lock; others see its view. */
final class OrderList {

  final long id;
  final ListKind kind;
  final String clientId;
  final Account account;
  final Instrument instrument;
  final long acceptedAt;
  final long visibleFrom;

  /** The working order if there is one, then the leg that stops a loss, then the other. */
  final List<LiveOrder> legs = new ArrayList<>();

  /** What a working buy received so far, locked for the orders that it pays for. */
  BigDecimal received = Amounts.ZERO;

  OrderList(long id, Account account, Instrument instrument, NewOrderList list, long now) {
    this.id = id;
    this.kind = list.kind();
    this.clientId = list.clientId();
    this.account = account;
    this.instrument = instrument;
    this.acceptedAt = now;
    this.visibleFrom = LiveOrder.visibleFrom(now, list.legs().getFirst());
  }

  @Nullable LiveOrder working() {
    return kind == ListKind.ONE_CANCELS_OTHER ? null : legs.getFirst();
  }

  /** All legs but the working one. */
  List<LiveOrder> dependents() {
    return kind == ListKind.ONE_CANCELS_OTHER ? legs : legs.subList(1, legs.size());
  }

  /** The other order of a pair, null when the order has none. */
  @Nullable LiveOrder sibling(LiveOrder order) {
    List<LiveOrder> pair = dependents();
    if (pair.size() < 2 || !pair.contains(order)) {
      return null;
    }
    return pair.getFirst() == order ? pair.getLast() : pair.getFirst();
  }

  boolean isOpen() {
    return legs.stream().anyMatch(leg -> leg.status.isOpen());
  }

  OrderListView view() {
    long updated = legs.stream().mapToLong(leg -> leg.updatedAt).max().orElse(acceptedAt);
    List<OrderView> views = legs.stream().map(LiveOrder::view).toList();
    return new OrderListView(instrument, id, clientId, kind, isOpen(), views, acceptedAt, updated);
  }
}
