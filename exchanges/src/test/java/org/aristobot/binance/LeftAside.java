package org.aristobot.binance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.aristobot.conformance.Leaf;
import org.jspecify.annotations.Nullable;

/** Leaves of recorded answers that we leave aside, each with the reason. */
final class LeftAside {

  /** Operations whose answer is one order. */
  private static final Set<String> SINGLE =
      Set.of("place_order", "get_order_info", "cancel_order", "acknowledgement");

  private static final String HALF = "a mode that we do not ask for: all of it is doubt";

  /** Where orders stand in other answers. */
  private static final String AROUND =
      "^(orderReports\\[]|\\[]|amendedOrder|newOrderResponse|data\\.cancelResponse)\\.";

  /** By operation and pattern, or by {@code order} and name. */
  private static final Map<String, String> INSIDE = new TreeMap<>();

  /** By recording and pattern: what stands around the answers. */
  private static final Map<String, String> OUTSIDE = new TreeMap<>();

  static {
    inside("order", "how far and since when it trails: in no answer", "trailingDelta trailingTime");
    inside("order", "the caller's native parameter", "strategyId strategyType");
    inside(
        "order",
        "self-trade prevention is the caller's native parameter",
        "preventedMatchId preventedQuantity selfTradePreventionMode");
    inside("order", "when it went on the book: in no answer", "workingTime isWorking");
    inside("order", "what is visible was the caller's wish: in no answer", "icebergQty");
    inside("order", "families are known by their client ids", "orderListId");
    inside(
        "cancel_order cancel_order_list failed_replace",
        "the name of the cancel, not of the order",
        "clientOrderId orderReports[].clientOrderId data.cancelResponse.clientOrderId");
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
    families();
    socket();
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

  private static void families() {
    String entries = "place_oto place_otoco place_opo place_opoco";
    String oco = "place_oco cancel_order_list";
    inside(
        entries + " get_order_list " + oco,
        "what kind of list it is, its parent knows",
        "contingencyType listStatusType");
    inside(
        entries + " " + oco,
        "the reports name the orders",
        "orders[].symbol orders[].orderId orders[].clientOrderId");
    inside(entries + " place_oco", "that of the reports counts", "symbol");
    inside(
        entries,
        "the working order is the parent, not the list",
        "orderListId listOrderStatus transactionTime");
    inside("cancel_order_list", "the legs tell when they were cancelled", "transactionTime");
    inside(
        "get_order_list",
        "the order is asked for by its id",
        "orders[].symbol orders[].clientOrderId");
    inside(
        "edit_order",
        "neither the amendment's number nor what was before is in an answer",
        "executionId amendedOrder.origClientOrderId amendedOrder.preventedQty");
    inside(
        "trade_fee",
        "discounts are not in it",
        "enabledForAccount enabledForSymbol discountAsset discount",
        "discount.");
    replacements();
  }

  private static void replacements() {
    inside(
        "replace_order",
        "of the old order only whether it is the one: the new one is shown",
        "origClientOrderId orderListId clientOrderId transactTime price origQty executedQty"
            + " origQuoteOrderQty cummulativeQuoteQty status timeInForce type side"
            + " selfTradePreventionMode",
        "cancelResponse.");
    for (String failure :
        List.of(
            "both_failed",
            "cancel_failed_allow_failure",
            "cancel_failed_stop_on_failure",
            "new_order_failed",
            "order_count_exceeded_cancel_only")) {
      INSIDE.put("spot_replace_order__" + failure + " /code", "each half tells its own");
      INSIDE.put("spot_replace_order__" + failure + " /msg", "each half tells its own");
    }
    String failed = "spot_replace_order__cancel_failed_";
    INSIDE.put("spot_replace_order__both_failed /data/newOrderResponse/msg", "proof either way");
    INSIDE.put(failed + "stop_on_failure /data/newOrderResponse", "it was not tried");
    for (String name : "symbol orderId orderListId clientOrderId transactTime".split(" ", -1)) {
      INSIDE.put(failed + "allow_failure /data/newOrderResponse/" + name, HALF);
    }
    for (String name : "cancelResult cancelResponse/code cancelResponse/msg".split(" ", -1)) {
      INSIDE.put(failed + "allow_failure /data/" + name, HALF);
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
    String operation = Recordings.operation(name);
    String inner = pattern.replaceFirst(AROUND, "");
    boolean isOfOrder = SINGLE.contains(operation) || !inner.equals(pattern);
    List<String> keys =
        List.of(
            name + " " + leaf.pointer(),
            operation + " " + pattern,
            operation + " " + pattern.replaceFirst("^\\[]\\.", ""),
            operation + " " + pattern.replaceFirst("(\\[\\d*])+$", ""),
            isOfOrder ? "order " + inner : "");
    return keys.stream().filter(INSIDE::containsKey).findFirst().map(INSIDE::get).orElse(null);
  }

  /** Why a leaf of a recording outside the answers in it is left aside; null if it is not. */
  static @Nullable String outside(String file, Leaf leaf) {
    String place = file.startsWith("spot_ws_api_") ? "spot_ws_api" : file;
    return OUTSIDE.get(place + " " + leaf.pattern());
  }
}
