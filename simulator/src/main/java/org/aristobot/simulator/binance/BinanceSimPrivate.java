package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Cancellation;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Placement;
import org.aristobot.simulator.book.Refusal;
import org.aristobot.simulator.book.Side;
import org.aristobot.simulator.book.Slice;
import org.aristobot.simulator.book.TimeInForce;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Account and orders: the calls that need a key. */
final class BinanceSimPrivate {

  /** Who calls, from where, and until when. */
  record Caller(Account account, String address, BinanceSimAuth.Freshness freshness) {}

  private enum ResponseType {
    ACK,
    RESULT,
    FULL
  }

  private static final Pattern CLIENT_ID = Pattern.compile("^[a-zA-Z0-9-_]{1,36}$");
  private static final int CLIENT_ID_LENGTH = 22;
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final long LEAST_STRATEGY_TYPE = 1_000_000;
  private static final long DAY_MILLIS = 86_400_000;

  private final Engine engine;
  private final BinanceSimSymbols symbols;
  private final BinanceSimLimits limits;
  private final BinanceSimAuth auth;

  BinanceSimPrivate(
      Engine engine, BinanceSimSymbols symbols, BinanceSimLimits limits, BinanceSimAuth auth) {
    this.engine = engine;
    this.symbols = symbols;
    this.limits = limits;
    this.auth = auth;
  }

