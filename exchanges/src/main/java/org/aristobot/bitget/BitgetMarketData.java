package org.aristobot.bitget;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.MarketData;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Candle;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.OrderBook;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.net.Checks;
import org.aristobot.net.Markets;
import org.aristobot.net.WireJson;
import org.aristobot.net.WireRows;
import org.jspecify.annotations.Nullable;

/** What the venue tells everybody, and the market list that every call needs. */
final class BitgetMarketData implements MarketData {

  private static final int MOST_LEVELS = 150;
  private static final int MOST_TRADES = 500;
  private static final int MOST_OLD_TRADES = 1000;
  private static final int MOST_CANDLES = 1000;
  private static final int MOST_OLD_CANDLES = 200;

  /** What the venue lists where no limit is asked for. */
  private static final int USUAL_ROWS = 100;

  /** How far back old trades go, and how much of that at once. */
  private static final Duration TRADES_KEPT = Duration.ofDays(90);

  private static final Duration LONGEST_TRADES = Duration.ofDays(7);
  private static final Duration FIRST_TRADES = Duration.ofHours(1);
  private static final Duration SHORTEST_TRADES = Duration.ofSeconds(1);

  /** Pages that one question may take. */
  private static final int MOST_PAGES = 40;

  private final BitgetCalls calls;
  private final Markets markets;

  BitgetMarketData(BitgetCalls calls) {
    this.calls = calls;
    this.markets = new Markets("Bitget spot", this::list);
  }

  /**
   * What the venue keeps of an interval.
   *
   * @param atLeast what one lasts, a month its shortest
   * @param recent how far back the recent ones surely go; the venue's pages promise more
   * @param atOnce how many of them come at once
   */
  private record Bars(Duration atLeast, Duration recent, int atOnce) {

    /** No page tells it of days and longer. */
    private static final Duration LONGEST = Duration.ofDays(720);

    static Bars of(Interval interval) {
      return switch (interval) {
        case ONE_SECOND -> minutes(1);
        case ONE_MINUTE -> minutes(1);
        case THREE_MINUTES -> minutes(3);
        case FIVE_MINUTES -> minutes(5);
        case FIFTEEN_MINUTES -> minutes(15);
        case THIRTY_MINUTES -> minutes(30);
        case ONE_HOUR -> hours(1, 60);
        case TWO_HOURS -> hours(2, 120);
        case FOUR_HOURS -> hours(4, 240);
        case SIX_HOURS -> hours(6, 360);
        case EIGHT_HOURS -> hours(8, 360);
        case TWELVE_HOURS -> hours(12, 720);
        case ONE_DAY -> new Bars(Duration.ofDays(1), LONGEST, 300);
        case THREE_DAYS -> new Bars(Duration.ofDays(3), LONGEST, 100);
        case ONE_WEEK -> new Bars(Duration.ofDays(7), LONGEST, 100);
        case ONE_MONTH -> new Bars(Duration.ofDays(28), LONGEST, 100);
      };
    }

    private static Bars minutes(int minutes) {
      return new Bars(Duration.ofMinutes(minutes), Duration.ofDays(30), MOST_CANDLES);
    }

    private static Bars hours(int hours, int days) {
      return new Bars(Duration.ofHours(hours), Duration.ofDays(days), MOST_CANDLES);
    }
  }

  @Override
  public Rows<Instrument> instruments() {
    return markets.read();
  }

  private Rows<Instrument> list() {
    String text = calls.query(BitgetEndpoint.SYMBOLS, Map.of(), null);
    return BitgetCalls.read(() ->
        WireJson.readRows(text, BitgetWire.Market.class)
            .map(row -> BitgetMapping.instrument(row.value())));
  }

  @Override
  public void remember(List<Instrument> instruments) {
    markets.remember(instruments);
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return markets.instrument(symbol);
  }

  @Override
  public Instant serverTime() {
    String text = calls.query(BitgetEndpoint.SERVER_TIME, Map.of(), null);
    return BitgetCalls.read(() -> BitgetCalls.serverTime(text));
  }

  @Override
  public Ticker ticker(Symbol symbol) {
    Instrument instrument = instrument(symbol);
    Rows<Ticker> rows = tickers(parameters(symbol), Set.of(symbol));
    if (!rows.unreadable().isEmpty()) {
      throw BitgetCalls.unreadable(rows.unreadable().getFirst());
    }
    if (rows.rows().size() != 1) {
      throw BitgetCalls.unreadable("there is not one ticker of " + instrument.venueSymbol());
    }
    return rows.rows().getFirst();
  }

