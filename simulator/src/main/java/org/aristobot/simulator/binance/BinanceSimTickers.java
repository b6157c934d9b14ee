package org.aristobot.simulator.binance;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Interval;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The ticker calls: one object for {@code symbol}, else a list. */
final class BinanceSimTickers {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final Pattern WINDOW =
      Pattern.compile("([1-9]|[1-5][0-9])m|([1-9]|1[0-9]|2[0-3])h|([1-7])d");

  private final Engine engine;
  private final BinanceSimSymbols symbols;

  BinanceSimTickers(Engine engine, BinanceSimSymbols symbols) {
    this.engine = engine;
    this.symbols = symbols;
  }

  JsonNode answer(BinanceSimRoute route, BinanceSimParams params) {
    return switch (route) {
      case TICKER_24HR -> dayTicker(params);
      case ROLLING_TICKER -> rolling(params);
      case TRADING_DAY -> tradingDay(params);
      case BOOK_TICKER ->
          perSymbol(params, i -> BinanceSimMarketWire.bookTicker(i, engine.depth(i, 1)));
      case PRICE -> perSymbol(params, this::price);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  private JsonNode dayTicker(BinanceSimParams params) {
    boolean full = full(params);
    long now = engine.now();
    long from = Interval.MINUTE_1.floor(now - DAY) + MINUTE;
    return perSymbol(
        params,
        i ->
            full
                ? BinanceSimMarketWire.dayTicker(
                    i, engine.statistics(i, from), engine.depth(i, 1), now - DAY, now)
                : BinanceSimMarketWire.miniTicker(i, engine.statistics(i, from), now - DAY, now));
  }

  /** The last minutes, hours or days; up to a minute more, as the window opens with a minute. */
  private JsonNode rolling(BinanceSimParams params) {
    boolean full = full(params);
    long now = engine.now();
    String size = params.text("windowSize");
    long from = Interval.MINUTE_1.floor(now - (size == null ? DAY : window(size)));
    return windows(params, full, from, now);
  }

  private static long window(String size) {
    Matcher matcher = WINDOW.matcher(size);
    if (!matcher.matches()) {
      throw BinanceSimError.invalidData("windowSize");
    }
    long count = Long.parseLong(size.substring(0, size.length() - 1));
    return count * (matcher.group(1) != null ? MINUTE : matcher.group(2) != null ? HOUR : DAY);
  }

  /** The calendar day of a time zone, of which the rest is still to come. */
  private JsonNode tradingDay(BinanceSimParams params) {
    boolean full = full(params);
    long offset = params.zone("timeZone");
    long from = Interval.DAY_1.floor(engine.now() + offset) - offset;
    return windows(params, full, from, from + DAY - 1);
  }

  private JsonNode windows(BinanceSimParams params, boolean full, long from, long to) {
    if (params.peek("symbol") == null && params.peek("symbols") == null) {
      throw BinanceSimError.missingBoth("symbol", "symbols");
    }
    return perSymbol(
        params,
        i ->
            full
                ? BinanceSimMarketWire.windowTicker(i, engine.statistics(i, from), from, to)
                : BinanceSimMarketWire.miniTicker(i, engine.statistics(i, from), from, to));
  }

  private static boolean full(BinanceSimParams params) {
    String type = params.text("type");
    if (type != null && !type.equals("FULL") && !type.equals("MINI")) {
      throw BinanceSimError.of(-1139, "Invalid ticker type.");
    }
    return !"MINI".equals(type);
  }

  private ObjectNode price(Instrument instrument) {
    return BinanceSimWire.object()
        .put("symbol", BinanceSimWire.symbol(instrument))
        .put("price", BinanceSimWire.money(engine.lastPrice(instrument)));
  }

  private JsonNode perSymbol(BinanceSimParams params, Function<Instrument, ObjectNode> answer) {
    Instrument one = symbols.optional(params);
    List<Instrument> list = symbols.list(params);
    if (one != null && list != null) {
      throw BinanceSimError.badCombination();
    }
    String status = symbols.status(params);
    params.allRead();
    return one != null
        ? answer.apply(BinanceSimSymbols.inStatus(engine, one, status))
        : BinanceSimWire.array(
            symbols.inStatus(engine, list, status).stream().map(answer).toList());
  }

  /** How many symbols a call names, null when it names none. */
  static @Nullable Integer named(BinanceSimParams params) {
    String list = params.peek("symbols");
    if (list != null) {
      return list.split(",", -1).length;
    }
    return params.peek("symbol") == null ? null : 1;
  }
}
