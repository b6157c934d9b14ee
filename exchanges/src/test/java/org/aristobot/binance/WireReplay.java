package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.CREDENTIALS;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Environment;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives recorded answers, whole or altered, to the calls that they answer. */
final class WireReplay implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Recordings by what they answer. Behind {@code #} stands where in the recording the answer is:
   * the socket's answers hold those of REST, and the reports of a list cancel are those of single
   * cancels.
   */
  static final Map<String, String> OPERATIONS = new TreeMap<>();

  static {
    for (String plain :
        List.of(
            "server_time",
            "get_markets",
            "get_ticker",
            "fetch_tickers",
            "get_order_book",
            "get_trades",
            "get_candles",
            "get_balance",
            "api_key_permissions",
            "get_order_info",
            "fetch_open_orders",
            "fetch_closed_orders",
            "fetch_my_trades",
            "place_order",
            "cancel_order")) {
      OPERATIONS.put("spot_" + plain, plain);
    }
    for (String variant : List.of("full", "ack", "market_partly_filled_expired")) {
      OPERATIONS.put("spot_place_order__" + variant, "place_order");
    }
    OPERATIONS.put("spot_get_markets__with_filters", "get_markets");
    OPERATIONS.put("spot_ws_api_get_markets#/result", "get_markets");
    OPERATIONS.put("spot_ws_api_place_order#/result", "place_order");
    OPERATIONS.put("spot_ws_api_get_order_info#/result", "get_order_info");
    for (String report : List.of("all_orders#/0", "all_orders#/1", "order_list#/orderReports/0")) {
      OPERATIONS.put("spot_cancel_" + report, "cancel_order");
    }
    OPERATIONS.put("spot_cancel_order_list#/orderReports/1", "cancel_order");
    OPERATIONS.put("spot_cancel_all_orders#/2/orderReports/0", "cancel_order");
    OPERATIONS.put("spot_cancel_all_orders#/2/orderReports/1", "cancel_order");
  }

  private static final List<Instrument> MARKETS =
      List.of(
          BinanceStub.instrument("BTC", "USDT"),
          BinanceStub.instrument("LTC", "BTC"),
          BinanceStub.instrument("BNB", "BTC"),
          BinanceStub.instrument("LTC", "BNB"));

  final BinanceStub stub = new BinanceStub(Environment.LIVE);

  /** Limits out of the way, and every market of the recordings. */
  WireReplay() {
    stub.answering(
        Reply.of(
            200,
            """
            {"symbols":[],"rateLimits":[
             {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":1000000},
             {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":1000000}]}\
            """));
    stub.binance.instruments();
    stub.binance.remember(MARKETS);
  }

  @Override
  public void close() {
    stub.close();
  }

  /** The recorded answer of that name. */
  static JsonNode response(String name) {
    String[] parts = name.split("#", -1);
    JsonNode response = BinanceStub.fixture(parts[0]).get("response");
    return parts.length == 1 ? response : response.at(parts[1]);
  }

  /** What our client makes of an answer, or how it refuses it. */
  Object run(String name, JsonNode response) {
    JsonNode recorded = response(name);
    JsonNode first = recorded.isArray() ? recorded.get(0) : recorded;
    Symbol symbol = symbol(first.path("symbol").asString(""));
    OrderRef order = new OrderRef.ByVenueId(new VenueOrderId(first.path("orderId").asString("0")));
    stub.answering(Reply.of(200, response.toString()));
    try {
      return switch (Objects.requireNonNull(OPERATIONS.get(name), name)) {
        case "server_time" -> serverTime(response);
        case "get_markets" -> instruments();
        case "get_ticker" -> stub.binance.ticker(symbol);
        case "fetch_tickers" -> whole(stub.binance.tickers(List.of()));
        case "get_order_book" -> stub.binance.orderBook(symbol, null);
        case "get_trades" -> whole(stub.binance.trades(symbol, null, null));
        case "get_candles" -> stub.binance.candles(symbol, Interval.ONE_WEEK, null, null);
        case "get_balance" -> List.of(stub.binance.balances(CREDENTIALS), permissions(response));
        case "api_key_permissions" -> permissions(response);
        case "get_order_info" -> bare(stub.binance.order(CREDENTIALS, symbol, order));
        case "fetch_open_orders" ->
            stub.binance.openOrders(CREDENTIALS, symbol).rows().stream()
                .map(WireReplay::bare)
                .toList();
        case "fetch_closed_orders" -> history(response, symbol);
        case "fetch_my_trades" ->
            stub.binance.fills(CREDENTIALS, new FillQuery(symbol, null, null, null)).rows();
        case "place_order" -> end(place(symbol, first.get("clientOrderId").asString()));
        case "cancel_order" ->
            end(stub.binance.prepareCancel(CREDENTIALS, symbol, order, PATIENCE));
        default -> throw new AssertionError(name);
      };
    } catch (ExchangeException e) {
      return e.failure();
    }
  }

