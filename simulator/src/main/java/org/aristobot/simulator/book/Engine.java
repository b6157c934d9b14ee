package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A venue's books and accounts behind one lock. Safe for all threads; what it returns is immutable.
 *
 * <p>Order and trade ids rise from a number taken from the clock at the start (a million ids per
 * second), so that a venue that is started again never gives out an id of an earlier run.
 */
public final class Engine {

  private static final long STEP_MILLIS = 1_000;

  /** After a long silence only this many steps of the walk are made up for. */
  private static final long STEPS_CAUGHT_UP = 300;

  private final SimClock clock;
  private final boolean frozen;
  private final int openOrdersAllowed;
  private final Ledger ledger = new Ledger();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final Map<Instrument, Market> markets = new LinkedHashMap<>();
  private long nextStep;

  /**
   * Opens the markets, without accounts.
   *
   * @param frozen whether prices stand still
   * @param openOrdersAllowed how many orders of one instrument an account may have open
   */
  public Engine(
      List<Instrument> instruments,
      SimClock clock,
      boolean frozen,
      long seed,
      int openOrdersAllowed) {
    this.clock = clock;
    this.frozen = frozen;
    this.openOrdersAllowed = openOrdersAllowed;
    long now = clock.millis();
    nextStep = now - now % STEP_MILLIS + STEP_MILLIS;
    for (Instrument instrument : instruments) {
      long ownSeed = seed * 31 + instrument.symbol().hashCode();
      markets.put(instrument, new Market(instrument, ledger, ownSeed, now, now * 1_000));
    }
  }

  public long now() {
    return clock.millis();
  }

  // --- accounts

  /** Adds an account, or resets the one with this key: its open orders are canceled. */
  public synchronized Account putAccount(
      String key, Account.Credentials credentials, Map<String, BigDecimal> balances) {
    Account known = accounts.get(key);
    if (known == null) {
      Account added = new Account(key, accounts.size() + 1, credentials, balances);
      accounts.put(key, added);
      return added;
    }
    long now = now();
    for (Market market : markets.values()) {
      for (LiveOrder order : List.copyOf(known.portfolio(market.instrument).open.values())) {
        market.end(order, OrderStatus.CANCELED, ExpiryReason.NONE, now);
      }
      market.refill();
    }
    known.reset(credentials, balances);
    return known;
  }

  public synchronized @Nullable Account account(String key) {
    return accounts.get(key);
  }

  public synchronized Collection<Account> accounts() {
    return List.copyOf(accounts.values());
  }

  public synchronized Map<String, Balance> balances(Account account) {
    advance();
    return new TreeMap<>(account.balances());
  }

  // --- orders

  public synchronized Placement place(Account account, Instrument instrument, NewOrder order) {
    advance();
    Market market = market(instrument);
    Sweep sweep = market.plan(order.side(), order);
    BigDecimal quantity = order.quantity() == null ? sweep.quantity() : order.quantity();
    Refusal refusal = refusal(account, market, order, sweep, quantity);
    if (refusal != null) {
      return new Placement.Refused(refusal);
    }
    long now = now();
    LiveOrder live = new LiveOrder(instrument, account, market.nextOrderId(), order, quantity, now);
    market.orders.add(live);
    account.portfolio(instrument).add(live);
    live.lock = needed(order, sweep, quantity);
    account.lock(live.lockedAsset(), live.lock);
    List<Fill> fills = new ArrayList<>();
    execute(market, live, sweep, fills, now);
    market.refill();
    return new Placement.Placed(live.view(), List.copyOf(fills));
  }

