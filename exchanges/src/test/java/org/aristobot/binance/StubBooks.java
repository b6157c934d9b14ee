package org.aristobot.binance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.Finding;
import org.aristobot.model.Environment;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.jspecify.annotations.Nullable;

/** A venue whose books are empty until a test says what a place shows. */
final class StubBooks implements AutoCloseable {

  static final String ID = BinanceStub.ID.text();
  static final String OPEN = "/api/v3/openOrders";
  static final String ALL = "/api/v3/allOrders";
  static final String TRADES = "/api/v3/myTrades";
  static final String ORDER = "/api/v3/order";
  static final String LIST = "/api/v3/orderList";
  static final String OPEN_LISTS = "/api/v3/openOrderList";
  static final String ALL_LISTS = "/api/v3/allOrderList";
  static final String AMENDMENTS = "/api/v3/order/amendments";

  static Instant ago(long seconds) {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(seconds);
  }

  final BinanceStub stub = new BinanceStub(Environment.TESTNET, Clock.systemUTC()).withoutLimits();
  private final Map<String, Function<Seen, Reply>> places = new ConcurrentHashMap<>();

  StubBooks() {
    for (String place : List.of(OPEN, ALL, TRADES, OPEN_LISTS, ALL_LISTS, AMENDMENTS)) {
      shows(place, "[]");
    }
    refuses(ORDER, -2013);
    refuses(LIST, -2018);
    stub.answers.set(seen -> Objects.requireNonNull(places.get(seen.path())).apply(seen));
  }

  @Override
  public void close() {
    stub.close();
  }

  void answers(String place, Function<Seen, Reply> answer) {
    places.put(place, answer);
  }

  void shows(String place, String body) {
    answers(place, _ -> Reply.of(200, body));
  }

  void refuses(String place, int code) {
    answers(place, _ -> Reply.of(400, error(code)));
  }

  static String error(int code) {
    return "{\"code\":" + code + ",\"msg\":\"No.\"}";
  }

  /** The orders that can be asked for by their client ids. */
  void showsById(Map<String, String> orders) {
    answers(
        ORDER,
        seen -> {
          String order = orders.get(seen.parameter("origClientOrderId"));
          return order == null ? Reply.of(400, error(-2013)) : Reply.of(200, order);
        });
  }

  Finding look(Doubt doubt) {
    return stub.binance.look(BinanceStub.CREDENTIALS, List.of(doubt)).getFirst();
  }

  /** With a client of the same venue that has another lag. */
  Finding look(Doubt doubt, Duration lag) {
    try (Binance other =
        new Binance(Environment.TESTNET, stub.server.base(), Clock.systemUTC(), lag, null)) {
      other.remember(List.of(BinanceStub.instrument("BTC", "USDT")));
      return other.look(BinanceStub.CREDENTIALS, List.of(doubt)).getFirst();
    }
  }

  /** The places that were looked at. */
  List<String> asked() {
    return stub.server.seen().stream()
        .map(Seen::path)
        .filter(places::containsKey)
        .distinct()
        .toList();
  }

  List<Seen> asked(String place) {
    return stub.server.seen().stream().filter(seen -> seen.path().equals(place)).toList();
  }

  static Doubt.Placement sent(long secondsAgo) {
    return sent(BinanceStub.limitBuy(), secondsAgo, null);
  }

  static Doubt.Placement sent(OrderRequest request, long secondsAgo, @Nullable String code) {
    Instant sentAt = ago(secondsAgo);
    return new Doubt.Placement(request, sentAt, sentAt.plusSeconds(5), code);
  }

  static OrderRequest sized(String quantity) {
    OrderRequest order = BinanceStub.limitBuy();
    return BinanceStub.request(
        Side.BUY, new Quantity.Base(BinanceStub.decimal(quantity)), order.terms());
  }

  static OrderRequest oco() {
    return BinanceStub.request(
        Side.SELL,
        new Quantity.Base(BinanceStub.decimal("0.001")),
        new OrderTerms.Oco(BinanceStub.decimal("110"), BinanceStub.decimal("90"), null));
  }

  static String order(long id, String clientId, String side, String quantity, long secondsAgo) {
    return orderAt(id, clientId, side, quantity, ago(secondsAgo).toEpochMilli());
  }

  static String orderAt(long id, String clientId, String side, String quantity, long time) {
    return """
    {"symbol":"BTCUSDT","orderId":%d,"orderListId":-1,"clientOrderId":"%s","price":"43000.1",\
    "origQty":"%s","executedQty":"0.0","origQuoteOrderQty":"0.0","cummulativeQuoteQty":"0.0",\
    "status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"%s","time":%5$d,"updateTime":%5$d}\
    """
        .formatted(id, clientId, quantity, side, time);
  }

  static String trade(long order, long secondsAgo) {
    return """
    {"symbol":"BTCUSDT","id":%1$d,"orderId":%1$d,"price":"43000","qty":"0.001","commission":"0",\
    "commissionAsset":"BNB","time":%2$d,"isBuyer":true,"isMaker":false}\
    """
        .formatted(order, ago(secondsAgo).toEpochMilli());
  }
}
