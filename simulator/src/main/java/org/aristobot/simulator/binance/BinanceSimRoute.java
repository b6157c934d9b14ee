package org.aristobot.simulator.binance;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints: how they are reached, what they cost, who may call them. */
enum BinanceSimRoute {
  PING("ping", "GET", "/api/v3/ping", 1, Security.NONE),
  TIME("server_time", "GET", "/api/v3/time", 1, Security.NONE),
  EXCHANGE_INFO("get_markets", "GET", "/api/v3/exchangeInfo", 20, Security.NONE),
  TICKER_24HR("get_ticker", "GET", "/api/v3/ticker/24hr", 2, Security.NONE),
  ROLLING_TICKER("get_ticker", "GET", "/api/v3/ticker", 4, Security.NONE),
  TRADING_DAY("get_ticker", "GET", "/api/v3/ticker/tradingDay", 4, Security.NONE),
  BOOK_TICKER("book_ticker", "GET", "/api/v3/ticker/bookTicker", 2, Security.NONE),
  PRICE("last_price", "GET", "/api/v3/ticker/price", 2, Security.NONE),
  DEPTH("get_order_book", "GET", "/api/v3/depth", 5, Security.NONE),
  TRADES("get_trades", "GET", "/api/v3/trades", 25, Security.NONE),
  /** The same as TRADES: nobody keeps more here than the newest. */
  OLD_TRADES("get_trades", "GET", "/api/v3/historicalTrades", 25, Security.NONE),
  AGGREGATE_TRADES("get_trades", "GET", "/api/v3/aggTrades", 4, Security.NONE),
  AVERAGE_PRICE("average_price", "GET", "/api/v3/avgPrice", 2, Security.NONE),
  REFERENCE_PRICE("reference_price", "GET", "/api/v3/referencePrice", 2, Security.NONE),
  EXECUTION_RULES("execution_rules", "GET", "/api/v3/executionRules", 2, Security.NONE),
  KLINES("get_candles", "GET", "/api/v3/klines", 2, Security.NONE),
  ACCOUNT("get_balance", "GET", "/api/v3/account", 20, Security.USER_DATA),
  COMMISSION("trade_fee", "GET", "/api/v3/account/commission", 20, Security.USER_DATA),
  PLACE("place_order", "POST", "/api/v3/order", 1, Security.TRADE),
  TEST("test_order", "POST", "/api/v3/order/test", 1, Security.TRADE),
  PLACE_OCO("place_order", "POST", "/api/v3/orderList/oco", 1, Security.TRADE),
  PLACE_OTO("place_order", "POST", "/api/v3/orderList/oto", 1, Security.TRADE),
  PLACE_OTOCO("place_order", "POST", "/api/v3/orderList/otoco", 1, Security.TRADE),
  PLACE_OPO("place_order", "POST", "/api/v3/orderList/opo", 1, Security.TRADE),
  PLACE_OPOCO("place_order", "POST", "/api/v3/orderList/opoco", 1, Security.TRADE),
  CANCEL("cancel_order", "DELETE", "/api/v3/order", 1, Security.TRADE),
  CANCEL_LIST("cancel_order", "DELETE", "/api/v3/orderList", 1, Security.TRADE),
  CANCEL_ALL("cancel_all_orders", "DELETE", "/api/v3/openOrders", 1, Security.TRADE),
  REPLACE("edit_order", "POST", "/api/v3/order/cancelReplace", 1, Security.TRADE),
  AMEND("edit_order", "PUT", "/api/v3/order/amend/keepPriority", 4, Security.TRADE),
  ORDER("get_order_info", "GET", "/api/v3/order", 4, Security.USER_DATA),
  OPEN_ORDERS("fetch_open_orders", "GET", "/api/v3/openOrders", 6, Security.USER_DATA),
  ALL_ORDERS("fetch_closed_orders", "GET", "/api/v3/allOrders", 20, Security.USER_DATA),
  AMENDMENTS("order_amendments", "GET", "/api/v3/order/amendments", 4, Security.USER_DATA),
  LIST("get_order_list", "GET", "/api/v3/orderList", 4, Security.USER_DATA),
  OPEN_LISTS("fetch_open_order_lists", "GET", "/api/v3/openOrderList", 6, Security.USER_DATA),
  ALL_LISTS("fetch_order_lists", "GET", "/api/v3/allOrderList", 20, Security.USER_DATA),
  MY_FILTERS("account_filters", "GET", "/api/v3/myFilters", 40, Security.USER_DATA),
  MY_TRADES("fetch_my_trades", "GET", "/api/v3/myTrades", 20, Security.USER_DATA),
  ORDER_COUNT("order_rate_limits", "GET", "/api/v3/rateLimit/order", 40, Security.USER_DATA),
  /** Counted in a pool of its own, which nobody exhausts here. */
  KEY_CHECK(
      "api_key_permissions", "GET", "/sapi/v1/account/apiRestrictions", 0, Security.USER_DATA);

  enum Security {
    NONE,
    USER_DATA,
    TRADE
  }

  private static final Map<String, BinanceSimRoute> BY_CALL =
      Arrays.stream(values())
          .collect(Collectors.toMap(r -> r.method + " " + r.path, Function.identity()));

  final String operation;
  final String method;
  final String path;
  final Security security;
  private final int weight;

  BinanceSimRoute(String operation, String method, String path, int weight, Security security) {
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.weight = weight;
    this.security = security;
  }

  static @Nullable BinanceSimRoute of(String method, String path) {
    return BY_CALL.get(method + " " + path);
  }

  static Set<String> operations() {
    return Arrays.stream(values())
        .map(route -> route.operation)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the call costs with these parameters, as far as they can be read. */
  int weight(BinanceSimParams params) {
    return switch (this) {
      case TICKER_24HR -> symbols(params, 2, 2, 40, 80);
      case ROLLING_TICKER, TRADING_DAY -> perSymbol(params, 4, 200);
      case EXECUTION_RULES -> perSymbol(params, 2, 40);
      case BOOK_TICKER, PRICE -> symbols(params, 2, 4, 4, 4);
      case DEPTH -> depthWeight(params.peek("limit"));
      case OPEN_ORDERS -> params.peek("symbol") == null ? 80 : 6;
      case MY_TRADES -> params.peek("orderId") == null ? 20 : 5;
      case TEST -> "true".equals(params.peek("computeCommissionRates")) ? 20 : 1;
      default -> weight;
    };
  }

  /** Order calls cost nothing when they succeed (since 2026-04-02). */
  boolean freeOnSuccess() {
    return security == Security.TRADE && this != TEST && this != AMEND;
  }

  /** Whether its orders count as unfilled ones. */
  boolean places() {
    return operation.equals(PLACE.operation) || this == REPLACE;
  }

  private static int symbols(BinanceSimParams params, int one, int few, int many, int all) {
    Integer named = BinanceSimTickers.named(params);
    if (named == null) {
      return all;
    }
    return params.peek("symbols") == null ? one : named <= 20 ? few : named <= 100 ? many : all;
  }

  private static int perSymbol(BinanceSimParams params, int each, int most) {
    Integer named = BinanceSimTickers.named(params);
    return named == null ? most : Math.min(most, each * named);
  }

  private static int depthWeight(@Nullable String limit) {
    if (limit == null || !limit.matches("[0-9]{1,6}")) {
      return 5;
    }
    int levels = Integer.parseInt(limit);
    return levels <= 100 ? 5 : levels <= 500 ? 25 : levels <= 1_000 ? 50 : 250;
  }
}
