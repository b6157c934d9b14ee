package org.aristobot.contract;

import static org.aristobot.contract.CapabilityOrders.LTC;
import static org.aristobot.contract.CapabilityOrders.d;
import static org.aristobot.contract.CapabilityOrders.hidden;
import static org.aristobot.contract.CapabilityOrders.limitAt;
import static org.aristobot.contract.CapabilityOrders.order;
import static org.aristobot.contract.CapabilityOrders.protectedBy;
import static org.aristobot.contract.CapabilityOrders.sized;
import static org.aristobot.contract.CapabilityOrders.trailing;
import static org.aristobot.contract.CapabilityRig.DEMO;
import static org.aristobot.contract.CapabilityRig.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.Limit;
import org.aristobot.model.OrderTerms.Market;
import org.aristobot.model.OrderTerms.Oco;
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

/**
 * Places what the capability table claims: the parameters that the manual asks for must arrive, and
 * the order must have its effect on the venue's own books.
 */
class BinanceCapabilityEffectTest {

  private static CapabilityRig rig;

  @BeforeAll
  static void start() {
    rig = CapabilityRig.binance();
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
  void what_is_claimed_has_its_effect(BinanceClaim claim) {
    switch (claim) {
      case MARKET -> market();
      case QUOTE_SIZED -> quoteSized();
      case LIMIT -> limit();
      case STOP_LOSS -> stopLoss();
      case STOP_LOSS_LIMIT -> stopLossLimit();
      case TAKE_PROFIT -> takeProfit();
      case TAKE_PROFIT_LIMIT -> takeProfitLimit();
      case POST_ONLY -> postOnly();
      case TRAILING_STOP -> trailingStop();
      case IOC -> immediate(TimeInForce.IOC, true);
      case FOK -> immediate(TimeInForce.FOK, false);
      case IOC_STOP_LOSS -> immediateStop(TimeInForce.IOC, true);
      case FOK_STOP_LOSS -> immediateStop(TimeInForce.FOK, false);
      case IOC_TAKE_PROFIT -> immediateTakeProfit(TimeInForce.IOC, true);
      case FOK_TAKE_PROFIT -> immediateTakeProfit(TimeInForce.FOK, false);
      case ICEBERG -> iceberg();
      case ICEBERG_STOP_LOSS -> icebergStop();
      case ICEBERG_TAKE_PROFIT -> icebergTakeProfit();
      case ICEBERG_TRAILING_STOP -> icebergTrailingStop();
      case OCO -> oco();
      case ATTACHED_STOP_LOSS -> attachedStopLoss();
      case ATTACHED_TAKE_PROFIT -> attachedTakeProfit();
    }
  }

  private void market() {
    OrderRequest request = order(Side.BUY, "2", new Market());
    rig.place(request);
    rig.assertArrived(request, "side=BUY type=MARKET quantity=2 newClientOrderId=*");
    rig.assertBooks(request, "type=market status=FILLED");
    assertThat(rig.filled(request.id())).isEqualByComparingTo("2");
  }

  private void quoteSized() {
    OrderRequest request = sized(Side.BUY, new Quantity.Quote(new BigDecimal("140")), new Market());
    Order order = rig.place(request);
    rig.assertArrived(request, "side=BUY type=MARKET quoteOrderQty=140 newClientOrderId=*");
    rig.assertBooks(request, "type=market status=FILLED");
    // At 70.01 that buys 1.999 in whole steps of 0.001.
    assertThat(rig.filled(request.id())).isEqualByComparingTo("1.999");
    assertThat(order.filledQuote()).isEqualByComparingTo("139.94999");
    OrderRequest sale = sized(Side.SELL, new Quantity.Quote(new BigDecimal("140")), new Market());
    rig.place(sale);
    rig.assertArrived(sale, "side=SELL type=MARKET quoteOrderQty=140 newClientOrderId=*");
    assertThat(rig.filled(sale.id())).isEqualByComparingTo("2");
  }

  private void limit() {
    OrderRequest request = order(Side.BUY, "2", new Limit(d("60"), TimeInForce.GTC, false));
    rig.place(request);
    rig.assertArrived(
        request, "side=BUY type=LIMIT timeInForce=GTC price=60 quantity=2 newClientOrderId=*");
    rig.assertBooks(request, "type=limit price=60 status=NEW");
    rig.price("59");
    rig.assertBooks(request, "status=FILLED");
  }

  private void stopLoss() {
    OrderRequest request = order(Side.SELL, "2", new StopMarket(d("63")));
    rig.place(request);
    rig.assertArrived(
        request, "side=SELL type=STOP_LOSS stopPrice=63 quantity=2 newClientOrderId=*");
    rig.assertBooks(request, "type=stop_loss stop_price=63 status=NEW");
    rig.price("62");
    rig.assertBooks(request, "status=FILLED");
  }

  private void stopLossLimit() {
    OrderRequest request = order(Side.SELL, "2", new StopLimit(d("63"), d("65"), TimeInForce.GTC));
    rig.place(request);
    rig.assertArrived(
        request,
        "side=SELL type=STOP_LOSS_LIMIT timeInForce=GTC price=65 stopPrice=63 quantity=2"
            + " newClientOrderId=*");
    rig.assertBooks(request, "type=stop_loss_limit stop_price=63 price=65");
    rig.price("62");
    rig.assertBooks(request, "status=NEW");
    assertThat(rig.askedAt("65")).isEqualByComparingTo("2");
    rig.price("66");
    rig.assertBooks(request, "status=FILLED");
  }

  private void takeProfit() {
    OrderRequest request = order(Side.SELL, "2", new TakeProfitMarket(d("77")));
    rig.place(request);
    rig.assertArrived(
        request, "side=SELL type=TAKE_PROFIT stopPrice=77 quantity=2 newClientOrderId=*");
    rig.assertBooks(request, "type=take_profit stop_price=77 status=NEW");
    rig.price("78");
    rig.assertBooks(request, "status=FILLED");
  }

  private void takeProfitLimit() {
    OrderRequest request =
        order(Side.SELL, "2", new TakeProfitLimit(d("77"), d("79"), TimeInForce.GTC));
    rig.place(request);
    rig.assertArrived(
        request,
        "side=SELL type=TAKE_PROFIT_LIMIT timeInForce=GTC price=79 stopPrice=77 quantity=2"
            + " newClientOrderId=*");
    rig.assertBooks(request, "type=take_profit_limit stop_price=77 price=79");
    rig.price("78");
    rig.assertBooks(request, "status=NEW");
    rig.price("80");
    rig.assertBooks(request, "status=FILLED");
  }

  private void postOnly() {
    OrderRequest rests = order(Side.BUY, "2", new Limit(d("60"), TimeInForce.GTC, true));
    rig.place(rests);
    rig.assertArrived(rests, "side=BUY type=LIMIT_MAKER price=60 quantity=2 newClientOrderId=*");
    rig.assertBooks(rests, "type=limit_maker status=NEW");
    OrderRequest crosses = order(Side.BUY, "2", new Limit(d("71"), TimeInForce.GTC, true));
    Outcome outcome = rig.exchange.prepareOrder(DEMO, crosses, PATIENCE).send();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.ORDER_REJECTED));
    assertThat(rig.venue.ordersWithClientId("demo", crosses.id().text())).isZero();
  }

  private void trailingStop() {
    OrderRequest request = order(Side.SELL, "2", trailing("5", null));
    rig.place(request);
    rig.assertArrived(
        request, "side=SELL type=STOP_LOSS trailingDelta=500 quantity=2 newClientOrderId=*");
    rig.assertBooks(request, "type=stop_loss trailing_delta=500 status=NEW");
    rig.price("80");
    rig.price("76.50");
    rig.assertBooks(request, "status=NEW");
    rig.price("76");
    rig.assertBooks(request, "status=FILLED");
  }

  /** More than the best price has to give: the one takes what there is, the other nothing. */
  private void immediate(TimeInForce timeInForce, boolean takesPart) {
    OrderBook.Level best = rig.exchange.orderBook(LTC, 5).asks().getFirst();
    BigDecimal more = best.quantity().add(BigDecimal.ONE);
    OrderRequest request =
        sized(Side.BUY, new Quantity.Base(more), new Limit(best.price(), timeInForce, false));
    rig.place(request);
    assertThat(rig.arrived(request))
        .containsEntry("type", "LIMIT")
        .containsEntry("timeInForce", timeInForce.name());
    rig.assertBooks(request, "status=EXPIRED");
    assertThat(rig.filled(request.id()))
        .isEqualByComparingTo(takesPart ? best.quantity() : BigDecimal.ZERO);
    rig.assertNothingOpen();
  }

  private void immediateStop(TimeInForce timeInForce, boolean takesPart) {
    assertImmediateOnceTriggered(
        new StopLimit(d("63"), d("62"), timeInForce), "STOP_LOSS_LIMIT", "62", takesPart);
  }

  private void immediateTakeProfit(TimeInForce timeInForce, boolean takesPart) {
    assertImmediateOnceTriggered(
        new TakeProfitLimit(d("77"), d("78"), timeInForce), "TAKE_PROFIT_LIMIT", "78", takesPart);
  }

  private void assertImmediateOnceTriggered(
      OrderTerms terms, String type, String triggers, boolean takesPart) {
    OrderRequest request = order(Side.SELL, "50000", terms);
    rig.place(request);
    assertThat(rig.arrived(request))
        .containsEntry("type", type)
        .containsEntry("timeInForce", String.valueOf(terms.timeInForce()));
    rig.assertBooks(request, "status=NEW");
    rig.price(triggers);
    rig.assertBooks(request, "status=EXPIRED");
    BigDecimal filled = rig.filled(request.id());
    if (takesPart) {
      assertThat(filled).isBetween(BigDecimal.ONE, new BigDecimal("49999"));
    } else {
      assertThat(filled).isEqualByComparingTo("0");
    }
  }

  private void iceberg() {
    OrderRequest request =
        hidden(order(Side.SELL, "2", new Limit(d("77"), TimeInForce.GTC, false)));
    rig.place(request);
    rig.assertArrived(
        request,
        "side=SELL type=LIMIT timeInForce=GTC price=77 quantity=2 icebergQty=0.5"
            + " newClientOrderId=*");
    rig.assertBooks(request, "quantity=2 status=NEW");
    assertThat(rig.askedAt("77")).isEqualByComparingTo("0.5");
    rig.price("78");
    assertThat(rig.filled(request.id())).isEqualByComparingTo("2");
    OrderRequest maker = hidden(order(Side.SELL, "2", new Limit(d("90"), TimeInForce.GTC, true)));
    rig.place(maker);
    rig.assertArrived(
        maker, "side=SELL type=LIMIT_MAKER price=90 quantity=2 icebergQty=0.5 newClientOrderId=*");
    assertThat(rig.askedAt("90")).isEqualByComparingTo("0.5");
  }

  private void icebergStop() {
    assertHiddenOnceTriggered(
        new StopLimit(d("63"), d("65"), TimeInForce.GTC), "STOP_LOSS_LIMIT", "62", "65");
  }

  private void icebergTakeProfit() {
    assertHiddenOnceTriggered(
        new TakeProfitLimit(d("77"), d("79"), TimeInForce.GTC), "TAKE_PROFIT_LIMIT", "78", "79");
  }

  private void icebergTrailingStop() {
    assertHiddenOnceTriggered(trailing("5", d("69")), "STOP_LOSS_LIMIT", "66", "69");
  }

  private void assertHiddenOnceTriggered(
      OrderTerms terms, String type, String triggers, String rests) {
    OrderRequest request = hidden(order(Side.SELL, "2", terms));
    rig.place(request);
    assertThat(rig.arrived(request))
        .containsEntry("type", type)
        .containsEntry("icebergQty", "0.5")
        .containsEntry("timeInForce", "GTC");
    rig.price(triggers);
    rig.assertBooks(request, "status=NEW price=" + rests);
    assertThat(rig.askedAt(rests)).isEqualByComparingTo("0.5");
  }

  private void oco() {
    OrderRequest sells = order(Side.SELL, "2", new Oco(d("77"), d("63"), null));
    rig.place(sells);
    rig.assertArrived(
        sells,
        "listClientOrderId=* side=SELL quantity=2"
            + " aboveType=LIMIT_MAKER abovePrice=77 aboveClientOrderId=*"
            + " belowType=STOP_LOSS belowStopPrice=63 belowClientOrderId=*");
    rig.assertLegs(sells, "stop_loss sell NEW 63", "limit_maker sell NEW 77");
    rig.price("78");
    rig.assertLegs(sells, "stop_loss sell EXPIRED 63", "limit_maker sell FILLED 77");
    rig.price("70");
    OrderRequest buys = order(Side.BUY, "2", new Oco(d("63"), d("77"), d("78")));
    rig.place(buys);
    rig.assertArrived(
        buys,
        "listClientOrderId=* side=BUY quantity=2"
            + " belowType=LIMIT_MAKER belowPrice=63 belowClientOrderId=*"
            + " aboveType=STOP_LOSS_LIMIT aboveStopPrice=77 abovePrice=78 aboveTimeInForce=GTC"
            + " aboveClientOrderId=*");
    rig.assertLegs(buys, "stop_loss_limit buy NEW 77", "limit_maker buy NEW 63");
    rig.price("62");
    rig.assertLegs(buys, "stop_loss_limit buy EXPIRED 77", "limit_maker buy FILLED 63");
  }

  /** A buyer's leg is sized by what comes in, a seller's by what was asked for. */
  private void attachedStopLoss() {
    OrderRequest buys = protectedBy(limitAt(Side.BUY, "65"), "60", null);
    rig.place(buys);
    rig.assertArrived(
        buys,
        "listClientOrderId=* workingType=LIMIT workingSide=BUY workingPrice=65 workingQuantity=2"
            + " workingTimeInForce=GTC workingClientOrderId=*"
            + " pendingSide=SELL pendingType=STOP_LOSS pendingStopPrice=60 pendingClientOrderId=*");
    rig.assertLegs(buys, "stop_loss sell PENDING_NEW 60");
    rig.price("64");
    rig.assertLegs(buys, "stop_loss sell NEW 60");
    rig.price("59");
    rig.assertLegs(buys, "stop_loss sell FILLED 60");
    rig.price("70");
    OrderRequest sells = protectedBy(limitAt(Side.SELL, "75"), "80", null);
    rig.place(sells);
    rig.assertArrived(
        sells,
        "listClientOrderId=* workingType=LIMIT workingSide=SELL workingPrice=75 workingQuantity=2"
            + " workingTimeInForce=GTC workingClientOrderId=* pendingSide=BUY pendingQuantity=2"
            + " pendingType=STOP_LOSS pendingStopPrice=80 pendingClientOrderId=*");
    rig.price("76");
    rig.assertLegs(sells, "stop_loss buy NEW 80");
    rig.price("81");
    rig.assertLegs(sells, "stop_loss buy FILLED 80");
  }

  private void attachedTakeProfit() {
    OrderRequest alone = protectedBy(limitAt(Side.BUY, "65"), null, "75");
    rig.place(alone);
    rig.assertArrived(
        alone,
        "listClientOrderId=* workingType=LIMIT workingSide=BUY workingPrice=65 workingQuantity=2"
            + " workingTimeInForce=GTC workingClientOrderId=*"
            + " pendingSide=SELL pendingType=TAKE_PROFIT pendingStopPrice=75"
            + " pendingClientOrderId=*");
    OrderRequest buys = protectedBy(limitAt(Side.BUY, "65"), "60", "75");
    rig.place(buys);
    rig.assertArrived(
        buys,
        "listClientOrderId=* workingType=LIMIT workingSide=BUY workingPrice=65 workingQuantity=2"
            + " workingTimeInForce=GTC workingClientOrderId=* pendingSide=SELL"
            + " pendingAboveType=TAKE_PROFIT pendingAboveStopPrice=75 pendingAboveClientOrderId=*"
            + " pendingBelowType=STOP_LOSS pendingBelowStopPrice=60 pendingBelowClientOrderId=*");
    rig.price("64");
    rig.assertLegs(buys, "stop_loss sell NEW 60", "take_profit sell NEW 75");
    rig.price("76");
    rig.assertLegs(buys, "stop_loss sell EXPIRED 60", "take_profit sell FILLED 75");
    rig.assertLegs(alone, "take_profit sell FILLED 75");
    rig.price("70");
    OrderRequest sells = protectedBy(limitAt(Side.SELL, "75"), "80", "65");
    rig.place(sells);
    rig.assertArrived(
        sells,
        "listClientOrderId=* workingType=LIMIT workingSide=SELL workingPrice=75 workingQuantity=2"
            + " workingTimeInForce=GTC workingClientOrderId=* pendingSide=BUY pendingQuantity=2"
            + " pendingAboveType=STOP_LOSS pendingAboveStopPrice=80 pendingAboveClientOrderId=*"
            + " pendingBelowType=TAKE_PROFIT pendingBelowStopPrice=65 pendingBelowClientOrderId=*");
    rig.price("76");
    rig.price("64");
    rig.assertLegs(sells, "stop_loss buy EXPIRED 80", "take_profit buy FILLED 65");
  }

  @Test
  void a_post_only_entry_is_protected_without_a_time_in_force() {
    OrderRequest request =
        protectedBy(order(Side.BUY, "2", new Limit(d("65"), TimeInForce.GTC, true)), "60", null);
    rig.place(request);
    rig.assertArrived(
        request,
        "listClientOrderId=* workingType=LIMIT_MAKER workingSide=BUY workingPrice=65"
            + " workingQuantity=2 workingClientOrderId=*"
            + " pendingSide=SELL pendingType=STOP_LOSS pendingStopPrice=60 pendingClientOrderId=*");
    rig.assertLegs(request, "stop_loss sell PENDING_NEW 60");
  }

  /** An entry that never comes needs no protection. */
  @Test
  void an_entry_that_fills_at_once_or_not_at_all_takes_its_legs_with_it() {
    for (TimeInForce timeInForce : new TimeInForce[] {TimeInForce.IOC, TimeInForce.FOK}) {
      OrderRequest misses =
          protectedBy(order(Side.BUY, "2", new Limit(d("65"), timeInForce, false)), "60", "75");
      rig.place(misses);
      assertThat(rig.arrived(misses)).containsEntry("workingTimeInForce", timeInForce.name());
      rig.assertLegs(misses, "stop_loss sell EXPIRED 60", "take_profit sell EXPIRED 75");
      OrderRequest fills =
          protectedBy(order(Side.BUY, "2", new Limit(d("71"), timeInForce, false)), "60", "75");
      rig.place(fills);
      rig.assertLegs(fills, "stop_loss sell NEW 60", "take_profit sell NEW 75");
      rig.cancelAll();
    }
  }

  @Test
  void an_entry_can_be_hidden_and_protected() {
    OrderRequest entry = protectedBy(limitAt(Side.SELL, "75"), "80", null);
    OrderRequest request =
        new OrderRequest(
            entry.id(),
            LTC,
            Side.SELL,
            entry.quantity(),
            entry.terms(),
            d("0.5"),
            entry.protection(),
            entry.nativeParams());
    rig.place(request);
    assertThat(rig.arrived(request)).containsEntry("workingIcebergQty", "0.5");
    assertThat(rig.askedAt("75")).isEqualByComparingTo("0.5");
    rig.assertLegs(request, "stop_loss buy PENDING_NEW 80");
  }

  @Test
  void native_parameters_without_a_field_travel_untouched() {
    OrderRequest single =
        nativeOne(order(Side.SELL, "2", new StopMarket(d("63"))), "strategyId", "7");
    rig.place(single);
    assertThat(rig.arrived(single)).containsEntry("strategyId", "7");
    OrderRequest list =
        nativeOne(order(Side.SELL, "2", new Oco(d("77"), d("63"), null)), "aboveStrategyId", "8");
    rig.place(list);
    assertThat(rig.arrived(list)).containsEntry("aboveStrategyId", "8");
    OrderRequest entry =
        nativeOne(
            protectedBy(limitAt(Side.BUY, "65"), "60", null), "selfTradePreventionMode", "NONE");
    rig.place(entry);
    assertThat(rig.arrived(entry)).containsEntry("selfTradePreventionMode", "NONE");
  }

  private static OrderRequest nativeOne(OrderRequest order, String name, String value) {
    return new OrderRequest(
        order.id(),
        LTC,
        order.side(),
        order.quantity(),
        order.terms(),
        null,
        order.protection(),
        new NativeParams(Map.of(name, value)));
  }
}
