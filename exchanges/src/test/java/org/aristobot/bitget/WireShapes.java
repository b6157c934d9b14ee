package org.aristobot.bitget;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.aristobot.conformance.Expected;

/**
 * What each recorded answer must come out as, typed from the manual's pages: which field means
 * what. Values come from the recording's text.
 */
final class WireShapes {

  static final Map<String, String> SYMBOLS =
      Map.of(
          "BTCUSDT", "BTC/USDT",
          "btcusdt", "BTC/USDT",
          "ETHUSDT", "ETH/USDT",
          "BGBUSDT", "BGB/USDT",
          "BFTUSDT", "BFT/USDT",
          "TRXUSDT", "TRX/USDT");

  private static final Map<String, String> SIDES =
      Map.of("buy", "BUY", "Buy", "BUY", "sell", "SELL", "Sell", "SELL");

  private static final Map<String, String> TYPES = Map.of("market", "MARKET", "limit", "LIMIT");

  private static final Map<String, String> STATUSES =
      Map.of("filled", "FILLED", "new", "NEW", "not_trigger", "NEW");

  private static final String OTHER_ENVIRONMENT =
      "The key is of Bitget's other environment: a demo key works on the test network only, any"
          + " other key on the live one only. ";

  private static final Map<String, String> REFUSALS =
      Map.of(
          "40099", "AUTHENTICATION_FAILED",
          "40808", "INVALID_QUANTITY",
          "41103", "INVALID_PRICE",
          "41114", "MARKET_CLOSED",
          "41117", "INVALID_PRICE",
          "43012", "INSUFFICIENT_FUNDS",
          "45110", "MIN_NOTIONAL",
          "45113", "INVALID_QUANTITY");

  /** Limits that mean none: the field is obsolete (section 8). */
  private static final BigDecimal HUGE = new BigDecimal("1e9");

  private WireShapes() {}

  static Expected expected(String name) {
    Expected whole = new Expected(Recordings.response(name));
    whole.decides("/code");
    Expected e = whole.at("", "/data");
    switch (Recordings.operation(name)) {
      case "server_time" -> e.same("", "/serverTime");
      case "get_markets" -> rows(e, WireShapes::market);
      case "fetch_tickers" -> rows(e, WireShapes::ticker);
      case "get_order_book" -> book(e);
      case "get_trades", "get_old_trades" -> newestFirst(e, WireShapes::trade);
      case "get_candles" -> candle(e.at("[0]", "/0"), e.at("[1]", "/1"));
      case "get_old_candles" -> oldCandles(e);
      case "get_balance" -> rows(e, WireShapes::balance);
      case "check_key" -> permissions(e);
      case "trade_fee" -> commission(e);
      case "get_order_info" -> queried(e.at("", "/0"));
      case "fetch_open_orders" -> rows(e, WireShapes::open);
      case "fetch_closed_orders" -> rows(e, WireShapes::queried);
      case "fetch_open_plans" -> {
        rows(e.at("", "/orderList"), WireShapes::plan);
        e.decides("/nextFlag");
      }
      case "fetch_closed_plans" -> closedPlan(e.at("[0]", "/orderList/0"));
      case "plan_children" -> child(e);
      case "fetch_my_trades" -> rows(e, WireShapes::fill);
      case "place_order", "place_plan" -> acknowledgement(e, name);
      case "cancel_order" -> canceled(e);
      case "cancel_plan" -> canceledPlan(e);
      case "replace_order" -> replaced(e);
      case "edit_plan" -> edited(e);
      case "refused_query", "refused_order" -> refusal(whole, name);
      default -> throw new AssertionError(name);
    }
    return whole;
  }

  private static void rows(Expected e, Consumer<Expected> row) {
    for (int i = 0; i < e.size(""); i++) {
      row.accept(e.at("[" + i + "]", "/" + i));
    }
  }

  /** They come out oldest first. */
  private static void newestFirst(Expected e, Consumer<Expected> row) {
    for (int i = 0; i < e.size(""); i++) {
      row.accept(e.at("[" + (e.size("") - 1 - i) + "]", "/" + i));
    }
  }

  private static void market(Expected e) {
    e.is("symbol", e.text("/baseCoin") + "/" + e.text("/quoteCoin"), "/baseCoin", "/quoteCoin");
    e.same("venueSymbol", "/symbol");
    e.is("active", Boolean.toString(e.text("/status").equals("online")), "/status");
    e.amount("quantity.min", "/minTradeAmount");
    if (new BigDecimal(e.text("/maxTradeAmount")).compareTo(HUGE) < 0) {
      e.same("quantity.max", "/maxTradeAmount");
    }
    e.is("quantity.step", step(e.text("/quantityPrecision")), "/quantityPrecision");
    e.is("price.step", step(e.text("/pricePrecision")), "/pricePrecision");
    e.same("minNotional", "/minTradeUSDT");
    e.is("marketMinNotional", "true");
    // The safe choice is the smaller of the two (section 5.1).
    boolean isQuote = number(e, "/quotePrecision") <= number(e, "/pricePrecision");
    e.same("quoteScale", isQuote ? "/quotePrecision" : "/pricePrecision");
    e.decides("/quotePrecision");
    // Bounds buys that are sized in base (section 7).
    e.is("flags.buyLimitPriceRatio=" + e.text("/buyLimitPriceRatio"), "yes", "/buyLimitPriceRatio");
    e.is("quoteSized", "true");
    e.same("makerFee", "/makerFeeRate");
    e.same("takerFee", "/takerFeeRate");
  }