  JsonNode answer(
      BinanceSimRoute route, BinanceSimParams params, Caller caller, long visibleAfterMillis) {
    Account account = caller.account();
    return switch (route) {
      case ACCOUNT -> account(params, account);
      case COMMISSION -> commission(params);
      case PLACE -> place(params, caller, visibleAfterMillis);
      case TEST -> test(params);
      case CANCEL -> cancel(params, caller);
      case ORDER -> order(params, account);
      case OPEN_ORDERS -> openOrders(params, account);
      case ALL_ORDERS -> allOrders(params, account);
      case MY_TRADES -> myTrades(params, account);
      case ORDER_COUNT -> orderCount(params, account);
      case KEY_CHECK -> keyCheck(params, account);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  // --- account

  private JsonNode account(BinanceSimParams params, Account account) {
    boolean omitZero = params.flag("omitZeroBalances");
    params.allRead();
    return BinanceSimWire.account(account, engine.balances(account), omitZero, engine.now());
  }

  private JsonNode commission(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    params.allRead();
    return BinanceSimWire.commission(instrument);
  }

  private JsonNode orderCount(BinanceSimParams params, Account account) {
    params.allRead();
    return BinanceSimWire.orderCounts(limits.profile(), limits.orderCounts(account));
  }

  private static JsonNode keyCheck(BinanceSimParams params, Account account) {
    params.allRead();
    return BinanceSimWire.keyCheck(account);
  }

  // --- placing

  private JsonNode place(BinanceSimParams params, Caller caller, long visibleAfterMillis) {
    Instrument instrument = symbols.required(params);
    NewOrder order = newOrder(params, visibleAfterMillis);
    ResponseType type = responseType(params, order.kind());
    params.allRead();
    checkFilters(instrument, order);
    limits.countOrder(caller.account(), caller.address());
    auth.checkFresh(caller.freshness());
    return switch (engine.place(caller.account(), instrument, order)) {
      case Placement.Refused refused -> throw refusal(refused.reason());
      case Placement.Placed placed ->
          switch (type) {
            case ACK -> BinanceSimWire.placedAck(placed.order());
            case RESULT -> BinanceSimWire.placedResult(placed.order());
            case FULL -> BinanceSimWire.placedFull(placed.order(), placed.fills());
          };
    };
  }

  private JsonNode test(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    NewOrder order = newOrder(params, 0);
    var _ = responseType(params, order.kind());
    boolean rates = params.flag("computeCommissionRates");
    params.allRead();
    checkFilters(instrument, order);
    return rates ? BinanceSimWire.testRates() : BinanceSimWire.object();
  }

  private static NewOrder newOrder(BinanceSimParams params, long visibleAfterMillis) {
    Side side =
        params.word("side", BinanceSimPrivate::side, BinanceSimError.of(-1117, "Invalid side."));
    if (side == null) {
      throw BinanceSimError.missing("side");
    }
    OrderKind kind = kind(params.requiredText("type"));
    refuseWhatTheSymbolLacks(params);
    TimeInForce force = timeInForce(params, kind);
    BigDecimal quantity = params.decimal("quantity");
    BigDecimal quoteQuantity = params.decimal("quoteOrderQty");
    BigDecimal price = params.decimal("price");
    checkPresence(kind, quantity, quoteQuantity, price);
    String clientId = clientId(params);
    Map<String, Long> labels = strategy(params);
    return new NewOrder(
        side, kind, force, quantity, quoteQuantity, price, clientId, labels, visibleAfterMillis);
  }

  /** The caller's own numbers, shown again with the order. */
  private static Map<String, Long> strategy(BinanceSimParams params) {
    Long id = params.integer("strategyId");
    Long type = params.integer("strategyType");
    if (id == null && type == null) {
      return Map.of();
    }
    if (type != null && type < LEAST_STRATEGY_TYPE) {
      throw BinanceSimError.of(-1134, "strategyType was less than 1000000.");
    }
    Map<String, Long> labels = new LinkedHashMap<>();
    if (id != null) {
      labels.put("strategyId", id);
    }
    if (type != null) {
      labels.put("strategyType", type);
    }
    return labels;
  }

  private static void checkPresence(
      OrderKind kind,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal quoteQuantity,
      @Nullable BigDecimal price) {
    if (kind == OrderKind.MARKET) {
      if (price != null) {
        throw BinanceSimError.notRequired("price");
      }
      if (quantity == null && quoteQuantity == null) {
        throw BinanceSimError.missingBoth("quantity", "quoteOrderQty");
      }
      if (quantity != null && quoteQuantity != null) {
        throw BinanceSimError.badCombination();
      }
      return;
    }
    if (quoteQuantity != null) {
      throw BinanceSimError.notRequired("quoteOrderQty");
    }
    if (quantity == null) {
      throw BinanceSimError.missing("quantity");
    }
    if (price == null) {
      throw BinanceSimError.missing("price");
    }
  }

  private static @Nullable Side side(String word) {
    return switch (word) {
      case "BUY" -> Side.BUY;
      case "SELL" -> Side.SELL;
      default -> null;
    };
  }

  private static OrderKind kind(String word) {
    return switch (word) {
      case "MARKET" -> OrderKind.MARKET;
      case "LIMIT" -> OrderKind.LIMIT;
      case "LIMIT_MAKER" -> OrderKind.LIMIT_MAKER;
      case "STOP_LOSS" -> throw unsupported("Stop loss");
      case "STOP_LOSS_LIMIT" -> throw unsupported("Stop loss limit");
      case "TAKE_PROFIT" -> throw unsupported("Take profit");
      case "TAKE_PROFIT_LIMIT" -> throw unsupported("Take profit limit");
      default -> throw BinanceSimError.of(-1116, "Invalid orderType.");
    };
  }

  private static void refuseWhatTheSymbolLacks(BinanceSimParams params) {
    if (params.text("icebergQty") != null) {
      throw unsupported("Iceberg");
    }
    if (params.text("trailingDelta") != null) {
      throw unsupported("Trailing stop");
    }
    if (params.text("pegPriceType") != null) {
      throw unsupported("Pegged");
    }
    params.refuse("stopPrice");
    String prevention = params.text("selfTradePreventionMode");
    if (prevention != null && !prevention.equals("NONE")) {
      throw BinanceSimError.invalidData("selfTradePreventionMode");
    }
  }

  private static BinanceSimError unsupported(String what) {
    return BinanceSimError.of(-1013, what + " orders are not supported for this symbol.");
  }

  private static TimeInForce timeInForce(BinanceSimParams params, OrderKind kind) {
    if (kind != OrderKind.LIMIT) {
      params.refuse("timeInForce");
      return TimeInForce.GTC;
    }
    TimeInForce force =
        params.word(
            "timeInForce",
            BinanceSimPrivate::timeInForce,
            BinanceSimError.of(-1115, "Invalid timeInForce."));
    if (force == null) {
      throw BinanceSimError.missing("timeInForce");
    }
    return force;
  }

  private static @Nullable TimeInForce timeInForce(String word) {
    return switch (word) {
      case "GTC" -> TimeInForce.GTC;
      case "IOC" -> TimeInForce.IOC;
      case "FOK" -> TimeInForce.FOK;
      default -> null;
    };
  }

  /** MARKET and LIMIT answer in full by default, all other types with an acknowledgement. */
  private static ResponseType responseType(BinanceSimParams params, OrderKind kind) {
    String word = params.text("newOrderRespType");
    if (word == null) {
      return kind == OrderKind.LIMIT_MAKER ? ResponseType.ACK : ResponseType.FULL;
    }
    return switch (word) {
      case "ACK" -> ResponseType.ACK;
      case "RESULT" -> ResponseType.RESULT;
      case "FULL" -> ResponseType.FULL;
      default -> throw BinanceSimError.invalidData("newOrderRespType");
    };
  }

  private static String clientId(BinanceSimParams params) {
    String id = params.text("newClientOrderId", CLIENT_ID);
    return id == null ? madeUpId() : id;
  }

  private static String madeUpId() {
    StringBuilder id = new StringBuilder(CLIENT_ID_LENGTH);
    for (int i = 0; i < CLIENT_ID_LENGTH; i++) {
      id.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  private void checkFilters(Instrument instrument, NewOrder order) {
    BigDecimal average = engine.averagePrice(instrument, BinanceSimFilters.AVERAGE_MINUTES);
    BinanceSimFilters filters = symbols.filters(instrument);
    BigDecimal price = order.price();
    BigDecimal quantity = order.quantity();
    if (price != null && quantity != null) {
      filters.checkLimit(price, quantity, average);
    } else {
      filters.checkMarket(quantity, order.quoteQuantity(), average);
    }
  }

  private static BinanceSimError refusal(Refusal reason) {
    return switch (reason) {
      case INSUFFICIENT_BALANCE ->
          BinanceSimError.of(-2010, "Account has insufficient balance for requested action.");
      case DUPLICATE_CLIENT_ID -> BinanceSimError.of(-2010, "Duplicate order sent.");
      case WOULD_TAKE -> BinanceSimError.of(-2010, "Order would immediately match and take.");
      case TOO_MANY_OPEN_ORDERS -> BinanceSimError.of(-2010, "Filter failure: MAX_NUM_ORDERS");
      case TOO_SMALL -> BinanceSimError.filter("LOT_SIZE");
      case UNKNOWN_ORDER -> BinanceSimError.of(-2011, "Unknown order sent.");
      case CLIENT_ID_MISMATCH ->
          BinanceSimError.of(-2039, "Client order ID is not correct for this order ID.");
      case CANCEL_RESTRICTED ->
          BinanceSimError.of(-2011, "Order was not canceled due to cancel restrictions.");
    };
  }

  // --- canceling and looking up

  private JsonNode cancel(BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    OrderRef ref = orderRef(params);
    String cancelId = clientId(params);
    Predicate<OrderStatus> allowed = restriction(params.text("cancelRestrictions"));
    params.allRead();
    auth.checkFresh(caller.freshness());
    return switch (engine.cancel(caller.account(), instrument, ref, allowed)) {
      case Cancellation.Refused refused -> throw refusal(refused.reason());
      case Cancellation.Canceled canceled -> BinanceSimWire.canceled(canceled.order(), cancelId);
    };
  }

  private static Predicate<OrderStatus> restriction(@Nullable String word) {
    return switch (word) {
      case null -> status -> true;
      case "ONLY_NEW" -> status -> status == OrderStatus.NEW;
      case "ONLY_PARTIALLY_FILLED" -> status -> status == OrderStatus.PARTIALLY_FILLED;
      default -> throw BinanceSimError.of(-1145, "Invalid cancelRestrictions");
    };
  }

  private static OrderRef orderRef(BinanceSimParams params) {
    Long id = params.integer("orderId");
    String clientId = params.text("origClientOrderId");
    if (id == null && clientId == null) {
      throw BinanceSimError.missingBoth("origClientOrderId", "orderId");
    }
    return new OrderRef(id, clientId);
  }

  private JsonNode order(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.required(params);
    OrderRef ref = orderRef(params);
    params.allRead();
    OrderView order = engine.find(account, instrument, ref);
    if (order == null) {
      throw BinanceSimError.of(-2013, "Order does not exist.");
    }
    if (ref.clientId() != null && !order.clientId().equals(ref.clientId())) {
      throw refusal(Refusal.CLIENT_ID_MISMATCH);
    }
    return BinanceSimWire.queried(order);
  }

  private JsonNode openOrders(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.optional(params);
    params.allRead();
    return queried(engine.openOrders(account, instrument));
  }

  private JsonNode allOrders(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.required(params);
    Long orderId = params.integer("orderId");
    Long from = params.millis("startTime");
    Long to = params.millis("endTime");
    int limit = params.limit(500, 1_000);
    params.allRead();
    if (orderId != null && (from != null || to != null)) {
      throw BinanceSimError.badCombination();
    }
    checkSpan(from, to);
    return queried(engine.orders(account, instrument, new Slice(orderId, from, to, limit)));
  }

  private static JsonNode queried(List<OrderView> orders) {
    return BinanceSimWire.array(orders.stream().map(BinanceSimWire::queried).toList());
  }

  private JsonNode myTrades(BinanceSimParams params, Account account) {
    Instrument instrument = symbols.required(params);
    Long orderId = params.integer("orderId");
    Long fromId = params.integer("fromId");
    Long from = params.millis("startTime");
    Long to = params.millis("endTime");
    int limit = params.limit(500, 1_000);
    params.allRead();
    if ((from != null || to != null) && (orderId != null || fromId != null)) {
      throw BinanceSimError.badCombination();
    }
    checkSpan(from, to);
    Slice slice = new Slice(fromId, from, to, limit);
    return BinanceSimWire.array(
        engine.fills(account, instrument, orderId, slice).stream()
            .map(fill -> BinanceSimWire.myTrade(instrument, fill))
            .toList());
  }

  private static void checkSpan(@Nullable Long from, @Nullable Long to) {
    if (from != null && to != null && to - from > DAY_MILLIS) {
      throw BinanceSimError.of(
          -1127, "Lookup interval is too big; More than 24 hours between startTime and endTime.");
    }
  }
}
