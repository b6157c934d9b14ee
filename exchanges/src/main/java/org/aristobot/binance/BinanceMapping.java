package org.aristobot.binance;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
import org.aristobot.net.Quota;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/** The venue's words and ours, both ways, and its records as our values. Pure. */
final class BinanceMapping {

  static final Map<Side, String> SIDES =
      Map.ofEntries(entry(Side.BUY, "BUY"), entry(Side.SELL, "SELL"));

  static final Map<TimeInForce, String> TIMES_IN_FORCE =
      Map.ofEntries(
          entry(TimeInForce.GTC, "GTC"),
          entry(TimeInForce.IOC, "IOC"),
          entry(TimeInForce.FOK, "FOK"));

  /** With a {@code trailingDelta} any of the conditional types is a trailing stop. */
  static final Map<String, OrderType> TYPES =
      Map.ofEntries(
          entry("MARKET", OrderType.MARKET),
          entry("LIMIT", OrderType.LIMIT),
          entry("LIMIT_MAKER", OrderType.LIMIT),
          entry("STOP_LOSS", OrderType.STOP_LOSS),
          entry("STOP_LOSS_LIMIT", OrderType.STOP_LOSS),
          entry("TAKE_PROFIT", OrderType.TAKE_PROFIT),
          entry("TAKE_PROFIT_LIMIT", OrderType.TAKE_PROFIT));

  /**
   * The manual's order statuses (enums), and two words ({@code ACCEPTED}, {@code CANCELLED}) that
   * only an independent client's table has; anything else is UNKNOWN and keeps its word.
   */
  static final Map<String, OrderStatus> STATUSES =
      Map.ofEntries(
          entry("NEW", OrderStatus.NEW),
          entry("ACCEPTED", OrderStatus.NEW),
          entry("PENDING_NEW", OrderStatus.NEW),
          entry("PARTIALLY_FILLED", OrderStatus.PARTIALLY_FILLED),
          entry("PENDING_CANCEL", OrderStatus.PENDING_CANCEL),
          entry("FILLED", OrderStatus.FILLED),
          entry("CANCELED", OrderStatus.CANCELED),
          entry("CANCELLED", OrderStatus.CANCELED),
          entry("REJECTED", OrderStatus.REJECTED),
          entry("EXPIRED", OrderStatus.EXPIRED),
          entry("EXPIRED_IN_MATCH", OrderStatus.EXPIRED));

  static final Map<String, Side> SIDES_BACK = inverse(SIDES);
  static final Map<String, TimeInForce> TIMES_IN_FORCE_BACK = inverse(TIMES_IN_FORCE);

  private static final MathContext EXACT = new MathContext(Decimals.MAX_DIGITS);

  private BinanceMapping() {}

