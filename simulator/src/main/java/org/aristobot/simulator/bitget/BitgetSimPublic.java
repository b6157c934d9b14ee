package org.aristobot.simulator.bitget;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aristobot.simulator.book.Candle;
import org.aristobot.simulator.book.CandleGrid;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Interval;
import org.aristobot.simulator.book.Trade;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Market data: the calls that need no key. */
final class BitgetSimPublic {

  private static final long MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final int LEVELS = 150;
  private static final int TRADES_KEPT = 1_000;
  private static final long LONGEST_FILLS_MILLIS = 7 * DAY_MILLIS;

  /** Candles that are not said to follow UTC follow the clock of this zone. */
  private static final long VENUE_ZONE_MILLIS = 8 * 3_600_000L;

  private static final Map<String, Interval> INTERVALS =
      Map.ofEntries(
          Map.entry("1min", Interval.MINUTE_1),
          Map.entry("3min", Interval.MINUTE_3),
          Map.entry("5min", Interval.MINUTE_5),
          Map.entry("15min", Interval.MINUTE_15),
          Map.entry("30min", Interval.MINUTE_30),
          Map.entry("1h", Interval.HOUR_1),
          Map.entry("4h", Interval.HOUR_4),
          Map.entry("6h", Interval.HOUR_6),
          Map.entry("12h", Interval.HOUR_12),
          Map.entry("1day", Interval.DAY_1),
          Map.entry("3day", Interval.DAY_3),
          Map.entry("1week", Interval.WEEK_1),
          Map.entry("1M", Interval.MONTH_1));

  private static final Map<String, Interval> UTC_INTERVALS =
      Map.of(
          "6Hutc", Interval.HOUR_6,
          "12Hutc", Interval.HOUR_12,
          "1Dutc", Interval.DAY_1,
          "3Dutc", Interval.DAY_3,
          "1Wutc", Interval.WEEK_1,
          "1Mutc", Interval.MONTH_1);

  private final Engine engine;
  private final BitgetSimSymbols symbols;

  BitgetSimPublic(Engine engine, BitgetSimSymbols symbols) {
    this.engine = engine;
    this.symbols = symbols;
  }