  private static int number(Expected e, String leaf) {
    return Integer.parseInt(e.text(leaf));
  }

  private static String step(String decimals) {
    return BigDecimal.ONE.movePointLeft(Integer.parseInt(decimals)).toPlainString();
  }

  private static void ticker(Expected e) {
    e.word("symbol", "/symbol", SYMBOLS);
    e.same("last", "/lastPr");
    e.amount("bid", "/bidPr");
    e.amount("ask", "/askPr");
    e.same("bidQuantity", "/bidSz");
    e.same("askQuantity", "/askSz");
    e.same("open", "/open");
    e.same("high", "/high24h");
    e.same("low", "/low24h");
    e.same("volume", "/baseVolume");
    e.same("quoteVolume", "/quoteVolume");
    BigDecimal change = new BigDecimal(e.text("/change24h")).movePointRight(2);
    e.is("changePercent", change.toPlainString(), "/change24h");
    e.same("timestamp", "/ts");
  }

  private static void book(Expected e) {
    e.is("symbol", "BTC/USDT");
    e.same("timestamp", "/ts");
    for (String side : new String[] {"bids", "asks"}) {
      for (int i = 0; i < e.size("/" + side); i++) {
        Expected level = e.at(side + "[" + i + "]", "/" + side + "/" + i);
        level.same("price", "/0");
        level.same("quantity", "/1");
      }
    }
  }

  private static void trade(Expected e) {
    e.same("id", "/tradeId");
    e.word("symbol", "/symbol", SYMBOLS);
    e.same("price", "/price");
    e.same("quantity", "/size");
    e.word("side", "/side", SIDES);
    e.same("time", "/ts");
  }

  private static void candle(Expected... rows) {
    Arrays.stream(rows).forEach(WireShapes::candle);
  }

  /** Two of the recorded ones begin at the same time: the first of them counts. */
  private static void oldCandles(Expected e) {
    candle(e.at("[0]", "/0"), e.at("[1]", "/1"), e.at("[2]", "/2"), e.at("[3]", "/4"));
  }

  private static void candle(Expected e) {
    e.same("openTime", "/0");
    e.same("open", "/1");
    e.same("high", "/2");
    e.same("low", "/3");
    e.same("close", "/4");
    e.same("volume", "/5");
  }

  /** The recorded ones hold nothing, which is left out. */
  private static void balance(Expected e) {
    e.decides("/available", "/frozen", "/locked");
  }

  private static void permissions(Expected e) {
    e.is("[0]", "read");
    e.is("[1]", "trade");
    e.decides("/authorities/0", "/authorities/1");
  }

  private static void commission(Expected e) {
    e.is("symbol", "BTC/USDT");
    for (String side : new String[] {"Buy", "Sell"}) {
      e.same("maker" + side, "/makerFeeRate");
      e.same("taker" + side, "/takerFeeRate");
    }
  }

  /** What all lists call by the same name. */
  private static void identity(Expected e) {
    e.word("symbol", "/symbol", SYMBOLS);
    e.same("venueOrderId", "/orderId");
    e.same("nativeClientOrderId", "/clientOid");
    e.word("side", "/side", SIDES);
    e.word("status", "/status", STATUSES);
    e.same("nativeStatus", "/status");
    e.same("createdAt", "/cTime");
    e.same("updatedAt", "/uTime");
  }

  /** A buy at market is sized in quote (section 5.3). */
  private static void sized(Expected e) {
    boolean inQuote = e.text("/orderType").equals("market") && e.text("/side").equals("buy");
    e.same(inQuote ? "quoteQuantity" : "quantity", "/size");
    e.word("type", "/orderType", TYPES);
    e.same("filled", "/baseVolume");
    e.same("filledQuote", "/quoteVolume");
  }

  private static void queried(Expected e) {
    identity(e);
    sized(e);
    e.amount("price", "/price");
    e.amount("average", "/priceAvg");
    e.decides("/triggerPrice");
  }

  /** Here the limit price has the name of the average, which has another. */
  private static void open(Expected e) {
    identity(e);
    sized(e);
    e.amount("price", "/priceAvg");
    e.amount("average", "/basePrice");
    e.decides("/triggerPrice");
  }

  /** Which side of the market its trigger lay on, which makes its type, no field says. */
  private static void plan(Expected e) {
    identity(e);
    e.is("venueOrderId", "plan-" + e.text("/orderId"), "/orderId");
    e.same("quantity", "/size");
    e.same("price", "/executePrice");
    e.same("stopPrice", "/triggerPrice");
    e.is("filled", "0");
    e.decides("/orderType", "/planType");
  }

