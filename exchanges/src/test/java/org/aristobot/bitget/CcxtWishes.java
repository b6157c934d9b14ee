package org.aristobot.bitget;

import static org.aristobot.bitget.BitgetStub.CREDENTIALS;

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

  private static final Set<String> KNOWN_PARAMS =
      Set.of(
          "clientOrderId",
          "timeInForce",
          "postOnly",
          "cost",
          "createMarketBuyOrderRequiresPrice",
          "trigger",
          "triggerPrice",
          "triggerPriceType",
          "method",
          "until");

  /** Calls that take an end of time; others do not have one. */
  private static final Set<String> UNTIL = Set.of("fetchClosedOrders");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The order that an edit is about, where the wish does not name it by the venue's id. */
  private static final String EDITED = "28457123456";

  private final Bitget bitget;

  CcxtWishes(Bitget bitget) {
    this.bitget = bitget;
  }

  /** The wish as a call of our client; null where there is none. */
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
    return switch (call) {
      case "fetchTime" -> bitget::serverTime;
      case "fetchBalance" -> () -> bitget.balances(CREDENTIALS);
      case "fetchOpenOrders" ->
          since == null && limit == null ? () -> bitget.openOrders(CREDENTIALS, symbol) : null;
      case "fetchTickers" -> () -> bitget.tickers(symbols(u));
      case "fetchClosedOrders", "fetchCanceledOrders", "fetchCanceledAndClosedOrders" ->
          () ->
              bitget.orderHistory(
                  CREDENTIALS, new OrderQuery(symbol, since, until(params), limit, null));
      default -> symbol == null ? null : of(u, symbol, since, limit);
    };
  }

  private @Nullable Runnable of(
      JsonNode u, Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    return switch (u.get("call").asString()) {
      case "fetchTicker" -> () -> bitget.ticker(symbol);
      case "fetchOrderBook" -> () -> bitget.orderBook(symbol, limit);
      case "fetchTrades" -> () -> bitget.trades(symbol, since, limit);
      case "fetchOHLCV" -> candles(u, symbol, since, limit);
      case "createOrder", "createMarketBuyOrderWithCost" -> order(u, symbol);
      case "cancelOrder" -> cancel(u, symbol);
      case "fetchOrder" -> () -> bitget.order(CREDENTIALS, symbol, reference(u, ""));
      case "fetchTradingFee" -> () -> bitget.commission(CREDENTIALS, symbol);
      case "editOrder" -> edit(u, symbol);
      case "fetchMyTrades" ->
          () -> bitget.fills(CREDENTIALS, new FillQuery(symbol, null, since, limit));
      default -> null;
    };
  }

  private static List<Symbol> symbols(JsonNode u) {
    List<Symbol> symbols = new ArrayList<>();
    u.path("symbols").forEach(symbol -> symbols.add(Symbol.parse(symbol.asString())));
    return symbols;
  }

  private static @Nullable Instant until(JsonNode params) {
    return params.has("until") ? Instant.ofEpochMilli(params.get("until").asLong()) : null;
  }

  private Runnable candles(
      JsonNode u, Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    Interval interval = Interval.of(u.get("timeframe").asString()).orElseThrow();
    return () -> bitget.candles(symbol, interval, since, limit);
  }

  private Runnable cancel(JsonNode u, Symbol symbol) {
    String kind = u.path("params").path("trigger").asBoolean(false) ? "plan-" : "";
    return () -> bitget.prepareCancel(CREDENTIALS, symbol, reference(u, kind), PATIENCE).send();
  }

  private static OrderRef reference(JsonNode u, String kind) {
    return u.has("id")
        ? new OrderRef.ByVenueId(new VenueOrderId(kind + u.get("id").asString()))
        : new OrderRef.ByClientId(
            new NativeClientOrderId(u.get("params").get("clientOrderId").asString()));
  }

  private Runnable order(JsonNode u, Symbol symbol) {
    OrderRequest request = request(u, symbol);
    return () -> bitget.prepareOrder(CREDENTIALS, request, PATIENCE).send();
  }

  private static Side side(JsonNode u) {
    return Side.valueOf(u.path("side").asString("buy").toUpperCase(Locale.ROOT));
  }

  /** From the same order at another price and trigger; what is not said stays. */
  private Runnable edit(JsonNode u, Symbol symbol) {
    OrderRequest to = request(u, symbol);
    boolean isPlan = u.path("params").has("triggerPrice");
    OrderTerms otherTerms =
        isPlan
            ? new OrderTerms.StopMarket(new BigDecimal("40000.1"))
            : new OrderTerms.Limit(new BigDecimal("40000.1"), TimeInForce.GTC, false);
    OrderRequest from =
        new OrderRequest(
            isPlan ? to.id() : new NativeClientOrderId("theOneBefore"),
            symbol,
            to.side(),
            to.quantity(),
            otherTerms,
            null,
            null,
            NativeParams.NONE);
    String id = u.path("id").asString("");
    VenueOrderId order = new VenueOrderId((isPlan ? "plan-" : "") + (id.isEmpty() ? EDITED : id));
    return () -> bitget.prepareAmend(CREDENTIALS, order, from, to, PATIENCE).send();
  }

  /** A trigger below the market that sells, or above it that buys, is a stop. */
  private static OrderTerms terms(JsonNode u) {
    JsonNode params = u.path("params");
    String type = u.path("type").asString("market");
    BigDecimal price = type.equals("market") ? null : decimal(u, "price", "40000.1");
    String time = params.path("timeInForce").asString("GTC");
    BigDecimal trigger = decimal(params, "triggerPrice", null);
    if (trigger != null) {
      return price == null
          ? new OrderTerms.StopMarket(trigger)
          : new OrderTerms.StopLimit(trigger, price, TimeInForce.GTC);
    }
    if (price == null) {
      return new OrderTerms.Market();
    }
    boolean postOnly = params.path("postOnly").asBoolean(false) || time.equals("PO");
    return new OrderTerms.Limit(
        price, postOnly ? TimeInForce.GTC : TimeInForce.valueOf(time), postOnly);
  }

  /** CCXT takes the amount for the cost where no price is required. */
  private static Quantity quantity(JsonNode u) {
    JsonNode params = u.path("params");
    String amount = u.path("amount").asString("0.001");
    boolean isCost =
        params.has("createMarketBuyOrderRequiresPrice")
            && !params.get("createMarketBuyOrderRequiresPrice").asBoolean();
    String cost = u.path("cost").asString(params.path("cost").asString(isCost ? amount : ""));
    return cost.isEmpty()
        ? new Quantity.Base(new BigDecimal(amount))
        : new Quantity.Quote(new BigDecimal(cost));
  }

  private static @Nullable BigDecimal decimal(
      JsonNode node, String name, @Nullable String otherwise) {
    String text = node.has(name) ? node.get(name).asString() : otherwise;
    return text == null ? null : new BigDecimal(text);
  }

  private static OrderRequest request(JsonNode u, Symbol symbol) {
    JsonNode params = u.path("params");
    String id = params.path("clientOrderId").asString(BitgetStub.ID.text());
    String trigger = params.path("triggerPriceType").asString("");
    return new OrderRequest(
        new NativeClientOrderId(id),
        symbol,
        side(u),
        quantity(u),
        terms(u),
        null,
        null,
        trigger.isEmpty() ? NativeParams.NONE : new NativeParams(Map.of("triggerType", trigger)));
  }
}
