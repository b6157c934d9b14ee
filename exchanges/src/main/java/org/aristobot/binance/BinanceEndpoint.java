package org.aristobot.binance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.aristobot.net.Charge;
import org.aristobot.net.Priority;
import org.jspecify.annotations.Nullable;

/** The calls that we make, as the manual's endpoint pages give them (rest-api). */
@SuppressWarnings("ImmutableEnumChecker") // Its functions and lists hold constants only.
enum BinanceEndpoint {
  SERVER_TIME("server_time", "GET", "/api/v3/time", false, 1),
  EXCHANGE_INFO("get_markets", "GET", "/api/v3/exchangeInfo", false, 20),
  TICKER("get_ticker", "GET", "/api/v3/ticker/24hr", false, 2),
  TICKERS("fetch_tickers", "GET", "/api/v3/ticker/24hr", false, BinanceEndpoint::tickersWeight),
  DEPTH("get_order_book", "GET", "/api/v3/depth", false, BinanceEndpoint::depthWeight),
  TRADES("get_trades", "GET", "/api/v3/trades", false, 25),
  AGGREGATE_TRADES("get_trades", "GET", "/api/v3/aggTrades", false, 4),
  OLD_TRADES("get_trades", "GET", "/api/v3/historicalTrades", false, 25),
  KLINES("get_candles", "GET", "/api/v3/klines", false, 2),
  ACCOUNT("get_balance", "GET", "/api/v3/account", true, 20),
  API_RESTRICTIONS("check_key", "GET", "/sapi/v1/account/apiRestrictions", true, 1),
  ORDER("get_order_info", "GET", "/api/v3/order", true, 4),
  OPEN_ORDERS(
      "fetch_open_orders",
      "GET",
      "/api/v3/openOrders",
      true,
      p -> p.containsKey("symbol") ? 6 : 80),
  ALL_ORDERS("fetch_closed_orders", "GET", "/api/v3/allOrders", true, 20),
  MY_TRADES(
      "fetch_my_trades", "GET", "/api/v3/myTrades", true, p -> p.containsKey("orderId") ? 5 : 20),
  ORDER_LIST("get_order_list", "GET", "/api/v3/orderList", true, 4),
  OPEN_ORDER_LISTS("fetch_open_order_lists", "GET", "/api/v3/openOrderList", true, 6),
  ALL_ORDER_LISTS("fetch_order_lists", "GET", "/api/v3/allOrderList", true, 20),
  AMENDMENTS("order_amendments", "GET", "/api/v3/order/amendments", true, 4),
  COMMISSION("trade_fee", "GET", "/api/v3/account/commission", true, 20),
  TEST_ORDER("test_order", "POST", "/api/v3/order/test", true, 1),
  PLACE_ORDER("place_order", "POST", "/api/v3/order", 1, Absence.ofOrder()),
  PLACE_OCO("place_oco", "POST", "/api/v3/orderList/oco", 2, Absence.ofList()),
  PLACE_OTO("place_oto", "POST", "/api/v3/orderList/oto", 2, Absence.ofList()),
  PLACE_OTOCO("place_otoco", "POST", "/api/v3/orderList/otoco", 3, Absence.ofList()),
  PLACE_OPO("place_opo", "POST", "/api/v3/orderList/opo", 2, Absence.ofList()),
  PLACE_OPOCO("place_opoco", "POST", "/api/v3/orderList/opoco", 3, Absence.ofList()),
  REPLACE_ORDER("replace_order", "POST", "/api/v3/order/cancelReplace", 1, Absence.ofOrder()),
  /** Costs its weight when it succeeds, too, unlike the other commands. */
  AMEND_ORDER(
      "edit_order", "PUT", "/api/v3/order/amend/keepPriority", 4, false, 0, Absence.ofAmendment()),
  CANCEL_ORDER("cancel_order", "DELETE", "/api/v3/order", 0, Absence.ofCancel()),
  CANCEL_LIST("cancel_order_list", "DELETE", "/api/v3/orderList", 0, Absence.ofListCancel());

  /** Pools of the venue's limits, in its own words. */
  static final String WEIGHT = "REQUEST_WEIGHT";

  static final String RAW = "RAW_REQUESTS";
  static final String ORDERS = "ORDERS";
  static final String SAPI_WEIGHT = "SAPI_REQUEST_WEIGHT";

