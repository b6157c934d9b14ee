package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import org.aristobot.simulator.book.LiveOrder.Place;
import org.jspecify.annotations.Nullable;

/**
 * One instrument: its book, the orders that wait for a price or for another order, and how all of
 * them trade. Under the engine's lock.
 *
 * <p>What a trade sets off (a fired trigger, a pending order whose turn came) is done by {@link
 * #follow}, after the order or move that caused it is complete.
 */
final class Market {

  /** How long before the start the market is known trade by trade. */
  private static final long PAST_MILLIS = 17 * 60_000;

  final Instrument instrument;
  final Tape tape;
  final OrderBook book;
  final Lists lists = new Lists(this);
  final OrderIds ids;
  private final Exits exits;
  private final Intake intake;
  private final Agenda agenda;
  private final Settlement settlement;
  private final VenueRules rules;
  private final InstantSource clock;
  private final Walk walk;
  private final SplittableRandom random;
  private final Triggers triggers = new Triggers();

  private final Queue<LiveOrder> fired = new ArrayDeque<>();
  private final Queue<OrderList> released = new ArrayDeque<>();

  /** All orders ever accepted, oldest first. */
  final List<LiveOrder> orders = new ArrayList<>();

  private final Map<Long, LiveOrder> byId = new HashMap<>();

  private final long firstId;
  TradingStatus status = TradingStatus.OPEN;
  private long updateId;
  private long preventedMatches;
  private long executions;

  Market(
      Instrument instrument,
      Ledger ledger,
      VenueRules rules,
      Intake intake,
      OrderIds ids,
      Agenda agenda,
      InstantSource clock,
      long seed,
      long startMillis,
      long firstId) {
    this.instrument = instrument;
    this.exits = new Exits(instrument, rules);
    this.settlement = new Settlement(instrument, ledger, lists, exits);
    this.rules = rules;
    this.intake = intake;
    this.ids = ids;
    this.agenda = agenda;
    this.clock = clock;
    this.firstId = firstId;
    this.updateId = firstId;
    this.random = new SplittableRandom(seed);
    this.book = new OrderBook(new House(instrument, random.split()));
    this.walk = new Walk(instrument.startPrice(), instrument.tick(), random.split());
    long opened = Interval.MINUTE_1.floor(startMillis) - PAST_MILLIS;
    long past = (startMillis - opened) / 1_000;
    this.tape = new Tape(instrument, seed, opened, firstId - past);
    tradeBefore(past, startMillis, new SplittableRandom(~seed));
    book.house.quote(instrument.startPrice());
    printHouseTrade(instrument.startPrice(), startMillis, random);
  }

  /** One trade a second before the start, so that the newest trades and candles are one story. */
  private void tradeBefore(long trades, long startMillis, SplittableRandom ownRandom) {
    Walk past = new Walk(instrument.startPrice(), instrument.tick(), ownRandom);
    for (long left = trades; left > 0; left--) {
      printHouseTrade(past.step(), startMillis - left * 1_000, ownRandom);
    }
  }

  // --- the market moves

  void step(long now) {
    if (status == TradingStatus.OPEN) {
      move(walk.step(), now);
    }
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
    book.house.quote(price);
    sweep(Side.SELL, price, now);
    sweep(Side.BUY, price.add(instrument.tick()), now);
    printHouseTrade(price, now, random);
    updateId++;
    follow(now);
  }

  /** The house takes all resting orders of {@code side} that its quote at {@code price} meets. */
  private void sweep(Side side, BigDecimal price, long now) {
    LiveOrder order = book.first(side);
    while (order != null
        && OrderBook.reaches(side.opposite(), price, Objects.requireNonNull(order.price))) {
      trade(order, null, null, order.price, order.remaining(), now);
      order = book.first(side);
    }
  }

  private void printHouseTrade(BigDecimal price, long now, SplittableRandom random) {
    BigDecimal percent = BigDecimal.valueOf(1L + random.nextInt(10)).movePointLeft(2);
    BigDecimal quantity =
        Amounts.floorTo(instrument.levelSize().multiply(percent), instrument.step())
            .max(instrument.step());
    BigDecimal quote = Amounts.quote(price, quantity);
    print(new Trade(tape.nextId(), price, quantity, quote, random.nextBoolean(), now));
  }

  private void print(Trade trade) {
    tape.add(trade);
    triggers.see(trade.price(), trade.timeMillis(), fired);
  }

