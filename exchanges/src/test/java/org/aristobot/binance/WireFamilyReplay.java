package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.CREDENTIALS;
import static org.aristobot.binance.BinanceStub.ID;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gives recorded answers about order lists, amendments and replacements to our client. */
final class WireFamilyReplay {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = new BigDecimal("2");

  /**
   * Which member of a list each recorded client id names: {@code l} list, {@code w} working, {@code
   * a} above, {@code b} below, {@code p} pending. Our client asks for ids of its own, so that they
   * are served instead.
   */
  static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("lH1YDkuQKWiXVXHPSKYEIp", "l"),
          Map.entry("44nZvqpemY7sVYgPYbvPih", "b"),
          Map.entry("NuMp0nVYnciDiFmVqfpBqK", "a"),
          Map.entry("yl2ERtcar1o25zcWtqVBTC", "l"),
          Map.entry("Bq17mn9fP6vyCn75Jw1xya", "w"),
          Map.entry("arLFo0zGJVDE69cvGBaU0d", "p"),
          Map.entry("RumwQpBaDctlUu5jyG5rs0", "l"),
          Map.entry("fM9Y4m23IFJVCQmIrlUmMK", "w"),
          Map.entry("6pcQbFIzTXGZQ1e2MkGDq4", "a"),
          Map.entry("r4JMv9cwAYYUwwBZfbussx", "b"),
          Map.entry("H94qCqO27P74OEiO4X8HOG", "l"),
          Map.entry("JX6xfdjo0wysiGumfHNmPu", "w"),
          Map.entry("2ZJCY0IjOhuYIMLGN8kU8S", "p"),
          Map.entry("bcedxMpQG6nFrZUPQyshoL", "l"),
          Map.entry("OLSBhMWaIlLSzZ9Zm7fnKB", "w"),
          Map.entry("mfif39yPTHsB3C0FIXznR2", "b"),
          Map.entry("yINkaXSJeoi3bU5vWMY8Z8", "a"));

  private final BinanceStub stub;

  WireFamilyReplay(BinanceStub stub) {
    this.stub = stub;
  }

  /** The id under which a recorded one is served. */
  static String served(String recorded) {
    return MEMBERS.containsKey(recorded) ? ID.text() + MEMBERS.get(recorded) : recorded;
  }

  Object placeList(String operation, Symbol symbol, JsonNode response) {
    String text = response.toString();
    for (String recorded : MEMBERS.keySet()) {
      text = text.replace("\"" + recorded + "\"", "\"" + served(recorded) + "\"");
    }
    stub.answering(Reply.of(200, text));
    return WireReplay.end(
        stub.binance.prepareOrder(CREDENTIALS, request(operation, symbol), PATIENCE));
  }

  private static OrderRequest request(String operation, Symbol symbol) {
    OrderTerms limit = new OrderTerms.Limit(ONE, TimeInForce.GTC, false);
    return switch (operation) {
      case "place_oco" -> order(symbol, Side.SELL, new OrderTerms.Oco(TWO, ONE, null), null);
      case "place_oto" -> order(symbol, Side.SELL, limit, new Protection(TWO, null));
      case "place_otoco" -> order(symbol, Side.SELL, limit, new Protection(TWO, ONE));
      case "place_opo" -> order(symbol, Side.BUY, limit, new Protection(ONE, null));
      case "place_opoco" -> order(symbol, Side.BUY, limit, new Protection(ONE, TWO));
      default -> throw new AssertionError(operation);
    };
  }

  private static OrderRequest order(
      Symbol symbol, Side side, OrderTerms terms, @Nullable Protection protection) {
    return order(ID, symbol, side, terms, protection);
  }

  private static OrderRequest order(
      NativeClientOrderId id,
      Symbol symbol,
      Side side,
      OrderTerms terms,
      @Nullable Protection protection) {
    return new OrderRequest(
        id, symbol, side, new Quantity.Base(TWO), terms, null, protection, NativeParams.NONE);
  }

  Object cancelList(Symbol symbol, JsonNode recorded) {
    return WireReplay.end(
        stub.binance.prepareCancel(CREDENTIALS, symbol, list(recorded), PATIENCE));
  }

  /** The list names its orders, which are asked for one by one. */
  Object queryList(Symbol symbol, JsonNode recorded, JsonNode response) {
    stub.answers.set(seen ->
        Reply.of(200, seen.path().endsWith("/orderList") ? response.toString() : leg(seen)));
    return stub.binance.order(CREDENTIALS, symbol, list(recorded));
  }

  private static OrderRef list(JsonNode recorded) {
    return new OrderRef.ByVenueId(
        new VenueOrderId("list-" + recorded.get("orderListId").asString()));
  }

  /** The odd one is the limit. */
  private static String leg(Seen seen) {
    String id = Objects.requireNonNull(seen.parameter("orderId"));
    boolean isLimit = Long.parseLong(id) % 2 == 1;
    return """
    {"symbol":"LTCBTC","orderId":%s,"orderListId":27,"clientOrderId":"leg-%s","price":"%s",
     "origQty":"5.0","executedQty":"0.0","cummulativeQuoteQty":"0.0","status":"NEW",
     "timeInForce":"GTC","type":"%s","side":"SELL","stopPrice":"%s","time":1565245656000,
     "updateTime":1565245656001}\
    """
        .formatted(
            id,
            id,
            isLimit ? "3.0" : "0.0",
            isLimit ? "LIMIT_MAKER" : "STOP_LOSS",
            isLimit ? "0.0" : "1.0");
  }

  /** The amended order keeps its id, as our client asks for. */
  Object amend(Symbol symbol, JsonNode recorded) {
    JsonNode order = recorded.get("amendedOrder");
    return change(
        symbol, order.get("orderId").asString(), order.get("clientOrderId").asString(), true);
  }

  /** What a failed half does not show is made up. */
  Object replace(Symbol symbol, JsonNode recorded) {
    JsonNode halves = recorded.has("data") ? recorded.get("data") : recorded;
    return change(
        symbol,
        halves.at("/cancelResponse/orderId").asString("77"),
        halves.at("/newOrderResponse/clientOrderId").asString(ID.text()),
        false);
  }

  private Object change(Symbol symbol, String orderId, String clientId, boolean stays) {
    OrderTerms limit = new OrderTerms.Limit(ONE, TimeInForce.GTC, false);
    NativeClientOrderId id = new NativeClientOrderId(clientId);
    OrderRequest to = order(id, symbol, Side.SELL, limit, null);
    OrderRequest from = stays ? to : to.withId(new NativeClientOrderId("theOneBefore"));
    Prepared prepared =
        stub.binance.prepareAmend(CREDENTIALS, new VenueOrderId(orderId), from, to, PATIENCE);
    return WireReplay.end(prepared);
  }
}
