package org.aristobot.contract;

import static org.aristobot.contract.CapabilityOrders.LTC;
import static org.aristobot.contract.CapabilityOrders.d;
import static org.aristobot.contract.CapabilityOrders.order;
import static org.aristobot.contract.CapabilityOrders.protectedBy;
import static org.aristobot.contract.CapabilityOrders.sized;
import static org.aristobot.contract.CapabilityRig.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.Limit;
import org.aristobot.model.OrderTerms.Market;
import org.aristobot.model.OrderTerms.StopLimit;
import org.aristobot.model.OrderTerms.StopMarket;
import org.aristobot.model.OrderTerms.TakeProfitLimit;
import org.aristobot.model.OrderTerms.TakeProfitMarket;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Places what the capability table claims: the parameters that the manual asks for must arrive, and
 * the order must have its effect on the venue's own books.
 */
class BitgetCapabilityEffectTest {

  private static CapabilityRig rig;

  @BeforeAll
  static void start() {
    rig = CapabilityRig.bitget();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void the_market_is_at_seventy() {
    rig.price("70");
  }

  @AfterEach
  void nothing_stays_open() {
    rig.cancelAll();
  }

  @ParameterizedTest
  @EnumSource
  void what_is_claimed_has_its_effect(BitgetClaim claim) {
    switch (claim) {
      case MARKET -> market();
      case QUOTE_SIZED -> quoteSized();
      case LIMIT -> limit();
      case IOC -> immediate(TimeInForce.IOC, true);
      case FOK -> immediate(TimeInForce.FOK, false);
      case POST_ONLY -> postOnly();
      case STOP_LOSS -> atMarket(new StopMarket(d("63")), "63", "62");
      case STOP_LOSS_LIMIT ->
          atLimit(new StopLimit(d("63"), d("65"), TimeInForce.GTC), "63", "65", "62", "66");
      case TAKE_PROFIT -> atMarket(new TakeProfitMarket(d("77")), "77", "78");
      case TAKE_PROFIT_LIMIT ->
          atLimit(new TakeProfitLimit(d("77"), d("79"), TimeInForce.GTC), "77", "79", "78", "80");
      case ATTACHED_STOP_LOSS -> attached(limitAt("71"), LIMIT_BUY, "60", null, "59");
      case ATTACHED_TAKE_PROFIT -> attached(limitAt("71"), LIMIT_BUY, null, "76", "77");
      case ATTACHED_STOP_LOSS_MARKET -> attached(atMarket(), MARKET_BUY, "60", null, "59");
      case ATTACHED_TAKE_PROFIT_MARKET -> attached(atMarket(), MARKET_BUY, null, "76", "77");
    }
  }

  private void market() {
    OrderRequest sells = order(Side.SELL, "2", new Market());
    rig.place(sells);
    rig.assertArrived(sells, "side=sell orderType=market force=gtc size=2 clientOid=*");
    rig.assertBooks(sells, "type=market side=sell status=filled filled=2");
    OrderRequest buys = order(Side.BUY, "2", new Market());
    rig.place(buys);
    // One per cent above the best ask of 70.01.
    rig.assertArrived(buys, "side=buy orderType=limit force=ioc price=70.71 size=2 clientOid=*");
    rig.assertBooks(buys, "type=limit side=buy status=filled filled=2");
  }

  private void quoteSized() {
    OrderRequest request = sized(Side.BUY, new Quantity.Quote(new BigDecimal("140")), new Market());
    rig.place(request);
    rig.assertArrived(request, "side=buy orderType=market force=gtc size=140 clientOid=*");
    rig.assertBooks(request, "type=market quote_quantity=140 status=filled");
    assertThat(rig.filled(request.id())).isBetween(d("1.99"), d("2"));
  }

  private void limit() {
    OrderRequest request = order(Side.BUY, "2", new Limit(d("67"), TimeInForce.GTC, false));
    rig.place(request);
    rig.assertArrived(request, "side=buy orderType=limit force=gtc price=67 size=2 clientOid=*");
    rig.assertBooks(request, "type=limit price=67 status=live");
    rig.price("66");
    rig.assertBooks(request, "status=filled");
  }

  /** More than the best price has to give: the one takes what there is, the other nothing. */
  private void immediate(TimeInForce timeInForce, boolean takesPart) {
    OrderBook.Level best = rig.exchange.orderBook(LTC, 5).asks().getFirst();
    BigDecimal more = best.quantity().add(BigDecimal.ONE);
    OrderRequest request =
        sized(Side.BUY, new Quantity.Base(more), new Limit(best.price(), timeInForce, false));
    rig.place(request);
    assertThat(rig.arrived(request))
        .containsEntry("orderType", "limit")
        .containsEntry("force", timeInForce == TimeInForce.IOC ? "ioc" : "fok");
    rig.assertBooks(request, "status=cancelled");
    assertThat(rig.filled(request.id()))
        .isEqualByComparingTo(takesPart ? best.quantity() : BigDecimal.ZERO);
    rig.assertNothingOpen();
  }

  /** Whichever of the two the venue does (section 7), nothing of it is traded. */
  private void postOnly() {
    OrderRequest rests = order(Side.BUY, "2", new Limit(d("67"), TimeInForce.GTC, true));
    rig.place(rests);
    rig.assertArrived(
        rests, "side=buy orderType=limit force=post_only price=67 size=2 clientOid=*");
    rig.assertBooks(rests, "status=live");
    OrderRequest crosses = order(Side.BUY, "2", new Limit(d("71"), TimeInForce.GTC, true));
    switch (rig.exchange.prepareOrder(rig.demo, crosses, PATIENCE).send()) {
      case Outcome.Accepted _ -> rig.assertBooks(crosses, "status=cancelled filled=0");
      case Outcome.Rejected refused ->
          assertThat(refused.failure().kind()).isEqualTo(ErrorKind.ORDER_REJECTED);
      case Outcome other -> throw new AssertionError(other);
    }
  }

  private void atMarket(OrderTerms terms, String trigger, String triggers) {
    OrderRequest request = order(Side.SELL, "2", terms);
    rig.place(request);
    rig.assertArrived(
        request,
        "side=sell orderType=market planType=amount triggerType=fill_price triggerPrice=%s size=2"
                .formatted(trigger)
            + " clientOid=*");
    rig.assertBooks(request, "side=sell quantity=2 status=live stop_price=" + trigger);
    BigDecimal before = sold();
    rig.price(triggers);
    assertThat(sold().subtract(before)).isEqualByComparingTo("2");
  }

  private void atLimit(
      OrderTerms terms, String trigger, String price, String triggers, String fills) {
    OrderRequest request = order(Side.SELL, "2", terms);
    rig.place(request);
    rig.assertArrived(
        request,
        "side=sell orderType=limit planType=amount triggerType=fill_price triggerPrice=%s"
                .formatted(trigger)
            + " executePrice=%s size=2 clientOid=*".formatted(price));
    rig.assertBooks(request, "side=sell quantity=2 status=live stop_price=" + trigger);
    BigDecimal before = sold();
    rig.price(triggers);
    assertThat(rig.askedAt(price)).isEqualByComparingTo("2");
    assertThat(sold()).isEqualByComparingTo(before);
    rig.price(fills);
    assertThat(sold().subtract(before)).isEqualByComparingTo("2");
  }

  private static final String LIMIT_BUY = "orderType=limit force=gtc price=71";
  private static final String MARKET_BUY = "orderType=limit force=ioc price=70.71";

  private static OrderRequest limitAt(String price) {
    return order(Side.BUY, "2", new Limit(d(price), TimeInForce.GTC, false));
  }

  private static OrderRequest atMarket() {
    return order(Side.BUY, "2", new Market());
  }

  /** The entry is filled at once; then its exit stands, and sells what came in. */
  private void attached(
      OrderRequest entry, String arrives, String stopLoss, String takeProfit, String triggers) {
    OrderRequest request = protectedBy(entry, stopLoss, takeProfit);
    rig.place(request);
    rig.assertArrived(
        request,
        "side=buy size=2 clientOid=* "
            + arrives
            + (stopLoss == null ? "" : " presetStopLossPrice=" + stopLoss)
            + (takeProfit == null ? "" : " presetTakeProfitPrice=" + takeProfit));
    rig.assertBooks(request, "side=buy status=filled filled=2");
    JsonNode exit = newest();
    assertThat(exit.path("side").asString()).isEqualTo("sell");
    assertThat(exit.path("status").asString()).isEqualTo("live");
    assertThat(exit.path("stop_price").asString())
        .isEqualTo(stopLoss == null ? takeProfit : stopLoss);
    assertThat(d(exit.path("quantity").asString())).isBetween(d("1.9"), d("2"));
    BigDecimal before = sold();
    rig.price(triggers);
    assertThat(sold().subtract(before)).isBetween(d("1.9"), d("2"));
  }

  @Test
  void both_legs_are_sent_and_stand() {
    OrderRequest request = protectedBy(limitAt("71"), "60", "76");
    rig.place(request);
    rig.assertArrived(
        request,
        "side=buy size=2 clientOid=* "
            + LIMIT_BUY
            + " presetStopLossPrice=60 presetTakeProfitPrice=76");
    assertThat(rig.exchange.openOrders(rig.demo, LTC).rows())
        .extracting(order -> order.stopPrice().stripTrailingZeros().toPlainString())
        .containsExactlyInAnyOrder("60", "76");
  }

  @Test
  void a_sale_can_be_protected_too() {
    OrderRequest entry = order(Side.SELL, "2", new Limit(d("69"), TimeInForce.GTC, false));
    OrderRequest request = protectedBy(entry, "80", "60");
    rig.place(request);
    rig.assertArrived(
        request,
        "side=sell size=2 clientOid=* orderType=limit force=gtc price=69 presetStopLossPrice=80"
            + " presetTakeProfitPrice=60");
    assertThat(rig.exchange.openOrders(rig.demo, LTC).rows())
        .hasSize(2)
        .allSatisfy(order -> assertThat(order.side()).isEqualTo(Side.BUY));
  }

  @Test
  void native_parameters_without_a_field_travel_untouched() {
    OrderRequest plain = nativeOne(limitAt("60"), "stpMode", "cancel_taker");
    rig.place(plain);
    assertThat(rig.arrived(plain)).containsEntry("stpMode", "cancel_taker");
    OrderRequest stop =
        nativeOne(order(Side.SELL, "2", new StopMarket(d("63"))), "triggerType", "mark_price");
    rig.place(stop);
    assertThat(rig.arrived(stop)).containsEntry("triggerType", "mark_price");
  }

  private static OrderRequest nativeOne(OrderRequest order, String name, String value) {
    return new OrderRequest(
        order.id(),
        order.symbol(),
        order.side(),
        order.quantity(),
        order.terms(),
        null,
        null,
        new NativeParams(Map.of(name, value)));
  }

  /** All that the account has ever sold, by the venue's own books. */
  private static BigDecimal sold() {
    return rig.venue.orders("demo").stream()
        .filter(order -> order.path("side").asString().equals("sell"))
        .filter(order -> order.path("symbol").asString().startsWith("LTC"))
        .map(order -> d(order.path("filled").asString()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static JsonNode newest() {
    List<JsonNode> orders = rig.venue.orders("demo");
    return orders.stream()
        .max(Comparator.comparingLong(order -> Long.parseLong(order.path("id").asString())))
        .orElseThrow();
  }
}
