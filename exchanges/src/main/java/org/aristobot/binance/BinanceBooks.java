package org.aristobot.binance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.net.WireJson;
import org.aristobot.net.WireRows;
import org.jspecify.annotations.Nullable;

/**
 * What the venue shows of an account's orders in one symbol, in the places that list many at once,
 * and which of those places could not be seen whole. Thread rule: one thread.
 */
final class BinanceBooks {

  /** The most rows that a call lists; a page that is full may lack others. */
  private static final int MOST_ROWS = 1000;

  /** A place that takes more pages than this is not seen whole. */
  private static final int MOST_PAGES = 400;

  /** Less than 24 hours, whatever the venue counts into them. */
  private static final Duration LONGEST_WINDOW = Duration.ofHours(24).minusMillis(1);

  private final BinanceCalls calls;
  private final Credentials credentials;
  private final Instrument instrument;
  private final Instant from;
  private final Instant to;
  private final Map<Long, Order> orders = new HashMap<>();
  private final Map<NativeClientOrderId, Set<Long>> ids = new HashMap<>();
  private final Map<String, String> lists = new HashMap<>();
  private final NavigableMap<Long, Instant> trades = new TreeMap<>();
  private final Map<BinanceEndpoint, Failure> gaps = new EnumMap<>(BinanceEndpoint.class);
  private int pages;

  /**
   * @param to not before now, since a place may list an order by when it changed
   */
  BinanceBooks(
      BinanceCalls calls,
      Credentials credentials,
      Instrument instrument,
      Instant from,
      Instant to) {
    this.calls = calls;
    this.credentials = credentials;
    this.instrument = instrument;
    this.from = from;
    this.to = to;
  }

  /** Looks at those places, each by itself: one that fails is a gap and hides no other. */
  void read(Collection<BinanceEndpoint> places) {
    places.forEach(place -> guarded(place, () -> read(place)));
    boolean whole = places.stream().noneMatch(gaps::containsKey);
    if (whole && places.contains(BinanceEndpoint.MY_TRADES)) {
      guarded(BinanceEndpoint.ALL_ORDERS, this::nameTraders);
    }
  }

  private void guarded(BinanceEndpoint place, Runnable look) {
    try {
      pages = 0;
      look.run();
    } catch (ExchangeException e) {
      gaps.put(place, e.failure());
    }
  }

  private void read(BinanceEndpoint place) {
    switch (place) {
      case OPEN_ORDERS -> addOrders(place, query(place, ofSymbol()));
      case ALL_ORDERS -> readAll(place, ofSymbol(), page -> addOrders(place, page));
      case MY_TRADES -> readAll(place, ofSymbol(), page -> addTrades(place, page));
      case OPEN_ORDER_LISTS -> addLists(place, query(place, Map.of()));
      case ALL_ORDER_LISTS -> readAll(place, Map.of(), page -> addLists(place, page));
      default -> throw new IllegalArgumentException(place + " lists no orders");
    }
  }

  /**
   * @param add takes a page over and says how many rows it has
   */
  private void readAll(
      BinanceEndpoint place, Map<String, String> parameters, ToIntFunction<String> add) {
    for (Instant start = from; start.isBefore(to); start = start.plus(LONGEST_WINDOW)) {
      Instant end = start.plus(LONGEST_WINDOW);
      readWindow(place, parameters, start, end.isBefore(to) ? end : to, add);
    }
  }

  /**
   * A full page may have the oldest rows of its window or the newest: both halves of the window
   * have what is missing. They share their border, so that it does not matter on which side of it
   * the venue counts a row.
   */
  private void readWindow(
      BinanceEndpoint place,
      Map<String, String> parameters,
      Instant start,
      Instant end,
      ToIntFunction<String> add) {
    Map<String, String> window = new LinkedHashMap<>(parameters);
    BinanceRequests.putWindow(start, end, window);
    window.put("limit", Integer.toString(MOST_ROWS));
    if (add.applyAsInt(query(place, window)) < MOST_ROWS) {
      return;
    }
    long millis = Duration.between(start, end).toMillis();
    if (millis < 2) {
      throw incomplete("more rows in a moment than the venue lists");
    }
    Instant middle = start.plusMillis(millis / 2);
    readWindow(place, parameters, start, middle, add);
    readWindow(place, parameters, middle, end, add);
  }

