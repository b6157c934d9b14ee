package org.aristobot.bitget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.Finding;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.jspecify.annotations.Nullable;

/** A venue whose books are what a test puts into them; at first there is nothing. */
final class StubBooks implements AutoCloseable {

  static final String ORDER = "/api/v2/spot/trade/orderInfo";
  static final String OPEN = "/api/v2/spot/trade/unfilled-orders";
  static final String DONE = "/api/v2/spot/trade/history-orders";
  static final String FILLS = "/api/v2/spot/trade/fills";
  static final String PLANS = "/api/v2/spot/trade/current-plan-order";
  static final String OLD_PLANS = "/api/v2/spot/trade/history-plan-order";
  static final String CHILDREN = "/api/v2/spot/trade/plan-sub-order";

  final BitgetStub stub = new BitgetStub();
  private final Map<String, Function<Seen, Reply>> places = new ConcurrentHashMap<>();

  StubBooks() {
    for (String place : List.of(ORDER, OPEN, DONE, FILLS, CHILDREN)) {
      shows(place, "[]");
    }
    showsPlans(PLANS, "");
    showsPlans(OLD_PLANS, "");
    stub.answers.set(seen -> Objects.requireNonNull(places.get(seen.path())).apply(seen));
  }

  @Override
  public void close() {
    stub.close();
  }

  void answers(String place, Function<Seen, Reply> answer) {
    places.put(place, answer);
  }

  void shows(String place, String data) {
    answers(place, _ -> Reply.of(200, stub.body(data)));
  }

  void showsPlans(String place, String rows) {
    shows(place, "{\"nextFlag\":false,\"idLessThan\":null,\"orderList\":[" + rows + "]}");
  }

  /** Exits are another list at the same place. */
  void showsExits(String place, String rows) {
    answers(
        place,
        seen ->
            Reply.of(
                200,
                stub.body(seen.parameter("tpslType").equals("tpsl") ? "[" + rows + "]" : "[]")));
  }

  Finding look(Doubt doubt) {
    return look(doubt, null);
  }

  /** With a client of the same venue that has that lag, and limits of its own. */
  Finding look(Doubt doubt, @Nullable Duration lag) {
    try (Bitget other = new Bitget(Environment.LIVE, stub.server.base(), clock(), lag, null)) {
      other.remember(List.of(stub.instrument(BitgetStub.BTC_USDT)));
      return other.look(BitgetStub.CREDENTIALS, List.of(doubt)).getFirst();
    }
  }

  Clock clock() {
    return stub.clock;
  }

  Instant ago(long seconds) {
    return stub.clock.instant().minusSeconds(seconds);
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

  Doubt.Placement sent(OrderRequest request, long secondsAgo, @Nullable String code) {
    Instant sentAt = ago(secondsAgo);
    boolean plan = BitgetRequests.endpoint(request) == BitgetEndpoint.PLACE_PLAN;
    return new Doubt.Placement(request, sentAt, sentAt.plusSeconds(plan ? 30 : 5), code);
  }

  Doubt.Placement sent(long secondsAgo) {
    return sent(BitgetStub.limitBuy(), secondsAgo, null);
  }

  static OrderRequest stop(String trigger) {
    return new OrderRequest(
        BitgetStub.ID,
        BitgetStub.BTC_USDT,
        Side.SELL,
        new Quantity.Base(new BigDecimal("0.001")),
        new OrderTerms.StopMarket(new BigDecimal(trigger)),
        null,
        null,
        NativeParams.NONE);
  }

  /** As {@code orderInfo} and {@code history-orders} have it. */
  String order(String id, NativeClientOrderId clientId, String more, long secondsAgo) {
    long time = ago(secondsAgo).toEpochMilli();
    return """
    {"symbol":"BTCUSDT","orderId":"%s","clientOid":"%s","price":"43000.10",
     "orderType":"limit","cTime":"%d","uTime":"%d",%s}\
    """
        .formatted(id, clientId, time, time, more);
  }

  static final String LIVE_BUY =
      "\"side\":\"buy\",\"size\":\"0.001\",\"status\":\"live\",\"baseVolume\":\"0\"";

  String plan(String id, String status, String trigger, long secondsAgo) {
    long time = ago(secondsAgo).toEpochMilli();
    return """
    {"symbol":"BTCUSDT","orderId":"%s","clientOid":"%s","size":"0.001","executePrice":"",
     "triggerPrice":"%s","status":"%s","orderType":"market","side":"sell","planType":"AMOUNT",
     "triggerType":"fill_price","cTime":"%d","uTime":"%d"}\
    """
        .formatted(id, BitgetStub.ID, trigger, status, time, time);
  }

  String exit(String id, String trigger, String size, long secondsAgo) {
    long time = ago(secondsAgo).toEpochMilli();
    return """
    {"symbol":"BTCUSDT","orderId":"%s","clientOid":"made-by-bitget","priceAvg":"0","size":"%s",
     "orderType":"market","side":"sell","status":"live","basePrice":"0","baseVolume":"0",
     "quoteVolume":"0","tpslType":"tpsl","triggerPrice":"%s","cTime":"%d","uTime":"%d"}\
    """
        .formatted(id, size, trigger, time, time);
  }

  String fill(String order, long secondsAgo) {
    long time = ago(secondsAgo).toEpochMilli();
    return """
    {"symbol":"BTCUSDT","orderId":"%s","tradeId":"9%s","orderType":"limit","side":"buy",
     "priceAvg":"43000.10","size":"0.001","amount":"43.0001","tradeScope":"taker",
     "feeDetail":{"deduction":"no","feeCoin":"BTC","totalDeductionFee":"","totalFee":"-0.000001"},
     "cTime":"%d","uTime":"%d"}\
    """
        .formatted(order, order, time, time);
  }
}