  /** Does what the last trades set off, and what that sets off in turn. */
  void follow(long now) {
    book.refill();
    while (true) {
      LiveOrder order = fired.poll();
      OrderList list = order == null ? released.poll() : null;
      Exits.Due due = order == null && list == null ? exits.poll() : null;
      if (order != null && order.status.isOpen()) {
        fire(order, now);
      } else if (list != null) {
        lists.start(list, now);
      } else if (due != null) {
        start(Exits.make(due, this, now), now);
      } else if (order == null) {
        return;
      }
      book.refill();
    }
  }

  // --- orders

  long nextExecutionId() {
    return firstId + executions++;
  }

  @Nullable LiveOrder order(long id) {
    return byId.get(id);
  }

  /** Makes an order known. */
  void register(LiveOrder order) {
    ids.used(order.id);
    orders.add(order);
    byId.put(order.id, order);
    order.account.portfolio(instrument).add(order);
  }

  /** Puts an order that waits for its trigger where another one with the same id did. */
  void replace(LiveOrder old, LiveOrder order, long now) {
    triggers.remove(old);
    orders.set(orders.indexOf(old), order);
    byId.put(order.id, order);
    order.account.portfolio(instrument).replace(old, order);
    enter(order, null, null, now);
  }

  Depth depth(int limit) {
    return new Depth(updateId, book.top(Side.BUY, limit), book.top(Side.SELL, limit));
  }

  /** Whether an order of {@code side} at {@code price} would trade at once. */
  boolean wouldTake(Side side, BigDecimal price) {
    BigDecimal best = book.best(side.opposite());
    return best != null && OrderBook.reaches(side, price, best);
  }

  /** What stands against an order now. */
  Sweep plan(
      Side side,
      @Nullable BigDecimal limit,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal quoteQuantity,
      @Nullable Account without) {
    Sweep sweep = new Sweep(instrument, quantity, quoteQuantity);
    return book.plan(side, reachable(side, limit), sweep, without);
  }

  /** How far an order may take: to its limit, and not out of the venue's range. */
  private @Nullable BigDecimal reachable(Side side, @Nullable BigDecimal limit) {
    PriceRange range = rules.range(instrument);
    if (range == null) {
      return limit;
    }
    BigDecimal worst = range.worst(average(), side);
    return limit == null ? worst : side == Side.BUY ? limit.min(worst) : limit.max(worst);
  }

  private BigDecimal average() {
    return tape.average(rules.averageMinutes(), clock.millis());
  }

  /** The limit at which an order comes to the book now; null when it has none. */
  @Nullable BigDecimal limit(NewOrder order) {
    Peg peg = order.peg();
    return peg == null
        ? order.price()
        : order.kind().isConditional() ? null : pegged(order.side(), peg);
  }

  /** The price that a peg picks from the book now, null when there is no such level. */
  @Nullable BigDecimal pegged(Side side, Peg peg) {
    List<Level> levels = book.top(peg.side(side), peg.level() + 1);
    return levels.size() <= peg.level() ? null : levels.getLast().price();
  }

  /** Gives a pegged order its limit; false when there is none for it. */
  boolean peg(LiveOrder order) {
    Peg peg = order.peg();
    if (peg != null) {
      order.price = pegged(order.side, peg);
    }
    return peg == null || order.price != null;
  }

  /** Whether the venue's rules let an order that waited start now. */
  boolean admits(LiveOrder order) {
    return rules.admits(instrument, order.asked(), average());
  }

  Sweep plan(LiveOrder order) {
    Account without = order.selfTrade == SelfTrade.NONE ? null : order.account;
    boolean inQuote = !order.sized && order.quoteQuantity != null;
    return plan(
        order.side,
        order.price,
        inQuote ? null : order.remaining(),
        inQuote ? order.quoteQuantity : null,
        without);
  }

  /**
   * Enters an accepted order, its funds locked: it waits for its trigger, or works.
   *
   * @param planned what stands against it, where that is known already
   */
  void enter(LiveOrder order, @Nullable Sweep planned, @Nullable List<Fill> fills, long now) {
    if (order.kind.isConditional()) {
      order.place = Place.TRIGGERS;
      order.account.portfolio(instrument).open.put(order.id, order);
      triggers.add(order, tape.last(), now);
    } else {
      boolean needsPlan = order.price == null || order.timeInForce == TimeInForce.FOK;
      work(order, planned == null && needsPlan ? plan(order) : planned, fills, now);
    }
  }