  /** Books, candles and trades do not say whose they are. */
  private static Symbol symbol(String venueSymbol) {
    return MARKETS.stream()
        .filter(market -> market.venueSymbol().equals(venueSymbol))
        .findFirst()
        .map(Instrument::symbol)
        .orElse(Symbol.spot("BNB", "BTC"));
  }

  private static Object whole(Rows<?> rows) {
    return rows.unreadable().isEmpty() ? rows.rows() : rows;
  }

  private Instant serverTime(JsonNode response) {
    stub.time = response.toString();
    try {
      return stub.binance.serverTime();
    } finally {
      stub.time = null;
    }
  }

  private List<Instrument> instruments() {
    List<Instrument> rows = stub.binance.instruments().rows();
    stub.binance.remember(MARKETS);
    return rows;
  }

  private Object permissions(JsonNode response) {
    String account = BinanceStub.fixture("spot_get_balance").get("response").toString();
    boolean isAccount = response.has("balances");
    stub.answers.set(seen ->
        seen.path().startsWith("/sapi/")
            ? isAccount ? Reply.of(404, "<html>") : Reply.of(200, response.toString())
            : Reply.of(200, isAccount ? response.toString() : account));
    return stub.binance.checkCredentials(CREDENTIALS).permissions();
  }

  /** The recorded order is open, which a history leaves out: it is finished for this. */
  private Object history(JsonNode response, Symbol symbol) {
    JsonNode copy = response.deepCopy();
    boolean open = copy.get(0).path("status").asString("").equals("NEW");
    if (open) {
      ((ObjectNode) copy.get(0)).put("status", "CANCELED");
    }
    stub.answering(Reply.of(200, copy.toString()));
    return stub
        .binance
        .orderHistory(CREDENTIALS, new OrderQuery(symbol, null, null, null, null))
        .rows()
        .stream()
        .map(WireReplay::bare)
        .toList();
  }

  private Prepared place(Symbol symbol, String clientId) {
    return stub.binance.prepareOrder(
        CREDENTIALS,
        new OrderRequest(
            new NativeClientOrderId(clientId),
            symbol,
            Side.SELL,
            new Quantity.Base(BigDecimal.TEN),
            new OrderTerms.Market(),
            null,
            null,
            NativeParams.NONE),
        PATIENCE);
  }

  private static Object end(Prepared prepared) {
    return switch (prepared.send()) {
      case Outcome.Accepted(var order, _) -> bare(order);
      case Outcome.Unconfirmed(var failure, _) -> failure;
      case Outcome.Rejected(var failure, _, _, _) -> failure;
      case Outcome.Denied(var failure) -> failure;
    };
  }

  /** Without its raw text, which every alteration changes. */
  private static Order bare(Order o) {
    return new Order(
        o.venueOrderId(),
        o.nativeClientOrderId(),
        o.symbol(),
        o.side(),
        o.type(),
        o.quantity(),
        o.quoteQuantity(),
        o.price(),
        o.stopPrice(),
        o.timeInForce(),
        o.status(),
        o.nativeStatus(),
        o.filled(),
        o.filledQuote(),
        o.average(),
        o.fills(),
        o.legs(),
        o.createdAt(),
        o.updatedAt(),
        "");
  }
}