  static <K, V> Map<V, K> inverse(Map<K, V> table) {
    // Collecting fails on a value that two keys share.
    return table.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  static Instrument instrument(BinanceWire.Market market) {
    Instrument.Rule price = Instrument.Rule.NONE;
    Instrument.Rule quantity = Instrument.Rule.NONE;
    Instrument.Rule marketQuantity = Instrument.Rule.NONE;
    BigDecimal minNotional = null;
    BigDecimal maxNotional = null;
    boolean marketMinNotional = false;
    for (BinanceWire.Filter filter : market.filters()) {
      switch (filter.filterType()) {
        case "PRICE_FILTER" ->
            price = rule(filter, filter.minPrice(), filter.maxPrice(), filter.tickSize());
        case "LOT_SIZE" ->
            quantity = rule(filter, filter.minQty(), filter.maxQty(), filter.stepSize());
        case "MARKET_LOT_SIZE" ->
            marketQuantity = rule(filter, filter.minQty(), filter.maxQty(), filter.stepSize());
        case "MIN_NOTIONAL" -> {
          minNotional = bound(filter, filter.minNotional());
          marketMinNotional = required(filter, filter.applyToMarket());
        }
        case "NOTIONAL" -> {
          minNotional = bound(filter, filter.minNotional());
          maxNotional = bound(filter, filter.maxNotional());
          marketMinNotional = required(filter, filter.applyMinToMarket());
        }
        // Counts, bands around a moving price and the like: the venue judges those.
        default -> {}
      }
    }
    return new Instrument(
        Symbol.spot(market.baseAsset(), market.quoteAsset()),
        market.symbol(),
        market.status().equals("TRADING") && market.isSpotTradingAllowed(),
        quantity,
        marketQuantity,
        price,
        minNotional,
        marketMinNotional,
        maxNotional,
        market.quoteAssetPrecision(),
        market.quoteOrderQtyMarketAllowed(),
        flags(market),
        null,
        null);
  }

  /** Order types and permissions, as they are named where the venue lists them. */
  private static Set<String> flags(BinanceWire.Market market) {
    Set<String> flags = new HashSet<>(market.orderTypes());
    addIf(market.icebergAllowed(), "icebergAllowed", flags);
    addIf(market.ocoAllowed(), "ocoAllowed", flags);
    addIf(market.otoAllowed(), "otoAllowed", flags);
    addIf(market.opoAllowed(), "opoAllowed", flags);
    addIf(market.allowTrailingStop(), "allowTrailingStop", flags);
    addIf(market.cancelReplaceAllowed(), "cancelReplaceAllowed", flags);
    addIf(market.amendAllowed(), "amendAllowed", flags);
    return flags;
  }

  private static Instrument.Rule rule(
      BinanceWire.Filter filter,
      @Nullable BigDecimal min,
      @Nullable BigDecimal max,
      @Nullable BigDecimal step) {
    return new Instrument.Rule(bound(filter, min), bound(filter, max), bound(filter, step));
  }

  /** Zero switches a rule off. */
  private static @Nullable BigDecimal bound(BinanceWire.Filter filter, @Nullable BigDecimal value) {
    return nullIfZero(required(filter, value));
  }

  private static <T> T required(BinanceWire.Filter filter, @Nullable T value) {
    if (value == null) {
      throw new WireFormatException("filters." + filter.filterType(), "lacks a field");
    }
    return value;
  }

  /** Null for limits that we do not keep, such as connections. */
  static @Nullable Quota quota(BinanceWire.RateLimit limit) {
    Duration unit =
        switch (limit.interval()) {
          case "SECOND" -> Duration.ofSeconds(1);
          case "MINUTE" -> Duration.ofMinutes(1);
          case "HOUR" -> Duration.ofHours(1);
          case "DAY" -> Duration.ofDays(1);
          default -> Duration.ZERO;
        };
    Quota.Scope scope =
        switch (limit.rateLimitType()) {
          case BinanceEndpoint.WEIGHT, BinanceEndpoint.RAW -> Quota.Scope.IP;
          case BinanceEndpoint.ORDERS -> Quota.Scope.KEY;
          default -> null;
        };
    if (scope == null || unit.isZero() || limit.intervalNum() <= 0 || limit.limit() <= 0) {
      return null;
    }
    return new Quota(
        limit.rateLimitType(), scope, limit.limit(), unit.multipliedBy(limit.intervalNum()));
  }

  static Ticker ticker(BinanceWire.Ticker ticker, Symbol symbol) {
    return new Ticker(
        symbol,
        nullIfZero(ticker.lastPrice()),
        nullIfZero(ticker.bidPrice()),
        nullIfZero(ticker.askPrice()),
        nullIfZero(ticker.bidQty()),
        nullIfZero(ticker.askQty()),
        nullIfZero(ticker.openPrice()),
        nullIfZero(ticker.highPrice()),
        nullIfZero(ticker.lowPrice()),
        ticker.volume(),
        ticker.quoteVolume(),
        ticker.priceChangePercent(),
        Instant.ofEpochMilli(ticker.closeTime()));
  }

  static OrderBook orderBook(BinanceWire.Depth depth, Symbol symbol) {
    return new OrderBook(
        symbol, levels(depth.bids()), levels(depth.asks()), null, depth.lastUpdateId());
  }

  private static List<OrderBook.Level> levels(List<BinanceWire.Level> levels) {
    return levels.stream().map(level -> new OrderBook.Level(level.price(), level.qty())).toList();
  }

  static Candle candle(BinanceWire.Kline kline) {
    return new Candle(
        Instant.ofEpochMilli(kline.openTime()),
        kline.open(),
        kline.high(),
        kline.low(),
        kline.close(),
        kline.volume());
  }

  static Trade trade(BinanceWire.PublicTrade trade, Symbol symbol) {
    return new Trade(
        trade.id().toString(),
        symbol,
        trade.price(),
        trade.qty(),
        trade.isBuyerMaker() ? Side.SELL : Side.BUY,
        Instant.ofEpochMilli(trade.time()));
  }

  static List<Balance> balances(BinanceWire.Account account) {
    return account.balances().stream()
        .map(asset -> new Balance(asset.asset(), asset.free(), asset.locked()))
        .filter(balance -> balance.total().signum() != 0)
        .toList();
  }

  static List<String> permissions(BinanceWire.Restrictions key) {
    List<String> words = new ArrayList<>(4);
    addIf(key.enableReading(), "read", words);
    addIf(key.enableSpotAndMarginTrading(), "trade", words);
    addIf(key.enableFutures(), "futures", words);
    addIf(key.enableWithdrawals(), "withdraw", words);
    return words;
  }

  private static void addIf(@Nullable Boolean condition, String word, Collection<String> words) {
    if (Boolean.TRUE.equals(condition)) {
      words.add(word);
    }
  }

  /**
   * A placement's answer, which an acknowledgement can stand for although none was asked for.
   *
   * @throws WireFormatException if it is neither, or of another symbol
   */
  static Order placed(String text, OrderRequest request, String venueSymbol) {
    BinanceWire.Placed order;
    try {
      order = WireJson.read(text, BinanceWire.Placed.class);
    } catch (WireFormatException e) {
      return acknowledged(text, request, venueSymbol, e);
    }
    requireOurs(order.symbol().equals(venueSymbol), "symbol");
    return placed(order, request.symbol(), text);
  }

  private static Order acknowledged(
      String text, OrderRequest request, String venueSymbol, WireFormatException otherwise) {
    BinanceWire.Acknowledged order = WireJson.read(text, BinanceWire.Acknowledged.class);
    if (order.status() != null) {
      throw otherwise;
    }
    requireOurs(order.symbol().equals(venueSymbol), "symbol");
    return acknowledged(order, request, text);
  }

  static void requireOurs(boolean ours, String field) {
    if (!ours) {
      throw new WireFormatException(field, "is not the one that was asked for");
    }
  }

  static Order placed(BinanceWire.Placed order, Symbol symbol, String raw) {
    Instant time = Instant.ofEpochMilli(order.transactTime());
    NativeClientOrderId clientId = new NativeClientOrderId(order.clientOrderId());
    List<Fill> fills = new ArrayList<>();
    List<BinanceWire.Execution> executions = order.fills();
    for (BinanceWire.Execution execution :
        executions == null ? List.<BinanceWire.Execution>of() : executions) {
      fills.add(
          new Fill(
              execution.tradeId().toString(),
              new VenueOrderId(order.orderId().toString()),
              clientId,
              symbol,
              side(order.side()),
              execution.price(),
              execution.qty(),
              new Fee(execution.commission(), execution.commissionAsset()),
              null,
              time));
    }
    return order(order, symbol, clientId, fills, time, time, raw);
  }

  static Order queried(BinanceWire.Queried order, Symbol symbol, String raw) {
    return order(
        order,
        symbol,
        new NativeClientOrderId(order.clientOrderId()),
        List.of(),
        Instant.ofEpochMilli(order.time()),
        Instant.ofEpochMilli(order.updateTime()),
        raw);
  }

  static Order canceled(BinanceWire.Canceled order, Symbol symbol, String raw) {
    return order(
        order,
        symbol,
        new NativeClientOrderId(order.origClientOrderId()),
        List.of(),
        null,
        Instant.ofEpochMilli(order.transactTime()),
        raw);
  }

  /** Taken, and nothing else is known: an acknowledgement says neither state nor size. */
  static Order acknowledged(BinanceWire.Acknowledged order, OrderRequest request, String raw) {
    Instant time = Instant.ofEpochMilli(order.transactTime());
    return new Order(
        new VenueOrderId(order.orderId().toString()),
        new NativeClientOrderId(order.clientOrderId()),
        request.symbol(),
        request.side(),
        request.terms().type(),
        null,
        null,
        null,
        null,
        null,
        OrderStatus.NEW,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        time,
        time,
        raw);
  }

  static Order amended(BinanceWire.Amendment amendment, Symbol symbol, String raw) {
    BinanceWire.Amended order = amendment.amendedOrder();
    return order(
        order,
        symbol,
        new NativeClientOrderId(order.clientOrderId()),
        List.of(),
        null,
        Instant.ofEpochMilli(amendment.transactTime()),
        raw);
  }

  private static Order order(
      BinanceWire.OrderAnswer order,
      Symbol symbol,
      NativeClientOrderId clientId,
      List<Fill> fills,
      @Nullable Instant createdAt,
      Instant updatedAt,
      String raw) {
    BigDecimal filled = order.executedQty();
    // Negative: the venue no longer knows (old orders).
    BigDecimal filledQuote =
        order.cummulativeQuoteQty().signum() < 0 ? null : order.cummulativeQuoteQty();
    return new Order(
        new VenueOrderId(order.orderId().toString()),
        clientId,
        symbol,
        side(order.side()),
        type(order),
        nullIfZero(order.origQty()),
        nullIfZero(order.origQuoteOrderQty()),
        nullIfZero(order.price()),
        nullIfZero(order.stopPrice()),
        TIMES_IN_FORCE_BACK.get(order.timeInForce()),
        STATUSES.getOrDefault(order.status(), OrderStatus.UNKNOWN),
        order.status(),
        filled,
        filledQuote,
        average(filled, filledQuote),
        fills,
        List.of(),
        createdAt,
        updatedAt,
        raw);
  }

  private static @Nullable OrderType type(BinanceWire.OrderAnswer order) {
    OrderType type = TYPES.get(order.type());
    boolean trails =
        order.trailingDelta() != null
            && (type == OrderType.STOP_LOSS || type == OrderType.TAKE_PROFIT);
    return trails ? OrderType.TRAILING_STOP : type;
  }

  static Fill fill(BinanceWire.Trade trade, Symbol symbol) {
    return new Fill(
        trade.id().toString(),
        new VenueOrderId(trade.orderId().toString()),
        null,
        symbol,
        trade.isBuyer() ? Side.BUY : Side.SELL,
        trade.price(),
        trade.qty(),
        new Fee(trade.commission(), trade.commissionAsset()),
        trade.isMaker() ? LiquiditySide.MAKER : LiquiditySide.TAKER,
        Instant.ofEpochMilli(trade.time()));
  }

  /** The three kinds of commission add up, and so do the two rates of each (commission FAQ). */
  static Commission commission(BinanceWire.Commission commission, Symbol symbol) {
    List<BinanceWire.Rates> kinds =
        List.of(
            commission.standardCommission(),
            commission.specialCommission(),
            commission.taxCommission());
    return new Commission(
        symbol,
        sum(kinds, rates -> rates.maker().add(rates.buyer())),
        sum(kinds, rates -> rates.maker().add(rates.seller())),
        sum(kinds, rates -> rates.taker().add(rates.buyer())),
        sum(kinds, rates -> rates.taker().add(rates.seller())));
  }

  private static BigDecimal sum(
      List<BinanceWire.Rates> kinds, Function<BinanceWire.Rates, BigDecimal> rate) {
    return kinds.stream().map(rate).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Exact where the quotient ends, else 34 digits. */
  static @Nullable BigDecimal average(BigDecimal filled, @Nullable BigDecimal filledQuote) {
    if (filled.signum() <= 0 || filledQuote == null) {
      return null;
    }
    BigDecimal quotient = filledQuote.divide(filled, EXACT);
    return quotient.precision() < Decimals.MAX_DIGITS
        ? quotient
        : quotient.round(MathContext.DECIMAL128);
  }

  static Side side(String word) {
    return known(SIDES_BACK, word, "side");
  }

  private static <T> T known(Map<String, T> table, String word, String field) {
    T ours = table.get(word);
    if (ours == null) {
      throw new WireFormatException(field, "has a word that we do not know");
    }
    return ours;
  }

  /** The venue writes zero where there is nothing. */
  private static @Nullable BigDecimal nullIfZero(@Nullable BigDecimal value) {
    return value == null || value.signum() == 0 ? null : value;
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