  /**
   * A trade of an order that was not listed may be an older order's; the venue is asked for those
   * by their ids, of which it lists the following ones, too.
   */
  private void nameTraders() {
    NavigableMap<Long, Instant> unknown = new TreeMap<>(trades);
    unknown.keySet().removeAll(orders.keySet());
    trades.clear();
    while (!unknown.isEmpty()) {
      long first = unknown.firstKey();
      Map<String, String> parameters = ofSymbol();
      parameters.put("orderId", Long.toString(first));
      parameters.put("limit", Integer.toString(MOST_ROWS));
      addOrders(BinanceEndpoint.ALL_ORDERS, query(BinanceEndpoint.ALL_ORDERS, parameters));
      unknown.keySet().removeAll(orders.keySet());
      if (unknown.containsKey(first)) {
        trades.put(first, Objects.requireNonNull(unknown.remove(first)));
      }
    }
  }

  private Map<String, String> ofSymbol() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    return parameters;
  }

  private String query(BinanceEndpoint place, Map<String, String> parameters) {
    if (++pages > MOST_PAGES) {
      throw incomplete("more pages than are read");
    }
    return calls.query(place, parameters, credentials);
  }

  private static ExchangeException incomplete(String what) {
    return new ExchangeException(ErrorKind.EXCHANGE_UNAVAILABLE, "There are " + what + ".");
  }

  private int addOrders(BinanceEndpoint place, String page) {
    return add(
        place,
        page,
        BinanceWire.Queried.class,
        row -> {
          requireSymbol(row.value().symbol());
          Order order = BinanceMapping.queried(row.value(), instrument.symbol(), row.raw());
          orders.merge(row.value().orderId(), order, BinanceBooks::later);
          NativeClientOrderId id = new NativeClientOrderId(row.value().clientOrderId());
          ids.computeIfAbsent(id, _ -> new TreeSet<>()).add(row.value().orderId());
        });
  }

  private int addTrades(BinanceEndpoint place, String page) {
    return add(
        place,
        page,
        BinanceWire.Trade.class,
        row -> {
          requireSymbol(row.value().symbol());
          trades.merge(
              row.value().orderId(),
              Instant.ofEpochMilli(row.value().time()),
              (a, b) -> a.isAfter(b) ? a : b);
        });
  }

  private int addLists(BinanceEndpoint place, String page) {
    return add(
        place,
        page,
        BinanceWire.OrderList.class,
        row -> lists.put(row.value().listClientOrderId(), row.raw()));
  }

  private interface Taker<T> {
    void take(WireRows.Row<T> row);
  }

  private <T> int add(BinanceEndpoint place, String page, Class<T> type, Taker<T> taker) {
    Rows<T> rows =
        BinanceCalls.read(() ->
            WireJson.readRows(page, type)
                .map(row -> {
                  taker.take(row);
                  return row.value();
                }));
    if (!rows.unreadable().isEmpty()) {
      gaps.put(place, BinanceCalls.unreadable(rows.unreadable().getFirst()).failure());
    }
    return rows.rows().size() + rows.unreadable().size();
  }

  private void requireSymbol(String venueSymbol) {
    BinanceMapping.requireOurs(venueSymbol.equals(instrument.venueSymbol()), "symbol");
  }

  private static Order later(Order one, Order other) {
    Instant a = one.updatedAt();
    Instant b = other.updatedAt();
    return a != null && b != null && a.isAfter(b) ? one : other;
  }

  /** The orders under that client id. */
  List<Order> orders(NativeClientOrderId id) {
    return ids.getOrDefault(id, Set.of()).stream()
        .map(order -> Objects.requireNonNull(orders.get(order)))
        .toList();
  }

  /** The list under that client id, verbatim; null if none was listed. */
  @Nullable String list(NativeClientOrderId id) {
    return lists.get(id.text());
  }

  /** What was wrong with that place; null if it was seen whole. */
  @Nullable Failure gap(BinanceEndpoint place) {
    return gaps.get(place);
  }

  /** Orders that have traded since then and are listed nowhere. */
  List<Long> strays(Instant since) {
    List<Long> strays = new ArrayList<>();
    trades.forEach((order, time) -> {
      if (!time.isBefore(since)) {
        strays.add(order);
      }
    });
    return strays;
  }
}
