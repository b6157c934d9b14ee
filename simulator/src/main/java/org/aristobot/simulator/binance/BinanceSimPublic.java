package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.aristobot.simulator.book.CandleGrid;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Interval;
import org.aristobot.simulator.book.Trade;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Market data: the calls that need no key. */
final class BinanceSimPublic {

  private static final int TRADES_KEPT = 1_000;
  private static final Pattern PERMISSIONS =
      Pattern.compile("[A-Z0-9_]{1,20}|\\[\"[A-Z0-9_]{1,20}\"(,\"[A-Z0-9_]{1,20}\")*\\]");

  private final Engine engine;
  private final BinanceSimSymbols symbols;
  private final BinanceSimLimits limits;
  private final BinanceSimTickers tickers;

  BinanceSimPublic(Engine engine, BinanceSimSymbols symbols, BinanceSimLimits limits) {
    this.engine = engine;
    this.symbols = symbols;
    this.limits = limits;
    this.tickers = new BinanceSimTickers(engine, symbols);
  }

  JsonNode answer(BinanceSimRoute route, BinanceSimParams params) {
    return switch (route) {
      case PING -> ping(params);
      case TIME -> time(params);
      case EXCHANGE_INFO -> exchangeInfo(params);
      case TICKER_24HR, ROLLING_TICKER, TRADING_DAY, BOOK_TICKER, PRICE ->
          tickers.answer(route, params);
      case DEPTH -> depth(params);
      case TRADES -> trades(params);
      case OLD_TRADES -> oldTrades(params);
      case AGGREGATE_TRADES -> aggregateTrades(params);
      case REFERENCE_PRICE -> referencePrice(params);
      case EXECUTION_RULES -> executionRules(params);
      case AVERAGE_PRICE -> averagePrice(params);
      case KLINES -> klines(params);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  private static JsonNode ping(BinanceSimParams params) {
    params.allRead();
    return BinanceSimWire.object();
  }

  private JsonNode time(BinanceSimParams params) {
    params.allRead();
    return BinanceSimWire.object().put("serverTime", engine.now());
  }

  private JsonNode exchangeInfo(BinanceSimParams params) {
    Instrument one = symbols.optional(params);
    List<Instrument> list = symbols.list(params);
    Set<String> permissions = permissions(params);
    String status = symbols.status(params);
    boolean sets = params.peek("showPermissionSets") == null || params.flag("showPermissionSets");
    params.allRead();
    long selectors = Arrays.asList(one, list, permissions).stream().filter(s -> s != null).count();
    if (selectors > 1 || (status != null && (one != null || list != null))) {
      throw BinanceSimError.badCombination();
    }
    boolean open = permissions == null || permissions.contains("SPOT");
    List<Instrument> chosen =
        one != null ? List.of(one) : open ? symbols.inStatus(engine, list, status) : List.of();
    ObjectNode info =
        BinanceSimWire.object().put("timezone", "UTC").put("serverTime", engine.now());
    info.set("rateLimits", BinanceSimWire.rateLimits(limits.profile()));
    info.putArray("exchangeFilters"); // empty in production, too; accounts ask for theirs
    info.set(
        "symbols",
        BinanceSimWire.array(
            chosen.stream()
                .map(i ->
                    BinanceSimMarketWire.market(
                        i, engine.status(i), symbols.traits(i), symbols.filters(i), sets))
                .toList()));
    return info;
  }

  /** One word, or a JSON array of words. */
  private static @Nullable Set<String> permissions(BinanceSimParams params) {
    String words = params.text("permissions");
    if (words == null) {
      return null;
    }
    if (!PERMISSIONS.matcher(words).matches()) {
      throw BinanceSimError.invalidData("permissions");
    }
    return Set.of(words.replaceAll("[\\[\\]\"]", "").split(",", -1));
  }

  private JsonNode depth(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    int limit = params.limit(100, 5_000);
    String status = symbols.status(params);
    params.allRead();
    var _ = BinanceSimSymbols.inStatus(engine, instrument, status);
    return BinanceSimMarketWire.depth(engine.depth(instrument, limit));
  }

  private JsonNode trades(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    int limit = params.limit(500, 1_000);
    params.allRead();
    return BinanceSimWire.array(
        engine.trades(instrument, limit).stream().map(BinanceSimMarketWire::trade).toList());
  }

  private JsonNode oldTrades(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    Long fromId = params.integer("fromId");
    int limit = params.limit(500, 1_000);
    params.allRead();
    List<Trade> trades = selected(instrument, fromId, null, null, limit);
    return BinanceSimWire.array(trades.stream().map(BinanceSimMarketWire::trade).toList());
  }

  private JsonNode aggregateTrades(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    Long fromId = params.integer("fromId");
    Long from = params.millis("startTime");
    Long to = params.millis("endTime");
    int limit = params.limit(500, 1_000);
    params.allRead();
    if (fromId != null && (from != null || to != null)) {
      throw BinanceSimError.badCombination();
    }
    List<Trade> trades = selected(instrument, fromId, from, to, limit);
    return BinanceSimWire.array(trades.stream().map(BinanceSimMarketWire::aggregateTrade).toList());
  }

  /** Of the trades that are kept: the oldest from a lower bound on, else the newest. */
  private List<Trade> selected(
      Instrument instrument,
      @Nullable Long fromId,
      @Nullable Long from,
      @Nullable Long to,
      int limit) {
    List<Trade> trades =
        engine.trades(instrument, TRADES_KEPT).stream()
            .filter(trade -> fromId == null || trade.id() >= fromId)
            .filter(trade -> from == null || trade.timeMillis() >= from)
            .filter(trade -> to == null || trade.timeMillis() <= to)
            .toList();
    boolean oldest = fromId != null || from != null;
    int size = trades.size();
    return oldest
        ? trades.subList(0, Math.min(limit, size))
        : trades.subList(Math.max(0, size - limit), size);
  }

  private JsonNode averagePrice(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    params.allRead();
    int minutes = BinanceSimFilters.AVERAGE_MINUTES;
    return BinanceSimWire.object()
        .put("mins", minutes)
        .put("price", BinanceSimWire.money(engine.averagePrice(instrument, minutes)))
        .put("closeTime", engine.trades(instrument, 1).getLast().timeMillis());
  }

  /** Only a symbol whose execution rule measures against it has one: the average price. */
  private JsonNode referencePrice(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    params.allRead();
    if (symbols.traits(instrument).range() == null) {
      throw BinanceSimError.of(-2043, "This symbol does not have a reference price.");
    }
    BigDecimal average = engine.averagePrice(instrument, BinanceSimFilters.AVERAGE_MINUTES);
    return BinanceSimWire.object()
        .put("symbol", BinanceSimWire.symbol(instrument))
        .put("referencePrice", BinanceSimWire.money(average))
        .put("timestamp", engine.now());
  }

  private JsonNode executionRules(BinanceSimParams params) {
    Instrument one = symbols.optional(params);
    List<Instrument> list = symbols.list(params);
    String status = symbols.status(params);
    params.allRead();
    if (Arrays.asList(one, list, status).stream().filter(s -> s != null).count() > 1) {
      throw BinanceSimError.badCombination();
    }
    List<Instrument> chosen = one != null ? List.of(one) : symbols.inStatus(engine, list, status);
    ObjectNode answer = BinanceSimWire.object();
    answer.set(
        "symbolRules",
        BinanceSimWire.array(
            chosen.stream()
                .map(i -> BinanceSimMarketWire.executionRules(i, symbols.traits(i).range()))
                .toList()));
    return answer;
  }

  private JsonNode klines(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    Interval interval =
        params.word(
            "interval", BinanceSimPublic::interval, BinanceSimError.of(-1120, "Invalid interval."));
    if (interval == null) {
      throw BinanceSimError.missing("interval");
    }
    Long from = params.millis("startTime");
    Long to = params.millis("endTime");
    int limit = params.limit(500, 1_000);
    CandleGrid grid = new CandleGrid(interval, params.zone("timeZone"));
    params.allRead();
    return BinanceSimWire.array(
        engine.candles(instrument, grid, from, to, limit).stream()
            .map(BinanceSimMarketWire::kline)
            .toList());
  }

  private static @Nullable Interval interval(String word) {
    return Arrays.stream(Interval.values())
        .filter(interval -> interval.word().equals(word))
        .findFirst()
        .orElse(null);
  }
}
