package org.aristobot.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Environment;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.LiquiditySide;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** Orders to play with. */
final class Samples {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  static final Symbol BTC_USDT = Symbol.parse("BTC/USDT");

  private Samples() {}

  static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  static OrderTerms limit() {
    return new OrderTerms.Limit(dec("43000.10"), TimeInForce.GTC, true);
  }

  static Intent intent(String id) {
    return intent(7, 5, id, limit(), new Quantity.Base(dec("0.0010")));
  }

  static Intent intent(long userId, long brokerId, String id, OrderTerms terms, Quantity quantity) {
    ClientOrderId clientOrderId = new ClientOrderId("C-" + id);
    OrderRequest request =
        new OrderRequest(
            NativeClientOrderId.derive(brokerId, clientOrderId),
            BTC_USDT,
            Side.BUY,
            quantity,
            terms,
            null,
            null,
            NativeParams.NONE);
    return intent(userId, brokerId, "R-" + id, clientOrderId, request);
  }

  static Intent intent(
      long userId, long brokerId, String requestId, ClientOrderId id, OrderRequest request) {
    return new Intent(
        userId,
        brokerId,
        requestId,
        "trace",
        "manual",
        Venue.BINANCE,
        Environment.TESTNET,
        "spot",
        id,
        request,
        true,
        List.of("iceberg_qty: left out", "a \"quoted\" one, with a comma"),
        true,
        "fingerprint",
        "POST /api/v3/order?symbol=BTCUSDT",
        NOON.plusSeconds(5));
  }

  /** With every field that a request may have. */
  static OrderRequest fullRequest(OrderTerms terms, Quantity quantity) {
    return new OrderRequest(
        new NativeClientOrderId("arfull"),
        BTC_USDT,
        Side.SELL,
        quantity,
        terms,
        dec("0.5"),
        new Protection(dec("40000"), null),
        new NativeParams(Map.of("strategyId", "12", "selfTradePreventionMode", "NONE")));
  }

  static Order order(OrderStatus status, @Nullable String filled, @Nullable Instant at) {
    return order(status, status.name(), filled, at, List.of());
  }

  static Order order(
      OrderStatus status,
      @Nullable String nativeStatus,
      @Nullable String filled,
      @Nullable Instant at,
      List<Fill> fills) {
    BigDecimal base = filled == null ? null : dec(filled);
    return new Order(
        new VenueOrderId("991"),
        new NativeClientOrderId("ar1"),
        BTC_USDT,
        Side.BUY,
        OrderType.LIMIT,
        dec("0.0010"),
        null,
        dec("43000.10"),
        null,
        TimeInForce.GTC,
        status,
        nativeStatus,
        base,
        base == null ? null : base.multiply(dec("43000.10")),
        base == null || base.signum() == 0 ? null : dec("43000.10"),
        fills,
        List.of(),
        at,
        at,
        "{\"orderId\":991,\"clientOrderId\":\"ar1\",\"status\":\""
            + nativeStatus
            + "\",\"executedQty\":\""
            + filled
            + "\",\"price\":43000.10,\"n\":[1.50,{\"a\":null}]}");
  }

  static Fill fill(String id, String quantity, @Nullable Fee fee, Instant time) {
    return new Fill(
        id,
        new VenueOrderId("991"),
        new NativeClientOrderId("ar1"),
        BTC_USDT,
        Side.BUY,
        dec("43000.10"),
        dec(quantity),
        fee,
        LiquiditySide.MAKER,
        time);
  }

  static WireRecord wire() {
    return new WireRecord(
        "place_order",
        "POST /api/v3/order?symbol=BTCUSDT",
        NOON,
        200,
        "{\"orderId\":991}",
        NOON.plusMillis(20));
  }
}