  /** The recorded one is open; it is served as a cancelled one. */
  private static void closedPlan(Expected e) {
    plan(e);
    e.is("status", "CANCELED", "/status");
    e.is("nativeStatus", "cancelled", "/status");
  }

  /** The trigger order has the fate of what it made, which is its leg. */
  private static void child(Expected e) {
    e.decides("/0/orderId");
    e.is("symbol", "BTC/USDT");
    e.is("venueOrderId", "plan-7");
    e.is("nativeClientOrderId", BitgetStub.ID.text());
    e.is("nativeStatus", "executed");
    e.is("quantity", "0.001");
    e.is("stopPrice", "57000");
    e.is("createdAt", "1725211304522");
    e.is("updatedAt", "1725211304611");
    Expected leg = e.at("legs[0]", "");
    leg.is("symbol", "BTC/USDT");
    leg.is("venueOrderId", WireReplay.CHILD);
    leg.is("nativeClientOrderId", BitgetStub.ID + "c");
    leg.is("nativeStatus", "filled");
    leg.is("type", "MARKET");
    leg.is("quantity", "0.001");
    leg.is("createdAt", "1725211304610");
    leg.is("updatedAt", "1725211304611");
    for (Expected one : new Expected[] {e, leg}) {
      one.is("side", "SELL");
      one.is("status", "FILLED");
      one.is("filled", "0.001");
      one.is("filledQuote", "57.001");
      one.is("average", "57001.00");
    }
  }

  private static void fill(Expected e) {
    e.same("id", "/tradeId");
    e.same("venueOrderId", "/orderId");
    e.word("symbol", "/symbol", SYMBOLS);
    e.word("side", "/side", SIDES);
    e.same("price", "/priceAvg");
    e.same("quantity", "/size");
    e.is("fee.amount", e.text("/feeDetail/totalFee").substring(1), "/feeDetail/totalFee");
    e.same("fee.asset", "/feeDetail/feeCoin");
    e.is("liquidity", "TAKER", "/tradeScope");
    e.same("time", "/cTime");
  }

  /** Taken, as it was asked for, and nothing else is known. */
  private static void acknowledgement(Expected e, String name) {
    boolean isPlan = name.equals("spot_place_trigger_order");
    e.is("symbol", "BTC/USDT");
    e.is("venueOrderId", (isPlan ? "plan-" : "") + e.text("/orderId"), "/orderId");
    e.same("nativeClientOrderId", "/clientOid");
    e.is("side", "SELL");
    e.is("type", isPlan ? "STOP_LOSS" : "MARKET");
    e.is("status", "NEW");
    if (isPlan) {
      unborn(e, e.text("/orderId"), e.text("/clientOid"));
    }
  }

  /** What a trigger order will make, which the venue does not know yet. */
  private static void unborn(Expected e, String plan, String id) {
    Expected leg = e.at("legs[0]", "");
    leg.is("symbol", "BTC/USDT");
    leg.is("venueOrderId", "waits-plan-" + plan);
    leg.is("nativeClientOrderId", id + "c");
    leg.is("side", "SELL");
    leg.is("type", "MARKET");
    leg.is("status", "NEW");
    leg.is("filled", "0");
  }

  /** Taken; how it ended, the order itself tells, which was served cancelled. */
  private static void canceled(Expected e) {
    ended(e);
    e.same("venueOrderId", "/orderId");
    e.is("type", "LIMIT");
    e.is("price", "60000.00");
    e.is("filledQuote", "0");
  }

  private static void canceledPlan(Expected e) {
    ended(e);
    e.is("venueOrderId", "plan-7");
    e.is("stopPrice", "57000");
    e.decides("/result");
  }

  private static void ended(Expected e) {
    e.is("symbol", "BTC/USDT");
    e.is("nativeClientOrderId", "xx001");
    e.is("side", "SELL");
    e.is("status", "CANCELED");
    e.is("nativeStatus", "cancelled");
    e.is("quantity", "0.001");
    e.is("filled", "0");
    e.is("createdAt", "1725211304522");
    e.is("updatedAt", "1725211304609");
  }

  private static void replaced(Expected e) {
    e.is("symbol", "BTC/USDT");
    e.same("venueOrderId", "/orderId");
    e.is("nativeClientOrderId", BitgetStub.ID.text(), "/clientOid");
    e.is("side", "SELL");
    e.is("type", "LIMIT");
    e.is("status", "NEW", "/success");
  }

  private static void edited(Expected e) {
    e.is("symbol", "BTC/USDT");
    e.is("venueOrderId", "plan-" + e.text("/orderId"), "/orderId");
    e.same("nativeClientOrderId", "/clientOid");
    e.is("side", "SELL");
    e.is("type", "STOP_LOSS");
    e.is("status", "NEW");
  }

  private static void refusal(Expected e, String name) {
    if (!name.contains("get_balances")) {
      e.is("outcome", "Rejected");
    }
    e.word("failure.kind", "/code", REFUSALS);
    e.same("failure.nativeCode", "/code");
    String hint = name.contains("40099") ? OTHER_ENVIRONMENT : "";
    e.is("failure.message", hint + "Bitget: " + e.text("/msg"), "/msg");
  }
}
