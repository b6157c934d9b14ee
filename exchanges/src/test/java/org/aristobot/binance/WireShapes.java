package org.aristobot.binance;

import java.util.Map;
import java.util.Set;
import org.aristobot.conformance.Expected;

/**
 * What each recorded answer must come out as, typed from the manual's pages (rest-api): which field
 * means what. Values come from the recording's text.
 */
final class WireShapes {

  static final Map<String, String> SYMBOLS =
      Map.of(
          "BTCUSDT", "BTC/USDT",
          "LTCBTC", "LTC/BTC",
          "BNBBTC", "BNB/BTC",
          "LTCBNB", "LTC/BNB");

  private static final Map<String, String> TYPES =
      Map.of(
          "MARKET", "MARKET",
          "LIMIT", "LIMIT",
          "LIMIT_MAKER", "LIMIT",
          "STOP_LOSS", "STOP_LOSS",
          "STOP_LOSS_LIMIT", "STOP_LOSS",
          "TAKE_PROFIT", "TAKE_PROFIT",
          "TAKE_PROFIT_LIMIT", "TAKE_PROFIT");

  private static final Map<String, String> STATUSES =
      Map.of(
          "NEW", "NEW",
          "PENDING_NEW", "NEW",
          "FILLED", "FILLED",
          "CANCELED", "CANCELED",
          "EXPIRED", "EXPIRED");

  /** Divided by hand; all other orders are without fills. */
  private static final Map<String, String> AVERAGES =
      Map.of(
          "spot_place_order", "1",
          "spot_place_order__full", "1",
          "spot_place_order__market_partly_filled_expired", "1",
          "spot_ws_api_place_order#/result", "23416.20011806375442739079102715466",
          "spot_ws_api_get_order_info#/result", "23416.20011806375442739079102715466");

  /** What the venue allows in a market besides order types. */
  private static final Set<String> FLAGS =
      Set.of(
          "icebergAllowed",
          "ocoAllowed",
          "otoAllowed",
          "opoAllowed",
          "allowTrailingStop",
          "cancelReplaceAllowed",
          "amendAllowed");

  private static final Set<String> KEPT_LIMITS = Set.of("REQUEST_WEIGHT", "ORDERS", "RAW_REQUESTS");

  private WireShapes() {}

  static Expected expected(String name) {
    Expected e = new Expected(Recordings.response(name));
    switch (Recordings.operation(name)) {
      case "server_time" -> e.same("", "/serverTime");
      case "get_markets" -> markets(e);
      case "get_ticker" -> ticker(e);
      case "fetch_tickers" -> ticker(e.at("[0]", "/0"));
      case "get_order_book" -> book(e);
      case "get_trades" -> trade(e.at("[0]", "/0"));
      case "get_candles" -> candle(e.at("[0]", "/0"));
      case "get_balance" -> account(e);
      case "api_key_permissions" -> permissions(e);
      case "get_order_info" -> queried(e, name);
      case "fetch_open_orders" -> queried(e.at("[0]", "/0"), name);
      case "fetch_closed_orders" -> finished(e.at("[0]", "/0"), name);
      case "fetch_my_trades" -> fill(e.at("[0]", "/0"));
      case "place_order" -> placed(e, name);
      case "acknowledgement" -> acknowledgement(e);
      case "cancel_order" -> canceled(e, name);
      case "place_oco" -> WireFamilyShapes.oco(e);
      case "place_oto", "place_otoco", "place_opo", "place_opoco" -> WireFamilyShapes.entry(e);
      case "cancel_order_list" -> WireFamilyShapes.canceledList(e);
      case "get_order_list" -> WireFamilyShapes.queriedList(e);
      case "edit_order" -> WireFamilyShapes.amended(e);
      case "replace_order" -> WireFamilyShapes.replaced(e, name);
      case "failed_replace" -> WireFamilyShapes.failedReplacement(e, name);
      case "trade_fee" -> WireFamilyShapes.commission(e);
      case "refused_query", "refused_order", "refused_cancel" -> refusal(e, name);
      default -> throw new AssertionError(name);
    }
    return e;
  }

  private static void markets(Expected e) {
    for (int i = 0; i < e.size("/symbols"); i++) {
      market(e.at("rows[" + i + "]", "/symbols/" + i));
    }
    for (int i = 0; i < e.size("/rateLimits"); i++) {
      limit(e.at("limits", "/rateLimits/" + i));
    }
  }

  private static void limit(Expected e) {
    if (e.has("/limit") && KEPT_LIMITS.contains(e.text("/rateLimitType"))) {
      String window = e.text("/intervalNum") + e.text("/interval").charAt(0);
      e.same(e.text("/rateLimitType") + "-" + window, "/limit");
      e.decides("/rateLimitType", "/interval", "/intervalNum");
    }
  }

