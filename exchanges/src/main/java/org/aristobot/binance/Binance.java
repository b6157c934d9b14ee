package org.aristobot.binance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.FillQuery;
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
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.Quota;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.aristobot.net.WireRows;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binance spot. */
public final class Binance implements Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Binance.class);

  private static final int MOST_ROWS = 1000;
  private static final int MOST_LEVELS = 5000;

  /** Named tickers cost 2 for 20 of them; all cost 80 ("24hr ticker"). */
  private static final int CHEAP_TICKERS = 20;

  /** Beyond these one call for all spares round trips. */
  private static final int MOST_NAMED_TICKERS = 200;

  private static final Comparator<Order> NEWEST_FIRST =
      Comparator.comparing(
              Order::createdAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .thenComparingLong(order -> number(order.venueOrderId().text()))
          .reversed();

  private final Environment environment;
  private final BinanceCalls calls;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable Markets markets;

  /**
   * @param base where the venue, or what stands in for it, listens
   */
  public Binance(Environment environment, URI base, InstantSource clock) {
    this.environment = environment;
    this.calls = new BinanceCalls(base, clock);
  }

  /** The venue's own address (rest-api, "General API information"; testnet page). */
  public static URI address(Environment environment) {
    return switch (environment) {
      case LIVE -> URI.create("https://api.binance.com");
      case TESTNET -> URI.create("https://testnet.binance.vision");
    };
  }

  private record Markets(Map<Symbol, Instrument> bySymbol, Map<String, Instrument> byVenueSymbol) {
    static Markets of(List<Instrument> instruments) {
      Map<Symbol, Instrument> bySymbol = HashMap.newHashMap(instruments.size());
      Map<String, Instrument> byVenueSymbol = HashMap.newHashMap(instruments.size());
      for (Instrument instrument : instruments) {
        bySymbol.put(instrument.symbol(), instrument);
        byVenueSymbol.put(instrument.venueSymbol(), instrument);
      }
      return new Markets(bySymbol, byVenueSymbol);
    }
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
    return BinanceRequests.CAPABILITIES;
  }

  @Override
  public Capabilities capabilities(Instrument instrument) {
    return BinanceRequests.CAPABILITIES;
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
    String text = calls.query(BinanceEndpoint.EXCHANGE_INFO, Map.of(), null);
    return read(() -> {
      Rows<Instrument> rows =
          WireJson.readRows(text, "symbols", BinanceWire.Market.class)
              .map(row -> BinanceMapping.instrument(row.value()));
      learnLimits(text);
      markets = Markets.of(rows.rows());
      return rows;
    });
  }

  private void learnLimits(String text) {
    try {
      List<Quota> quotas = new ArrayList<>();
      WireJson.readRows(text, "rateLimits", BinanceWire.RateLimit.class)
          .rows()
          .forEach(row -> {
            Quota quota = BinanceMapping.quota(row.value());
            if (quota != null) {
              quotas.add(quota);
            }
          });
      calls.define(quotas);
    } catch (WireFormatException e) {
      LOG.warn("Binance's rate limits stay as they were: {}", e.getMessage());
    }
  }

  @Override
  public void remember(List<Instrument> instruments) {
    markets = Markets.of(instruments);
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    Instrument instrument = markets().bySymbol().get(symbol);
    if (instrument == null) {
      throw new ExchangeException(
          ErrorKind.UNKNOWN_SYMBOL, "symbol: Binance spot has no " + symbol + ".");
    }
    return instrument;
  }

  private Markets markets() {
    Markets known = markets;
    if (known == null) {
      loading.lock();
      try {
        if (markets == null) {
          instruments();
        }
        known = Objects.requireNonNull(markets);
      } finally {
        loading.unlock();
      }
    }
    return known;
  }

  @Override
  public Instant serverTime() {
    String text = calls.query(BinanceEndpoint.SERVER_TIME, Map.of(), null);
    return read(() -> BinanceCalls.serverTime(text));
  }

  @Override
  public Ticker ticker(Symbol symbol) {
    Map<String, String> parameters = parameters(symbol);
    String text = calls.query(BinanceEndpoint.TICKER, parameters, null);
    return read(() -> {
      BinanceWire.Ticker ticker = WireJson.read(text, BinanceWire.Ticker.class);
      requireOurs(ticker.symbol().equals(parameters.get("symbol")), "symbol");
      return BinanceMapping.ticker(ticker, symbol);
    });
  }

  @Override
  public Rows<Ticker> tickers(Collection<Symbol> symbols) {
    if (symbols.isEmpty()) {
      return tickers(Map.of());
    }
    Map<Symbol, String> names = new LinkedHashMap<>();
    symbols.forEach(symbol -> names.put(symbol, instrument(symbol).venueSymbol()));
    List<Ticker> rows = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Map<String, String> parameters : tickerCalls(List.copyOf(names.values()))) {
      Rows<Ticker> part = tickers(parameters);
      part.rows().stream().filter(row -> names.containsKey(row.symbol())).forEach(rows::add);
      unreadable.addAll(part.unreadable());
    }
    rows.forEach(row -> names.remove(row.symbol()));
    names.values().forEach(name -> unreadable.add(name + " is missing"));
    return new Rows<>(rows, unreadable);
  }

  private static List<Map<String, String>> tickerCalls(List<String> names) {
    if (names.size() > MOST_NAMED_TICKERS) {
      return List.of(Map.of());
    }
    List<Map<String, String>> calls = new ArrayList<>();
    for (int from = 0; from < names.size(); from += CHEAP_TICKERS) {
      List<String> some = names.subList(from, Math.min(from + CHEAP_TICKERS, names.size()));
      calls.add(Map.of("symbols", "[\"" + String.join("\",\"", some) + "\"]"));
    }
    return calls;
  }

  private Rows<Ticker> tickers(Map<String, String> parameters) {
    markets();
    String text = calls.query(BinanceEndpoint.TICKERS, parameters, null);
    return read(() ->
        WireJson.readRows(text, BinanceWire.Ticker.class)
            .map(row ->
                BinanceMapping.ticker(
                    row.value(),
                    BinanceMapping.symbol(row.value().symbol(), this::byVenueSymbol))));
  }

  /**
   * From a time on: single trades are listed by id only and aggregated ones by time, so the first
   * aggregate from then on tells with which trade to begin. What comes back has the ids and the
   * sizes of single trades either way.
   */
  @Override
  public Rows<Trade> trades(Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    Map<String, String> parameters = parameters(symbol);
    BinanceRequests.putLimit(limit, MOST_ROWS, parameters);
    BinanceEndpoint endpoint = BinanceEndpoint.TRADES;
    if (since != null) {
      Long first = firstTrade(symbol, since);
      if (first == null) {
        return new Rows<>(List.of(), List.of());
      }
      endpoint = BinanceEndpoint.OLD_TRADES;
      parameters.put("fromId", first.toString());
    }
    String text = calls.query(endpoint, parameters, null);
    return read(() ->
        WireJson.readRows(text, BinanceWire.PublicTrade.class)
            .map(row -> BinanceMapping.trade(row.value(), symbol)));
  }

  private @Nullable Long firstTrade(Symbol symbol, Instant since) {
    Map<String, String> parameters = parameters(symbol);
    BinanceRequests.putTime("startTime", since, parameters);
    parameters.put("limit", "1");
    String text = calls.query(BinanceEndpoint.AGGREGATE_TRADES, parameters, null);
    WireRows<BinanceWire.AggregateTrade> found =
        read(() -> WireJson.readRows(text, BinanceWire.AggregateTrade.class));
    if (!found.unreadable().isEmpty()) {
      throw unreadable(found.unreadable().getFirst());
    }
    return found.rows().isEmpty() ? null : found.rows().getFirst().value().firstTradeId();
  }

  @Override
  public OrderBook orderBook(Symbol symbol, @Nullable Integer limit) {
    Map<String, String> parameters = parameters(symbol);
    BinanceRequests.putLimit(limit, MOST_LEVELS, parameters);
    String text = calls.query(BinanceEndpoint.DEPTH, parameters, null);
    return read(
        () -> BinanceMapping.orderBook(WireJson.read(text, BinanceWire.Depth.class), symbol));
  }

  @Override
  public List<Candle> candles(
      Symbol symbol, Interval interval, @Nullable Instant since, @Nullable Integer limit) {
    Map<String, String> parameters = parameters(symbol);
    parameters.put("interval", interval.word());
    BinanceRequests.putTime("startTime", since, parameters);
    BinanceRequests.putLimit(limit, MOST_ROWS, parameters);
    String text = calls.query(BinanceEndpoint.KLINES, parameters, null);
    Rows<Candle> rows =
        read(() ->
            WireJson.readRows(text, BinanceWire.Kline.class)
                .map(row -> BinanceMapping.candle(row.value())));
    if (!rows.unreadable().isEmpty()) {
      throw unreadable(rows.unreadable().getFirst());
    }
    return rows.rows();
  }

  @Override
  public Prepared prepareOrder(Credentials credentials, OrderRequest request, Duration patience) {
    Instrument instrument = instrument(request.symbol());
    Map<String, String> parameters = BinanceRequests.order(request, instrument);
    return calls.prepare(
        BinanceEndpoint.PLACE_ORDER,
        parameters,
        credentials,
        patience,
        text -> {
          BinanceWire.Placed placed = WireJson.read(text, BinanceWire.Placed.class);
          requireOurs(placed.symbol().equals(instrument.venueSymbol()), "symbol");
          requireOurs(placed.clientOrderId().equals(request.id().text()), "clientOrderId");
          return BinanceMapping.placed(placed, request.symbol(), text);
        });
  }

  @Override
  public Family family(OrderRequest request) {
    return new Family(request.id(), List.of());
  }

  @Override
  public void testOrder(Credentials credentials, OrderRequest request) {
    throw new ExchangeException(ErrorKind.UNSUPPORTED_OPERATION, "not yet");
  }

  @Override
  public boolean amendsInPlace(OrderRequest from, OrderRequest to) {
    throw new ExchangeException(ErrorKind.UNSUPPORTED_OPERATION, "not yet");
  }

  @Override
  public Prepared prepareAmend(
      Credentials credentials,
      VenueOrderId order,
      OrderRequest from,
      OrderRequest to,
      Duration patience) {
    throw new ExchangeException(ErrorKind.UNSUPPORTED_OPERATION, "not yet");
  }

  @Override
  public Commission commission(Credentials credentials, Symbol symbol) {
    throw new ExchangeException(ErrorKind.UNSUPPORTED_OPERATION, "not yet");
  }

  @Override
  public NativeReading readNative(NativeParams params, @Nullable Side side) {
    return BinanceRequests.read(params, this::byVenueSymbol);
  }

  @Override
  public Prepared prepareCancel(
      Credentials credentials, Symbol symbol, OrderRef order, Duration patience) {
    Instrument instrument = instrument(symbol);
    Map<String, String> parameters = BinanceRequests.reference(instrument, order);
    return calls.prepare(
        BinanceEndpoint.CANCEL_ORDER,
        parameters,
        credentials,
        patience,
        text -> {
          BinanceWire.Canceled canceled = WireJson.read(text, BinanceWire.Canceled.class);
          requireOurs(canceled.symbol().equals(instrument.venueSymbol()), "symbol");
          requireOurs(canceled.orderId(), canceled.origClientOrderId(), order);
          return BinanceMapping.canceled(canceled, symbol, text);
        });
  }

  private static void requireOurs(boolean ours, String field) {
    if (!ours) {
      throw new WireFormatException(field, "is not the one that was asked for");
    }
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
    Map<String, String> parameters = BinanceRequests.reference(instrument(symbol), order);
    String text = calls.query(BinanceEndpoint.ORDER, parameters, credentials);
    return read(() -> {
      BinanceWire.Queried queried = WireJson.read(text, BinanceWire.Queried.class);
      requireOurs(queried.symbol().equals(parameters.get("symbol")), "symbol");
      requireOurs(queried.orderId(), queried.clientOrderId(), order);
      return BinanceMapping.queried(queried, symbol, text);
    });
  }

  @Override
  public Rows<Order> openOrders(Credentials credentials, @Nullable Symbol symbol) {
    Map<String, String> parameters = symbol == null ? Map.of() : parameters(symbol);
    markets();
    return orders(calls.query(BinanceEndpoint.OPEN_ORDERS, parameters, credentials));
  }

  private Rows<Order> orders(String text) {
    Rows<Order> rows =
        read(() ->
            WireJson.readRows(text, BinanceWire.Queried.class)
                .map(row ->
                    BinanceMapping.queried(
                        row.value(),
                        BinanceMapping.symbol(row.value().symbol(), this::byVenueSymbol),
                        row.raw())));
    return new Rows<>(rows.rows().stream().sorted(NEWEST_FIRST).toList(), rows.unreadable());
  }

  /**
   * Finished orders of one symbol. With {@code since} the oldest from there, in a window of 24
   * hours at most where {@code until} is given too; else the newest.
   */
  @Override
  public Rows<Order> orderHistory(Credentials credentials, OrderQuery query) {
    Symbol symbol = required(query.symbol());
    Map<String, String> parameters = parameters(symbol);
    Integer limit = BinanceRequests.checkLimit(query.limit(), MOST_ROWS);
    Instant since = query.since();
    VenueOrderId before = query.before();
    if (before == null) {
      BinanceRequests.putWindow(since, query.until(), parameters);
    } else {
      // The venue pages forward only: older ones are asked for by their time.
      Order next = order(credentials, symbol, new OrderRef.ByVenueId(before));
      BinanceRequests.putTime("endTime", earlier(next.createdAt(), query.until()), parameters);
    }
    // Open ones are among them: ask for many, which costs the same.
    parameters.put("limit", Integer.toString(MOST_ROWS));
    Rows<Order> all = orders(calls.query(BinanceEndpoint.ALL_ORDERS, parameters, credentials));
    List<Order> finished =
        all.rows().stream()
            .filter(order -> order.status().isFinished())
            .filter(order -> before == null || isOlder(order, before))
            .filter(order -> since == null || !isBefore(order.createdAt(), since))
            .toList();
    boolean forward = since != null && before == null;
    return new Rows<>(cut(finished, limit, forward), all.unreadable());
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
    Map<String, String> parameters = parameters(symbol);
    if (query.order() != null) {
      // The venue takes no time beside an order.
      parameters.put("orderId", BinanceRequests.orderId(query.order().text()));
    } else {
      BinanceRequests.putTime("startTime", query.since(), parameters);
    }
    BinanceRequests.putLimit(query.limit(), MOST_ROWS, parameters);
    String text = calls.query(BinanceEndpoint.MY_TRADES, parameters, credentials);
    Rows<Fill> rows =
        read(() ->
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
    return read(() -> BinanceMapping.balances(account(credentials)));
  }

  private BinanceWire.Account account(Credentials credentials) {
    String text =
        calls.query(BinanceEndpoint.ACCOUNT, Map.of("omitZeroBalances", "true"), credentials);
    return WireJson.read(text, BinanceWire.Account.class);
  }

  @Override
  public CredentialCheck checkCredentials(Credentials credentials) {
    Duration offset = read(calls::measureClock);
    return read(() -> {
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

  private @Nullable Instrument byVenueSymbol(String venueSymbol) {
    return markets().byVenueSymbol().get(venueSymbol);
  }

  private Map<String, String> parameters(Symbol symbol) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument(symbol).venueSymbol());
    return parameters;
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

  /** What a good answer says, or that it cannot be read. */
  private static <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (WireFormatException e) {
      throw unreadable(Objects.requireNonNullElse(e.getMessage(), "?"));
    }
  }

  private static ExchangeException unreadable(String what) {
    return new ExchangeException(
        Failure.of(
            ErrorKind.EXCHANGE_UNAVAILABLE, "Binance answered what cannot be read: " + what + "."));
  }
}
