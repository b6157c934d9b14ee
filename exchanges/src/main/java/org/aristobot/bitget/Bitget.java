package org.aristobot.bitget;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.aristobot.bitget.BitgetLists.Kind;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.NativeReading;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.Rows;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Commission;
import org.aristobot.model.Environment;
import org.aristobot.model.Family;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.Checks;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/** Bitget spot, classic accounts. */
public final class Bitget implements Exchange {

  private static final int MOST_ROWS = BitgetBooks.MOST_ROWS;

  /**
   * What a question of a caller's waits for permits, and what the look at a cancelled order does.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration READ_BACK = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private static final Comparator<Order> NEWEST_FIRST =
      Comparator.comparing(
              Order::createdAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .thenComparing(order -> new BigInteger(BitgetLists.number(order.venueOrderId())))
          .reversed();

  private final Environment environment;
  private final BitgetCalls calls;
  private final BitgetMarketData data;
  private final BitgetDoubts doubts;

  /**
   * @param base where the venue, or what stands in for it, listens
   * @param visibilityLag how long the venue may hide what it has executed; null for what our table
   *     of calls says
   * @param ledger where the use of the venue's limits is counted; null for here alone
   */
  public Bitget(
      Environment environment,
      URI base,
      InstantSource clock,
      @Nullable Duration visibilityLag,
      @Nullable LedgerState ledger) {
    this.environment = environment;
    this.calls = new BitgetCalls(base, environment, clock, ledger);
    this.data = new BitgetMarketData(calls);
    this.doubts = new BitgetDoubts(calls, data, clock, visibilityLag);
  }

  /** The venue's own address; its test network is there too, told apart by keys and a header. */
  public static URI address(Environment environment) {
    return switch (environment) {
      case LIVE, TESTNET -> URI.create("https://api.bitget.com");
    };
  }