  private static void market(Expected e) {
    e.is("symbol", e.text("/baseAsset") + "/" + e.text("/quoteAsset"), "/baseAsset", "/quoteAsset");
    e.same("venueSymbol", "/symbol");
    boolean trades = e.text("/status").equals("TRADING");
    e.is("active", Boolean.toString(trades), "/status");
    if (trades) {
      e.decides("/isSpotTradingAllowed");
    }
    e.is("marketMinNotional", "false");
    for (int i = 0; i < e.size("/filters"); i++) {
      filter(e.at("", "/filters/" + i));
    }
    e.same("quoteScale", "/quoteAssetPrecision");
    e.same("quoteSized", "/quoteOrderQtyMarketAllowed");
    for (int i = 0; i < e.size("/orderTypes"); i++) {
      e.is("flags." + e.text("/orderTypes/" + i), "yes", "/orderTypes/" + i);
    }
    for (String flag : FLAGS) {
      if (e.has("/" + flag) && e.text("/" + flag).equals("true")) {
        e.is("flags." + flag, "yes");
      }
      e.decides("/" + flag);
    }
  }

  private static void filter(Expected e) {
    switch (e.text("/filterType")) {
      case "PRICE_FILTER" -> rule(e.at("price", ""), "/minPrice", "/maxPrice", "/tickSize");
      case "LOT_SIZE" -> rule(e.at("quantity", ""), "/minQty", "/maxQty", "/stepSize");
      case "MARKET_LOT_SIZE" -> rule(e.at("marketQuantity", ""), "/minQty", "/maxQty", "/stepSize");
      case "NOTIONAL" -> {
        e.same("minNotional", "/minNotional");
        e.same("maxNotional", "/maxNotional");
        e.same("marketMinNotional", "/applyMinToMarket");
        e.decides("/filterType");
      }
      case "MIN_NOTIONAL" -> {
        e.same("minNotional", "/minNotional");
        e.same("marketMinNotional", "/applyToMarket");
        e.decides("/filterType");
      }
      default -> {}
    }
  }

  private static void rule(Expected e, String min, String max, String step) {
    e.amount("min", min);
    e.amount("max", max);
    e.amount("step", step);
    e.decides("/filterType");
  }

  private static void ticker(Expected e) {
    e.word("symbol", "/symbol", SYMBOLS);
    e.same("last", "/lastPrice");
    e.same("bid", "/bidPrice");
    e.same("ask", "/askPrice");
    e.same("bidQuantity", "/bidQty");
    e.same("askQuantity", "/askQty");
    e.same("open", "/openPrice");
    e.same("high", "/highPrice");
    e.same("low", "/lowPrice");
    e.same("volume", "/volume");
    e.same("quoteVolume", "/quoteVolume");
    e.same("changePercent", "/priceChangePercent");
    e.same("timestamp", "/closeTime");
  }

  private static void book(Expected e) {
    e.is("symbol", "BNB/BTC");
    e.same("sequence", "/lastUpdateId");
    for (String side : Set.of("bids", "asks")) {
      e.same(side + "[0].price", "/" + side + "/0/0");
      e.same(side + "[0].quantity", "/" + side + "/0/1");
    }
  }

  private static void trade(Expected e) {
    e.same("id", "/id");
    e.is("symbol", "BNB/BTC");
    e.same("price", "/price");
    e.same("quantity", "/qty");
    e.is("side", e.text("/isBuyerMaker").equals("true") ? "SELL" : "BUY", "/isBuyerMaker");
    e.same("time", "/time");
  }

  private static void candle(Expected e) {
    e.same("openTime", "/0");
    e.same("open", "/1");
    e.same("high", "/2");
    e.same("low", "/3");
    e.same("close", "/4");
    e.same("volume", "/5");
  }

  /** Balances, and what an account may do whose key does not say more. */
  private static void account(Expected e) {
    for (int i = 0; i < e.size("/balances"); i++) {
      Expected one = e.at("[0][" + i + "]", "/balances/" + i);
      one.same("asset", "/asset");
      one.same("free", "/free");
      one.same("locked", "/locked");
    }
    e.is("[1][0]", "read");
    e.is("[1][1]", "trade", "/canTrade");
  }

  private static void permissions(Expected e) {
    e.is("[0]", "read", "/enableReading");
    e.decides("/enableSpotAndMarginTrading", "/enableFutures", "/enableWithdrawals");
  }

