package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The orders of one market that wait for a price, and which of them a trade fires. Every trade
 * counts, also those between which the price comes back. Only under the engine's lock.
 */
final class Triggers {

  private static final BigDecimal WHOLE = BigDecimal.valueOf(10_000);

  /** By trigger, the one that a rising price meets first in front. */
  private final NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> above = new TreeMap<>();

  private final NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> below =
      new TreeMap<>(Collections.reverseOrder());
  private final List<LiveOrder> trailing = new ArrayList<>();

  /** Whether the price {@code last} already meets the stop price of such an order. */
  static boolean met(OrderKind kind, Side side, @Nullable Condition condition, BigDecimal last) {
    BigDecimal stop = condition == null ? null : condition.stopPrice();
    if (stop == null) {
      return false;
    }
    int comparison = last.compareTo(stop);
    return kind.firesAbove(side) ? comparison >= 0 : comparison <= 0;
  }

  void add(LiveOrder order, BigDecimal last, long now) {
    Condition condition = Objects.requireNonNull(order.condition);
    BigDecimal stop = condition.stopPrice();
    if (condition.trailingDelta() != null) {
      trailing.add(order);
      if (stop == null) {
        order.extreme = last;
        order.trailingSince = now;
      }
    } else {
      waiting(order)
          .computeIfAbsent(Objects.requireNonNull(stop), p -> new ArrayDeque<>())
          .addLast(order);
    }
  }

  void remove(LiveOrder order) {
    Condition condition = Objects.requireNonNull(order.condition);
    if (condition.trailingDelta() != null) {
      trailing.remove(order);
      return;
    }
    BigDecimal stop = Objects.requireNonNull(condition.stopPrice());
    ArrayDeque<LiveOrder> same = waiting(order).get(stop);
    if (same != null) {
      same.remove(order);
      if (same.isEmpty()) {
        waiting(order).remove(stop);
      }
    }
  }

  private NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> waiting(LiveOrder order) {
    return order.kind.firesAbove(order.side) ? above : below;
  }

  /** Tells of a trade; moves the orders that it fires to {@code fired}. */
  void see(BigDecimal price, long now, Queue<LiveOrder> fired) {
    while (!above.isEmpty() && above.firstKey().compareTo(price) <= 0) {
      fire(above.pollFirstEntry(), fired);
    }
    while (!below.isEmpty() && below.firstKey().compareTo(price) >= 0) {
      fire(below.pollFirstEntry(), fired);
    }
    Iterator<LiveOrder> following = trailing.iterator();
    while (following.hasNext()) {
      LiveOrder order = following.next();
      if (turned(order, price, now)) {
        following.remove();
        order.place = LiveOrder.Place.NOWHERE;
        fired.add(order);
      }
    }
  }

  private static void fire(
      Map.Entry<BigDecimal, ArrayDeque<LiveOrder>> reached, Queue<LiveOrder> fired) {
    for (LiveOrder order : reached.getValue()) {
      order.place = LiveOrder.Place.NOWHERE;
      fired.add(order);
    }
  }

  /** Follows the market; whether it turned back far enough from the best price. */
  private static boolean turned(LiveOrder order, BigDecimal price, long now) {
    Condition condition = Objects.requireNonNull(order.condition);
    BigDecimal best = order.extreme;
    boolean buys = order.side == Side.BUY;
    if (best == null) {
      if (met(order.kind, order.side, condition, price)) {
        order.extreme = price;
        order.trailingSince = now;
      }
      return false;
    }
    if (buys ? price.compareTo(best) < 0 : price.compareTo(best) > 0) {
      order.extreme = price;
      return false;
    }
    BigDecimal delta = BigDecimal.valueOf(Objects.requireNonNull(condition.trailingDelta()));
    BigDecimal reached = price.multiply(WHOLE);
    BigDecimal trigger = best.multiply(buys ? WHOLE.add(delta) : WHOLE.subtract(delta));
    return buys ? reached.compareTo(trigger) >= 0 : reached.compareTo(trigger) <= 0;
  }
}