  private @Nullable Refusal refusal(
      Account account, Market market, NewOrder order, Sweep sweep, BigDecimal quantity) {
    for (Portfolio portfolio : account.portfolios()) {
      if (portfolio.hasOpen(order.clientId())) {
        return Refusal.DUPLICATE_CLIENT_ID;
      }
    }
    Instrument instrument = market.instrument;
    if (order.kind() != OrderKind.MARKET
        && account.portfolio(instrument).open.size() >= openOrdersAllowed) {
      return Refusal.TOO_MANY_OPEN_ORDERS;
    }
    if (quantity.signum() == 0 && order.quoteQuantity() != null) {
      return Refusal.TOO_SMALL;
    }
    if (order.kind() == OrderKind.LIMIT_MAKER
        && order.price() != null
        && market.wouldTake(order.side(), order.price())) {
      return Refusal.WOULD_TAKE;
    }
    String asset = order.side() == Side.BUY ? instrument.quote() : instrument.base();
    return account.has(asset, needed(order, sweep, quantity)) ? null : Refusal.INSUFFICIENT_BALANCE;
  }

  /** What an order locks: base of a sell; of a buy the quote at its limit, or what it will cost. */
  private static BigDecimal needed(NewOrder order, Sweep sweep, BigDecimal quantity) {
    if (order.side() == Side.SELL) {
      return quantity;
    }
    if (order.price() != null) {
      return Amounts.cover(order.price(), quantity);
    }
    return order.quoteQuantity() == null ? sweep.quote() : order.quoteQuantity();
  }

  private static void execute(
      Market market, LiveOrder order, Sweep sweep, List<Fill> fills, long now) {
    if (order.timeInForce == TimeInForce.FOK && !sweep.complete()) {
      market.end(order, OrderStatus.EXPIRED, ExpiryReason.UNFILLED_FOK_ORDER, now);
      return;
    }
    market.match(order, fills, now);
    if (order.kind == OrderKind.MARKET) {
      boolean whole = sweep.complete();
      market.end(
          order,
          whole ? OrderStatus.FILLED : OrderStatus.EXPIRED,
          whole ? ExpiryReason.NONE : ExpiryReason.INSUFFICIENT_LIQUIDITY,
          now);
    } else if (order.status == OrderStatus.FILLED) {
      market.end(order, OrderStatus.FILLED, ExpiryReason.NONE, now);
    } else if (order.timeInForce == TimeInForce.GTC) {
      market.rest(order);
    } else {
      market.end(order, OrderStatus.EXPIRED, ExpiryReason.UNFILLED_IOC_QUANTITY, now);
    }
  }

  /**
   * Cancels an open order.
   *
   * @param allowed a further condition on the order as it stands, else {@link
   *     Refusal#CANCEL_RESTRICTED}
   */
  public synchronized Cancellation cancel(
      Account account, Instrument instrument, OrderRef ref, Predicate<OrderStatus> allowed) {
    advance();
    LiveOrder order = lookUp(account, instrument, ref);
    if (order != null && ref.clientId() != null && !order.clientId.equals(ref.clientId())) {
      return new Cancellation.Refused(Refusal.CLIENT_ID_MISMATCH);
    }
    if (order == null || !order.status.isOpen()) {
      return new Cancellation.Refused(Refusal.UNKNOWN_ORDER);
    }
    if (!allowed.test(order.status)) {
      return new Cancellation.Refused(Refusal.CANCEL_RESTRICTED);
    }
    Market market = market(instrument);
    market.end(order, OrderStatus.CANCELED, ExpiryReason.NONE, now());
    market.refill();
    return new Cancellation.Canceled(order.view());
  }

  /** The order, null when the account has none such or it is not visible yet. */
  public synchronized @Nullable OrderView find(
      Account account, Instrument instrument, OrderRef ref) {
    advance();
    LiveOrder order = lookUp(account, instrument, ref);
    return order == null || order.visibleFrom > now() ? null : order.view();
  }

  private @Nullable LiveOrder lookUp(Account account, Instrument instrument, OrderRef ref) {
    if (ref.id() == null) {
      return account.portfolio(instrument).newest(String.valueOf(ref.clientId()));
    }
    LiveOrder order = market(instrument).order(ref.id());
    return order == null || order.account != account ? null : order;
  }

