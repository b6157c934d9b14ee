package org.aristobot.bitget;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Commission;
import org.aristobot.model.Decimals;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.LiquiditySide;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderType;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Trade;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The venue's words and ours, both ways, and its records as our values. Its words are compared
 * without case, as its pages write them both ways. Pure.
 */
final class BitgetMapping {

  static final Map<Side, String> SIDES =
      Map.ofEntries(entry(Side.BUY, "buy"), entry(Side.SELL, "sell"));

  /** A post-only order has a word of its own here ({@code post_only}). */
  static final Map<TimeInForce, String> FORCES =
      Map.ofEntries(
          entry(TimeInForce.GTC, "gtc"),
          entry(TimeInForce.IOC, "ioc"),
          entry(TimeInForce.FOK, "fok"));

  static final String POST_ONLY = "post_only";

  /** What an order is once it is on the book; a trigger order has the same words. */
  static final Map<String, OrderType> TYPES =
      Map.ofEntries(entry("market", OrderType.MARKET), entry("limit", OrderType.LIMIT));

  /** Of orders and exits, old words too; anything else is UNKNOWN and keeps its word. */
  static final Map<String, OrderStatus> STATUSES =
      Map.ofEntries(
          entry("init", OrderStatus.NEW),
          entry("new", OrderStatus.NEW),
          entry("live", OrderStatus.NEW),
          entry("partially_filled", OrderStatus.PARTIALLY_FILLED),
          entry("partial_fill", OrderStatus.PARTIALLY_FILLED),
          entry("partial-fill", OrderStatus.PARTIALLY_FILLED),
          entry("partially_fill", OrderStatus.PARTIALLY_FILLED),
          entry("filled", OrderStatus.FILLED),
          entry("full_fill", OrderStatus.FILLED),
          entry("full-fill", OrderStatus.FILLED),
          entry("cancelled", OrderStatus.CANCELED),
          entry("canceled", OrderStatus.CANCELED),
          entry("cancel", OrderStatus.CANCELED),
          entry("expired", OrderStatus.EXPIRED),
          entry("reject", OrderStatus.REJECTED),
          entry("rejected", OrderStatus.REJECTED));

  /** Of trigger orders that have not triggered, or in vain. */
  static final Map<String, OrderStatus> PLAN_STATUSES =
      Map.ofEntries(
          entry("live", OrderStatus.NEW),
          entry("not_trigger", OrderStatus.NEW),
          entry("executing", OrderStatus.NEW),
          entry("fail_execute", OrderStatus.EXPIRED),
          entry("fail_trigger", OrderStatus.EXPIRED),
          entry("cancelled", OrderStatus.CANCELED),
          entry("canceled", OrderStatus.CANCELED));

  /** Of trigger orders that have made an order, whose fate is theirs. */
  static final Set<String> TRIGGERED = Set.of("executed", "triggered");

  /** Of what a trigger order made, as long as no order of it can be read. */
  static final Map<String, OrderStatus> SUB_STATUSES =
      Map.ofEntries(
          entry("in_progress", OrderStatus.NEW),
          entry("in_progress_tracking", OrderStatus.NEW),
          entry("fail", OrderStatus.EXPIRED),
          entry("cancelled", OrderStatus.CANCELED));

  /** Of what a trigger order made: there is an order to be read. */
  static final String MADE = "success";

  /** Days and longer by UTC; without {@code utc} they begin at 16:00. */
  static final Map<Interval, String> GRANULARITIES =
      Map.ofEntries(
          entry(Interval.ONE_MINUTE, "1min"),
          entry(Interval.THREE_MINUTES, "3min"),
          entry(Interval.FIVE_MINUTES, "5min"),
          entry(Interval.FIFTEEN_MINUTES, "15min"),
          entry(Interval.THIRTY_MINUTES, "30min"),
          entry(Interval.ONE_HOUR, "1h"),
          entry(Interval.FOUR_HOURS, "4h"),
          entry(Interval.SIX_HOURS, "6Hutc"),
          entry(Interval.TWELVE_HOURS, "12Hutc"),
          entry(Interval.ONE_DAY, "1Dutc"),
          entry(Interval.THREE_DAYS, "3Dutc"),
          entry(Interval.ONE_WEEK, "1Wutc"),
          entry(Interval.ONE_MONTH, "1Mutc"));

  /** What a key may do (account information); the last two words are of an older page. */
  private static final Map<String, String> AUTHORITIES =
      Map.ofEntries(
          entry("stor", "read"),
          entry("stow", "trade"),
          entry("coow", "futures"),
          entry("cpow", "futures"),
          entry("wtow", "transfer"),
          entry("readonly", "read"),
          entry("trade", "trade"));

