package org.aristobot.bitget;

import static org.aristobot.bitget.BitgetStub.BTC_USDT;
import static org.aristobot.bitget.BitgetStub.CREDENTIALS;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.aristobot.conformance.Facts;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.Rows;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives recorded answers, whole or altered, to the calls that they answer. */
final class WireReplay implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** When the recorded candles of long ago begin. */
  private static final Instant LONG_AGO = Instant.ofEpochMilli(1646064000000L);

  /** The order that a recorded child belongs to, as the venue shows it. */
  private static final String TRIGGERED =
      """
      {"nextFlag":false,"idLessThan":"7","orderList":[
        {"orderId":"7","clientOid":"%s","symbol":"BTCUSDT","size":"0.001","executePrice":"",
         "triggerPrice":"57000","status":"executed","orderType":"market","side":"sell",
         "planType":"amount","triggerType":"fill_price","enterPointSource":"API",
         "cTime":"1725211304522","uTime":"1725211304609"}]}\
      """
          .formatted(BitgetStub.ID);

  /** Recorded masked; ids are numbers. */
  static final String CHILD = "4711";

  private static final String MASKED_CHILD = "xxxxxxxxxxxxx";

  final BitgetStub stub = new BitgetStub();

  @Override
  public void close() {
    stub.close();
  }

  /** A refusal; {@code outcome} is null for queries, which throw. */
  record Refused(@Nullable String outcome, Failure failure) {}

  /** What our client makes of an altered recording, against what it must make of the recorded. */
  static List<String> differences(String name, JsonNode response) {
    try (WireReplay replay = new WireReplay()) {
      return Facts.differences(
          WireShapes.expected(name).facts(), Facts.of(replay.run(name, response)));
    }
  }

  /** What our client makes of an answer, or how it refuses it. */
  Object run(String name, JsonNode response) {
    JsonNode data = Recordings.response(name).get("data");
    stub.serving(Recordings.path(name), Reply.of(Recordings.status(name), response.toString()));
    try {
      return switch (Recordings.operation(name)) {
        case "server_time" -> serverTime(response);
        case "get_markets" -> whole(markets(response));
        case "fetch_tickers" -> whole(stub.bitget.tickers(List.of()));
        case "get_order_book" -> stub.bitget.orderBook(BTC_USDT, null);
        case "get_trades" -> whole(stub.bitget.trades(usdt("BFT"), null, null));
        case "get_old_trades" ->
            whole(stub.bitget.trades(usdt("ETH"), Instant.ofEpochMilli(1744275603000L), null));
        case "get_candles" -> stub.bitget.candles(BTC_USDT, Interval.ONE_WEEK, null, null);
        case "get_old_candles" -> stub.bitget.candles(BTC_USDT, Interval.ONE_HOUR, LONG_AGO, 4);
        case "get_balance", "refused_query" -> stub.bitget.balances(CREDENTIALS);
        case "check_key" -> stub.bitget.checkCredentials(CREDENTIALS).permissions();
        case "trade_fee" -> stub.bitget.commission(CREDENTIALS, BTC_USDT);
        case "get_order_info" ->
            stub.bitget.order(CREDENTIALS, symbol(data.get(0)), id(data.get(0)));
        case "fetch_open_orders", "fetch_open_plans" -> open(name, response);
        case "fetch_closed_orders", "fetch_closed_plans" -> history(response);
        case "plan_children" -> child(response);
        case "fetch_my_trades" ->
            whole(stub.bitget.fills(CREDENTIALS, new FillQuery(BTC_USDT, null, null, null)));
        case "place_order" -> end(place(data, new OrderTerms.Market()));
        case "refused_order" -> end(place(null, new OrderTerms.Market()));
        case "place_plan" -> end(place(data, new OrderTerms.StopMarket(BigDecimal.ONE)));
        case "cancel_order" -> end(cancel(name, response, data.get("orderId").asString()));
        case "cancel_plan" -> end(cancel(name, response, "plan-7"));
        case "replace_order" -> end(replace());
        case "edit_plan" -> end(editPlan(data));
        default -> throw new AssertionError(name);
      };
    } catch (ExchangeException e) {
      return new Refused(null, e.failure());
    }
  }

  private static Symbol usdt(String base) {
    return Symbol.spot(base, "USDT");
  }

  private static Symbol symbol(JsonNode row) {
    return Symbol.parse(
        Objects.requireNonNull(WireShapes.SYMBOLS.get(row.get("symbol").asString())));
  }

  private static OrderRef id(JsonNode row) {
    return new OrderRef.ByVenueId(new VenueOrderId(row.get("orderId").asString()));
  }

  private static Object whole(Rows<?> rows) {
    return rows.unreadable().isEmpty() ? rows.rows() : rows;
  }

  private Instant serverTime(JsonNode response) {
    stub.time = response.toString();
    try {
      return stub.bitget.serverTime();
    } finally {
      stub.time = null;
    }
  }

  private Rows<?> markets(JsonNode response) {
    stub.answering(Reply.of(200, response.toString()));
    return stub.bitget.instruments();
  }

  /** There are three lists of open orders: the exits' one is empty. */
  private Object open(String name, JsonNode response) {
    stub.answers.set(seen ->
        seen.path().equals(Recordings.path(name)) && !isOfExits(seen)
            ? Reply.of(200, response.toString())
            : stub.nothing(seen));
    return whole(stub.bitget.openOrders(CREDENTIALS, null));
  }

  private static boolean isOfExits(Seen seen) {
    return seen.parameter("tpslType").equals("tpsl");
  }

  /** A recorded one that is open, which a history leaves out, is finished for this. */
  private Object history(JsonNode response) {
    JsonNode copy = response.deepCopy();
    JsonNode row = copy.at("/data/orderList/0");
    if (row.path("status").asString("").equals("not_trigger")) {
      ((ObjectNode) row).put("status", "cancelled");
    }
    boolean arePlans = !row.isMissingNode();
    stub.answers.set(seen ->
        seen.path().endsWith(arePlans ? "/history-plan-order" : "/history-orders")
                && !isOfExits(seen)
            ? Reply.of(200, copy.toString())
            : stub.nothing(seen));
    return whole(
        stub.bitget.orderHistory(CREDENTIALS, new OrderQuery(null, null, null, null, null)));
  }

  /** What a triggered order is, its child is, which is asked for by the recorded link. */
  private Object child(JsonNode response) {
    String child =
        """
        {"symbol":"BTCUSDT","orderId":"4711","clientOid":"the-child","price":"0",
         "size":"0.001","orderType":"market","side":"sell","status":"filled","priceAvg":"57001.00",
         "baseVolume":"0.001","quoteVolume":"57.001","cTime":"1725211304610",
         "uTime":"1725211304611"}\
        """;
    stub.answers.set(seen ->
        switch (seen.path().substring(seen.path().lastIndexOf('/') + 1)) {
          case "history-plan-order" -> Reply.of(200, stub.body(TRIGGERED));
          case "plan-sub-order" -> Reply.of(200, response.toString().replace(MASKED_CHILD, CHILD));
          case "orderInfo" ->
              seen.parameter("orderId").equals(CHILD)
                  ? Reply.of(200, stub.body("[" + child + "]"))
                  : stub.nothing(seen);
          default -> stub.nothing(seen);
        });
    return stub.bitget.order(CREDENTIALS, BTC_USDT, new OrderRef.ByClientId(BitgetStub.ID));
  }

  private Prepared place(@Nullable JsonNode acknowledged, OrderTerms terms) {
    String id = acknowledged == null ? "any" : acknowledged.get("clientOid").asString();
    return stub.bitget.prepareOrder(
        CREDENTIALS, order(new NativeClientOrderId(id), "10", terms), PATIENCE);
  }

  private static OrderRequest order(NativeClientOrderId id, String quantity, OrderTerms terms) {
    return new OrderRequest(
        id,
        BTC_USDT,
        Side.SELL,
        new Quantity.Base(new BigDecimal(quantity)),
        terms,
        null,
        null,
        NativeParams.NONE);
  }

  /** The order shows itself cancelled. */
  private Prepared cancel(String name, JsonNode response, String id) {
    String order =
        """
        {"symbol":"BTCUSDT","orderId":"%s","clientOid":"xx001","price":"60000.00","size":"0.001",
         "orderType":"limit","side":"sell","status":"cancelled","priceAvg":"0","baseVolume":"0",
         "quoteVolume":"0","cTime":"1725211304522","uTime":"1725211304609"}\
        """
            .formatted(id);
    String plan = TRIGGERED.replace("executed", "cancelled").replace(BitgetStub.ID.text(), "xx001");
    stub.answers.set(seen -> {
      if (seen.path().equals(Recordings.path(name))) {
        return Reply.of(200, response.toString());
      }
      return switch (seen.path().substring(seen.path().lastIndexOf('/') + 1)) {
        case "history-plan-order" -> Reply.of(200, stub.body(plan));
        case "orderInfo" -> Reply.of(200, stub.body("[" + order + "]"));
        default -> stub.nothing(seen);
      };
    });
    return stub.bitget.prepareCancel(
        CREDENTIALS, BTC_USDT, new OrderRef.ByVenueId(new VenueOrderId(id)), PATIENCE);
  }

  private Prepared replace() {
    OrderTerms terms = new OrderTerms.Limit(new BigDecimal("2"), TimeInForce.GTC, false);
    return stub.bitget.prepareAmend(
        CREDENTIALS,
        new VenueOrderId("7"),
        order(new NativeClientOrderId("theOneBefore"), "1", terms),
        order(BitgetStub.ID, "2", terms),
        PATIENCE);
  }

  private Prepared editPlan(JsonNode acknowledged) {
    NativeClientOrderId id = new NativeClientOrderId(acknowledged.get("clientOid").asString());
    return stub.bitget.prepareAmend(
        CREDENTIALS,
        new VenueOrderId("plan-" + acknowledged.get("orderId").asString()),
        order(id, "1", new OrderTerms.StopMarket(new BigDecimal("2"))),
        order(id, "1", new OrderTerms.StopMarket(new BigDecimal("3"))),
        PATIENCE);
  }

  static Object end(Prepared prepared) {
    return switch (prepared.send()) {
      case Outcome.Accepted(var order, _) -> order;
      case Outcome.Unconfirmed(var failure, _) -> new Refused("Unconfirmed", failure);
      case Outcome.Rejected(var failure, _, _, _) -> new Refused("Rejected", failure);
      case Outcome.Denied(var failure) -> new Refused("Denied", failure);
    };
  }
}
