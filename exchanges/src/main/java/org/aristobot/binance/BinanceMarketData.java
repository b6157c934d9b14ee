package org.aristobot.binance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.aristobot.net.Quota;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.aristobot.net.WireRows;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the venue tells everybody, and the market list that every call needs. */
final class BinanceMarketData implements MarketData {

  private static final Logger LOG = LoggerFactory.getLogger(BinanceMarketData.class);

  private static final int MOST_ROWS = 1000;
  private static final int MOST_LEVELS = 5000;

  /** Named tickers cost 2 for 20 of them; all cost 80 ("24hr ticker"). */
  private static final int CHEAP_TICKERS = 20;

  /** Beyond these one call for all spares round trips. */
  private static final int MOST_NAMED_TICKERS = 200;

  private final BinanceCalls calls;
  private final Markets markets;

  BinanceMarketData(BinanceCalls calls) {
    this.calls = calls;
    this.markets = new Markets("Binance spot", this::list);
  }

  @Override
  public Rows<Instrument> instruments() {
    return markets.read();
  }

  private Rows<Instrument> list() {
    String text = calls.query(BinanceEndpoint.EXCHANGE_INFO, Map.of(), null);
    return BinanceCalls.read(() -> {
      Rows<Instrument> rows =
          WireJson.readRows(text, "symbols", BinanceWire.Market.class)
              .map(row -> BinanceMapping.instrument(row.value()));
      learnLimits(text);
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
    markets.remember(instruments);
  }

  @Override
  public Instrument instrument(Symbol symbol) {
    return markets.instrument(symbol);
  }

  @Override
  public Instant serverTime() {
    String text = calls.query(BinanceEndpoint.SERVER_TIME, Map.of(), null);
    return BinanceCalls.read(() -> BinanceCalls.serverTime(text));
  }

  @Override
  public Ticker ticker(Symbol symbol) {
    Map<String, String> parameters = parameters(symbol);
    String text = calls.query(BinanceEndpoint.TICKER, parameters, null);
    return BinanceCalls.read(() -> {
      BinanceWire.Ticker ticker = WireJson.read(text, BinanceWire.Ticker.class);
      BinanceMapping.requireOurs(ticker.symbol().equals(parameters.get("symbol")), "symbol");
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
    markets.require();
    String text = calls.query(BinanceEndpoint.TICKERS, parameters, null);
    return BinanceCalls.read(() ->
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
    Checks.putLimit("Binance", limit, MOST_ROWS, parameters);
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
    return BinanceCalls.read(() ->
        WireJson.readRows(text, BinanceWire.PublicTrade.class)
            .map(row -> BinanceMapping.trade(row.value(), symbol)));
  }

  private @Nullable Long firstTrade(Symbol symbol, Instant since) {
    Map<String, String> parameters = parameters(symbol);
    Checks.putTime("startTime", since, parameters);
    parameters.put("limit", "1");
    String text = calls.query(BinanceEndpoint.AGGREGATE_TRADES, parameters, null);
    WireRows<BinanceWire.AggregateTrade> found =
        BinanceCalls.read(() -> WireJson.readRows(text, BinanceWire.AggregateTrade.class));
    if (!found.unreadable().isEmpty()) {
      throw BinanceCalls.unreadable(found.unreadable().getFirst());
    }
    return found.rows().isEmpty() ? null : found.rows().getFirst().value().firstTradeId();
  }

  @Override
  public OrderBook orderBook(Symbol symbol, @Nullable Integer limit) {
    Map<String, String> parameters = parameters(symbol);
    Checks.putLimit("Binance", limit, MOST_LEVELS, parameters);
    String text = calls.query(BinanceEndpoint.DEPTH, parameters, null);
    return BinanceCalls.read(
        () -> BinanceMapping.orderBook(WireJson.read(text, BinanceWire.Depth.class), symbol));
  }

  @Override
  public List<Candle> candles(
      Symbol symbol, Interval interval, @Nullable Instant since, @Nullable Integer limit) {
    Map<String, String> parameters = parameters(symbol);
    parameters.put("interval", interval.word());
    Checks.putTime("startTime", since, parameters);
    Checks.putLimit("Binance", limit, MOST_ROWS, parameters);
    String text = calls.query(BinanceEndpoint.KLINES, parameters, null);
    Rows<Candle> rows =
        BinanceCalls.read(() ->
            WireJson.readRows(text, BinanceWire.Kline.class)
                .map(row -> BinanceMapping.candle(row.value())));
    if (!rows.unreadable().isEmpty()) {
      throw BinanceCalls.unreadable(rows.unreadable().getFirst());
    }
    return rows.rows();
  }

  @Nullable Instrument byVenueSymbol(String venueSymbol) {
    return markets.byVenueSymbol(venueSymbol);
  }

  /** The parameter that names a market. */
  Map<String, String> parameters(Symbol symbol) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument(symbol).venueSymbol());
    return parameters;
  }
}