  /** The venue tells one or all. */
  @Override
  public Rows<Ticker> tickers(Collection<Symbol> symbols) {
    Set<Symbol> wanted = new LinkedHashSet<>(symbols);
    wanted.forEach(this::instrument);
    if (wanted.size() == 1) {
      return tickers(parameters(wanted.iterator().next()), wanted);
    }
    return tickers(Map.of(), wanted);
  }

  /**
   * @param wanted empty for all
   */
  private Rows<Ticker> tickers(Map<String, String> parameters, Set<Symbol> wanted) {
    markets.require();
    String text = calls.query(BitgetEndpoint.TICKERS, parameters, null);
    Rows<Ticker> all =
        BitgetCalls.read(() ->
            WireJson.readRows(text, BitgetWire.Ticker.class)
                .map(row ->
                    BitgetMapping.ticker(
                        row.value(),
                        BitgetMapping.symbol(row.value().symbol(), this::byVenueSymbol))));
    if (wanted.isEmpty()) {
      return all;
    }
    List<Ticker> rows =
        all.rows().stream().filter(ticker -> wanted.contains(ticker.symbol())).toList();
    Set<Symbol> missing = new LinkedHashSet<>(wanted);
    rows.forEach(ticker -> missing.remove(ticker.symbol()));
    List<String> unreadable = new ArrayList<>(missing.isEmpty() ? List.of() : all.unreadable());
    missing.forEach(symbol -> unreadable.add(symbol + " is missing"));
    return new Rows<>(rows, unreadable);
  }

  @Override
  public OrderBook orderBook(Symbol symbol, @Nullable Integer limit) {
    Map<String, String> parameters = parameters(symbol);
    Checks.putLimit("Bitget", limit, MOST_LEVELS, parameters);
    String text = calls.query(BitgetEndpoint.ORDER_BOOK, parameters, null);
    return BitgetCalls.read(
        () -> BitgetMapping.orderBook(WireJson.read(text, BitgetWire.Depth.class), symbol));
  }

  /** The venue lists the newest of a time only, so from a time on they are read in short times. */
  @Override
  public Rows<Trade> trades(Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    if (since != null) {
      return tradesFrom(symbol, since, limit);
    }
    Map<String, String> parameters = parameters(symbol);
    Checks.putLimit("Bitget", limit, MOST_TRADES, parameters);
    return trades(BitgetEndpoint.TRADES, parameters, symbol);
  }

  private Rows<Trade> tradesFrom(Symbol symbol, Instant since, @Nullable Integer limit) {
    Integer checked = Checks.limit("Bitget", limit, MOST_OLD_TRADES);
    int wanted = checked == null ? USUAL_ROWS : checked;
    Instant now = calls.knownTime();
    Instant oldest = now.minus(TRADES_KEPT);
    // Those of old have whole seconds, by which the venue may choose them too.
    Instant first = since.truncatedTo(ChronoUnit.SECONDS);
    Instant start = first.isBefore(oldest) ? oldest : first;
    Duration span = FIRST_TRADES;
    Map<String, Trade> found = new LinkedHashMap<>();
    List<String> unreadable = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES && found.size() < wanted && start.isBefore(now); page++) {
      Instant end = start.plus(span).isBefore(now) ? start.plus(span) : now;
      Rows<Trade> rows = oldTrades(symbol, start, end);
      boolean full = rows.rows().size() + rows.unreadable().size() >= MOST_OLD_TRADES;
      if (full && span.compareTo(SHORTEST_TRADES) > 0) {
        span = longer(span.dividedBy(8), SHORTEST_TRADES);
      } else {
        rows.rows().forEach(trade -> found.putIfAbsent(trade.id(), trade));
        unreadable.addAll(rows.unreadable());
        start = end;
        span = shorter(span.multipliedBy(4), LONGEST_TRADES);
      }
    }
    return new Rows<>(
        found.values().stream()
            .filter(trade -> !trade.time().isBefore(first))
            .limit(wanted)
            .toList(),
        unreadable);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private Rows<Trade> oldTrades(Symbol symbol, Instant start, Instant end) {
    Map<String, String> parameters = parameters(symbol);
    Checks.putTime("startTime", start, parameters);
    Checks.putTime("endTime", end, parameters);
    parameters.put("limit", Integer.toString(MOST_OLD_TRADES));
    return trades(BitgetEndpoint.OLD_TRADES, parameters, symbol);
  }

