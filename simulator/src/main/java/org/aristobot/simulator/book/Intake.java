package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which orders and lists a market accepts. Only under the engine's lock. */
final class Intake {

  private final VenueRules rules;

  Intake(VenueRules rules) {
    this.rules = rules;
  }

  // --- single orders

  Placement place(Account account, Market market, NewOrder order, long now) {
    if (market.status != TradingStatus.OPEN) {
      return new Placement.Refused(Refusal.MARKET_CLOSED);
    }
    BigDecimal limit = market.limit(order);
    if (limit == null && order.peg() != null && order.condition() == null) {
      return new Placement.Refused(Refusal.NO_DEPTH);
    }
    boolean atOnce = limit == null && order.condition() == null;
    Sweep sweep =
        atOnce || order.timeInForce() == TimeInForce.FOK
            ? plan(account, market, order, limit)
            : null;
    BigDecimal quantity =
        order.quantity() == null && sweep != null ? sweep.quantity() : order.quantity();
    if (quantity == null && order.quoteQuantity() == null) {
      throw new IllegalArgumentException("an order of its own needs a quantity");
    }
    LiveOrder live =
        new LiveOrder(market.instrument, account, market.ids.after(0), order, quantity, now);
    live.price = limit;
    Refusal refusal = refusal(market, live);
    if (refusal != null) {
      return new Placement.Refused(refusal);
    }
    BigDecimal needed =
        live.family.unfunded() ? Amounts.ZERO : needed(market, live, atOnce ? sweep : null);
    if (!account.has(live.lockedAsset(), needed)) {
      return new Placement.Refused(Refusal.INSUFFICIENT_BALANCE);
    }
    market.register(live);
    live.lock = needed;
    account.lock(live.lockedAsset(), needed);
    List<Fill> fills = new ArrayList<>();
    market.enter(live, live.kind.isConditional() ? null : sweep, fills, now);
    return new Placement.Placed(
        live.view(), List.copyOf(fills), List.copyOf(live.preventedMatches));
  }

  private static Sweep plan(
      Account account, Market market, NewOrder order, @Nullable BigDecimal limit) {
    return market.plan(
        order.side(),
        limit,
        order.quantity(),
        order.quoteQuantity(),
        order.selfTrade() == SelfTrade.NONE ? null : account);
  }

  private static BigDecimal needed(Market market, LiveOrder order, @Nullable Sweep sweep) {
    if (sweep == null || order.side == Side.SELL) {
      return market.lists.needed(order);
    }
    return order.quoteQuantity == null ? sweep.quote() : order.quoteQuantity;
  }

  private @Nullable Refusal refusal(Market market, LiveOrder order) {
    Refusal refusal = crowded(List.of(order));
    if (refusal != null) {
      return refusal;
    }
    if (order.sized && order.quantity.signum() == 0 && order.quoteQuantity != null) {
      return Refusal.TOO_SMALL;
    }
    return !order.family.unfunded()
            && Triggers.met(order.kind, order.side, order.condition, market.tape.last())
        ? Refusal.WOULD_TRIGGER
        : takes(market, order) ? Refusal.WOULD_TAKE : null;
  }

  private static boolean takes(Market market, LiveOrder order) {
    return order.kind == OrderKind.LIMIT_MAKER
        && order.price != null
        && market.wouldTake(order.side, order.price);
  }

  /** Whether client ids are taken, or too much is open. */
  private @Nullable Refusal crowded(List<LiveOrder> orders) {
    Account account = orders.getFirst().account;
    Set<String> ids = new HashSet<>();
    for (LiveOrder order : orders) {
      if (!ids.add(order.clientId) || account.hasOpen(order.clientId)) {
        return Refusal.DUPLICATE_CLIENT_ID;
      }
    }
    Instrument instrument = orders.getFirst().instrument;
    OpenLimits limits = rules.limits(instrument);
    var open = account.portfolio(instrument).open;
    boolean rests = orders.size() > 1 || orders.getFirst().kind != OrderKind.MARKET;
    if (rests && grown(orders, open.values(), Intake::counts) > limits.orders()) {
      return Refusal.TOO_MANY_OPEN_ORDERS;
    }
    if (grown(orders, open.values(), order -> order.kind.isConditional()) > limits.conditional()) {
      return Refusal.TOO_MANY_CONDITIONAL_ORDERS;
    }
    if (grown(orders, open.values(), order -> order.iceberg != null) > limits.icebergs()) {
      return Refusal.TOO_MANY_ICEBERGS;
    }
    if (heaped(orders, open.values(), limits.position())) {
      return Refusal.TOO_LARGE_A_POSITION;
    }
    return crowdedInAll(orders, rests);
  }

