package org.aristobot.binance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Commission;
import org.aristobot.model.Environment;
import org.aristobot.model.Family;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
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
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/** Binance spot. */
public final class Binance implements Exchange {

  private static final int MOST_ROWS = 1000;

  private static final Comparator<Order> NEWEST_FIRST =
      Comparator.comparing(
              Order::createdAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .thenComparingLong(order -> number(order.venueOrderId().text()))
          .reversed();

  private final Environment environment;
  private final BinanceCalls calls;
  private final BinanceMarketData data;
  private final BinanceDoubts doubts;

  /**
   * @param base where the venue, or what stands in for it, listens
   * @param visibilityLag how long the venue may hide what it has executed; null for what our table
   *     of calls says
   * @param ledger where the use of the venue's limits is counted; null for here alone
   */
  public Binance(
      Environment environment,
      URI base,
      InstantSource clock,
      @Nullable Duration visibilityLag,
      @Nullable LedgerState ledger) {
    this.environment = environment;
    this.calls = new BinanceCalls(base, clock, ledger);
    this.data = new BinanceMarketData(calls);
    this.doubts = new BinanceDoubts(calls, data, clock, visibilityLag);
  }

  /** The venue's own address (rest-api, "General API information"; testnet page). */
  public static URI address(Environment environment) {
    return switch (environment) {
      case LIVE -> URI.create("https://api.binance.com");
      case TESTNET -> URI.create("https://testnet.binance.vision");
    };
  }

  @Override
  public Venue venue() {
    return Venue.BINANCE;
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public Capabilities capabilities() {
    return BinanceCapabilities.ALL;
  }

  @Override
  public Capabilities capabilities(Instrument instrument) {
    return BinanceCapabilities.in(instrument);
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
    return BinanceLists.family(request, instrument(request.symbol()));
  }

  @Override
  public OrderRef unseenLeg(VenueOrderId parent, OrderRequest leg) {
    return new OrderRef.ByClientId(leg.id());
  }

  @Override
  public Prepared prepareOrder(Credentials credentials, OrderRequest request, Duration patience) {
    Instrument instrument = instrument(request.symbol());
    BinanceEndpoint list = BinanceLists.endpoint(request, instrument);
    if (list != null) {
      return calls.prepare(
          list,
          BinanceLists.parameters(request, instrument, list),
          credentials,
          patience,
          text -> BinanceLists.placed(text, request, instrument));
    }
    return calls.prepare(
        BinanceEndpoint.PLACE_ORDER,
        BinanceRequests.order(request, instrument),
        credentials,
        patience,
        text -> {
          Order order = BinanceMapping.placed(text, request, instrument.venueSymbol());
          requireOurs(request.id().equals(order.nativeClientOrderId()), "clientOrderId");
          return order;
        });
  }

  /** The venue tests single orders only. */
  @Override
  public void testOrder(Credentials credentials, OrderRequest request) {
    Instrument instrument = instrument(request.symbol());
    if (BinanceLists.endpoint(request, instrument) != null) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_OPERATION, "Binance tests no orders that consist of several.");
    }
    calls.query(
        BinanceEndpoint.TEST_ORDER, BinanceRequests.order(request, instrument), credentials);
  }

  @Override
  public NativeReading readNative(NativeParams params, @Nullable Side side) {
    return BinanceNative.read(params, data::byVenueSymbol, side);
  }

  @Override
  public Prepared prepareCancel(
      Credentials credentials, Symbol symbol, OrderRef order, Duration patience) {
    Map<String, String> parameters = data.parameters(symbol);
    if (BinanceLists.isList(order)) {
      parameters.putAll(BinanceLists.reference(order, "listClientOrderId"));
      return calls.prepare(
          BinanceEndpoint.CANCEL_LIST,
          parameters,
          credentials,
          patience,
          text -> BinanceLists.canceled(text, instrument(symbol), order));
    }
    parameters.putAll(BinanceRequests.reference(order));
    return calls.prepare(
        BinanceEndpoint.CANCEL_ORDER,
        parameters,
        credentials,
        patience,
        text -> canceled(text, symbol, order));
  }

  /** Cancelling an order of a list cancels the list, and the answer may be either. */
  private Order canceled(String text, Symbol symbol, OrderRef order) {
    Order member = BinanceLists.canceledMember(text, instrument(symbol), order);
    if (member != null) {
      return member;
    }
    BinanceWire.Canceled canceled = WireJson.read(text, BinanceWire.Canceled.class);
    requireOurs(canceled.symbol().equals(instrument(symbol).venueSymbol()), "symbol");
    requireOurs(canceled.orderId(), canceled.origClientOrderId(), order);
    return BinanceMapping.canceled(canceled, symbol, text);
  }

