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
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One instrument's book: resting orders, the house, and how they trade. Under the engine's lock.
 */
final class Market {

  final Instrument instrument;
  final Tape tape;
  private final Ledger ledger;
  private final House house;
  private final Walk walk;
  private final SplittableRandom random;
  private final NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> bids =
      new TreeMap<>(Collections.reverseOrder());
  private final NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> asks = new TreeMap<>();

  /** All orders ever accepted; the first has the id {@link #firstId}, each next one more. */
  final List<LiveOrder> orders = new ArrayList<>();

  final long firstId;
  private long updateId;

  Market(Instrument instrument, Ledger ledger, long seed, long startMillis, long firstId) {
    this.instrument = instrument;
    this.ledger = ledger;
    this.firstId = firstId;
    this.updateId = firstId;
    this.random = new SplittableRandom(seed);
    this.house = new House(instrument, random.split());
    this.walk = new Walk(instrument.startPrice(), instrument.tick(), random.split());
    this.tape = new Tape(instrument, seed, startMillis, firstId);
    house.quote(instrument.startPrice());
    printHouseTrade(instrument.startPrice(), startMillis);
  }

  // --- the market moves

  void step(long now) {
    move(walk.step(), now);
  }

  /**
   * Moves the market for good: what the new quotes cross is filled, the walk goes on from there.
   */
  void jump(BigDecimal price, long now) {
    walk.anchor(price);
    tape.restartAverage(now);
    move(price, now);
  }

  private void move(BigDecimal price, long now) {
    house.quote(price);
    sweep(Side.SELL, price, now);
    sweep(Side.BUY, price.add(instrument.tick()), now);
    printHouseTrade(price, now);
    updateId++;
  }

  /** The house takes all resting orders of {@code side} that its quote at {@code price} meets. */
  private void sweep(Side side, BigDecimal price, long now) {
    NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> levels = levels(side);
    while (!levels.isEmpty() && reaches(side.opposite(), price, levels.firstKey())) {
      LiveOrder order = Objects.requireNonNull(levels.firstEntry().getValue().peekFirst());
      trade(order, null, null, Objects.requireNonNull(order.price), order.remaining(), now);
    }
  }

  private void printHouseTrade(BigDecimal price, long now) {
    BigDecimal percent = BigDecimal.valueOf(1L + random.nextInt(10)).movePointLeft(2);
    BigDecimal quantity =
        Amounts.floorTo(instrument.levelSize().multiply(percent), instrument.step())
            .max(instrument.step());
    BigDecimal quote = Amounts.quote(price, quantity);
    tape.add(new Trade(tape.nextId(), price, quantity, quote, random.nextBoolean(), now));
  }

  // --- orders

  long nextOrderId() {
    return firstId + orders.size();
  }

  @Nullable LiveOrder order(long id) {
    long index = id - firstId;
    return index < 0 || index >= orders.size() ? null : orders.get((int) index);
  }

  /** Whether an order of {@code side} at {@code price} would trade at once. */
  boolean wouldTake(Side side, BigDecimal price) {
    BigDecimal best = best(side.opposite());
    return best != null && reaches(side, price, best);
  }

  /**
   * What stands against an order of {@code side}, walked until its size or its limit is reached.
   */
  Sweep plan(Side side, NewOrder order) {
    Sweep sweep = new Sweep(instrument, order);
    Iterator<Level> offers = offers(side.opposite());
    while (!sweep.complete() && offers.hasNext()) {
      Level level = offers.next();
      if (order.price() != null && !reaches(side, order.price(), level.price())) {
        break;
      }
      sweep.take(level);
    }
    return sweep;
  }

  /** Trades {@code taker} against the book as far as its limit allows. */
  void match(LiveOrder taker, List<Fill> fills, long now) {
    while (taker.remaining().signum() > 0) {
      Side side = taker.side.opposite();
      BigDecimal best = best(side);
      if (best == null || (taker.price != null && !reaches(taker.side, taker.price, best))) {
        break;
      }
      NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> levels = levels(side);
      if (!levels.isEmpty() && levels.firstKey().compareTo(best) == 0) {
        LiveOrder maker = Objects.requireNonNull(levels.firstEntry().getValue().peekFirst());
        trade(maker, taker, fills, best, maker.remaining().min(taker.remaining()), now);
      } else {
        BigDecimal quantity = house.left(side, house.best(side)).min(taker.remaining());
        house.take(side, quantity);
        trade(null, taker, fills, best, quantity, now);
      }
    }
    updateId++;
  }

