package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.CREDENTIALS;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.model.Interval;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The calls of an independent client, as calls of ours. */
final class CcxtWishes {

  /** {@code trigger} says what Binance spot does not ask: its conditional orders are orders. */
  private static final Set<String> KNOWN_PARAMS =
      Set.of(
          "clientOrderId",
          "timeInForce",
          "postOnly",
          "cost",
          "quoteOrderQty",
          "recvWindow",
          "orderId",
          "trigger",
          "stopPrice",
          "stopLossPrice",
          "takeProfitPrice",
          "triggerPrice",
          "trailingPercent",
          "trailingTriggerPrice",
          "stopLossOrTakeProfit",
          "icebergAmount",
          "selfTradePrevention",
          "fetchTradesMethod",
          "until",
          "test",
          "cancelOrigClientOrderId",
          "newClientOrderId");

  /** Calls that take an end of time; others do not have one yet. */
  private static final Set<String> UNTIL = Set.of("fetchClosedOrders");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The order that an edit is about, where the wish does not name it by the venue's id. */
  private static final String EDITED = "28457123456";

  private final Binance binance;

  CcxtWishes(Binance binance) {
    this.binance = binance;
  }

  /** The wish as a call of our client; null where it is not built yet. */
  @Nullable Runnable of(JsonNode u) {
    JsonNode params = u.path("params");
    for (Map.Entry<String, JsonNode> param : params.properties()) {
      if (!KNOWN_PARAMS.contains(param.getKey())) {
        return null;
      }
    }
    Symbol symbol = u.has("symbol") ? Symbol.parse(u.get("symbol").asString()) : null;
    Integer limit = u.has("limit") ? u.get("limit").asInt() : null;
    Instant since = u.has("since") ? Instant.ofEpochMilli(u.get("since").asLong()) : null;
    String call = u.get("call").asString();
    if (params.has("until") && !UNTIL.contains(call)) {
      return null;
    }
    if (call.equals("fetchTime")) {
      return binance::serverTime;
    }
    if (call.equals("fetchBalance")) {
      return () -> binance.balances(CREDENTIALS);
    }
    if (call.equals("fetchOpenOrders")) {
      return () -> binance.openOrders(CREDENTIALS, symbol);
    }
    if (Set.of("fetchTickers", "fetchBidsAsks", "fetchLastPrices").contains(call)) {
      return () -> binance.tickers(symbols(u));
    }
    if (symbol == null) {
      return null;
    }
    return switch (call) {
      case "fetchTicker" -> () -> binance.ticker(symbol);
      case "fetchOrderBook" -> () -> binance.orderBook(symbol, limit);
      case "fetchTrades" -> () -> binance.trades(symbol, since, limit);
      case "fetchOHLCV" -> candles(u, symbol, since, limit);
      case "createOrder" -> order(u, symbol);
      case "createMarketBuyOrderWithCost", "createMarketSellOrderWithCost" ->
          byCost(u, symbol, call.contains("Buy") ? Side.BUY : Side.SELL);
      case "cancelOrder" ->
          () -> binance.prepareCancel(CREDENTIALS, symbol, reference(u), PATIENCE).send();
      case "fetchOrder" -> () -> binance.order(CREDENTIALS, symbol, reference(u));
      case "fetchTradingFee" -> () -> binance.commission(CREDENTIALS, symbol);
      case "editOrder" -> edit(u, symbol);
      case "fetchClosedOrders",
          "fetchCanceledOrders",
          "fetchCanceledAndClosedOrders",
          "fetchOrders" ->
          () ->
              binance.orderHistory(
                  CREDENTIALS, new OrderQuery(symbol, since, until(params), limit, null));
      case "fetchMyTrades", "fetchOrderTrades" ->
          () -> binance.fills(CREDENTIALS, new FillQuery(symbol, orderId(u), since, limit));
      default -> null;
    };
  }

  private Runnable byCost(JsonNode u, Symbol symbol, Side side) {
    Quantity cost = new Quantity.Quote(new BigDecimal(u.get("cost").asString()));
    OrderRequest request = request(symbol, side, cost, new OrderTerms.Market(), u.path("params"));
    return () -> binance.prepareOrder(CREDENTIALS, request, PATIENCE).send();
  }

  private static List<Symbol> symbols(JsonNode u) {
    List<Symbol> symbols = new ArrayList<>();
    u.path("symbols").forEach(symbol -> symbols.add(Symbol.parse(symbol.asString())));
    return symbols;
  }

  private static @Nullable Instant until(JsonNode params) {
    return params.has("until") ? Instant.ofEpochMilli(params.get("until").asLong()) : null;
  }

  private static @Nullable VenueOrderId orderId(JsonNode u) {
    String id = u.path("params").path("orderId").asString(u.path("id").asString(""));
    return id.isEmpty() ? null : new VenueOrderId(id);
  }

