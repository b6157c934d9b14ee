package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.CREDENTIALS;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aristobot.conformance.Facts;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives recorded answers, whole or altered, to the calls that they answer. */
final class WireReplay implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final List<Instrument> MARKETS =
      List.of(
          BinanceStub.instrument("BTC", "USDT"),
          BinanceStub.instrument("LTC", "BTC"),
          BinanceStub.instrument("BNB", "BTC"),
          BinanceStub.instrument("LTC", "BNB"));

  final BinanceStub stub = new BinanceStub(Environment.LIVE, BinanceStub.earlyInAMinute());
  private final WireFamilyReplay families = new WireFamilyReplay(stub);

  /** Limits out of the way, and every market of the recordings. */
  WireReplay() {
    stub.withoutLimits().binance.remember(MARKETS);
  }

  @Override
  public void close() {
    stub.close();
  }

  /** A refusal; {@code outcome} is null for queries, which throw. */
  record Refused(@Nullable String outcome, Failure failure, @Nullable Order shown) {}

  /** Markets, and the limits that came with them. */
  record Markets(List<Instrument> rows, Map<String, Long> limits) {}

  /** What our client makes of an altered recording, against what it must make of the recorded. */
  static List<String> differences(String name, JsonNode response) {
    try (WireReplay replay = new WireReplay()) {
      return Facts.differences(
          WireShapes.expected(name).facts(), Facts.of(replay.run(name, response)));
    }
  }

  /** What our client makes of an answer, or how it refuses it. */
  Object run(String name, JsonNode response) {
    JsonNode recorded = Recordings.response(name);
    JsonNode first = recorded.isArray() ? recorded.get(0) : recorded;
    Symbol symbol = symbol(name, first);
    OrderRef order = new OrderRef.ByVenueId(new VenueOrderId(first.path("orderId").asString("0")));
    stub.answering(Reply.of(Recordings.status(name), response.toString()));
    try {
      return switch (Recordings.operation(name)) {
        case "server_time" -> serverTime(response);
        case "get_markets" -> markets();
        case "get_ticker" -> stub.binance.ticker(symbol);
        case "fetch_tickers" -> whole(stub.binance.tickers(List.of()));
        case "get_order_book" -> stub.binance.orderBook(symbol, null);
        case "get_trades" -> whole(stub.binance.trades(symbol, null, null));
        case "get_candles" -> stub.binance.candles(symbol, Interval.ONE_WEEK, null, null);
        case "get_balance" -> List.of(stub.binance.balances(CREDENTIALS), permissions(response));
        case "api_key_permissions" -> permissions(response);
        case "get_order_info", "refused_query" -> stub.binance.order(CREDENTIALS, symbol, order);
        case "fetch_open_orders" -> whole(stub.binance.openOrders(CREDENTIALS, symbol));
        case "fetch_closed_orders" -> history(response, symbol);
        case "fetch_my_trades" ->
            whole(stub.binance.fills(CREDENTIALS, new FillQuery(symbol, null, null, null)));
        case "place_order", "acknowledgement", "refused_order" ->
            end(place(symbol, first.path("clientOrderId").asString("any")));
        case "place_oco", "place_oto", "place_otoco", "place_opo", "place_opoco" ->
            families.placeList(Recordings.operation(name), symbol, response);
        case "cancel_order_list" -> families.cancelList(symbol, recorded);
        case "get_order_list" -> families.queryList(symbol, recorded, response);
        case "edit_order" -> families.amend(symbol, recorded);
        case "replace_order", "failed_replace" -> families.replace(symbol, recorded);
        case "trade_fee" -> stub.binance.commission(CREDENTIALS, symbol);
        case "cancel_order", "refused_cancel" ->
            end(stub.binance.prepareCancel(CREDENTIALS, symbol, order, PATIENCE));
        default -> throw new AssertionError(name);
      };
    } catch (ExchangeException e) {
      return new Refused(null, e.failure(), null);
    }
  }

  /** Books, candles and trades do not say whose they are; of lists the orders say it. */
  private static Symbol symbol(String name, JsonNode answer) {
    String venueSymbol = "";
    for (String place :
        List.of(
            "/orderReports/0/symbol",
            "/amendedOrder/symbol",
            "/newOrderResponse/symbol",
            "/data/newOrderResponse/symbol",
            "/data/cancelResponse/symbol",
            "/symbol")) {
      venueSymbol = venueSymbol.isEmpty() ? answer.at(place).asString("") : venueSymbol;
    }
    if (venueSymbol.isEmpty() && Recordings.operation(name).equals("failed_replace")) {
      return BinanceStub.BTC_USDT;
    }
    return symbol(venueSymbol);
  }

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

  /** The ledger shows a key's limits once they were drawn on. */
  private Markets markets() {
    List<Instrument> rows = stub.binance.instruments().rows();
    stub.binance.remember(MARKETS);
    stub.binance.prepareOrder(CREDENTIALS, BinanceStub.limitBuy(), PATIENCE).abandon();
    Map<String, Long> limits = new TreeMap<>();
    stub.binance
        .headroom()
        .forEach((bucket, room) -> {
          if (room.limit() != BinanceStub.OUT_OF_THE_WAY) {
            limits.put(bucket.replaceFirst(":.*", ""), room.limit());
          }
        });
    return new Markets(rows, limits);
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
    return whole(
        stub.binance.orderHistory(CREDENTIALS, new OrderQuery(symbol, null, null, null, null)));
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

  static Object end(Prepared prepared) {
    return switch (prepared.send()) {
      case Outcome.Accepted(var order, _) -> order;
      case Outcome.Unconfirmed(var failure, _) -> new Refused("Unconfirmed", failure, null);
      case Outcome.Rejected(var failure, _, _, var shown) ->
          new Refused("Rejected", failure, shown);
      case Outcome.Denied(var failure) -> new Refused("Denied", failure, null);
    };
  }
}