  private Rows<Trade> trades(
      BitgetEndpoint endpoint, Map<String, String> parameters, Symbol symbol) {
    Instrument instrument = instrument(symbol);
    String text = calls.query(endpoint, parameters, null);
    Rows<Trade> rows =
        BitgetCalls.read(() ->
            WireJson.readRows(text, BitgetWire.PublicTrade.class)
                .map(row -> {
                  BitgetMapping.requireOurs(
                      BitgetMapping.isSymbol(row.value().symbol(), instrument), "symbol");
                  return BitgetMapping.trade(row.value(), symbol);
                }));
    // Newest first, among those of one moment too.
    List<Trade> oldestFirst =
        rows.rows().reversed().stream().sorted(Comparator.comparing(Trade::time)).toList();
    return new Rows<>(oldestFirst, rows.unreadable());
  }

  /** The venue counts back from the end of a time, so that both ends are asked for. */
  @Override
  public List<Candle> candles(
      Symbol symbol, Interval interval, @Nullable Instant since, @Nullable Integer limit) {
    if (!BitgetMapping.GRANULARITIES.containsKey(interval)) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_PARAMETER,
          "timeframe: Bitget has no candles of " + interval.word() + ".");
    }
    Bars bars = Bars.of(interval);
    Integer checked = Checks.limit("Bitget", limit, MOST_CANDLES);
    if (since == null) {
      Map<String, String> parameters = bars(symbol, interval);
      if (checked != null) {
        parameters.put("limit", checked.toString());
      }
      return candles(BitgetEndpoint.CANDLES, parameters);
    }
    int wanted = checked == null ? USUAL_ROWS : checked;
    Instant now = calls.knownTime();
    List<Candle> found = new ArrayList<>();
    Instant start = since;
    for (int page = 0; page < MOST_PAGES && found.size() < wanted && !start.isAfter(now); page++) {
      boolean old = start.isBefore(now.minus(bars.recent()));
      int some = Math.min(wanted - found.size(), old ? MOST_OLD_CANDLES : bars.atOnce());
      Instant end = start.plus(bars.atLeast().multipliedBy(some));
      Instant from = start;
      candles(symbol, interval, start, end, some, old).stream()
          .filter(candle -> !candle.openTime().isBefore(from))
          .filter(candle -> isNew(candle, found))
          .forEach(found::add);
      start = end;
    }
    return List.copyOf(found.size() > wanted ? found.subList(0, wanted) : found);
  }

  private static boolean isNew(Candle candle, List<Candle> before) {
    return before.isEmpty() || candle.openTime().isAfter(before.getLast().openTime());
  }

  /** What is older than the venue keeps as recent is asked for elsewhere, by its end. */
  private List<Candle> candles(
      Symbol symbol, Interval interval, Instant start, Instant end, int limit, boolean old) {
    Map<String, String> parameters = bars(symbol, interval);
    if (!old) {
      Checks.putTime("startTime", start, parameters);
    }
    Checks.putTime("endTime", end, parameters);
    parameters.put("limit", Integer.toString(limit));
    return candles(old ? BitgetEndpoint.OLD_CANDLES : BitgetEndpoint.CANDLES, parameters);
  }

  private Map<String, String> bars(Symbol symbol, Interval interval) {
    Map<String, String> parameters = parameters(symbol);
    parameters.put(
        "granularity", Objects.requireNonNull(BitgetMapping.GRANULARITIES.get(interval)));
    return parameters;
  }

  private List<Candle> candles(BitgetEndpoint endpoint, Map<String, String> parameters) {
    String text = calls.query(endpoint, parameters, null);
    WireRows<BitgetWire.Kline> rows =
        BitgetCalls.read(() -> WireJson.readRows(text, BitgetWire.Kline.class));
    Rows<Candle> candles =
        BitgetCalls.read(() -> rows.map(row -> BitgetMapping.candle(row.value())));
    if (!candles.unreadable().isEmpty()) {
      throw BitgetCalls.unreadable(candles.unreadable().getFirst());
    }
    return candles.rows().stream().sorted(Comparator.comparing(Candle::openTime)).toList();
  }

  /** By the venue's spelling, which its pages write in small letters too. */
  @Nullable Instrument byVenueSymbol(String venueSymbol) {
    return markets.byVenueSymbol(BitgetMapping.upper(venueSymbol));
  }

  /** The parameter that names a market. */
  Map<String, String> parameters(Symbol symbol) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument(symbol).venueSymbol());
    return parameters;
  }
}