  private Runnable candles(
      JsonNode u, Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    Interval interval = Interval.of(u.get("timeframe").asString()).orElseThrow();
    return () -> binance.candles(symbol, interval, since, limit);
  }

  private static OrderRef reference(JsonNode u) {
    return u.has("id")
        ? new OrderRef.ByVenueId(new VenueOrderId(u.get("id").asString()))
        : new OrderRef.ByClientId(
            new NativeClientOrderId(u.get("params").get("clientOrderId").asString()));
  }

  private @Nullable Runnable order(JsonNode u, Symbol symbol) {
    OrderRequest request = request(u, symbol);
    if (request == null) {
      return null;
    }
    return u.path("params").path("test").asBoolean(false)
        ? () -> binance.testOrder(CREDENTIALS, request)
        : () -> binance.prepareOrder(CREDENTIALS, request, PATIENCE).send();
  }

  private static @Nullable OrderRequest request(JsonNode u, Symbol symbol) {
    JsonNode params = u.path("params");
    String cost = params.path("cost").asString(params.path("quoteOrderQty").asString(""));
    Quantity quantity =
        cost.isEmpty()
            ? new Quantity.Base(new BigDecimal(u.path("amount").asString("0.001")))
            : new Quantity.Quote(new BigDecimal(cost));
    OrderTerms terms = terms(u);
    return terms == null ? null : request(symbol, side(u), quantity, terms, params);
  }

  private static Side side(JsonNode u) {
    return Side.valueOf(u.get("side").asString().toUpperCase(Locale.ROOT));
  }

  /** From the same order at another price; without an amount, that stays 0.001. */
  private @Nullable Runnable edit(JsonNode u, Symbol symbol) {
    OrderRequest to = request(u, symbol);
    if (to == null) {
      return null;
    }
    OrderTerms otherTerms = new OrderTerms.Limit(new BigDecimal("40000.1"), TimeInForce.GTC, false);
    OrderRequest from =
        new OrderRequest(
            new NativeClientOrderId("theOneBefore"),
            symbol,
            to.side(),
            to.quantity(),
            otherTerms,
            null,
            null,
            NativeParams.NONE);
    String id = u.path("id").asString("");
    VenueOrderId order = new VenueOrderId(id.isEmpty() ? EDITED : id);
    return () -> binance.prepareAmend(CREDENTIALS, order, from, to, PATIENCE).send();
  }

  /** Null for what our vocabulary cannot say: a take profit that trails. */
  private static @Nullable OrderTerms terms(JsonNode u) {
    JsonNode params = u.path("params");
    String type = u.get("type").asString();
    BigDecimal price = type.equals("market") ? null : decimal(u, "price");
    String time = params.path("timeInForce").asString("GTC");
    BigDecimal percent = decimal(params, "trailingPercent");
    if (percent != null) {
      return params.path("stopLossOrTakeProfit").asString().equals("stopLoss")
          ? new OrderTerms.TrailingStop(
              new OrderTerms.TrailingDelta.Percent(percent),
              decimal(params, "trailingTriggerPrice"),
              price)
          : null;
    }
    for (String name : List.of("stopLossPrice", "triggerPrice", "stopPrice")) {
      BigDecimal trigger = decimal(params, name);
      if (trigger != null) {
        return price == null
            ? new OrderTerms.StopMarket(trigger)
            : new OrderTerms.StopLimit(trigger, price, TimeInForce.valueOf(time));
      }
    }
    BigDecimal take = decimal(params, "takeProfitPrice");
    if (take != null) {
      return price == null
          ? new OrderTerms.TakeProfitMarket(take)
          : new OrderTerms.TakeProfitLimit(take, price, TimeInForce.valueOf(time));
    }
    if (price == null) {
      return new OrderTerms.Market();
    }
    boolean postOnly = params.path("postOnly").asBoolean(false) || time.equals("PO");
    return new OrderTerms.Limit(
        price, postOnly ? TimeInForce.GTC : TimeInForce.valueOf(time), postOnly);
  }

  private static @Nullable BigDecimal decimal(JsonNode node, String name) {
    return node.has(name) ? new BigDecimal(node.get(name).asString()) : null;
  }

  private static OrderRequest request(
      Symbol symbol, Side side, Quantity quantity, OrderTerms terms, JsonNode params) {
    String id =
        params
            .path("clientOrderId")
            .asString(params.path("newClientOrderId").asString(BinanceStub.ID.text()));
    String prevention = params.path("selfTradePrevention").asString("");
    return new OrderRequest(
        new NativeClientOrderId(id),
        symbol,
        side,
        quantity,
        terms,
        decimal(params, "icebergAmount"),
        null,
        prevention.isEmpty()
            ? NativeParams.NONE
            : new NativeParams(
                Map.of("selfTradePreventionMode", prevention.toUpperCase(Locale.ROOT))));
  }
}