  @Override
  public boolean amendsInPlace(OrderRequest from, OrderRequest to) {
    return BinanceAmends.inPlace(from, to, instrument(to.symbol()));
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
    return calls.prepare(
        stays ? BinanceEndpoint.AMEND_ORDER : BinanceEndpoint.REPLACE_ORDER,
        stays
            ? BinanceAmends.amendment(order, to, instrument)
            : BinanceAmends.replacement(order, to, instrument),
        credentials,
        patience,
        stays
            ? BinanceAmends.amendmentOf(order, to, instrument)
            : BinanceAmends.replacementOf(order, to, instrument));
  }

  @Override
  public List<Finding> look(Credentials credentials, List<Doubt> doubts) {
    return this.doubts.look(credentials, doubts);
  }

  private static void requireOurs(boolean ours, String field) {
    BinanceMapping.requireOurs(ours, field);
  }

  private static void requireOurs(Long orderId, String clientOrderId, OrderRef order) {
    switch (order) {
      case OrderRef.ByVenueId(var id) -> requireOurs(orderId == number(id.text()), "orderId");
      case OrderRef.ByClientId(var id) ->
          requireOurs(clientOrderId.equals(id.text()), "clientOrderId");
    }
  }

  @Override
  public Order order(Credentials credentials, Symbol symbol, OrderRef order) {
    Map<String, String> parameters = data.parameters(symbol);
    String venueSymbol = instrument(symbol).venueSymbol();
    if (BinanceLists.isList(order)) {
      String text =
          calls.query(
              BinanceEndpoint.ORDER_LIST,
              BinanceLists.reference(order, "origClientOrderId"),
              credentials);
      return BinanceCalls.read(() ->
          BinanceLists.queried(
              text, symbol, venueSymbol, order, leg -> order(credentials, symbol, leg)));
    }
    parameters.putAll(BinanceRequests.reference(order));
    String text = calls.query(BinanceEndpoint.ORDER, parameters, credentials);
    return BinanceCalls.read(() -> {
      BinanceWire.Queried queried = WireJson.read(text, BinanceWire.Queried.class);
      requireOurs(queried.symbol().equals(venueSymbol), "symbol");
      requireOurs(queried.orderId(), queried.clientOrderId(), order);
      return BinanceMapping.queried(queried, symbol, text);
    });
  }

  @Override
  public Rows<Order> openOrders(Credentials credentials, @Nullable Symbol symbol) {
    Map<String, String> parameters = symbol == null ? Map.of() : data.parameters(symbol);
    return orders(calls.query(BinanceEndpoint.OPEN_ORDERS, parameters, credentials));
  }

  private Rows<Order> orders(String text) {
    Rows<Order> rows =
        BinanceCalls.read(() ->
            WireJson.readRows(text, BinanceWire.Queried.class)
                .map(row ->
                    BinanceMapping.queried(
                        row.value(),
                        BinanceMapping.symbol(row.value().symbol(), data::byVenueSymbol),
                        row.raw())));
    return new Rows<>(rows.rows().stream().sorted(NEWEST_FIRST).toList(), rows.unreadable());
  }

  /**
   * Finished orders of one symbol, and those of which nobody knows. With {@code since} the oldest
   * from there, in a window of 24 hours at most where {@code until} is given too; else the newest.
   */
  @Override
  public Rows<Order> orderHistory(Credentials credentials, OrderQuery query) {
    Symbol symbol = required(query.symbol());
    Map<String, String> parameters = data.parameters(symbol);
    Integer limit = Checks.limit("Binance", query.limit(), MOST_ROWS);
    Instant since = query.since();
    VenueOrderId before = query.before();
    if (before == null) {
      BinanceRequests.putWindow(since, query.until(), parameters);
    } else {
      // The venue pages forward only: older ones are asked for by their time.
      Order next = order(credentials, symbol, new OrderRef.ByVenueId(before));
      Checks.putTime("endTime", earlier(next.createdAt(), query.until()), parameters);
    }
    // Open ones are among them: ask for many, which costs the same.
    parameters.put("limit", Integer.toString(MOST_ROWS));
    Rows<Order> all = orders(calls.query(BinanceEndpoint.ALL_ORDERS, parameters, credentials));
    List<Order> finished =
        all.rows().stream()
            .filter(order -> mayBeFinished(order.status()))
            .filter(order -> before == null || isOlder(order, before))
            .filter(order -> since == null || !isBefore(order.createdAt(), since))
            .toList();
    boolean forward = since != null && before == null;
    return new Rows<>(cut(finished, limit, forward), all.unreadable());
  }