  @Override
  public Venue venue() {
    return Venue.BITGET;
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Capabilities capabilities() {
    return BitgetCapabilities.ALL;
  }

  @Override
  public Capabilities capabilities(Instrument instrument) {
    return BitgetCapabilities.in(instrument);
  }

  @Override
  public Map<String, Headroom> headroom() {
    return calls.headroom();
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public Rows<Instrument> instruments() {
    return data.instruments();
  }

  @Override
  public void remember(List<Instrument> instruments) {
    data.remember(instruments);
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return data.instrument(symbol);
  }

  @Override
  public Instant serverTime() {
    return data.serverTime();
  }

  @Override
  public Ticker ticker(Symbol symbol) {
    return data.ticker(symbol);
  }

  @Override
  public Rows<Ticker> tickers(Collection<Symbol> symbols) {
    return data.tickers(symbols);
  }

  @Override
  public OrderBook orderBook(Symbol symbol, @Nullable Integer limit) {
    return data.orderBook(symbol, limit);
  }

  @Override
  public Rows<Trade> trades(Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    return data.trades(symbol, since, limit);
  }

  @Override
  public List<Candle> candles(
      Symbol symbol, Interval interval, @Nullable Instant since, @Nullable Integer limit) {
    return data.candles(symbol, interval, since, limit);
  }

  @Override
  public Family family(OrderRequest request) {
    return BitgetLists.family(request);
  }

  @Override
  public OrderRef unseenLeg(VenueOrderId parent, OrderRequest leg) {
    return new OrderRef.ByVenueId(BitgetLists.waitingId(parent, leg));
  }

  /**
   * A market buy that is sized in base asks for the best price first, and an order with a trigger
   * for the last one: whether it stops a loss or takes a profit, only the trigger's side says.
   */
  @Override
  public Prepared prepareOrder(Credentials credentials, OrderRequest request, Duration patience) {
    Instrument instrument = instrument(request.symbol());
    BitgetEndpoint endpoint = BitgetRequests.endpoint(request);
    if (endpoint == BitgetEndpoint.PLACE_PLAN) {
      Map<String, String> plan = BitgetRequests.plan(request, instrument);
      BitgetRequests.requireAhead(request, data.ticker(request.symbol()).last());
      return calls.prepare(
          endpoint,
          plan,
          credentials,
          patience,
          List.of(),
          BitgetCalls.showing(text -> placed(text, request, true)));
    }
    BitgetRequests.Bound bound =
        BitgetRequests.needsBound(request) ? bound(request.symbol(), instrument) : null;
    return calls.prepare(
        endpoint,
        BitgetRequests.order(request, instrument, bound),
        credentials,
        patience,
        bound == null ? List.of() : List.of(bound.warning(instrument)),
        BitgetCalls.showing(text -> placed(text, request, false)));
  }

  private BitgetRequests.Bound bound(Symbol symbol, Instrument instrument) {
    BitgetRequests.requireBand(instrument);
    List<OrderBook.Level> asks = data.orderBook(symbol, 1).asks();
    if (asks.isEmpty()) {
      throw new ExchangeException(
          ErrorKind.ORDER_REJECTED, "type: nobody offers " + symbol.base() + " now.");
    }
    return BitgetRequests.bound(asks.getFirst().price(), instrument);
  }

  private static Order placed(String text, OrderRequest request, boolean plan) {
    BitgetWire.Acknowledged told = WireJson.read(text, BitgetWire.Acknowledged.class);
    NativeClientOrderId id = BitgetMapping.clientId(told.clientOid());
    BitgetMapping.requireOurs(request.id().equals(id), "clientOid");
    if (told.orderId() == null || told.orderId().isEmpty()) {
      throw new WireFormatException("orderId", "is missing");
    }
    VenueOrderId venueId =
        plan ? BitgetLists.planId(told.orderId()) : new VenueOrderId(told.orderId());
    return BitgetLists.placed(
        BitgetMapping.acknowledged(venueId, request, OrderStatus.NEW, text), request);
  }

  @Override
  public void testOrder(Credentials credentials, OrderRequest request) {
    throw new ExchangeException(
        ErrorKind.UNSUPPORTED_OPERATION, "Bitget tests no orders without placing them.");
  }

  @Override
  public NativeReading readNative(NativeParams params, @Nullable Side side) {
    return BitgetNative.read(params, data::byVenueSymbol, side);
  }

  /**
   * The venue only acknowledges a cancel: what became of the order is read right after it, and as
   * long as it is shown open nobody knows.
   */
  @Override
  public Prepared prepareCancel(
      Credentials credentials, Symbol symbol, OrderRef order, Duration patience) {
    Instrument instrument = instrument(symbol);
    OrderRef meant = named(credentials, instrument, order);
    Map<String, String> parameters;
    BitgetEndpoint endpoint = BitgetEndpoint.CANCEL_ORDER;
    switch (meant) {
      case OrderRef.ByClientId(var id) -> {
        parameters = data.parameters(symbol);
        parameters.put("clientOid", BitgetRequests.clientId(id.text()));
      }
      case OrderRef.ByVenueId(var id) -> {
        Kind cancelled = BitgetLists.kind(id);
        if (cancelled instanceof Kind.Plan(var number)) {
          String made = made(credentials, number);
          endpoint = made == null ? BitgetEndpoint.CANCEL_PLAN : endpoint;
          cancelled = made == null ? cancelled : new Kind.Plain(made);
        }
        parameters = BitgetLists.cancel(cancelled, instrument.venueSymbol());
      }
    }
    OrderRef read = meant;
    Map<String, String> sent = parameters;
    return calls.prepare(
        endpoint,
        parameters,
        credentials,
        patience,
        List.of(),
        endpoint == BitgetEndpoint.CANCEL_PLAN
            ? (text, wire) -> planCanceled(text, wire, credentials, instrument, read)
            : (text, wire) -> {
              requireCanceled(text, sent);
              return canceled(wire, credentials, instrument, read);
            });
  }

  /** By the id that tells its kind, which neither a client id nor the id of what waited does. */
  private OrderRef named(Credentials credentials, Instrument instrument, OrderRef order) {
    boolean told =
        order instanceof OrderRef.ByVenueId(var id)
            && (BitgetLists.kind(id) instanceof Kind.Plain
                || BitgetLists.kind(id) instanceof Kind.Exit
                || BitgetLists.kind(id) instanceof Kind.Plan);
    Order shown = told ? null : books(credentials).order(instrument, order);
    return shown == null ? order : new OrderRef.ByVenueId(shown.venueOrderId());
  }

  /**
   * The order that a trigger order made, which is what there is to cancel then. A cancel does not
   * fail because that cannot be asked: if there is one, the venue refuses it, and it is asked
   * again.
   */
  private @Nullable String made(Credentials credentials, String plan) {
    try {
      BitgetWire.SubOrder made =
          new BitgetBooks(calls, data, credentials, READ_BACK).subOrder(plan);
      return made == null ? null : made.orderId();
    } catch (ExchangeException e) {
      return null;
    }
  }

  private static void requireCanceled(String text, Map<String, String> sent) {
    BitgetWire.Acknowledged told = WireJson.read(text, BitgetWire.Acknowledged.class);
    String number = sent.get("orderId");
    BitgetMapping.requireOurs(
        number == null
            ? Objects.equals(sent.get("clientOid"), told.clientOid())
            : number.equals(told.orderId()),
        number == null ? "clientOid" : "orderId");
  }

  /** A failure comes as a success: it has triggered, or ended, or nobody knows. */
  private Outcome planCanceled(
      String text, WireRecord wire, Credentials credentials, Instrument instrument, OrderRef ref) {
    String result = WireJson.read(text, BitgetWire.PlanCanceled.class).result();
    return BitgetMapping.lower(result).equals("success")
        ? canceled(wire, credentials, instrument, ref)
        : BitgetCalls.doubt("Bitget did not cancel the order: " + result + ".", wire);
  }

  private Outcome canceled(
      WireRecord wire, Credentials credentials, Instrument instrument, OrderRef ref) {
    BitgetBooks books = new BitgetBooks(calls, data, credentials, READ_BACK);
    long deadline = System.nanoTime() + READ_BACK.toNanos();
    try {
      for (Duration pause = FIRST_PAUSE; ; pause = pause.multipliedBy(2)) {
        Order shown = books.order(instrument, ref);
        if (shown != null && shown.status().isFinished()) {
          return new Outcome.Accepted(shown, wire);
        }
        if (System.nanoTime() + pause.toNanos() > deadline) {
          break;
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExchangeException e) {
      return BitgetCalls.doubt(
          "Bitget took the cancel, and then the order could not be read: " + e.getMessage(), wire);
    }
    return BitgetCalls.doubt("Bitget took the cancel, but does not show its end yet.", wire);
  }

  @Override
  public boolean amendsInPlace(OrderRequest from, OrderRequest to) {
    return BitgetAmends.inPlace(from, to);
  }

  @Override
  public Prepared prepareAmend(
      Credentials credentials,
      VenueOrderId order,
      OrderRequest from,
      OrderRequest to,
      Duration patience) {
    Instrument instrument = instrument(to.symbol());
    boolean stays = from.id().equals(to.id());
    if (!stays) {
      requireUnfilled(books(credentials).order(instrument, new OrderRef.ByVenueId(order)));
    }
    return calls.prepare(
        stays ? BitgetEndpoint.MODIFY_PLAN : BitgetEndpoint.REPLACE_ORDER,
        stays
            ? BitgetAmends.modification(order, to)
            : BitgetAmends.replacement(order, to, instrument),
        credentials,
        patience,
        List.of(),
        stays
            ? BitgetAmends.modificationOf(order, to)
            : BitgetAmends.replacementOf(to, () -> seen(credentials, instrument, order)));
  }

  /** The venue would cancel the rest of it and place the other one in full. */
  private static void requireUnfilled(@Nullable Order order) {
    if (order != null && order.filled() != null && order.filled().signum() > 0) {
      throw new ExchangeException(
          ErrorKind.ORDER_REJECTED, "order_id: something of it is filled, it is not replaced.");
    }
  }

  private @Nullable Order seen(Credentials credentials, Instrument instrument, VenueOrderId id) {
    return new BitgetBooks(calls, data, credentials, READ_BACK)
        .order(instrument, new OrderRef.ByVenueId(id));
  }

  @Override
  public List<Finding> look(Credentials credentials, List<Doubt> doubts) {
    return this.doubts.look(credentials, doubts);
  }

  private BitgetBooks books(Credentials credentials) {
    return new BitgetBooks(calls, data, credentials, PATIENCE);
  }

  @Override
  public Order order(Credentials credentials, Symbol symbol, OrderRef order) {
    Order shown = books(credentials).order(instrument(symbol), order);
    if (shown == null) {
      throw new ExchangeException(ErrorKind.ORDER_NOT_FOUND, "Bitget shows no such order.");
    }
    return shown;
  }

  /** Orders, exits and trigger orders: three lists. */
  @Override
  public Rows<Order> openOrders(Credentials credentials, @Nullable Symbol symbol) {
    BitgetBooks books = books(credentials);
    Map<String, String> parameters = symbol == null ? Map.of() : data.parameters(symbol);
    return merged(
        List.of(
            books.paged(BitgetEndpoint.UNFILLED_ORDERS, parameters),
            books.paged(BitgetEndpoint.UNFILLED_ORDERS, exits(parameters)),
            books.paged(BitgetEndpoint.CURRENT_PLANS, parameters)),
        _ -> true,
        null);
  }

  private static Map<String, String> exits(Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("tpslType", "tpsl");
    return all;
  }

  private static Rows<Order> merged(
      List<Rows<Order>> lists, Predicate<Order> wanted, @Nullable Integer limit) {
    List<Order> orders = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    lists.forEach(list -> {
      orders.addAll(list.rows());
      unreadable.addAll(list.unreadable());
    });
    return new Rows<>(
        orders.stream()
            .filter(wanted)
            .sorted(NEWEST_FIRST)
            .limit(limit == null ? Long.MAX_VALUE : limit)
            .toList(),
        unreadable);
  }

  /**
   * Finished orders, exits and trigger orders, and those of which nobody knows: the newest of a
   * time of at most 90 days, or those before an order.
   */
  @Override
  public Rows<Order> orderHistory(Credentials credentials, OrderQuery query) {
    BitgetBooks books = books(credentials);
    Integer limit = Checks.limit("Bitget", query.limit(), MOST_ROWS);
    Symbol symbol = query.symbol();
    Map<String, String> parameters =
        symbol == null ? new LinkedHashMap<>() : data.parameters(symbol);
    if (limit != null) {
      parameters.put("limit", limit.toString());
    }
    Map<String, String> plans = new LinkedHashMap<>(parameters);
    VenueOrderId before = query.before();
    if (before == null) {
      Instant now = calls.knownTime();
      Instant until = query.until();
      BitgetRequests.putWindow(query.since(), until, parameters);
      // The page of trigger orders once demanded a time.
      Instant end = until == null ? now : until;
      BitgetRequests.putWindow(
          query.since() == null ? end.minus(BitgetBooks.LONGEST_WINDOW) : query.since(),
          end,
          plans);
    } else {
      // A time would win over the order.
      parameters.put("idLessThan", BitgetLists.number(before));
      plans.put("idLessThan", BitgetLists.number(before));
    }
    return merged(
        List.of(
            books.page(BitgetEndpoint.HISTORY_ORDERS, parameters),
            books.page(BitgetEndpoint.HISTORY_ORDERS, exits(parameters)),
            books.withChildren(books.page(BitgetEndpoint.HISTORY_PLANS, plans))),
        order ->
            mayBeFinished(order.status())
                && !isBefore(order.createdAt(), query.since())
                && !isAfter(order.createdAt(), query.until()),
        limit);
  }

  /** A word that nobody knows may mean an end: hidden, nobody would look at it. */
  private static boolean mayBeFinished(OrderStatus status) {
    return status.isFinished() || status == OrderStatus.UNKNOWN;
  }

  private static boolean isBefore(@Nullable Instant time, @Nullable Instant since) {
    return time != null && since != null && time.isBefore(since);
  }

  private static boolean isAfter(@Nullable Instant time, @Nullable Instant until) {
    return time != null && until != null && time.isAfter(until);
  }

  /** Those of a trigger order are of the order that it made. */
  @Override
  public Rows<Fill> fills(Credentials credentials, FillQuery query) {
    BitgetBooks books = books(credentials);
    Symbol symbol = query.symbol();
    Map<String, String> parameters =
        symbol == null ? new LinkedHashMap<>() : data.parameters(symbol);
    Checks.putLimit("Bitget", query.limit(), MOST_ROWS, parameters);
    VenueOrderId order = query.order();
    if (order == null) {
      Checks.putTime("startTime", query.since(), parameters);
    } else {
      switch (BitgetLists.kind(order)) {
        case Kind.Plain(var number) -> parameters.put("orderId", number);
        case Kind.Exit(var number) -> parameters.put("orderId", number);
        case Kind.Plan _, Kind.WaitingChild _, Kind.WaitingExit _ -> {
          return new Rows<>(List.of(), List.of());
        }
      }
    }
    Rows<Fill> rows = books.fills(books.query(BitgetEndpoint.FILLS, parameters));
    return new Rows<>(
        rows.rows().stream()
            .filter(fill -> symbol == null || fill.symbol().equals(symbol))
            .filter(fill -> !isBefore(fill.time(), query.since()))
            .sorted(
                Comparator.comparing(
                        Fill::time, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                    .reversed())
            .toList(),
        rows.unreadable());
  }

  @Override
  public List<Balance> balances(Credentials credentials) {
    String text = calls.query(BitgetEndpoint.ASSETS, Map.of(), credentials);
    Rows<Balance> rows =
        BitgetCalls.read(() ->
            WireJson.readRows(text, BitgetWire.Asset.class)
                .map(row -> BitgetMapping.balance(row.value())));
    if (!rows.unreadable().isEmpty()) {
      throw BitgetCalls.unreadable(rows.unreadable().getFirst());
    }
    return rows.rows().stream().filter(balance -> balance.total().signum() != 0).toList();
  }

  @Override
  public Commission commission(Credentials credentials, Symbol symbol) {
    Map<String, String> parameters = data.parameters(symbol);
    parameters.put("businessType", "spot");
    String text = calls.query(BitgetEndpoint.TRADE_RATE, parameters, credentials);
    return BitgetCalls.read(
        () -> BitgetMapping.commission(WireJson.read(text, BitgetWire.Rates.class), symbol));
  }

  @Override
  public CredentialCheck checkCredentials(Credentials credentials) {
    Duration offset = BitgetCalls.read(calls::measureClock);
    try {
      int count = balances(credentials).size();
      String text = calls.query(BitgetEndpoint.ACCOUNT_INFO, Map.of(), credentials);
      return BitgetCalls.read(() ->
          new CredentialCheck(
              BitgetMapping.permissions(WireJson.read(text, BitgetWire.Account.class)),
              offset,
              count));
    } catch (ExchangeException e) {
      if (environment != Environment.TESTNET || !BitgetErrors.isNotInDemo(e.failure())) {
        throw e;
      }
    }
    // The test network tells of orders only; whoever may read them has a good key.
    calls.query(BitgetEndpoint.UNFILLED_ORDERS, Map.of("limit", "1"), credentials);
    return new CredentialCheck(List.of("read"), offset, 0);
  }
}
