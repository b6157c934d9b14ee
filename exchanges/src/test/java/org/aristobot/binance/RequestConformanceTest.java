package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.CREDENTIALS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.aristobot.exchange.ExchangeException;
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
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The requests that an independent client builds for the same wishes, against ours. */
class RequestConformanceTest {

  /** Parameters that we rightly send otherwise, by path and name. */
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "* recvWindow", "5 s, the venue's default: the shorter, the sooner absence is provable",
          "/api/v3/klines limit", "theirs is the venue's default, which we leave out",
          "/api/v3/allOrders limit",
              "ours is the maximum, because open ones are filtered out of it",
          "/api/v3/account omitZeroBalances", "rows without anything are left out anyway");

  private static final String SINGLE =
      "single trades, not aggregates: their ids are those of fills and of the stream";

  /** Whole cases that we rightly build otherwise. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "limit buy, amount and price off the step (CCXT cuts the amount, rounds the price)",
          "amounts are never rounded silently",
          "limit sell, price off the step just below the half",
          "amounts are never rounded silently",
          "market buy with cost, DOGE, many decimals (CCXT cuts)",
          "amounts are never rounded silently",
          "market buy with cost, BTC, many decimals (CCXT cuts)",
          "amounts are never rounded silently",
          "market buy base, price given",
          "a base quantity stays a base quantity: it is not turned into price times quantity",
          "public trades",
          SINGLE,
          "public trades limit 50",
          SINGLE,
          "public trades since, limit",
          SINGLE);

  private static final String BEST = "tickers have the best and the last price";
  private static final String FEES = "fees are read from fills";
  private static final String CANCEL_ALL = "orders are cancelled one by one, by id";
  private static final String STATES = "open and finished orders are asked for apart";
  private static final String NARROWER = "a way to narrow a list that the contract does not have";
  private static final String EDIT = "there is no edit";
  private static final String TRAIL = "trailing stops trail as stop losses";
  private static final String TEST_ORDER = "an order that is none is never sent";

  /** Whole cases that ask for what there is no operation for. */
  private static final Map<String, String> OUTSIDE =
      Map.ofEntries(
          Map.entry("best bids and asks, two symbols", BEST),
          Map.entry("best bids and asks, all", BEST),
          Map.entry("last prices", BEST),
          Map.entry("own fee of one symbol", FEES),
          Map.entry("own fees", FEES),
          Map.entry("cancel all of a symbol", CANCEL_ALL),
          Map.entry("cancel all trigger orders of a symbol", CANCEL_ALL),
          Map.entry("orders of any state since, limit", STATES),
          Map.entry("trigger orders of any state", STATES),
          Map.entry("cancelled orders since, limit", STATES),
          Map.entry("my trades since, limit, until", NARROWER),
          Map.entry("my trades from id", NARROWER),
          Map.entry("candles 1m until", NARROWER),
          Map.entry("candles 1d since, until", NARROWER),
          Map.entry("edit price and amount", EDIT),
          Map.entry("edit price only", EDIT),
          Map.entry("edit by client id", EDIT),
          Map.entry("edit by client id (native cancelOrigClientOrderId), new client id", EDIT),
          Map.entry("edit, new client id", EDIT),
          Map.entry("edit of a stop-limit", EDIT),
          Map.entry("edit, post only", EDIT),
          Map.entry("trailing take profit limit buy, 0.5 per cent, with activation price", TRAIL),
          Map.entry("trailing take profit market sell, 2 per cent", TRAIL),
          Map.entry("test order, limit buy", TEST_ORDER));

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
          "until");

  /** Calls that take an end of time; others do not have one yet. */
  private static final Set<String> UNTIL = Set.of("fetchClosedOrders");

  private final BinanceStub stub = new BinanceStub();

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  void requests_are_those_of_an_independent_client() {
    stub.answering(Reply.of(500, "{}"));
    List<String> wrong = new ArrayList<>();
    List<String> matching = new ArrayList<>();
    List<String> different = new ArrayList<>();
    List<String> outside = new ArrayList<>();
    for (JsonNode one : BinanceStub.fixture("requests_ccxt_spot").get("cases")) {
      String name = one.get("name").asString();
      Runnable wish = wish(one.get("unified"));
      if (wish == null) {
        outside.add(name);
        continue;
      }
      String difference = difference(one.get("request"), sent(wish));
      if (DIFFERENT.containsKey(name)) {
        different.add(name);
        assertThat(difference).as("%s is listed without need", name).isNotEmpty();
      } else if (difference.isEmpty()) {
        matching.add(name);
      } else {
        wrong.add(name + ": " + difference);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(different).containsExactlyInAnyOrderElementsOf(DIFFERENT.keySet());
    assertThat(outside).containsExactlyInAnyOrderElementsOf(OUTSIDE.keySet());
    assertThat(List.of(matching.size(), different.size(), outside.size()))
        .as("matching, listed, out of scope")
        .containsExactly(86, 8, 24);
  }

  private Seen sent(Runnable wish) {
    try {
      wish.run();
    } catch (ExchangeException e) {
      // The stub refuses everything: only the request matters.
    }
    return stub.server.seen().getLast();
  }

  private static String difference(JsonNode expected, Seen sent) {
    if (!expected.get("method").asString().equals(sent.method())
        || !expected.get("path").asString().equals(sent.path())) {
      return sent.method() + " " + sent.path();
    }
    Map<String, String> theirs = new TreeMap<>();
    for (String part : List.of("query", "body")) {
      expected
          .path(part)
          .properties()
          .forEach(e -> {
            JsonNode value = e.getValue();
            theirs.put(e.getKey(), value.isArray() ? value.toString() : value.asString());
          });
    }
    Map<String, String> ours = parameters(sent);
    Set<String> names = new TreeSet<>(theirs.keySet());
    names.addAll(ours.keySet());
    StringBuilder difference = new StringBuilder();
    for (String name : names) {
      String their = theirs.get(name);
      String our = ours.get(name);
      if (!equal(their, our)
          && !OTHERWISE.containsKey("* " + name)
          && !OTHERWISE.containsKey(sent.path() + " " + name)) {
        difference.append(name).append(' ').append(their).append(" != ").append(our).append("; ");
      }
    }
    return difference.toString();
  }

  private static Map<String, String> parameters(Seen sent) {
    Map<String, String> parameters = new TreeMap<>();
    if (sent.target().contains("?")) {
      for (String pair : sent.target().substring(sent.target().indexOf('?') + 1).split("&", -1)) {
        String[] both = pair.split("=", 2);
        parameters.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
      }
    }
    parameters.remove("timestamp");
    parameters.remove("signature");
    return parameters;
  }

  private static boolean equal(@Nullable String theirs, @Nullable String ours) {
    if (theirs == null || ours == null) {
      return false;
    }
    if (theirs.equals("<generated>") || theirs.equals(ours)) {
      return true;
    }
    return theirs.matches("[0-9.]+")
        && ours.matches("[0-9.]+")
        && new BigDecimal(theirs).compareTo(new BigDecimal(ours)) == 0;
  }

  /** The wish as a call of our client; null where it is not built yet. */
  private @Nullable Runnable wish(JsonNode u) {
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
      return stub.binance::serverTime;
    }
    if (call.equals("fetchBalance")) {
      return () -> stub.binance.balances(CREDENTIALS);
    }
    if (call.equals("fetchOpenOrders")) {
      return () -> stub.binance.openOrders(CREDENTIALS, symbol);
    }
    if (call.equals("fetchTickers")) {
      return () -> stub.binance.tickers(symbols(u));
    }
    if (symbol == null) {
      return null;
    }
    return switch (call) {
      case "fetchTicker" -> () -> stub.binance.ticker(symbol);
      case "fetchOrderBook" -> () -> stub.binance.orderBook(symbol, limit);
      case "fetchTrades" -> () -> stub.binance.trades(symbol, since, limit);
      case "fetchOHLCV" -> candles(u, symbol, since, limit);
      case "createOrder" -> order(u, symbol);
      case "createMarketBuyOrderWithCost", "createMarketSellOrderWithCost" ->
          place(
              symbol,
              call.contains("Buy") ? Side.BUY : Side.SELL,
              new Quantity.Quote(new BigDecimal(u.get("cost").asString())),
              new OrderTerms.Market(),
              params);
      case "cancelOrder" ->
          () ->
              stub.binance
                  .prepareCancel(CREDENTIALS, symbol, reference(u), Duration.ofSeconds(20))
                  .send();
      case "fetchOrder" -> () -> stub.binance.order(CREDENTIALS, symbol, reference(u));
      case "fetchClosedOrders", "fetchCanceledAndClosedOrders" ->
          () ->
              stub.binance.orderHistory(
                  CREDENTIALS, new OrderQuery(symbol, since, until(params), limit, null));
      case "fetchMyTrades", "fetchOrderTrades" ->
          () -> stub.binance.fills(CREDENTIALS, new FillQuery(symbol, orderId(u), since, limit));
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

  private static @Nullable VenueOrderId orderId(JsonNode u) {
    String id = u.path("params").path("orderId").asString(u.path("id").asString(""));
    return id.isEmpty() ? null : new VenueOrderId(id);
  }

  private Runnable candles(
      JsonNode u, Symbol symbol, @Nullable Instant since, @Nullable Integer limit) {
    Interval interval = Interval.of(u.get("timeframe").asString()).orElseThrow();
    return () -> stub.binance.candles(symbol, interval, since, limit);
  }

  private static OrderRef reference(JsonNode u) {
    return u.has("id")
        ? new OrderRef.ByVenueId(new VenueOrderId(u.get("id").asString()))
        : new OrderRef.ByClientId(
            new NativeClientOrderId(u.get("params").get("clientOrderId").asString()));
  }

  private @Nullable Runnable order(JsonNode u, Symbol symbol) {
    JsonNode params = u.path("params");
    Side side = Side.valueOf(u.get("side").asString().toUpperCase(Locale.ROOT));
    String cost = params.path("cost").asString(params.path("quoteOrderQty").asString(""));
    Quantity quantity =
        cost.isEmpty()
            ? new Quantity.Base(new BigDecimal(u.get("amount").asString()))
            : new Quantity.Quote(new BigDecimal(cost));
    OrderTerms terms = terms(u);
    return terms == null ? null : place(symbol, side, quantity, terms, params);
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

  private Runnable place(
      Symbol symbol, Side side, Quantity quantity, OrderTerms terms, JsonNode params) {
    NativeClientOrderId id =
        new NativeClientOrderId(params.path("clientOrderId").asString(BinanceStub.ID.text()));
    String prevention = params.path("selfTradePrevention").asString("");
    OrderRequest request =
        new OrderRequest(
            id,
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
    return () -> stub.binance.prepareOrder(CREDENTIALS, request, Duration.ofSeconds(20)).send();
  }
}