  /** Lets a leg wait for the working order of its list. */
  void hold(LiveOrder order) {
    order.status = OrderStatus.PENDING_NEW;
    order.place = Place.LIST;
    order.account.portfolio(instrument).open.put(order.id, order);
  }

  /** Starts the pending legs of a list when the order at hand is complete. */
  void release(OrderList list) {
    released.add(list);
  }

  private void start(List<LiveOrder> made, long now) {
    for (LiveOrder exit : made) {
      register(exit);
      enter(exit, null, null, now);
    }
  }

  private void fire(LiveOrder order, long now) {
    if (order.family.leg() != null) {
      order.status = OrderStatus.FIRED;
      order.updatedAt = now;
      long after = rules.families().legAfterMillis();
      if (after == 0) {
        placeLeg(order, now);
      } else {
        agenda.at(now + after, () -> placeLegLate(order));
      }
      return;
    }
    if (order.family.unfunded()) {
      startUnfunded(order, now);
      return;
    }
    lists.won(order, now);
    boolean starts = peg(order) && (order.peg() == null || admits(order));
    Sweep sweep = plan(order);
    if (!starts || !Settlement.cover(order, sweep)) {
      end(order, OrderStatus.EXPIRED, ExpiryReason.REJECTED, now);
      return;
    }
    order.updatedAt = now;
    work(order, sweep, null, now);
  }

  private void placeLegLate(LiveOrder parent) {
    if (parent.status == OrderStatus.FIRED) {
      placeLeg(parent, clock.millis());
      follow(clock.millis());
    }
  }

  /** Places what an order makes that fired. */
  private void placeLeg(LiveOrder parent, long now) {
    NewOrder leg = Objects.requireNonNull(parent.family.leg());
    Placement placement =
        rules.admits(instrument, leg, average())
            ? intake.place(parent.account, this, leg, now)
            : null;
    if (placement instanceof Placement.Placed placed) {
      parent.legId = placed.order().id();
      Objects.requireNonNull(order(placed.order().id())).parentId = parent.id;
      end(parent, OrderStatus.LEG_PLACED, ExpiryReason.NONE, now);
    } else {
      end(parent, OrderStatus.LEG_REFUSED, ExpiryReason.REJECTED, now);
    }
  }

  /** Lets a fired order work that held no funds until now. */
  private void startUnfunded(LiveOrder order, long now) {
    Sweep sweep = plan(order);
    if (!order.sized) {
      order.sized = true;
      order.quantity = sweep.quantity();
    }
    if (order.quantity.signum() == 0 || !Settlement.fund(order, sweep)) {
      end(order, OrderStatus.EXPIRED, ExpiryReason.REJECTED, now);
      return;
    }
    exits
        .losers(order)
        .forEach(loser -> end(loser, OrderStatus.CANCELED, ExpiryReason.OCO_TRIGGER, now));
    order.updatedAt = now;
    work(order, sweep, null, now);
  }

  private void work(LiveOrder order, @Nullable Sweep sweep, @Nullable List<Fill> fills, long now) {
    order.workingAt = now;
    boolean reachable = sweep != null && sweep.complete();
    if (order.timeInForce == TimeInForce.FOK && !reachable) {
      end(order, OrderStatus.EXPIRED, ExpiryReason.UNFILLED_FOK_ORDER, now);
      return;
    }
    if (order.timeInForce == TimeInForce.POST_ONLY && crosses(order)) {
      end(order, OrderStatus.EXPIRED, ExpiryReason.WOULD_TAKE, now);
      return;
    }
    match(order, fills, now);
    if (order.status == OrderStatus.EXPIRED_IN_MATCH) {
      return;
    }
    boolean filled = order.remaining().signum() == 0;
    if (order.price == null) {
      boolean whole = reachable && filled;
      ExpiryReason shortage =
          crosses(order) ? ExpiryReason.PRICE_RANGE_EXCEEDED : ExpiryReason.INSUFFICIENT_LIQUIDITY;
      end(
          order,
          whole ? OrderStatus.FILLED : OrderStatus.EXPIRED,
          whole ? ExpiryReason.NONE : shortage,
          now);
    } else if (filled) {
      end(order, OrderStatus.FILLED, ExpiryReason.NONE, now);
    } else if (crosses(order)) {
      end(order, OrderStatus.EXPIRED, ExpiryReason.PRICE_RANGE_EXCEEDED, now);
    } else if (order.timeInForce == TimeInForce.IOC) {
      end(order, OrderStatus.EXPIRED, ExpiryReason.UNFILLED_IOC_QUANTITY, now);
    } else {
      rest(order);
    }
  }