  void rest(LiveOrder order) {
    levels(order.side)
        .computeIfAbsent(Objects.requireNonNull(order.price), p -> new ArrayDeque<>())
        .addLast(order);
    order.account.portfolio(instrument).open.put(order.id, order);
    updateId++;
  }

  /** Ends an order that rests or was never rested, and gives back what it had locked. */
  void end(LiveOrder order, OrderStatus status, ExpiryReason reason, long now) {
    if (order.account.portfolio(instrument).open.remove(order.id) != null) {
      BigDecimal price = Objects.requireNonNull(order.price);
      ArrayDeque<LiveOrder> level = Objects.requireNonNull(levels(order.side).get(price));
      level.remove(order);
      if (level.isEmpty()) {
        levels(order.side).remove(price);
      }
      updateId++;
    }
    order.account.unlock(order.lockedAsset(), Amounts.ZERO, order.lock);
    order.lock = Amounts.ZERO;
    order.status = status;
    order.expiryReason = reason;
    order.updatedAt = now;
  }

  /** The house quotes again what was taken, without crossing anybody. */
  void refill() {
    house.refill(bids.isEmpty() ? null : bids.firstKey(), asks.isEmpty() ? null : asks.firstKey());
  }

  // --- trades

  /** One trade; a null maker or taker is the house. */
  private void trade(
      @Nullable LiveOrder maker,
      @Nullable LiveOrder taker,
      @Nullable List<Fill> fills,
      BigDecimal price,
      BigDecimal quantity,
      long now) {
    BigDecimal quote = Amounts.quote(price, quantity);
    Side takerSide = taker != null ? taker.side : Objects.requireNonNull(maker).side.opposite();
    Trade trade = new Trade(tape.nextId(), price, quantity, quote, takerSide == Side.SELL, now);
    tape.add(trade);
    settle(maker, takerSide.opposite(), trade, true);
    Fill fill = settle(taker, takerSide, trade, false);
    if (fills != null && fill != null) {
      fills.add(fill);
    }
    if (maker != null && maker.status == OrderStatus.FILLED) {
      end(maker, OrderStatus.FILLED, ExpiryReason.NONE, now);
    }
  }

  private @Nullable Fill settle(@Nullable LiveOrder order, Side side, Trade trade, boolean maker) {
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
    }
    order.filled = order.filled.add(trade.quantity());
    order.filledQuote = order.filledQuote.add(trade.quote());
    boolean done = order.remaining().signum() == 0;
    order.status = done ? OrderStatus.FILLED : OrderStatus.PARTIALLY_FILLED;
    order.updatedAt = trade.timeMillis();
    pay(order, paid);
    BigDecimal fee = Amounts.fee(received);
    order.account.credit(receivedAsset, received.subtract(fee));
    ledger.fee(receivedAsset, fee);
    Fill fill =
        new Fill(
            trade.id(),
            order.id,
            side,
            trade.price(),
            trade.quantity(),
            trade.quote(),
            fee,
            receivedAsset,
            maker,
            trade.timeMillis());
    order.account.portfolio(instrument).fills.add(fill);
    return fill;
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

  // --- the book as others see it

  Depth depth(int limit) {
    return new Depth(updateId, top(Side.BUY, limit), top(Side.SELL, limit));
  }

  private List<Level> top(Side side, int limit) {
    List<Level> levels = new ArrayList<>();
    Iterator<Level> offers = offers(side);
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
  private Iterator<Level> offers(Side side) {
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
                  .map(LiveOrder::remaining)
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

  private @Nullable BigDecimal best(Side side) {
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
  private static boolean reaches(Side side, BigDecimal limit, BigDecimal price) {
    return side == Side.BUY ? price.compareTo(limit) <= 0 : price.compareTo(limit) >= 0;
  }

  private NavigableMap<BigDecimal, ArrayDeque<LiveOrder>> levels(Side side) {
    return side == Side.BUY ? bids : asks;
  }
}