  private @Nullable Refusal crowdedInAll(List<LiveOrder> orders, boolean rests) {
    OpenLimits limits = rules.limitsInAll();
    List<LiveOrder> open = orders.getFirst().account.open();
    if (rests && grown(orders, open, Intake::counts) > limits.orders()) {
      return Refusal.TOO_MANY_OPEN_ORDERS_IN_ALL;
    }
    if (grown(orders, open, order -> order.kind.isConditional()) > limits.conditional()) {
      return Refusal.TOO_MANY_CONDITIONAL_ORDERS_IN_ALL;
    }
    return grown(orders, open, order -> order.iceberg != null) > limits.icebergs()
        ? Refusal.TOO_MANY_ICEBERGS_IN_ALL
        : null;
  }

  /** An order that only makes another one counts as conditional alone. */
  private static boolean counts(LiveOrder order) {
    return order.family.leg() == null;
  }

  /** How many of a sort would be open; 0 when none is added. */
  private static long grown(
      List<LiveOrder> added, Collection<LiveOrder> open, Predicate<LiveOrder> sort) {
    long more = added.stream().filter(sort).count();
    return more == 0 ? 0 : more + open.stream().filter(sort).count();
  }

  /** Whether an account would hold and have on order more of the base asset than it may. */
  private static boolean heaped(
      List<LiveOrder> added, Collection<LiveOrder> open, @Nullable BigDecimal most) {
    if (most == null || added.stream().noneMatch(order -> order.side == Side.BUY)) {
      return false;
    }
    LiveOrder one = added.getFirst();
    BigDecimal ordered =
        Stream.concat(added.stream(), open.stream())
            .filter(order -> order.side == Side.BUY)
            .map(LiveOrder::remaining)
            .reduce(Amounts.ZERO, BigDecimal::add);
    Balance held = one.account.balances().getOrDefault(one.instrument.base(), Balance.NONE);
    return held.total().add(ordered).compareTo(most) > 0;
  }

  /** Writes an order anew that waits for its trigger; it keeps its id and its age. */
  static Placement rewrite(Market market, LiveOrder old, NewOrder order, long now) {
    if (old.place != LiveOrder.Place.TRIGGERS) {
      return new Placement.Refused(Refusal.UNKNOWN_ORDER);
    }
    LiveOrder fresh =
        new LiveOrder(
            market.instrument, old.account, old.id, order, order.quantity(), old.acceptedAt);
    fresh.updatedAt = now;
    market.replace(old, fresh, now);
    return new Placement.Placed(fresh.view(), List.of(), List.of());
  }

  // --- lists

  ListPlacement place(Account account, Market market, NewOrderList wanted, long id, long now) {
    if (market.status != TradingStatus.OPEN) {
      return new ListPlacement.Refused(Refusal.MARKET_CLOSED);
    }
    OrderList list = new OrderList(id, account, market.instrument, wanted, now);
    for (NewOrder order : wanted.legs()) {
      LiveOrder leg =
          new LiveOrder(
              market.instrument,
              account,
              market.ids.after(list.legs.size()),
              order,
              order.quantity(),
              now);
      leg.list = list;
      list.legs.add(leg);
    }
    Refusal refusal = refusal(market, list);
    if (refusal != null) {
      return new ListPlacement.Refused(refusal);
    }
    for (LiveOrder leg : list.legs) {
      market.register(leg);
    }
    account.add(list);
    List<Fill> fills = enter(market, list, now);
    List<List<Fill>> ofLegs = new ArrayList<>();
    for (LiveOrder leg : list.legs) {
      ofLegs.add(fills.stream().filter(fill -> fill.orderId() == leg.id).toList());
    }
    return new ListPlacement.Placed(list.view(), List.copyOf(ofLegs));
  }

