package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the orders of a list move each other. Only under the engine's lock. */
final class Lists {

  private final Market market;

  Lists(Market market) {
    this.market = market;
  }

  /** An order traded for the first time or fired: the other of its pair ends, it has the funds. */
  void won(LiveOrder order, long now) {
    LiveOrder loser = order.list == null ? null : order.list.sibling(order);
    if (loser != null && loser.status.isOpen()) {
      order.lock = order.lock.add(loser.lock);
      loser.lock = Amounts.ZERO;
      market.end(loser, OrderStatus.EXPIRED, ExpiryReason.OCO_TRIGGER, now);
    }
  }

  /** A working order received something: what pays for other orders is kept for them. */
  void received(LiveOrder order, BigDecimal amount) {
    OrderList list = order.list;
    if (list != null && list.kind == ListKind.ONE_PAYS_FOR_OTHER && list.working() == order) {
      order.account.lock(market.instrument.base(), amount);
      list.received = list.received.add(amount);
    }
  }

  /** An order ended: its list goes on, or ends with it. */
  void ended(LiveOrder order, long now) {
    OrderList list = order.list;
    if (list == null) {
      return;
    }
    if (order == list.working()) {
      if (order.status == OrderStatus.FILLED) {
        market.release(list);
      } else {
        giveBack(list);
        endAll(list.dependents(), OrderStatus.EXPIRED, ExpiryReason.OTO_PHASE_ONE_EXPIRED, now);
      }
      return;
    }
    LiveOrder sibling = list.sibling(order);
    boolean lost = order.expiryReason == ExpiryReason.OCO_TRIGGER;
    if (sibling != null && sibling.status.isOpen() && order.status != OrderStatus.FILLED && !lost) {
      boolean canceled = order.status == OrderStatus.CANCELED;
      ExpiryReason reason =
          switch (order.expiryReason) {
            case REJECTED, OTO_PHASE_ONE_EXPIRED -> order.expiryReason;
            default -> canceled ? ExpiryReason.NONE : ExpiryReason.OCO_TRIGGER;
          };
      OrderStatus status = canceled ? OrderStatus.CANCELED : OrderStatus.EXPIRED;
      market.end(sibling, status, reason, now);
    }
  }

  /** Cancels all that is left of a list. */
  void cancel(OrderList list, long now) {
    endAll(list.legs.reversed(), OrderStatus.CANCELED, ExpiryReason.NONE, now);
  }

  private void endAll(List<LiveOrder> orders, OrderStatus status, ExpiryReason reason, long now) {
    for (LiveOrder order : orders) {
      if (order.status.isOpen()) {
        market.end(order, status, reason, now);
      }
    }
  }

  private void giveBack(OrderList list) {
    list.account.unlock(market.instrument.base(), Amounts.ZERO, list.received);
    list.received = Amounts.ZERO;
  }

  // --- after the working order

  /** The working order is filled: starts what waited for it, or lets it expire as rejected. */
  void start(OrderList list, long now) {
    List<LiveOrder> legs = list.dependents();
    if (legs.stream().noneMatch(leg -> leg.status.isOpen())) {
      giveBack(list);
      return;
    }
    if (list.kind == ListKind.ONE_PAYS_FOR_OTHER) {
      size(list);
    }
    if (peg(legs) && legs.stream().allMatch(this::mayStart) && related(legs) && fund(legs)) {
      for (LiveOrder leg : legs) {
        leg.status = OrderStatus.NEW;
        leg.updatedAt = now;
        market.enter(leg, null, null, now);
      }
    } else {
      endAll(legs, OrderStatus.EXPIRED, ExpiryReason.REJECTED, now);
    }
  }

  /** What was received, and the fee too where the account can pay it, in whole steps. */
  private void size(OrderList list) {
    String base = market.instrument.base();
    BigDecimal step = market.instrument.step();
    BigDecimal gross = list.legs.getFirst().filled;
    BigDecimal fee = gross.subtract(list.received);
    if (list.account.has(base, fee)) {
      list.account.lock(base, fee);
      list.received = gross;
    }
    BigDecimal quantity = Amounts.floorTo(list.received, step);
    for (LiveOrder leg : list.dependents()) {
      leg.sized = true;
      leg.quantity = quantity;
    }
    giveBack(list);
  }

  /** Gives pegged legs that do not wait for a trigger their limits; false when one has none. */
  boolean peg(List<LiveOrder> legs) {
    return legs.stream().filter(leg -> !leg.kind.isConditional()).allMatch(market::peg);
  }

  private boolean mayStart(LiveOrder leg) {
    return leg.quantity.signum() > 0
        && market.admits(leg)
        && !Triggers.met(leg.kind, leg.side, leg.condition, market.tape.last())
        && (leg.kind != OrderKind.LIMIT_MAKER
            || leg.price == null
            || !market.wouldTake(leg.side, leg.price));
  }

  /** Whether the prices of a pair, if it is one, stand on both sides of the last price. */
  boolean related(List<LiveOrder> legs) {
    if (legs.size() < 2) {
      return true;
    }
    boolean sells = legs.getFirst().side == Side.SELL;
    BigDecimal stop = legs.getFirst().mark();
    BigDecimal profit = legs.getLast().mark();
    return above(sells ? profit : stop) && below(sells ? stop : profit);
  }

  private boolean above(@Nullable BigDecimal price) {
    return price == null || price.compareTo(market.tape.last()) > 0;
  }

  private boolean below(@Nullable BigDecimal price) {
    return price == null || price.compareTo(market.tape.last()) < 0;
  }

  /** Locks what an order, or a pair once, needs; false when the account does not have it. */
  boolean fund(List<LiveOrder> legs) {
    LiveOrder holder = legs.getLast();
    BigDecimal needed = needed(legs);
    if (!holder.account.has(holder.lockedAsset(), needed)) {
      return false;
    }
    holder.account.lock(holder.lockedAsset(), needed);
    holder.lock = needed;
    return true;
  }

  /** Gives back what orders that became smaller no longer need. */
  void relock(List<LiveOrder> legs) {
    LiveOrder holder = legs.getFirst().lock.signum() > 0 ? legs.getFirst() : legs.getLast();
    BigDecimal spare = holder.lock.subtract(needed(legs));
    if (spare.signum() > 0) {
      holder.account.unlock(holder.lockedAsset(), Amounts.ZERO, spare);
      holder.lock = holder.lock.subtract(spare);
    }
  }

  /** What one of these orders can need at most. */
  BigDecimal needed(List<LiveOrder> legs) {
    return legs.stream().map(this::needed).reduce(Amounts.ZERO, BigDecimal::max);
  }

  /** What an order locks: base of a sell; of a buy the quote at its limit, or what it will cost. */
  BigDecimal needed(LiveOrder leg) {
    if (leg.side == Side.SELL) {
      return leg.remaining();
    }
    if (leg.price != null) {
      return Amounts.cover(leg.price, leg.remaining());
    }
    if (leg.condition == null) {
      return market.plan(leg).quote();
    }
    BigDecimal stop = leg.condition.stopPrice();
    return Amounts.cover(stop == null ? market.tape.last() : stop, leg.remaining());
  }
}
