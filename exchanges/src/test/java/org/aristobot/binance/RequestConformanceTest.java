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
          "a base quantity stays a base quantity: it is not turned into price times quantity");

  private static final Set<String> KNOWN_PARAMS =
      Set.of("clientOrderId", "timeInForce", "postOnly", "cost", "quoteOrderQty", "recvWindow");

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
    // Grows as the client grows: a case that silently leaves the comparison is noticed.
    assertThat(List.of(matching.size(), different.size(), outside.size()))
        .as("matching, listed, out of scope")
        .containsExactly(53, 5, 60);
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
          .forEach(e -> theirs.put(e.getKey(), e.getValue().asString()));
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
      if (!KNOWN_PARAMS.contains(param.getKey()) && !param.getKey().equals("orderId")) {
        return null;
      }
    }
    Symbol symbol = u.has("symbol") ? Symbol.parse(u.get("symbol").asString()) : null;
    Integer limit = u.has("limit") ? u.get("limit").asInt() : null;
    Instant since = u.has("since") ? Instant.ofEpochMilli(u.get("since").asLong()) : null;
    String call = u.get("call").asString();
    if (call.equals("fetchTime")) {
      return stub.binance::serverTime;
    }
    if (call.equals("fetchBalance")) {
      return () -> stub.binance.balances(CREDENTIALS);
    }
    if (call.equals("fetchOpenOrders")) {
      return () -> stub.binance.openOrders(CREDENTIALS, symbol);
    }
    if (symbol == null) {
      return null;
    }
    return switch (call) {
      case "fetchTicker" -> () -> stub.binance.ticker(symbol);
      case "fetchOrderBook" -> () -> stub.binance.orderBook(symbol, limit);
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
                  CREDENTIALS, new OrderQuery(symbol, since, null, limit, null));
      case "fetchMyTrades", "fetchOrderTrades" ->
          () -> stub.binance.fills(CREDENTIALS, new FillQuery(symbol, orderId(u), since, limit));
      default -> null;
    };
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
    return switch (u.get("type").asString()) {
      case "market" -> place(symbol, side, quantity, new OrderTerms.Market(), params);
      case "limit" -> {
        String time = params.path("timeInForce").asString("GTC");
        boolean postOnly = params.path("postOnly").asBoolean(false) || time.equals("PO");
        yield place(
            symbol,
            side,
            quantity,
            new OrderTerms.Limit(
                new BigDecimal(u.get("price").asString()),
                postOnly ? TimeInForce.GTC : TimeInForce.valueOf(time),
                postOnly),
            params);
      }
      default -> null;
    };
  }

  private Runnable place(
      Symbol symbol, Side side, Quantity quantity, OrderTerms terms, JsonNode params) {
    NativeClientOrderId id =
        new NativeClientOrderId(params.path("clientOrderId").asString(BinanceStub.ID.text()));
    OrderRequest request =
        new OrderRequest(id, symbol, side, quantity, terms, null, null, NativeParams.NONE);
    return () -> stub.binance.prepareOrder(CREDENTIALS, request, Duration.ofSeconds(20)).send();
  }
}