  static void placed(Expected e, String name) {
    order(e, name, "/clientOrderId");
    e.same("createdAt", "/transactTime");
    e.same("updatedAt", "/transactTime");
    for (int i = 0; i < e.size("/fills"); i++) {
      Expected fill = e.at("fills[" + i + "]", "");
      fill.same("venueOrderId", "/orderId");
      fill.same("nativeClientOrderId", "/clientOrderId");
      fill.word("symbol", "/symbol", SYMBOLS);
      fill.same("side", "/side");
      fill.same("time", "/transactTime");
      fill = e.at("fills[" + i + "]", "/fills/" + i);
      fill.same("id", "/tradeId");
      fill.same("price", "/price");
      fill.same("quantity", "/qty");
      fill.same("fee.amount", "/commission");
      fill.same("fee.asset", "/commissionAsset");
    }
  }

  private static void queried(Expected e, String name) {
    order(e, name, "/clientOrderId");
    e.same("createdAt", "/time");
    e.same("updatedAt", "/updateTime");
  }

  /** The recorded order is open; it is served as a cancelled one. */
  private static void finished(Expected e, String name) {
    queried(e, name);
    e.is("status", "CANCELED", "/status");
    e.is("nativeStatus", "CANCELED", "/status");
  }

  static void canceled(Expected e, String name) {
    order(e, name, "/origClientOrderId");
    e.same("updatedAt", "/transactTime");
  }

  private static void order(Expected e, String name, String clientOrderId) {
    identity(e, clientOrderId);
    e.amount("quantity", "/origQty");
    e.amount("quoteQuantity", "/origQuoteOrderQty");
    e.same("filled", "/executedQty");
    e.same("filledQuote", "/cummulativeQuoteQty");
    if (AVERAGES.containsKey(name)) {
      e.is("average", AVERAGES.get(name), "/executedQty", "/cummulativeQuoteQty");
    }
  }

  /** All but the sizes, whose names differ. */
  static void identity(Expected e, String clientOrderId) {
    e.word("symbol", "/symbol", SYMBOLS);
    e.same("venueOrderId", "/orderId");
    e.is("nativeClientOrderId", WireFamilyReplay.served(e.text(clientOrderId)), clientOrderId);
    e.same("side", "/side");
    e.word("type", "/type", TYPES);
    e.same("timeInForce", "/timeInForce");
    e.amount("price", "/price");
    e.amount("stopPrice", "/stopPrice");
    e.word("status", "/status", STATUSES);
    e.same("nativeStatus", "/status");
  }

  private static void fill(Expected e) {
    e.word("symbol", "/symbol", SYMBOLS);
    e.same("id", "/id");
    e.same("venueOrderId", "/orderId");
    e.is("side", e.text("/isBuyer").equals("true") ? "BUY" : "SELL", "/isBuyer");
    e.same("price", "/price");
    e.same("quantity", "/qty");
    e.same("fee.amount", "/commission");
    e.same("fee.asset", "/commissionAsset");
    e.is("liquidity", e.text("/isMaker").equals("true") ? "MAKER" : "TAKER", "/isMaker");
    e.same("time", "/time");
  }

  /** Not what we ask for: taken, as it was asked for, and nothing else is known. */
  private static void acknowledgement(Expected e) {
    e.word("symbol", "/symbol", SYMBOLS);
    e.same("venueOrderId", "/orderId");
    e.same("nativeClientOrderId", "/clientOrderId");
    e.is("side", "SELL");
    e.is("type", "MARKET");
    e.is("status", "NEW");
    e.same("createdAt", "/transactTime");
    e.same("updatedAt", "/transactTime");
  }

  private static void refusal(Expected e, String name) {
    switch (name) {
      case "spot_error__bad_symbol" -> e.is("failure.kind", "UNKNOWN_SYMBOL");
      case "spot_error__cancel_restrictions" -> {
        e.is("outcome", "Unconfirmed");
        e.is("failure.kind", "ORDER_REJECTED");
      }
      case "spot_ws_api_error__insufficient_balance#/error" -> {
        e.is("outcome", "Rejected");
        e.is("failure.kind", "INSUFFICIENT_FUNDS");
      }
      case "spot_ws_api_error__ip_banned#/error" -> {
        e.is("failure.kind", "RATE_LIMITED");
        // Long over.
        e.is("failure.retryAfter", "PT0S");
      }
      case "spot_ws_api_error__key_revoked#/error" -> e.is("failure.kind", "AUTHENTICATION_FAILED");
      default -> throw new AssertionError(name);
    }
    e.same("failure.nativeCode", "/code");
    e.is("failure.message", "Binance: " + e.text("/msg"), "/msg");
  }
}
