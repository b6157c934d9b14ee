package org.aristobot.simulator.bitget;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints: how they are reached, how often in a second, who may call them. */
enum BitgetSimRoute {
  TIME("server_time", "GET", "/api/v2/public/time", 20, Security.NONE),
  SYMBOLS("get_markets", "GET", "/api/v2/spot/public/symbols", 20, Security.NONE),
  COINS("get_currencies", "GET", "/api/v2/spot/public/coins", 3, Security.NONE),
  /** What may be borrowed: nothing is here, but clients ask for it when they load the markets. */
  MARGIN_COINS("get_margin_currencies", "GET", "/api/v2/margin/currencies", 10, Security.NONE),
  TICKERS("get_ticker", "GET", "/api/v2/spot/market/tickers", 20, Security.NONE),
  ORDER_BOOK("get_order_book", "GET", "/api/v2/spot/market/orderbook", 20, Security.NONE),
  MERGED_BOOK("get_order_book", "GET", "/api/v2/spot/market/merge-depth", 20, Security.NONE),
  FILLS("get_trades", "GET", "/api/v2/spot/market/fills", 10, Security.NONE),
  FILLS_HISTORY("get_trades", "GET", "/api/v2/spot/market/fills-history", 10, Security.NONE),
  CANDLES("get_candles", "GET", "/api/v2/spot/market/candles", 20, Security.NONE),
  OLD_CANDLES("get_candles", "GET", "/api/v2/spot/market/history-candles", 20, Security.NONE),
  ASSETS("get_balance", "GET", "/api/v2/spot/account/assets", 10, Security.READ),
  INFO("api_key_permissions", "GET", "/api/v2/spot/account/info", 1, Security.READ),
  FEES("trade_fee", "GET", "/api/v2/common/trade-rate", 10, Security.READ),
  PLACE("place_order", "POST", "/api/v2/spot/trade/place-order", 10, Security.TRADE),
  PLACE_MANY("place_order", "POST", "/api/v2/spot/trade/batch-orders", 5, Security.TRADE),
  CANCEL("cancel_order", "POST", "/api/v2/spot/trade/cancel-order", 10, Security.TRADE),
  CANCEL_MANY("cancel_order", "POST", "/api/v2/spot/trade/batch-cancel-order", 10, Security.TRADE),
  CANCEL_SYMBOL(
      "cancel_all_orders", "POST", "/api/v2/spot/trade/cancel-symbol-order", 5, Security.TRADE),
  REPLACE("edit_order", "POST", "/api/v2/spot/trade/cancel-replace-order", 5, Security.TRADE),
  REPLACE_MANY(
      "edit_order", "POST", "/api/v2/spot/trade/batch-cancel-replace-order", 5, Security.TRADE),
  ORDER("get_order_info", "GET", "/api/v2/spot/trade/orderInfo", 20, Security.READ),
  OPEN_ORDERS("fetch_open_orders", "GET", "/api/v2/spot/trade/unfilled-orders", 20, Security.READ),
  OLD_ORDERS("fetch_closed_orders", "GET", "/api/v2/spot/trade/history-orders", 20, Security.READ),
  MY_FILLS("fetch_my_trades", "GET", "/api/v2/spot/trade/fills", 10, Security.READ),
  PLACE_PLAN("place_order", "POST", "/api/v2/spot/trade/place-plan-order", 20, Security.TRADE),
  MODIFY_PLAN("edit_order", "POST", "/api/v2/spot/trade/modify-plan-order", 20, Security.TRADE),
  CANCEL_PLAN("cancel_order", "POST", "/api/v2/spot/trade/cancel-plan-order", 20, Security.TRADE),
  CANCEL_PLANS(
      "cancel_all_orders", "POST", "/api/v2/spot/trade/batch-cancel-plan-order", 5, Security.TRADE),
  OPEN_PLANS(
      "fetch_open_orders", "GET", "/api/v2/spot/trade/current-plan-order", 20, Security.READ),
  OLD_PLANS(
      "fetch_closed_orders", "GET", "/api/v2/spot/trade/history-plan-order", 20, Security.READ),
  PLAN_LEGS("get_order_legs", "GET", "/api/v2/spot/trade/plan-sub-order", 20, Security.READ),
  /** Of the unified accounts' API: what tells the two kinds of account apart. */
  SETTINGS("account_mode", "GET", "/api/v3/account/settings", 20, Security.UNIFIED);

  enum Security {
    NONE,
    READ,
    TRADE,
    /** Read rights, of a unified account only. */
    UNIFIED
  }

  private static final Map<String, BitgetSimRoute> BY_CALL =
      Arrays.stream(values())
          .collect(Collectors.toMap(r -> r.method + " " + r.path, Function.identity()));

  final String operation;
  final String method;
  final String path;
  final int perSecond;
  final Security security;

  BitgetSimRoute(String operation, String method, String path, int perSecond, Security security) {
    this.operation = operation;
    this.method = method;
    this.path = path;
    this.perSecond = perSecond;
    this.security = security;
  }

  static @Nullable BitgetSimRoute of(String method, String path) {
    return BY_CALL.get(method + " " + path);
  }

  static Set<String> operations() {
    return Arrays.stream(values())
        .map(route -> route.operation)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