  /** How far the venue enforces the stamp that a command carries. */
  enum Expiry {
    /**
     * Checked again right before the matching engine gets it: bounds all but the engine's delay.
     */
    HANDED_OVER,
    /** Checked when it arrives: proves nothing once the venue has answered anything. */
    ARRIVAL
  }

  /**
   * What proves that a command was not executed: its expiry has passed on the venue's clock, the
   * lag has passed too, and every look-up comes back without it. Of a list, each leg is looked up
   * as well.
   *
   * @param retention how long the venue shows what ended without a fill (-2026)
   */
  record Absence(
      Expiry expiry, Duration visibilityLag, List<BinanceEndpoint> lookUps, Duration retention) {

    /** Documented nowhere; reports go beyond 10 s. */
    static final Duration LAG = Duration.ofSeconds(60);

    private static final Duration RETENTION = Duration.ofDays(90);

    static Absence ofOrder() {
      return byAll(ORDER, OPEN_ORDERS, ALL_ORDERS, MY_TRADES);
    }

    static Absence ofList() {
      return byAll(
          ORDER_LIST, OPEN_ORDER_LISTS, ALL_ORDER_LISTS, ORDER, OPEN_ORDERS, ALL_ORDERS, MY_TRADES);
    }

    static Absence ofAmendment() {
      return byAll(ORDER, AMENDMENTS);
    }

    static Absence ofCancel() {
      return byAll(ORDER);
    }

    static Absence ofListCancel() {
      return byAll(ORDER_LIST);
    }

    private static Absence byAll(BinanceEndpoint... lookUps) {
      return new Absence(Expiry.HANDED_OVER, LAG, List.of(lookUps), RETENTION);
    }
  }

  private final String operation;
  private final String method;
  private final String path;
  private final boolean signed;
  private final ToLongFunction<Map<String, String>> weight;
  private final boolean freeOnSuccess;
  private final long orders;
  private final @Nullable Absence absence;

  BinanceEndpoint(String operation, String method, String path, boolean signed, long weight) {
    this(operation, method, path, signed, _ -> weight);
  }

  BinanceEndpoint(
      String operation,
      String method,
      String path,
      boolean signed,
      ToLongFunction<Map<String, String>> weight) {
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.signed = signed;
    this.weight = weight;
    this.freeOnSuccess = false;
    this.orders = 0;
    this.absence = null;
  }

  /** A command: weight 1, which the venue gives back when it succeeds. */
  BinanceEndpoint(String operation, String method, String path, long orders, Absence absence) {
    this(operation, method, path, 1, true, orders, absence);
  }

  BinanceEndpoint(
      String operation,
      String method,
      String path,
      long weight,
      boolean freeOnSuccess,
      long orders,
      Absence absence) {
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.signed = true;
    this.weight = _ -> weight;
    this.freeOnSuccess = freeOnSuccess;
    this.orders = orders;
    this.absence = absence;
  }

  /** Our word for it. */
  String operation() {
    return operation;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  boolean signed() {
    return signed;
  }

  /** Set for commands. */
  @Nullable Absence absence() {
    return absence;
  }

  /** Whether a call that succeeds costs no request weight (rest-api, "Limits", 2026-04-02). */
  boolean freeOnSuccess() {
    return freeOnSuccess;
  }

  /** Orders and cancels must always know the venue's time, so that question ranks with them. */
  Priority priority() {
    return absence != null || this == SERVER_TIME ? Priority.COMMAND : Priority.QUERY;
  }

  /** The pool of request weight that this call draws on. */
  String weightPool() {
    return path.startsWith("/sapi/") ? SAPI_WEIGHT : WEIGHT;
  }

  List<Charge> charges(Map<String, String> parameters) {
    List<Charge> charges = new ArrayList<>(3);
    charges.add(new Charge(weightPool(), weight.applyAsLong(parameters)));
    charges.add(new Charge(RAW, 1));
    if (orders > 0) {
      charges.add(new Charge(ORDERS, orders));
    }
    return charges;
  }

  private static long depthWeight(Map<String, String> parameters) {
    int limit = Integer.parseInt(parameters.getOrDefault("limit", "100"));
    if (limit <= 100) {
      return 5;
    }
    return limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
  }

  /** By how many are named; all, if none is. */
  private static long tickersWeight(Map<String, String> parameters) {
    String symbols = parameters.get("symbols");
    if (symbols == null) {
      return 80;
    }
    long count = symbols.chars().filter(c -> c == ',').count() + 1;
    return count <= 20 ? 2 : count <= 100 ? 40 : 80;
  }
}