  /** Trades {@code taker} against the book as far as its limit allows. */
  private void match(LiveOrder taker, @Nullable List<Fill> fills, long now) {
    Side side = taker.side.opposite();
    PriceRange range = rules.range(instrument);
    BigDecimal reference = range == null ? Amounts.ZERO : average();
    while (taker.remaining().signum() > 0 && crosses(taker)) {
      BigDecimal best = Objects.requireNonNull(book.best(side));
      if (range != null && !range.holds(reference, best)) {
        break;
      }
      LiveOrder maker = book.first(side, best);
      if (maker == null) {
        BigDecimal quantity = book.house.left(side, book.house.best(side)).min(taker.remaining());
        book.house.take(side, quantity);
        trade(null, taker, fills, best, quantity, now);
      } else if (maker.account == taker.account && taker.selfTrade != SelfTrade.NONE) {
        prevent(maker, taker, now);
      } else {
        trade(maker, taker, fills, best, maker.shown().min(taker.remaining()), now);
      }
    }
    updateId++;
  }

  /** Whether something stands against an order that it could take at its limit. */
  private boolean crosses(LiveOrder order) {
    BigDecimal best = book.best(order.side.opposite());
    return best != null
        && (order.price == null || OrderBook.reaches(order.side, order.price, best));
  }

  /** Two orders of one account met, and are not to trade. */
  private void prevent(LiveOrder maker, LiveOrder taker, long now) {
    long matchId = firstId + preventedMatches++;
    SelfTrade mode = taker.selfTrade;
    BigDecimal both = maker.remaining().min(taker.remaining());
    boolean decrements = mode == SelfTrade.DECREMENT || mode == SelfTrade.TRANSFER;
    BigDecimal ofMaker =
        mode == SelfTrade.EXPIRE_TAKER ? null : decrements ? both : maker.remaining();
    BigDecimal ofTaker =
        mode == SelfTrade.EXPIRE_MAKER ? null : decrements ? both : taker.remaining();
    BigDecimal price = Objects.requireNonNull(maker.price);
    taker.preventedMatches.add(new PreventedMatch(matchId, maker.id, price, ofTaker, ofMaker));
    reduce(maker, ofMaker, matchId, now);
    reduce(taker, ofTaker, matchId, now);
  }

  private void reduce(LiveOrder order, @Nullable BigDecimal quantity, long matchId, long now) {
    if (quantity == null) {
      return;
    }
    order.prevented = order.prevented.add(quantity);
    order.preventedMatchId = matchId;
    order.updatedAt = now;
    if (order.remaining().signum() == 0) {
      end(order, OrderStatus.EXPIRED_IN_MATCH, ExpiryReason.NONE, now);
    } else {
      Settlement.trim(order);
    }
  }

  private void rest(LiveOrder order) {
    book.add(order);
    order.place = Place.BOOK;
    order.account.portfolio(instrument).open.put(order.id, order);
    updateId++;
  }

  /** Ends an order wherever it is, gives back what it had locked, and tells its list. */
  void end(LiveOrder order, OrderStatus status, ExpiryReason reason, long now) {
    switch (order.place) {
      case BOOK -> {
        book.remove(order);
        updateId++;
      }
      case TRIGGERS -> triggers.remove(order);
      case LIST, NOWHERE -> {}
    }
    order.place = Place.NOWHERE;
    order.account.portfolio(instrument).open.remove(order.id);
    order.account.unlock(order.lockedAsset(), Amounts.ZERO, order.lock);
    order.lock = Amounts.ZERO;
    order.status = status;
    order.expiryReason = reason;
    order.updatedAt = now;
    lists.ended(order, now);
    exits.ended(order);
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
    print(trade);
    settlement.settle(maker, takerSide.opposite(), trade, true);
    Fill fill = settlement.settle(taker, takerSide, trade, false);
    if (fills != null && fill != null) {
      fills.add(fill);
    }
    if (maker != null && maker.remaining().signum() == 0) {
      end(maker, OrderStatus.FILLED, ExpiryReason.NONE, now);
    } else if (maker != null && maker.iceberg != null) {
      maker.slice = maker.slice.subtract(quantity);
      if (maker.slice.signum() <= 0) {
        book.showNext(maker);
      }
    }
  }
}