  /** Visible open orders, by id; of all instruments when {@code instrument} is null. */
  public synchronized List<OrderView> openOrders(Account account, @Nullable Instrument instrument) {
    advance();
    long now = now();
    return markets.keySet().stream()
        .filter(i -> instrument == null || i.equals(instrument))
        .flatMap(i -> account.portfolio(i).open.values().stream())
        .filter(order -> order.visibleFrom <= now)
        .map(LiveOrder::view)
        .toList();
  }

  /** Visible orders in every state, by id, that the filter takes. */
  public synchronized List<OrderView> orders(Account account, Instrument instrument, Slice slice) {
    advance();
    long now = now();
    return slice.of(
        account.portfolio(instrument).orders,
        order -> order.visibleFrom <= now && slice.takes(order.id, order.acceptedAt),
        LiveOrder::view);
  }

  /** Fills of visible orders, by trade id, that the filter takes. */
  public synchronized List<Fill> fills(
      Account account, Instrument instrument, @Nullable Long orderId, Slice slice) {
    advance();
    Market market = market(instrument);
    long now = now();
    return slice.of(
        account.portfolio(instrument).fills,
        fill ->
            (orderId == null || fill.orderId() == orderId)
                && slice.takes(fill.tradeId(), fill.timeMillis())
                && visible(market.order(fill.orderId()), now),
        fill -> fill);
  }

  private static boolean visible(@Nullable LiveOrder order, long now) {
    return order != null && order.visibleFrom <= now;
  }

  /** Every order ever accepted, of one account or of all, seen or not; oldest first. */
  public synchronized List<OrderView> truth(@Nullable String key) {
    advance();
    return markets.values().stream()
        .flatMap(market -> market.orders.stream())
        .filter(order -> key == null || order.account.key().equals(key))
        .sorted(Comparator.comparingLong((LiveOrder order) -> order.acceptedAt))
        .map(LiveOrder::view)
        .toList();
  }

  // --- markets

  public synchronized Depth depth(Instrument instrument, int limit) {
    advance();
    return market(instrument).depth(limit);
  }

  /** The newest trades, oldest first. */
  public synchronized List<Trade> trades(Instrument instrument, int limit) {
    advance();
    return market(instrument).tape.trades(limit);
  }

  public synchronized DayStatistics day(Instrument instrument) {
    advance();
    return market(instrument).tape.day(now());
  }

  public synchronized BigDecimal lastPrice(Instrument instrument) {
    advance();
    return market(instrument).tape.last();
  }

  /** Volume-weighted price of the last minutes; 0 minutes: the last price. */
  public synchronized BigDecimal averagePrice(Instrument instrument, int minutes) {
    advance();
    return market(instrument).tape.average(minutes, now());
  }

  public synchronized List<Candle> candles(
      Instrument instrument, Interval interval, @Nullable Long from, @Nullable Long to, int limit) {
    advance();
    return market(instrument).tape.candles(interval, from, to, limit, now());
  }

  /** Moves the market: fills what it crosses, then goes on from there. */
  public synchronized void movePrice(Instrument instrument, BigDecimal price) {
    advance();
    market(instrument).jump(price, now());
  }

  /** All there is of an asset: users, house and fees. Orders never change it. */
  synchronized BigDecimal total(String asset) {
    BigDecimal total = ledger.house(asset).add(ledger.fees(asset));
    for (Account account : accounts.values()) {
      total = total.add(account.balances().getOrDefault(asset, Balance.NONE).total());
    }
    return total;
  }

  /** Takes the steps of the walk that are due. */
  private void advance() {
    long now = now();
    if (frozen || now < nextStep) {
      return;
    }
    nextStep = Math.max(nextStep, now - now % STEP_MILLIS - STEPS_CAUGHT_UP * STEP_MILLIS);
    for (; nextStep <= now; nextStep += STEP_MILLIS) {
      for (Market market : markets.values()) {
        market.step(nextStep);
      }
    }
  }

  private Market market(Instrument instrument) {
    Market market = markets.get(instrument);
    if (market == null) {
      throw new IllegalArgumentException("no market " + instrument.symbol());
    }
    return market;
  }
}
