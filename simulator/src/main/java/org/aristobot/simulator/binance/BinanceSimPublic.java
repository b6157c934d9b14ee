package org.aristobot.simulator.binance;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
  private static final Set<String> STATUSES =
      Set.of("TRADING", "END_OF_DAY", "HALT", "BREAK", "CANCEL_ONLY");

  private final Engine engine;
  private final BinanceSimSymbols symbols;
  private final BinanceSimLimits limits;

  BinanceSimPublic(Engine engine, BinanceSimSymbols symbols, BinanceSimLimits limits) {
    this.engine = engine;
    this.symbols = symbols;
    this.limits = limits;
  }

  JsonNode answer(BinanceSimRoute route, BinanceSimParams params) {
    return switch (route) {
      case PING -> ping(params);
      case TIME -> time(params);
      case EXCHANGE_INFO -> exchangeInfo(params);
      case TICKER_24HR -> ticker24hr(params);
      case BOOK_TICKER -> perSymbol(params, i -> BinanceSimWire.bookTicker(i, engine.depth(i, 1)));
      case PRICE -> perSymbol(params, this::price);
      case DEPTH -> depth(params);
      case TRADES -> trades(params);
      case OLD_TRADES -> oldTrades(params);
      case AGGREGATE_TRADES -> aggregateTrades(params);
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
    String permissions = params.text("permissions");
    String status = status(params, one, list);
    boolean sets = params.peek("showPermissionSets") == null || params.flag("showPermissionSets");
    params.allRead();
    long selectors = Arrays.asList(one, list, permissions).stream().filter(s -> s != null).count();
    if (selectors > 1) {
      throw BinanceSimError.badCombination();
    }
    boolean spot = permissions == null || permissions.contains("SPOT");
    boolean trading = status == null || status.equals("TRADING");
    List<Instrument> chosen = spot && trading ? chosen(one, list) : List.of();
    ObjectNode info =
        BinanceSimWire.object().put("timezone", "UTC").put("serverTime", engine.now());
    info.set("rateLimits", BinanceSimWire.rateLimits(limits.profile()));
    info.putArray("exchangeFilters");
    info.set(
        "symbols",
        BinanceSimWire.array(
            chosen.stream().map(i -> BinanceSimWire.market(i, symbols.filters(i), sets)).toList()));
    return info;
  }

  private static @Nullable String status(
      BinanceSimParams params, @Nullable Instrument one, @Nullable List<Instrument> list) {
    String status = params.text("symbolStatus");
    if (status == null) {
      return null;
    }
    if (one != null || list != null) {
      throw BinanceSimError.badCombination();
    }
    if (!STATUSES.contains(status)) {
      throw BinanceSimError.of(-1122, "Invalid symbolStatus.");
    }
    return status;
  }

  private List<Instrument> chosen(@Nullable Instrument one, @Nullable List<Instrument> list) {
    return one != null ? List.of(one) : list != null ? list : symbols.all();
  }

  private JsonNode ticker24hr(BinanceSimParams params) {
    String type = params.text("type");
    if (type != null && !type.equals("FULL") && !type.equals("MINI")) {
      throw BinanceSimError.invalidData("type");
    }
    boolean full = !"MINI".equals(type);
    return perSymbol(
        params,
        i -> BinanceSimWire.ticker(i, engine.day(i), engine.depth(i, 1), engine.now(), full));
  }

  private ObjectNode price(Instrument instrument) {
    return BinanceSimWire.object()
        .put("symbol", BinanceSimWire.symbol(instrument))
        .put("price", BinanceSimWire.money(engine.lastPrice(instrument)));
  }

  /** One object for {@code symbol}, else a list. */
  private JsonNode perSymbol(BinanceSimParams params, Function<Instrument, ObjectNode> answer) {
    Instrument one = symbols.optional(params);
    List<Instrument> list = symbols.list(params);
    if (one != null && list != null) {
      throw BinanceSimError.badCombination();
    }
    String status = status(params, null, null);
    params.allRead();
    if (one != null) {
      return answer.apply(one);
    }
    boolean trading = status == null || status.equals("TRADING");
    List<Instrument> chosen = trading ? chosen(null, list) : List.of();
    return BinanceSimWire.array(chosen.stream().map(answer).toList());
  }

  private JsonNode depth(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    int limit = params.limit(100, 5_000);
    params.allRead();
    return BinanceSimWire.depth(engine.depth(instrument, limit));
  }

  private JsonNode trades(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    int limit = params.limit(500, 1_000);
    params.allRead();
    return BinanceSimWire.array(
        engine.trades(instrument, limit).stream().map(BinanceSimWire::trade).toList());
  }

  private JsonNode oldTrades(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    Long fromId = params.integer("fromId");
    int limit = params.limit(500, 1_000);
    params.allRead();
    List<Trade> trades = selected(instrument, fromId, null, null, limit);
    return BinanceSimWire.array(trades.stream().map(BinanceSimWire::trade).toList());
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
    return BinanceSimWire.array(trades.stream().map(BinanceSimWire::aggregateTrade).toList());
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
    String zone = params.text("timeZone");
    if (zone != null && !zone.equals("0")) {
      throw BinanceSimError.invalidData("timeZone");
    }
    params.allRead();
    return BinanceSimWire.array(
        engine.candles(instrument, interval, from, to, limit).stream()
            .map(BinanceSimWire::kline)
            .toList());
  }

  private static @Nullable Interval interval(String word) {
    return Arrays.stream(Interval.values())
        .filter(interval -> interval.word().equals(word))
        .findFirst()
        .orElse(null);
  }
}
