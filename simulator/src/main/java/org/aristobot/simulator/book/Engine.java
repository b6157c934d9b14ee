package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
  private final Intake intake;
  private final Ledger ledger = new Ledger();
  private final Agenda agenda = new Agenda();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final Map<Instrument, Market> markets = new LinkedHashMap<>();
  private long nextStep;
  private long nextListId;

  /**
   * Opens the markets, without accounts.
   *
   * @param frozen whether prices stand still
   * @param rules what the venue demands of orders
   */
  public Engine(
      List<Instrument> instruments, SimClock clock, boolean frozen, long seed, VenueRules rules) {
    this.clock = clock;
    this.frozen = frozen;
    this.intake = new Intake(rules);
    long now = clock.millis();
    nextListId = now * 1_000;
    nextStep = now - now % STEP_MILLIS + STEP_MILLIS;
    OrderIds ids = new OrderIds(now * 1_000);
    for (Instrument instrument : instruments) {
      long ownSeed = seed * 31 + instrument.symbol().hashCode();
      Market market =
          new Market(
              instrument, ledger, rules, intake, ids, agenda, clock, ownSeed, now, now * 1_000);
      markets.put(instrument, market);
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
        if (order.status.isOpen()) {
          market.end(order, OrderStatus.CANCELED, ExpiryReason.NONE, now);
        }
      }
      market.follow(now);
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
    long now = now();
    Placement placement = intake.place(account, market, order, now);
    market.follow(now);
    return placement;
  }

  /** Places orders that depend on each other, all or none. */
  public synchronized ListPlacement place(
      Account account, Instrument instrument, NewOrderList list) {
    advance();
    Market market = market(instrument);
    long now = now();
    ListPlacement placement = intake.place(account, market, list, nextListId, now);
    if (placement instanceof ListPlacement.Placed) {
      nextListId++;
    }
    market.follow(now);
    return placement;
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
    Cancellation cancellation = canceled(account, instrument, ref, allowed, now());
    market(instrument).follow(now());
    return cancellation;
  }

  private Cancellation canceled(
      Account account,
      Instrument instrument,
      OrderRef ref,
      Predicate<OrderStatus> allowed,
      long now) {
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
    OrderList list = order.list;
    if (list != null && order.status == OrderStatus.PENDING_NEW) {
      market.lists.cancel(list, now);
    } else {
      market.end(order, OrderStatus.CANCELED, ExpiryReason.NONE, now);
    }
    return new Cancellation.Canceled(order.view());
  }

  /**
   * Cancels an open order and places another, with nothing in between.
   *
   * @param allowed as for {@link #cancel}
   * @param order null when nothing is to be placed
   * @param stopOnFailure whether a refused cancel leaves the new order unattempted
   */
  public synchronized Replacement replace(
      Account account,
      Instrument instrument,
      OrderRef ref,
      Predicate<OrderStatus> allowed,
      @Nullable NewOrder order,
      boolean stopOnFailure) {
    advance();
    long now = now();
    Market market = market(instrument);
    Cancellation cancellation = canceled(account, instrument, ref, allowed, now);
    boolean stopped = stopOnFailure && cancellation instanceof Cancellation.Refused;
    Placement placement =
        order == null || stopped ? null : intake.place(account, market, order, now);
    market.follow(now);
    return new Replacement(cancellation, placement);
  }

  /** Cancels all that is open in one instrument. */
  public synchronized CanceledAll cancelAll(Account account, Instrument instrument) {
    advance();
    Market market = market(instrument);
    List<LiveOrder> orders = new ArrayList<>();
    Set<OrderList> lists = new LinkedHashSet<>();
    for (LiveOrder order : List.copyOf(account.portfolio(instrument).open.values())) {
      if (order.list != null) {
        if (lists.add(order.list)) {
          market.lists.cancel(order.list, now());
        }
      } else {
        market.end(order, OrderStatus.CANCELED, ExpiryReason.NONE, now());
        orders.add(order);
      }
    }
    market.follow(now());
    return new CanceledAll(
        orders.stream().map(LiveOrder::view).toList(),
        lists.stream().map(OrderList::view).toList());
  }

  /**
   * Cancels, some time after it was asked to, what is open then in one instrument.
   *
   * @param taken which of these orders
   */
  public synchronized void cancelAllLater(
      Account account, Instrument instrument, Predicate<OrderView> taken, long afterMillis) {
    advance();
    agenda.at(
        now() + afterMillis,
        () -> {
          Market market = market(instrument);
          for (LiveOrder order : List.copyOf(account.portfolio(instrument).open.values())) {
            if (order.status.isOpen() && taken.test(order.view())) {
              market.end(order, OrderStatus.CANCELED, ExpiryReason.NONE, now());
            }
          }
          market.follow(now());
        });
  }

  /** Writes an order anew that waits for its trigger; it keeps its id. */
  public synchronized Placement rewrite(
      Account account, Instrument instrument, long orderId, NewOrder order) {
    advance();
    LiveOrder old = lookUp(account, instrument, new OrderRef(orderId, null));
    if (old == null) {
      return new Placement.Refused(Refusal.UNKNOWN_ORDER);
    }
    Placement placement = Intake.rewrite(market(instrument), old, order, now());
    market(instrument).follow(now());
    return placement;
  }

  /** Makes an open order smaller; it keeps its place in the book. */
  public synchronized Amending amend(
      Account account, Instrument instrument, OrderRef ref, BigDecimal quantity, String clientId) {
    advance();
    LiveOrder order = lookUp(account, instrument, ref);
    if (order != null && ref.clientId() != null && !order.clientId.equals(ref.clientId())) {
      return new Amending.Refused(Refusal.CLIENT_ID_MISMATCH);
    }
    if (order == null || !order.status.isOpen()) {
      return new Amending.Refused(Refusal.UNKNOWN_ORDER);
    }
    Market market = market(instrument);
    Amending amending = intake.amend(market, order, quantity, clientId, now());
    market.follow(now());
    return amending;
  }

  /** The amendments of an order, oldest first; null when the account has none such. */
  public synchronized @Nullable List<Amendment> amendments(
      Account account, Instrument instrument, long orderId) {
    advance();
    LiveOrder order = lookUp(account, instrument, new OrderRef(orderId, null));
    return order == null ? null : List.copyOf(order.amendments);
  }

  // --- order lists

  /** Cancels what is left of an open list; null when the account has none such. */
  public synchronized @Nullable OrderListView cancelList(
      Account account, Instrument instrument, OrderRef ref) {
    advance();
    OrderList list = lookUpList(account, ref);
    if (list == null || !list.isOpen() || !list.instrument.equals(instrument)) {
      return null;
    }
    Market market = market(instrument);
    market.lists.cancel(list, now());
    market.follow(now());
    return list.view();
  }

  /** The list, null when the account has none such or it is not visible yet. */
  public synchronized @Nullable OrderListView findList(Account account, OrderRef ref) {
    advance();
    OrderList list = lookUpList(account, ref);
    return list == null || list.visibleFrom > now() ? null : list.view();
  }

  private static @Nullable OrderList lookUpList(Account account, OrderRef ref) {
    return account.lists().reversed().stream()
        .filter(list -> ref.id() == null || list.id == ref.id())
        .filter(list -> ref.clientId() == null || list.clientId.equals(ref.clientId()))
        .findFirst()
        .orElse(null);
  }

  /** Visible lists of all instruments, by id, that the slice takes. */
  public synchronized List<OrderListView> lists(Account account, Slice slice) {
    advance();
    long now = now();
    return slice.of(
        account.lists(),
        list -> list.visibleFrom <= now && slice.takes(list.id, list.acceptedAt),
        OrderList::view);
  }

  public synchronized List<OrderListView> openLists(Account account) {
    advance();
    long now = now();
    return account.lists().stream()
        .filter(list -> list.visibleFrom <= now && list.isOpen())
        .map(OrderList::view)
        .toList();
  }

  // --- looking up

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

  /**
   * The newest order of any instrument that is named so, null when the account has none such.
   *
   * @param visible whether one that is not visible yet counts as missing
   * @param sort which orders are looked among
   */
  public synchronized @Nullable OrderView findAnywhere(
      Account account, OrderRef ref, boolean visible, Predicate<OrderView> sort) {
    advance();
    long now = now();
    return markets.keySet().stream()
        .flatMap(instrument -> named(account, instrument, ref, sort))
        .filter(order -> !visible || order.visibleFrom <= now)
        .max(Comparator.comparingLong(order -> order.id))
        .map(LiveOrder::view)
        .orElse(null);
  }

  private Stream<LiveOrder> named(
      Account account, Instrument instrument, OrderRef ref, Predicate<OrderView> sort) {
    LiveOrder order = lookUp(account, instrument, ref);
    if (order == null || sort.test(order.view())) {
      return Stream.ofNullable(order);
    }
    return ref.id() != null
        ? Stream.empty()
        : account.portfolio(instrument).orders.stream()
            .filter(o -> o.clientId.equals(ref.clientId()) && sort.test(o.view()));
  }

  /**
   * The newest visible orders that are taken, newest first; of all instruments when null.
   *
   * @param open whether those that wait are looked at, or all there ever were
   */
  public synchronized List<OrderView> newestOrders(
      Account account,
      @Nullable Instrument instrument,
      boolean open,
      Predicate<OrderView> taken,
      int limit) {
    advance();
    long now = now();
    return markets.keySet().stream()
        .filter(i -> instrument == null || i.equals(instrument))
        .map(account::portfolio)
        .flatMap(portfolio ->
            (open ? portfolio.open.descendingMap().values() : portfolio.orders.reversed())
                .stream()
                    .filter(order -> order.visibleFrom <= now)
                    .map(LiveOrder::view)
                    .filter(taken)
                    .limit(limit))
        .sorted(Comparator.comparingLong(OrderView::id).reversed())
        .limit(limit)
        .toList();
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

  /**
   * What happened since a moment.
   *
   * @param fromMillis the begin of a minute
   */
  public synchronized Statistics statistics(Instrument instrument, long fromMillis) {
    advance();
    return market(instrument).tape.statistics(fromMillis, now());
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
      Instrument instrument, CandleGrid grid, @Nullable Long from, @Nullable Long to, int limit) {
    advance();
    return market(instrument).tape.candles(grid, from, to, limit, now());
  }

  /** The limit that a pegged order would get now, null when there is none. */
  public synchronized @Nullable BigDecimal pegged(Instrument instrument, Side side, Peg peg) {
    advance();
    return market(instrument).pegged(side, peg);
  }

  public synchronized TradingStatus status(Instrument instrument) {
    return market(instrument).status;
  }

  /** Opens or closes a market; open orders stay where they are. */
  public synchronized void status(Instrument instrument, TradingStatus status) {
    advance();
    market(instrument).status = status;
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
    agenda.work(now);
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