  private @Nullable Refusal refusal(Market market, OrderList list) {
    Refusal refusal = crowded(list.legs);
    if (refusal != null) {
      return refusal;
    }
    if (list.account.hasOpenList(list.clientId)) {
      return Refusal.DUPLICATE_CLIENT_ID;
    }
    if (list.account.openLists(market.instrument) >= rules.limits(market.instrument).lists()) {
      return Refusal.TOO_MANY_ORDER_LISTS;
    }
    if (list.account.openLists() >= rules.limitsInAll().lists()) {
      return Refusal.TOO_MANY_ORDER_LISTS_IN_ALL;
    }
    LiveOrder working = list.working();
    List<LiveOrder> first = working == null ? list.legs : List.of(working);
    if (!market.lists.peg(first)) {
      return Refusal.NO_DEPTH;
    }
    if (!market.lists.related(first)) {
      return Refusal.UNRELATED_PRICES;
    }
    if (first.stream().anyMatch(leg -> takes(market, leg))) {
      return Refusal.WOULD_TAKE;
    }
    return funded(market, list, first) ? null : Refusal.INSUFFICIENT_BALANCE;
  }

  /** What is pending must be there at the beginning too, unless the working order pays for it. */
  private static boolean funded(Market market, OrderList list, List<LiveOrder> first) {
    String asset = first.getFirst().lockedAsset();
    BigDecimal needed = market.lists.needed(first);
    if (list.kind != ListKind.ONE_TRIGGERS_OTHER) {
      return list.account.has(asset, needed);
    }
    String later = list.dependents().getFirst().lockedAsset();
    BigDecimal neededLater = market.lists.needed(list.dependents());
    return later.equals(asset)
        ? list.account.has(asset, needed.add(neededLater))
        : list.account.has(asset, needed) && list.account.has(later, neededLater);
  }

  private static List<Fill> enter(Market market, OrderList list, long now) {
    LiveOrder working = list.working();
    List<LiveOrder> first = working == null ? list.legs : List.of(working);
    if (working != null) {
      list.dependents().forEach(market::hold);
    }
    market.lists.fund(first);
    List<Fill> fills = new ArrayList<>();
    for (LiveOrder leg : first) {
      market.enter(leg, null, fills, now);
    }
    return fills;
  }

  // --- amendments

  /** Makes an order smaller, and the other of its pair with it. */
  Amending amend(Market market, LiveOrder order, BigDecimal quantity, String clientId, long now) {
    Refusal refusal =
        market.status == TradingStatus.HALTED
            ? Refusal.MARKET_CLOSED
            : refusal(order, quantity, clientId);
    if (refusal != null) {
      return new Amending.Refused(refusal);
    }
    Amendment amendment =
        new Amendment(
            market.nextExecutionId(), order.clientId, clientId, order.quantity, quantity, now);
    order.amendments.add(amendment);
    order.account.portfolio(market.instrument).rename(order, clientId);
    List<LiveOrder> legs = order.withSibling();
    for (LiveOrder leg : legs) {
      leg.quantity = quantity.max(leg.filled);
      leg.updatedAt = now;
    }
    if (quantity.compareTo(order.filled) <= 0) {
      market.end(order, OrderStatus.EXPIRED, ExpiryReason.NONE, now);
    } else if (order.place != LiveOrder.Place.LIST) {
      market.lists.relock(legs);
    }
    OrderListView list = order.list == null ? null : order.list.view();
    return new Amending.Amended(order.view(), amendment, list);
  }

  private @Nullable Refusal refusal(LiveOrder order, BigDecimal quantity, String clientId) {
    if (order.amendments.size() >= rules.limits(order.instrument).amendments()) {
      return Refusal.TOO_MANY_AMENDMENTS;
    }
    int comparison = quantity.compareTo(order.quantity);
    if (comparison == 0) {
      return Refusal.AMENDED_TO_THE_SAME;
    }
    if (comparison > 0) {
      return Refusal.AMENDED_UPWARD;
    }
    boolean renamed = !clientId.equals(order.clientId);
    return renamed && order.account.hasOpen(clientId) ? Refusal.DUPLICATE_CLIENT_ID : null;
  }
}
