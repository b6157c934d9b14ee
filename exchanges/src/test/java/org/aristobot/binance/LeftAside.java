package org.aristobot.binance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leaves of recorded answers that we leave aside, each with the reason. */
final class LeftAside {

  private static final String ORDERS =
      "place_order get_order_info fetch_open_orders fetch_closed_orders cancel_order";

  /** By operation and pattern; a leading list is left out of the pattern. */
  private static final Map<String, String> INSIDE = new TreeMap<>();

  /** By recording and pattern: what stands around the answers. */
  private static final Map<String, String> OUTSIDE = new TreeMap<>();

  static {
    inside(ORDERS, "how far and since when it trails: in no answer", "trailingDelta trailingTime");
    inside(ORDERS, "the caller's native parameter", "strategyId strategyType");
    inside(
        ORDERS,
        "self-trade prevention is the caller's native parameter",
        "preventedMatchId preventedQuantity selfTradePreventionMode");
    inside(ORDERS, "when it went on the book: in no answer", "workingTime isWorking");
    inside(ORDERS, "what is visible was the caller's wish: in no answer", "icebergQty");
    inside(ORDERS, "families are known by their client ids", "orderListId");
    inside("cancel_order", "the name of the cancel, not of the order", "clientOrderId");
    inside(
        "acknowledgement",
        "without a status nothing is believed: it is looked up",
        "symbol orderId orderListId clientOrderId transactTime");
    inside("fetch_my_trades", "families are known by their client ids", "orderListId");
    inside("fetch_my_trades get_trades", "price times quantity", "quoteQty");
    inside("fetch_my_trades get_trades", "undocumented", "isBestMatch");
    inside(
        "get_ticker fetch_tickers",
        "a figure that tickers have no place for",
        "priceChange weightedAvgPrice prevClosePrice lastQty openTime firstId lastId count");
    inside(
        "get_candles",
        "candles hold prices and base volume",
        "[][6] [][7] [][8] [][9] [][10] [][11]");
    inside(
        "get_balance",
        "superseded by commissionRates",
        "makerCommission takerCommission buyerCommission sellerCommission");
    inside(
        "get_balance",
        "commissions are asked for by symbol",
        "commissionRates.maker commissionRates.taker commissionRates.buyer commissionRates.seller");
    inside(
        "get_balance",
        "an account setting that no order depends on",
        "canWithdraw canDeposit brokered requireSelfTradePrevention preventSor updateTime"
            + " accountType permissions[0] uid");
    inside(
        "api_key_permissions",
        "a right that no order needs",
        "ipRestrict createTime enableInternalTransfer enablePortfolioMarginTrading"
            + " enableVanillaOptions permitsUniversalTransfer enableMargin");
    inside("refused_query", "the text says the same", "data.serverTime data.retryAfter");
    markets();
    socket();
    listHeads();
  }

  private LeftAside() {}

  private static void markets() {
    inside("get_markets", "always UTC", "timezone");
    inside("get_markets", "the clock has its own call", "serverTime");
    inside("get_markets", "orders are not routed", "sors[].baseAsset sors[].symbols");
    inside("get_markets", "an older name of amendAllowed", "symbols[].allowAmend");
    inside("get_markets", "an older name of quoteAssetPrecision", "symbols[].quotePrecision");
    inside(
        "get_markets",
        "steps and quoteAssetPrecision bound what we send",
        "symbols[].baseAssetPrecision symbols[].baseCommissionPrecision"
            + " symbols[].quoteCommissionPrecision");
    inside("get_markets", "margin is another product", "symbols[].isMarginTradingAllowed");
    inside("get_markets", "whose account may trade is for the venue", "symbols[].permissionSets");
    inside(
        "get_markets",
        "pegs and self-trade prevention are the caller's native parameters",
        "symbols[].pegInstructionsAllowed symbols[].defaultSelfTradePreventionMode"
            + " symbols[].allowedSelfTradePreventionModes");
    inside(
        "get_markets",
        "a count or a moving band that only the venue can judge",
        "limit minTrailingAboveDelta maxTrailingAboveDelta minTrailingBelowDelta"
            + " maxTrailingBelowDelta bidMultiplierUp bidMultiplierDown askMultiplierUp"
            + " askMultiplierDown multiplierUp multiplierDown avgPriceMins applyMaxToMarket"
            + " maxNumOrders maxNumOrderLists maxNumAlgoOrders maxNumOrderAmends",
        "symbols[].filters[].");
    for (String filter : "0/2 0/4 0/5 0/7 0/8 0/9 0/10 1/1".split(" ", -1)) {
      String pointer = "/symbols/" + filter.replace("/", "/filters/") + "/filterType";
      INSIDE.put(
          "spot_get_markets__with_filters " + pointer, "a filter that only the venue judges");
    }
    INSIDE.put(
        "spot_get_markets__with_filters /symbols/1/isSpotTradingAllowed",
        "the market is closed anyway");
    for (String name : "rateLimitType interval intervalNum limit".split(" ", -1)) {
      INSIDE.put(
          "spot_ws_api_get_markets#/result /rateLimits/3/" + name, "connections are not counted");
    }
  }

  private static void socket() {
    for (String name :
        "id status rateLimits[].rateLimitType rateLimits[].interval rateLimits[].intervalNum"
            .concat(" rateLimits[].limit rateLimits[].count")
            .split(" ", -1)) {
      OUTSIDE.put("spot_ws_api " + name, "the socket's envelope: for the stream client");
    }
  }

  private static void listHeads() {
    String head =
        "orderListId contingencyType listStatusType listOrderStatus listClientOrderId"
            + " transactionTime symbol orders[].symbol orders[].orderId orders[].clientOrderId";
    for (String name : head.split(" ", -1)) {
      OUTSIDE.put("spot_cancel_all_orders [2]." + name, "orders are cancelled one by one");
      OUTSIDE.put("spot_cancel_order_list " + name, "order lists are not built yet");
    }
  }

  private static void inside(String operations, String reason, String patterns) {
    inside(operations, reason, patterns, "");
  }

  private static void inside(String operations, String reason, String patterns, String prefix) {
    for (String operation : operations.split(" ", -1)) {
      for (String pattern : patterns.split(" ", -1)) {
        INSIDE.put(operation + " " + prefix + pattern, reason);
      }
    }
  }

  /** Why that leaf of an answer is left aside; null if it is not. */
  static @Nullable String reason(String name, Leaf leaf) {
    String pattern = leaf.pattern();
    String operation = Recordings.operation(name) + " ";
    List<String> keys =
        List.of(
            name + " " + leaf.pointer(),
            operation + pattern,
            operation + pattern.replaceFirst("^\\[]\\.", ""),
            operation + pattern.replaceFirst("(\\[\\d*])+$", ""));
    return keys.stream().filter(INSIDE::containsKey).findFirst().map(INSIDE::get).orElse(null);
  }

  /** Why a leaf of a recording outside the answers in it is left aside; null if it is not. */
  static @Nullable String outside(String file, Leaf leaf) {
    String place = file.startsWith("spot_ws_api_") ? "spot_ws_api" : file;
    String pattern = leaf.pattern();
    String plain =
        leaf.pointer().startsWith("/2/") ? pattern.replaceFirst("^\\[]", "[2]") : pattern;
    return OUTSIDE.get(place + " " + plain);
  }
}