  /** A word that nobody knows may mean an end: hidden, nobody would look at it. */
  private static boolean mayBeFinished(OrderStatus status) {
    return status.isFinished() || status == OrderStatus.UNKNOWN;
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }

  private static boolean isOlder(Order order, VenueOrderId than) {
    return number(order.venueOrderId().text()) < number(than.text());
  }

  @Override
  public Rows<Fill> fills(Credentials credentials, FillQuery query) {
    Symbol symbol = required(query.symbol());
    Map<String, String> parameters = data.parameters(symbol);
    if (query.order() != null) {
      // The venue takes no time beside an order.
      parameters.put("orderId", BinanceRequests.orderId(query.order().text()));
    } else {
      Checks.putTime("startTime", query.since(), parameters);
    }
    Checks.putLimit("Binance", query.limit(), MOST_ROWS, parameters);
    String text = calls.query(BinanceEndpoint.MY_TRADES, parameters, credentials);
    Rows<Fill> rows =
        BinanceCalls.read(() ->
            WireJson.readRows(text, BinanceWire.Trade.class)
                .map(row -> {
                  requireOurs(row.value().symbol().equals(parameters.get("symbol")), "symbol");
                  return BinanceMapping.fill(row.value(), symbol);
                }));
    Instant since = query.since();
    return new Rows<>(
        rows.rows().stream()
            .filter(fill -> since == null || !isBefore(fill.time(), since))
            .sorted(Comparator.comparingLong((Fill fill) -> number(fill.id())).reversed())
            .toList(),
        rows.unreadable());
  }

  private static boolean isBefore(@Nullable Instant time, Instant since) {
    return time != null && time.isBefore(since);
  }

  @Override
  public List<Balance> balances(Credentials credentials) {
    return BinanceCalls.read(() -> BinanceMapping.balances(account(credentials)));
  }

  private BinanceWire.Account account(Credentials credentials) {
    String text =
        calls.query(BinanceEndpoint.ACCOUNT, Map.of("omitZeroBalances", "true"), credentials);
    return WireJson.read(text, BinanceWire.Account.class);
  }

  @Override
  public Commission commission(Credentials credentials, Symbol symbol) {
    Map<String, String> parameters = data.parameters(symbol);
    String text = calls.query(BinanceEndpoint.COMMISSION, parameters, credentials);
    return BinanceCalls.read(() -> {
      BinanceWire.Commission commission = WireJson.read(text, BinanceWire.Commission.class);
      requireOurs(commission.symbol().equals(parameters.get("symbol")), "symbol");
      return BinanceMapping.commission(commission, symbol);
    });
  }

  @Override
  public CredentialCheck checkCredentials(Credentials credentials) {
    Duration offset = BinanceCalls.read(calls::measureClock);
    return BinanceCalls.read(() -> {
      BinanceWire.Account account = account(credentials);
      return new CredentialCheck(
          permissions(credentials, account), offset, BinanceMapping.balances(account).size());
    });
  }

  /** The key's own restrictions, which only the live venue tells; else what the account may do. */
  private List<String> permissions(Credentials credentials, BinanceWire.Account account) {
    if (environment == Environment.LIVE) {
      try {
        String text = calls.query(BinanceEndpoint.API_RESTRICTIONS, Map.of(), credentials);
        return BinanceMapping.permissions(WireJson.read(text, BinanceWire.Restrictions.class));
      } catch (ExchangeException e) {
        if (e.failure().kind() != ErrorKind.UNSUPPORTED_OPERATION) {
          throw e;
        }
      }
    }
    return account.canTrade() ? List.of("read", "trade") : List.of("read");
  }

  private static Symbol required(@Nullable Symbol symbol) {
    if (symbol == null) {
      throw invalid("symbol: Binance lists finished orders and fills per symbol only.");
    }
    return symbol;
  }

  /** Of a list that is newest first: its oldest, if it was asked for from a time on. */
  private static <T> List<T> cut(List<T> rows, @Nullable Integer limit, boolean oldest) {
    if (limit == null || rows.size() <= limit) {
      return rows;
    }
    return oldest ? rows.subList(rows.size() - limit, rows.size()) : rows.subList(0, limit);
  }

  private static long number(String id) {
    return Long.parseLong(id);
  }

  private static ExchangeException invalid(String message) {
    return new ExchangeException(ErrorKind.INVALID_REQUEST, message);
  }
}
