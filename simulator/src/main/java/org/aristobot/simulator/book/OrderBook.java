package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Resting orders by price and time, beside the house's quotes. Only under the engine's lock. */
final class OrderBook {

  final House house;
  private final NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> bids =
      new TreeMap<>(Collections.reverseOrder());
  private final NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> asks = new TreeMap<>();

  OrderBook(House house) {
    this.house = house;
  }

  void add(LiveOrder order) {
    if (order.iceberg != null) {
      order.slice = order.iceberg;
    }
    levels(order.side)
        .computeIfAbsent(Objects.requireNonNull(order.price), p -> new ArrayDeque<>())
        .addLast(order);
  }

  void remove(LiveOrder order) {
    BigDecimal price = Objects.requireNonNull(order.price);
    ArrayDeque<LiveOrder> level = Objects.requireNonNull(levels(order.side).get(price));
    level.remove(order);
    if (level.isEmpty()) {
      levels(order.side).remove(price);
    }
  }

  /** Shows the next part of an iceberg, behind all that waits at its price. */
  void showNext(LiveOrder order) {
    remove(order);
    add(order);
  }

  /** The house quotes again what was taken, without crossing anybody. */
  void refill() {
    house.refill(bids.isEmpty() ? null : bids.firstKey(), asks.isEmpty() ? null : asks.firstKey());
  }

  /** The first resting order of a side, null when there is none or the house stands before it. */
  @Nullable LiveOrder first(Side side, BigDecimal best) {
    NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> levels = levels(side);
    return levels.isEmpty() || levels.firstKey().compareTo(best) != 0
        ? null
        : levels.firstEntry().getValue().peekFirst();
  }

  /** The first resting order of a side, wherever the house stands. */
  @Nullable LiveOrder first(Side side) {
    NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> levels = levels(side);
    return levels.isEmpty() ? null : levels.firstEntry().getValue().peekFirst();
  }

  /**
   * What stands against an order, walked until its size or its limit is reached.
   *
   * @param without the account whose own orders do not count, null when all do
   */
  Sweep plan(Side side, @Nullable BigDecimal limit, Sweep sweep, @Nullable Account without) {
    Iterator<Level> offers = offers(side.opposite(), true, without);
    while (!sweep.complete() && offers.hasNext()) {
      Level level = offers.next();
      if (limit != null && !reaches(side, limit, level.price())) {
        break;
      }
      sweep.take(level);
    }
    return sweep;
  }

  /** The best levels of one side, best first. */
  List<Level> top(Side side, int limit) {
    List<Level> levels = new ArrayList<>();
    Iterator<Level> offers = offers(side, false, null);
    while (offers.hasNext()) {
      Level offer = offers.next();
      if (!levels.isEmpty() && levels.getLast().price().compareTo(offer.price()) == 0) {
        Level same = levels.removeLast();
        levels.add(new Level(same.price(), same.quantity().add(offer.quantity())));
      } else if (levels.size() == limit) {
        break;
      } else {
        levels.add(offer);
      }
    }
    return levels;
  }

  /** All offers of one side, best first; users before the house at an equal price. */
  private Iterator<Level> offers(Side side, boolean hidden, @Nullable Account without) {
    Iterator<Map.Entry<BigDecimal, ArrayDeque<LiveOrder>>> users =
        levels(side).entrySet().iterator();
    return new Iterator<>() {
      private Map.@Nullable Entry<BigDecimal, ArrayDeque<LiveOrder>> user = nextUser();
      private int houseLevel = house.best(side);

      private Map.@Nullable Entry<BigDecimal, ArrayDeque<LiveOrder>> nextUser() {
        return users.hasNext() ? users.next() : null;
      }

      @Override
      public boolean hasNext() {
        return user != null || houseLevel < House.LEVELS;
      }

      @Override
      public Level next() {
        var waiting = user;
        if (waiting != null
            && (houseLevel >= House.LEVELS
                || !better(side, house.price(side, houseLevel), waiting.getKey()))) {
          user = nextUser();
          BigDecimal quantity =
              waiting.getValue().stream()
                  .filter(order -> order.account != without)
                  .map(order -> hidden ? order.remaining() : order.shown())
                  .reduce(Amounts.ZERO, BigDecimal::add);
          return new Level(waiting.getKey(), quantity);
        }
        if (houseLevel >= House.LEVELS) {
          throw new NoSuchElementException();
        }
        Level level = new Level(house.price(side, houseLevel), house.left(side, houseLevel));
        do {
          houseLevel++;
        } while (houseLevel < House.LEVELS && house.left(side, houseLevel).signum() == 0);
        return level;
      }
    };
  }

  @Nullable BigDecimal best(Side side) {
    NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> levels = levels(side);
    BigDecimal user = levels.isEmpty() ? null : levels.firstKey();
    int level = house.best(side);
    if (level >= House.LEVELS) {
      return user;
    }
    BigDecimal housePrice = house.price(side, level);
    return user != null && !better(side, housePrice, user) ? user : housePrice;
  }

  /** Whether {@code a} is the better offer of {@code side} than {@code b}. */
  private static boolean better(Side side, BigDecimal a, BigDecimal b) {
    return side == Side.BUY ? a.compareTo(b) > 0 : a.compareTo(b) < 0;
  }

  /** Whether an order of {@code side} limited to {@code limit} may trade at {@code price}. */
  static boolean reaches(Side side, BigDecimal limit, BigDecimal price) {
    return side == Side.BUY ? price.compareTo(limit) <= 0 : price.compareTo(limit) >= 0;
  }

  private NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> levels(Side side) {
    return side == Side.BUY ? bids : asks;
  }
}