  static final Map<String, Side> SIDES_BACK = inverse(SIDES);
  static final Map<String, TimeInForce> FORCES_BACK = inverse(FORCES);

  /** Before the band of a market in its flags; see {@link #buyBand}. */
  private static final String BUY_BAND = "buyLimitPriceRatio=";

  /** Limits that mean none: the fields are obsolete and full of such. */
  private static final BigDecimal HUGE = new BigDecimal("1e9");

  private static final MathContext EXACT = new MathContext(Decimals.MAX_DIGITS);

  private BitgetMapping() {}

  static <K, V> Map<V, K> inverse(Map<K, V> table) {
    // Collecting fails on a value that two keys share.
    return table.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  // Markets.

  /**
   * The market's rules (section "Get Symbol Info"). Values in USDT are rules only where USDT is the
   * quote: how the venue converts others is not documented.
   */
  static Instrument instrument(BitgetWire.Market market) {
    String quote = upper(market.quoteCoin());
    boolean inUsdt = quote.equals("USDT");
    int price = scale("pricePrecision", market.pricePrecision());
    int quantity = scale("quantityPrecision", market.quantityPrecision());
    int quoted = scale("quotePrecision", market.quotePrecision());
    BigDecimal most = nullIfZero(market.maxTradeAmount());
    Set<String> flags = new HashSet<>();
    BigDecimal band = nullIfZero(market.buyLimitPriceRatio());
    if (band != null) {
      flags.add(BUY_BAND + Decimals.plain(band));
    }
    return new Instrument(
        Symbol.spot(upper(market.baseCoin()), quote),
        upper(market.symbol()),
        market.status().equals("online"),
        new Instrument.Rule(
            nullIfZero(market.minTradeAmount()),
            most == null || most.compareTo(HUGE) >= 0 ? null : most,
            step(quantity)),
        Instrument.Rule.NONE,
        new Instrument.Rule(null, null, step(price)),
        inUsdt ? nullIfZero(market.minTradeUSDT()) : null,
        true,
        inUsdt ? nullIfZero(market.maxLimitOrderValue()) : null,
        // The page names the one, clients that work send at most the other.
        Math.min(quoted, price),
        true,
        flags,
        market.makerFeeRate(),
        market.takerFeeRate());
  }

  /** How far above the market a buy may be priced, as a fraction; null if that is not known. */
  static @Nullable BigDecimal buyBand(Instrument instrument) {
    return instrument.flags().stream()
        .filter(flag -> flag.startsWith(BUY_BAND))
        .map(flag -> Decimals.parse(flag.substring(BUY_BAND.length())))
        .filter(ratio -> ratio.signum() > 0)
        .findFirst()
        .orElse(null);
  }

  private static int scale(String field, BigDecimal digits) {
    try {
      int scale = digits.intValueExact();
      if (scale >= 0 && scale <= Decimals.MAX_EXPONENT) {
        return scale;
      }
    } catch (ArithmeticException e) {
      // Said below.
    }
    throw new WireFormatException(field, "is no number of decimals");
  }

  private static BigDecimal step(int scale) {
    return BigDecimal.ONE.movePointLeft(scale);
  }

  static Ticker ticker(BitgetWire.Ticker ticker, Symbol symbol) {
    return new Ticker(
        symbol,
        nullIfZero(ticker.lastPr()),
        nullIfZero(ticker.bidPr()),
        nullIfZero(ticker.askPr()),
        nullIfZero(ticker.bidSz()),
        nullIfZero(ticker.askSz()),
        nullIfZero(ticker.open()),
        nullIfZero(ticker.high24h()),
        nullIfZero(ticker.low24h()),
        ticker.baseVolume(),
        ticker.quoteVolume(),
        ticker.change24h() == null ? null : ticker.change24h().movePointRight(2),
        time(ticker.ts()));
  }

  static OrderBook orderBook(BitgetWire.Depth depth, Symbol symbol) {
    return new OrderBook(
        symbol, levels(depth.bids()), levels(depth.asks()), timeOrNull(depth.ts()), null);
  }

  private static List<OrderBook.Level> levels(List<BitgetWire.Level> levels) {
    return levels.stream().map(level -> new OrderBook.Level(level.price(), level.size())).toList();
  }

  static Candle candle(BitgetWire.Kline kline) {
    return new Candle(
        time(kline.ts()),
        kline.open(),
        kline.high(),
        kline.low(),
        kline.close(),
        kline.baseVolume());
  }

  static Trade trade(BitgetWire.PublicTrade trade, Symbol symbol) {
    return new Trade(
        trade.tradeId(), symbol, trade.price(), trade.size(), side(trade.side()), time(trade.ts()));
  }

  // The account.

  static Balance balance(BitgetWire.Asset asset) {
    return new Balance(upper(asset.coin()), asset.available(), asset.frozen().add(asset.locked()));
  }

  /** In the order of our table. */
  static List<String> permissions(BitgetWire.Account account) {
    List<String> words = new ArrayList<>();
    for (String word : List.of("read", "trade", "futures", "transfer")) {
      if (account.authorities().stream().anyMatch(known -> word.equals(authority(known)))) {
        words.add(word);
      }
    }
    return words;
  }

  private static @Nullable String authority(String word) {
    return AUTHORITIES.get(lower(word));
  }

  static Commission commission(BitgetWire.Rates rates, Symbol symbol) {
    return new Commission(
        symbol,
        rates.makerFeeRate(),
        rates.makerFeeRate(),
        rates.takerFeeRate(),
        rates.takerFeeRate());
  }

  static Fill fill(BitgetWire.Execution trade, Symbol symbol) {
    BitgetWire.FeeDetail fee = trade.feeDetail();
    return new Fill(
        trade.tradeId(),
        new VenueOrderId(trade.orderId()),
        null,
        symbol,
        side(trade.side()),
        trade.priceAvg(),
        trade.size(),
        fee == null ? null : new Fee(fee.totalFee().negate(), upper(fee.feeCoin())),
        liquidity(trade.tradeScope()),
        time(trade.cTime()));
  }

  private static @Nullable LiquiditySide liquidity(@Nullable String scope) {
    return switch (scope == null ? "" : lower(scope)) {
      case "maker" -> LiquiditySide.MAKER;
      case "taker" -> LiquiditySide.TAKER;
      default -> null;
    };
  }

  // Orders.

  static Order queried(BitgetWire.Queried order, Symbol symbol, String raw) {
    return order(
        new Sight(
            order.orderId(),
            order.clientOid(),
            order.orderType(),
            order.side(),
            order.status(),
            order.tpslType(),
            order.size(),
            order.price(),
            order.triggerPrice(),
            order.baseVolume(),
            order.quoteVolume(),
            order.priceAvg(),
            order.cTime(),
            order.uTime()),
        symbol,
        raw);
  }

  static Order unfilled(BitgetWire.Unfilled order, Symbol symbol, String raw) {
    return order(
        new Sight(
            order.orderId(),
            order.clientOid(),
            order.orderType(),
            order.side(),
            order.status(),
            order.tpslType(),
            order.size(),
            order.priceAvg(),
            order.triggerPrice(),
            order.baseVolume(),
            order.quoteVolume(),
            order.basePrice(),
            order.cTime(),
            order.uTime()),
        symbol,
        raw);
  }

  /** An order or exit under the names that {@code orderInfo} has. */
  private record Sight(
      String orderId,
      @Nullable String clientOid,
      String orderType,
      String side,
      String status,
      @Nullable String tpslType,
      BigDecimal size,
      @Nullable BigDecimal price,
      @Nullable BigDecimal triggerPrice,
      @Nullable BigDecimal baseVolume,
      @Nullable BigDecimal quoteVolume,
      @Nullable BigDecimal priceAvg,
      BigDecimal cTime,
      @Nullable BigDecimal uTime) {}

  private static Order order(Sight order, Symbol symbol, String raw) {
    boolean exit = order.tpslType() != null && lower(order.tpslType()).equals("tpsl");
    OrderType type = TYPES.get(lower(order.orderType()));
    Side side = side(order.side());
    boolean quoted = type == OrderType.MARKET && side == Side.BUY;
    BigDecimal filled = order.baseVolume();
    return new Order(
        exit ? BitgetLists.exitId(order.orderId()) : new VenueOrderId(order.orderId()),
        clientId(order.clientOid()),
        symbol,
        side,
        // Whether an exit takes a loss or a profit is said nowhere.
        exit ? null : type,
        quoted ? null : nullIfZero(order.size()),
        quoted ? nullIfZero(order.size()) : null,
        nullIfZero(order.price()),
        exit ? nullIfZero(order.triggerPrice()) : null,
        null,
        STATUSES.getOrDefault(lower(order.status()), OrderStatus.UNKNOWN),
        order.status(),
        filled,
        order.quoteVolume(),
        average(order.priceAvg(), filled, order.quoteVolume()),
        List.of(),
        List.of(),
        time(order.cTime()),
        timeOrNull(order.uTime()),
        raw);
  }

  /**
   * A trigger order by itself: one that has triggered is open until it is known what became of the
   * order that it made.
   */
  static Order plan(BitgetWire.Plan plan, Symbol symbol, String raw) {
    OrderType becomes = TYPES.get(lower(plan.orderType()));
    boolean quoted = plan.planType() != null && lower(plan.planType()).equals("total");
    boolean triggered = isTriggered(plan);
    return new Order(
        BitgetLists.planId(plan.orderId()),
        clientId(plan.clientOid()),
        symbol,
        side(plan.side()),
        // Whether it stops a loss or takes a profit is said nowhere.
        null,
        quoted ? null : nullIfZero(plan.size()),
        quoted ? nullIfZero(plan.size()) : null,
        becomes == OrderType.MARKET ? null : nullIfZero(plan.executePrice()),
        plan.triggerPrice(),
        null,
        triggered
            ? OrderStatus.NEW
            : PLAN_STATUSES.getOrDefault(lower(plan.status()), OrderStatus.UNKNOWN),
        plan.status(),
        // By itself it fills nothing, whatever its word is; of what it made nothing is said here.
        triggered ? null : BigDecimal.ZERO,
        null,
        null,
        List.of(),
        List.of(),
        time(plan.cTime()),
        timeOrNull(plan.uTime()),
        raw);
  }

  static boolean isTriggered(BitgetWire.Plan plan) {
    return TRIGGERED.contains(lower(plan.status()));
  }

  /** Taken, and nothing else is known: an acknowledgement says neither state nor size. */
  static Order acknowledged(VenueOrderId id, OrderRequest request, OrderStatus status, String raw) {
    return new Order(
        id,
        request.id(),
        request.symbol(),
        request.side(),
        request.terms().type(),
        null,
        null,
        null,
        null,
        null,
        status,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        raw);
  }

  /** The same order with the fate of another. */
  static Order withFate(Order order, Order of) {
    return new Order(
        order.venueOrderId(),
        order.nativeClientOrderId(),
        order.symbol(),
        order.side(),
        order.type(),
        order.quantity(),
        order.quoteQuantity(),
        order.price(),
        order.stopPrice(),
        order.timeInForce(),
        of.status(),
        order.nativeStatus(),
        of.filled(),
        of.filledQuote(),
        of.average(),
        order.fills(),
        order.legs(),
        order.createdAt(),
        later(order.updatedAt(), of.updatedAt()),
        order.raw());
  }

  static void requireOurs(boolean ours, String field) {
    if (!ours) {
      throw new WireFormatException(field, "is not the one that was asked for");
    }
  }

  static boolean isSymbol(String shown, Instrument instrument) {
    return shown.equalsIgnoreCase(instrument.venueSymbol());
  }

  static @Nullable NativeClientOrderId clientId(@Nullable String text) {
    return text == null || text.isEmpty() ? null : new NativeClientOrderId(text);
  }

  /** As the venue tells it; else exact where the quotient ends, and 34 digits where not. */
  private static @Nullable BigDecimal average(
      @Nullable BigDecimal told, @Nullable BigDecimal filled, @Nullable BigDecimal filledQuote) {
    BigDecimal average = nullIfZero(told);
    if (average != null
        || filled == null
        || filled.signum() == 0
        || filledQuote == null
        || filledQuote.signum() == 0) {
      return average;
    }
    BigDecimal quotient = filledQuote.divide(filled, EXACT);
    return quotient.precision() < Decimals.MAX_DIGITS
        ? quotient
        : quotient.round(MathContext.DECIMAL128);
  }

  static Side side(String word) {
    Side side = SIDES_BACK.get(lower(word));
    if (side == null) {
      throw new WireFormatException("side", "has a word that we do not know");
    }
    return side;
  }

  /** Epoch milliseconds. */
  static Instant time(BigDecimal millis) {
    try {
      return Instant.ofEpochMilli(millis.longValueExact());
    } catch (ArithmeticException e) {
      throw new WireFormatException("", "has a time that is none");
    }
  }

  private static @Nullable Instant timeOrNull(@Nullable BigDecimal millis) {
    return millis == null || millis.signum() == 0 ? null : time(millis);
  }

  static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }

  /** The venue writes zero, or nothing, where there is nothing. */
  static @Nullable BigDecimal nullIfZero(@Nullable BigDecimal value) {
    return value == null || value.signum() == 0 ? null : value;
  }

  static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** A look-up of what a market is called here. */
  static Symbol symbol(String venueSymbol, Function<String, @Nullable Instrument> markets) {
    Instrument instrument = markets.apply(venueSymbol);
    if (instrument == null) {
      throw new WireFormatException("symbol", "is not in the market list: " + venueSymbol);
    }
    return instrument.symbol();
  }
}