  JsonNode answer(BitgetSimRoute route, BitgetSimParams params) {
    return switch (route) {
      case TIME -> BitgetSimWire.object().put("serverTime", Long.toString(engine.now()));
      case SYMBOLS -> markets(params);
      case COINS -> coins(params);
      case MARGIN_COINS -> BitgetSimWire.array(List.of());
      case TICKERS -> tickers(params);
      case ORDER_BOOK -> orderBook(params);
      case MERGED_BOOK -> mergedBook(params);
      case FILLS -> fills(params);
      case FILLS_HISTORY -> fillsHistory(params);
      case CANDLES -> candles(params, false);
      case OLD_CANDLES -> candles(params, true);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  private List<Instrument> chosen(BitgetSimParams params) {
    Instrument one = symbols.optional(params);
    return one == null ? symbols.all() : List.of(one);
  }

  private JsonNode markets(BitgetSimParams params) {
    return BitgetSimWire.array(
        chosen(params).stream()
            .map(i -> BitgetSimMarketWire.market(i, engine.status(i), symbols.filters(i)))
            .toList());
  }

  private JsonNode coins(BitgetSimParams params) {
    String one = params.text("coin");
    List<String> coins = symbols.coins();
    if (one != null && !coins.contains(one)) {
      throw BitgetSimError.of("40034", "Parameter " + one + " does not exist");
    }
    return BitgetSimWire.array(
        coins.stream()
            .filter(coin -> one == null || coin.equals(one))
            .map(coin -> BitgetSimMarketWire.coin(coin, coins.indexOf(coin)))
            .toList());
  }

  private JsonNode tickers(BitgetSimParams params) {
    long now = engine.now();
    return BitgetSimWire.array(chosen(params).stream().map(i -> ticker(i, now)).toList());
  }

  private ObjectNode ticker(Instrument instrument, long now) {
    long day = Math.floorDiv(now - DAY_MILLIS, MINUTE_MILLIS) * MINUTE_MILLIS + MINUTE_MILLIS;
    return BitgetSimMarketWire.ticker(
        instrument,
        engine.statistics(instrument, day),
        engine.statistics(instrument, Interval.DAY_1.floor(now)),
        engine.depth(instrument, 1),
        inDollars(instrument),
        now);
  }

  /** What one unit of the quote asset is worth. */
  BigDecimal inDollars(Instrument instrument) {
    return symbols.all().stream()
        .filter(i -> i.base().equals(instrument.quote()) && i.quote().equals("USDT"))
        .findFirst()
        .map(engine::lastPrice)
        .orElse(BigDecimal.ONE);
  }

  // --- book

  private JsonNode orderBook(BitgetSimParams params) {
    Instrument instrument = symbols.required(params);
    String type = params.text("type");
    if (type != null && !type.matches("step[0-5]")) {
      throw BitgetSimError.wrong("type");
    }
    return depth(instrument, digit(type), params.limit(LEVELS, LEVELS));
  }

  private JsonNode mergedBook(BitgetSimParams params) {
    Instrument instrument = symbols.required(params);
    String precision = params.text("precision");
    if (precision != null && !precision.matches("scale[0-3]")) {
      throw BitgetSimError.wrong("precision");
    }
    String limit = params.text("limit");
    if (limit != null && !Set.of("1", "5", "15", "50", "max").contains(limit)) {
      throw BitgetSimError.wrong("limit");
    }
    int levels = limit == null ? 100 : limit.equals("max") ? LEVELS : Integer.parseInt(limit);
    int scale = digit(precision);
    return depth(instrument, scale, levels)
        .put("scale", BitgetSimWire.plain(instrument.tick().movePointRight(scale)))
        .put("precision", "scale" + scale)
        .put("isMaxPrecision", scale == 0 ? "YES" : "NO");
  }

  private static int digit(@Nullable String word) {
    return word == null ? 0 : word.charAt(word.length() - 1) - '0';
  }

  private ObjectNode depth(Instrument instrument, int merged, int limit) {
    int levels = merged == 0 ? limit : LEVELS * 10;
    return BitgetSimMarketWire.depth(
        engine.depth(instrument, levels),
        instrument.tick().movePointRight(merged),
        limit,
        engine.now());
  }

  // --- trades

  private JsonNode fills(BitgetSimParams params) {
    Instrument instrument = symbols.required(params);
    int limit = params.limit(100, 500);
    return trades(instrument, engine.trades(instrument, limit), false);
  }

  private JsonNode fillsHistory(BitgetSimParams params) {
    Instrument instrument = symbols.required(params);
    int limit = params.limit(500, 1_000);
    Long before = params.id("idLessThan");
    Long from = params.integer("startTime");
    Long to = params.integer("endTime");
    BitgetSimPrivate.checkSpan(from, to == null ? engine.now() : to, LONGEST_FILLS_MILLIS);
    int number = symbols.number(instrument);
    List<Trade> trades =
        engine.trades(instrument, TRADES_KEPT).stream()
            .filter(t ->
                before == null
                    || Long.parseLong(BitgetSimMarketWire.tradeId(t.id(), number)) < before)
            .filter(t -> from == null || t.timeMillis() >= from)
            .filter(t -> to == null || t.timeMillis() <= to)
            .toList();
    return trades(
        instrument, trades.subList(Math.max(0, trades.size() - limit), trades.size()), true);
  }

  private JsonNode trades(Instrument instrument, List<Trade> oldestFirst, boolean old) {
    int number = symbols.number(instrument);
    return BitgetSimWire.array(
        oldestFirst.reversed().stream()
            .map(trade -> BitgetSimMarketWire.trade(trade, instrument, number, old))
            .toList());
  }

  // --- candles

  /** The bars before the end, counted back; those that begin before the start are left out. */
  private JsonNode candles(BitgetSimParams params, boolean old) {
    Instrument instrument = symbols.required(params);
    String granularity = params.required("granularity");
    Interval utc = UTC_INTERVALS.get(granularity);
    Interval interval = utc == null ? INTERVALS.get(granularity) : utc;
    if (interval == null) {
      throw BitgetSimError.of("400172", "Parameter verification failed granularity");
    }
    Long from = params.integer("startTime");
    Long to = params.integer("endTime");
    if (old && to == null) {
      throw BitgetSimError.empty("endTime");
    }
    int limit = params.limit(100, old ? 200 : most(interval));
    CandleGrid grid = new CandleGrid(interval, utc == null ? VENUE_ZONE_MILLIS : 0);
    long first = old ? 0 : engine.now() - reachMillis(interval);
    BigDecimal inDollars = inDollars(instrument);
    List<Candle> candles =
        engine.candles(instrument, grid, null, to == null ? null : Long.valueOf(to - 1), limit);
    return BitgetSimWire.array(
        candles.stream()
            .filter(candle -> candle.openMillis() >= Math.max(first, from == null ? 0 : from))
            .map(candle -> BitgetSimMarketWire.candle(candle, inDollars))
            .toList());
  }

  private static int most(Interval interval) {
    return switch (interval) {
      case DAY_1 -> 300;
      case DAY_3, WEEK_1, MONTH_1 -> 100;
      default -> 1_000;
    };
  }

  /** How far the call for recent bars looks back. */
  private static long reachMillis(Interval interval) {
    return switch (interval) {
      case MINUTE_1, MINUTE_3, MINUTE_5 -> 30 * DAY_MILLIS;
      case MINUTE_15 -> 52 * DAY_MILLIS;
      case MINUTE_30 -> 62 * DAY_MILLIS;
      case HOUR_1 -> 83 * DAY_MILLIS;
      case HOUR_4 -> 240 * DAY_MILLIS;
      case HOUR_6 -> 360 * DAY_MILLIS;
      default -> Long.MAX_VALUE / 2;
    };
  }
}
