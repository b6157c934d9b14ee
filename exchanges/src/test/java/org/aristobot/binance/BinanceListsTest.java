package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which list an order becomes, with which words, and what list words of a caller mean. */
class BinanceListsTest {

  private static final String ID = BinanceStub.ID.text();

  private static OrderRequest oco(Side side, @Nullable String stopLimit) {
    BigDecimal price = side == Side.SELL ? d("110") : d("90");
    BigDecimal trigger = side == Side.SELL ? d("90") : d("110");
    return BinanceStub.request(
        side,
        new Quantity.Base(d("2.50")),
        new OrderTerms.Oco(price, trigger, stopLimit == null ? null : d(stopLimit)));
  }

  private static OrderRequest entry(
      Side side, boolean postOnly, @Nullable String stopLoss, @Nullable String takeProfit) {
    return new OrderRequest(
        BinanceStub.ID,
        BinanceStub.BTC_USDT,
        side,
        new Quantity.Base(d("2.5")),
        new OrderTerms.Limit(d("100"), TimeInForce.GTC, postOnly),
        null,
        new Protection(
            stopLoss == null ? null : d(stopLoss), takeProfit == null ? null : d(takeProfit)),
        NativeParams.NONE);
  }

  /** Endpoint and parameters without those that every list has. */
  private static String wire(OrderRequest request, Instrument market) {
    BinanceEndpoint endpoint = BinanceLists.endpoint(request, market);
    if (endpoint == null) {
      return "one order";
    }
    TreeMap<String, String> parameters =
        new TreeMap<>(BinanceLists.parameters(request, market, endpoint));
    assertThat(parameters.remove("symbol")).isEqualTo("BTCUSDT");
    assertThat(parameters.remove("listClientOrderId")).isEqualTo(ID + "l");
    assertThat(parameters.remove("newOrderRespType")).isEqualTo("FULL");
    StringBuilder text = new StringBuilder(endpoint.operation());
    parameters.forEach(
        (name, value) -> text.append(' ').append(name).append('=').append(value.replace(ID, "ID")));
    return text.toString();
  }

  @Test
  void an_oco_has_its_limit_on_the_profitable_side() {
    assertThat(wire(oco(Side.SELL, null), BinanceStub.without()))
        .isEqualTo(
            "place_oco aboveClientOrderId=IDa abovePrice=110 aboveType=LIMIT_MAKER"
                + " belowClientOrderId=IDb belowStopPrice=90 belowType=STOP_LOSS"
                + " quantity=2.5 side=SELL");
    assertThat(wire(oco(Side.BUY, "111"), BinanceStub.without()))
        .isEqualTo(
            "place_oco aboveClientOrderId=IDa abovePrice=111 aboveStopPrice=110"
                + " aboveTimeInForce=GTC aboveType=STOP_LOSS_LIMIT"
                + " belowClientOrderId=IDb belowPrice=90 belowType=LIMIT_MAKER"
                + " quantity=2.5 side=BUY");
  }

  @Test
  void a_leg_of_a_type_that_the_market_lacks_is_refused_before_anything_is_sent() {
    for (OrderRequest request : List.of(oco(Side.SELL, null), entry(Side.BUY, false, "90", null))) {
      assertThatThrownBy(() -> wire(request, BinanceStub.without("STOP_LOSS")))
          .isInstanceOfSatisfying(
              ExchangeException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_PARAMETER))
          .hasMessageContaining("STOP_LOSS orders for BTC/USDT");
    }
    assertThat(wire(oco(Side.SELL, "89"), BinanceStub.without("STOP_LOSS")))
        .contains("belowType=STOP_LOSS_LIMIT");
  }

  @Test
  void a_protected_buy_sizes_its_legs_by_what_it_receives() {
    assertThat(wire(entry(Side.BUY, false, "90", "120"), BinanceStub.without()))
        .isEqualTo(
            "place_opoco pendingAboveClientOrderId=IDa pendingAboveStopPrice=120"
                + " pendingAboveType=TAKE_PROFIT pendingBelowClientOrderId=IDb"
                + " pendingBelowStopPrice=90 pendingBelowType=STOP_LOSS pendingSide=SELL"
                + " workingClientOrderId=IDw workingPrice=100 workingQuantity=2.5"
                + " workingSide=BUY workingTimeInForce=GTC workingType=LIMIT");
    assertThat(wire(entry(Side.BUY, true, "90", null), BinanceStub.without()))
        .isEqualTo(
            "place_opo pendingClientOrderId=IDp pendingSide=SELL pendingStopPrice=90"
                + " pendingType=STOP_LOSS workingClientOrderId=IDw workingPrice=100"
                + " workingQuantity=2.5 workingSide=BUY workingType=LIMIT_MAKER");
    OrderRequest request = entry(Side.BUY, false, "90", "120");
    assertThat(BinanceLists.family(request, BinanceStub.without()).legs())
        .extracting(OrderRequest::quantity)
        .containsOnly(new Quantity.Received());
  }

  @Test
  void a_protected_sell_and_a_market_without_opo_fix_the_size() {
    assertThat(wire(entry(Side.SELL, false, "120", "90"), BinanceStub.without()))
        .isEqualTo(
            "place_otoco pendingAboveClientOrderId=IDa pendingAboveStopPrice=120"
                + " pendingAboveType=STOP_LOSS pendingBelowClientOrderId=IDb"
                + " pendingBelowStopPrice=90 pendingBelowType=TAKE_PROFIT pendingQuantity=2.5"
                + " pendingSide=BUY workingClientOrderId=IDw workingPrice=100"
                + " workingQuantity=2.5 workingSide=SELL workingTimeInForce=GTC"
                + " workingType=LIMIT");
    assertThat(wire(entry(Side.SELL, false, null, "90"), BinanceStub.without()))
        .startsWith("place_oto ")
        .contains("pendingType=TAKE_PROFIT", "pendingQuantity=2.5");
    for (String flag : List.of("opoAllowed", "otoAllowed")) {
      assertThat(wire(entry(Side.BUY, false, "90", null), BinanceStub.without(flag)))
          .startsWith("place_oto ");
    }
    assertThat(wire(entry(Side.BUY, false, "90", "120"), BinanceStub.without("ocoAllowed")))
        .startsWith("place_otoco ")
        .contains("pendingQuantity=2.5");
    assertThat(
            BinanceLists.family(entry(Side.SELL, false, "120", "90"), BinanceStub.without()).legs())
        .extracting(OrderRequest::quantity)
        .containsOnly(new Quantity.Base(d("2.5")));
  }

  @Test
  void the_ids_of_a_family_tell_its_members_apart() {
    assertThat(BinanceLists.family(BinanceStub.limitBuy(), BinanceStub.without()).id())
        .isEqualTo(BinanceStub.ID);
    assertThat(BinanceLists.family(oco(Side.SELL, null), BinanceStub.without()).id().text())
        .isEqualTo(ID + "l");
    assertThat(BinanceLists.family(oco(Side.SELL, "89"), BinanceStub.without()).legs())
        .extracting(leg -> leg.id().text().substring(ID.length()) + " " + leg.terms().getClass())
        .containsExactly("b " + OrderTerms.StopLimit.class, "a " + OrderTerms.Limit.class);
    assertThat(
            BinanceLists.family(entry(Side.BUY, false, null, "120"), BinanceStub.without()).legs())
        .singleElement()
        .satisfies(leg -> {
          assertThat(leg.id().text()).isEqualTo(ID + "p");
          assertThat(leg.side()).isEqualTo(Side.SELL);
          assertThat(leg.terms()).isEqualTo(new OrderTerms.TakeProfitMarket(d("120")));
        });
  }

  @Test
  void only_lists_are_named_like_lists() {
    assertThat(BinanceLists.isList(new OrderRef.ByVenueId(new VenueOrderId("list-27")))).isTrue();
    assertThat(BinanceLists.isList(new OrderRef.ByVenueId(new VenueOrderId("27")))).isFalse();
    OrderRequest oco = oco(Side.SELL, null);
    assertThat(BinanceLists.isList(new OrderRef.ByClientId(oco.id()))).isFalse();
    assertThat(
            BinanceLists.isList(
                new OrderRef.ByClientId(BinanceLists.family(oco, BinanceStub.without()).id())))
        .isTrue();
  }

  @Test
  void protection_goes_with_limit_entries_only() {
    OrderRequest entry = entry(Side.BUY, false, "90", null);
    OrderRequest market =
        new OrderRequest(
            entry.id(),
            entry.symbol(),
            entry.side(),
            entry.quantity(),
            new OrderTerms.Market(),
            null,
            entry.protection(),
            NativeParams.NONE);
    assertRefused(
        ErrorKind.UNSUPPORTED_PARAMETER,
        () -> BinanceLists.endpoint(market, BinanceStub.without()));
  }

  @ParameterizedTest
  @CsvSource({
    "EXECUTING, NEW, NEW",
    "ALL_DONE, CANCELED, CANCELED",
    "ALL_DONE, EXPIRED, EXPIRED",
    "ALL_DONE, FILLED, FILLED",
    "ALL_DONE, REJECTED, EXPIRED",
    "ALL_DONE, NEW, UNKNOWN",
    "ALL_DONE, PARTIALLY_FILLED, UNKNOWN",
    "ALL_DONE, UNKNOWN, UNKNOWN",
    "EXECUTING, UNKNOWN, NEW",
    "EXECUTING, FILLED, FILLED",
    "EXECUTING, PARTIALLY_FILLED, PARTIALLY_FILLED",
    "REJECT, REJECTED, REJECTED",
    "SLEEPING, NEW, UNKNOWN",
    "SLEEPING, FILLED, UNKNOWN"
  })
  void a_list_is_as_its_legs_are(String word, OrderStatus leg, OrderStatus status) {
    var shown =
        BinanceMapping.queried(
            new BinanceWire.Queried(
                "BTCUSDT", 1L, "x", d("1"), d("1"), d("0"), null, d("0"), "NEW", "GTC", "LIMIT",
                "BUY", null, null, 1L, 1L),
            BinanceStub.BTC_USDT,
            "{}");
    var legs =
        List.of(
            new Order(
                shown.venueOrderId(),
                shown.nativeClientOrderId(),
                shown.symbol(),
                shown.side(),
                shown.type(),
                shown.quantity(),
                null,
                shown.price(),
                null,
                shown.timeInForce(),
                leg,
                leg.name(),
                shown.filled(),
                shown.filledQuote(),
                null,
                List.of(),
                List.of(),
                null,
                null,
                "{}"));
    assertThat(BinanceLists.status(word, legs)).isEqualTo(status);
  }

  @Test
  void list_words_of_a_caller_are_fields_of_an_order() {
    assertThat(
            read(
                    Side.SELL,
                    "aboveType=LIMIT_MAKER",
                    "abovePrice=110",
                    "belowType=STOP_LOSS_LIMIT",
                    "belowStopPrice=90",
                    "belowPrice=89",
                    "belowTimeInForce=GTC")
                .fields())
        .isEqualTo(
            Map.of("type", "oco", "price", "110", "stop_price", "90", "stop_limit_price", "89"));
    assertThat(read(null, "side=BUY", "belowPrice=90", "aboveStopPrice=110").fields())
        .isEqualTo(Map.of("side", "buy", "type", "oco", "price", "90", "stop_price", "110"));
    assertThat(
            read(
                    null,
                    "workingType=LIMIT_MAKER",
                    "workingSide=BUY",
                    "workingPrice=100",
                    "workingQuantity=2.50",
                    "pendingSide=SELL",
                    "pendingQuantity=2.5",
                    "pendingBelowType=STOP_LOSS",
                    "pendingBelowStopPrice=90",
                    "pendingAboveType=TAKE_PROFIT",
                    "pendingAboveStopPrice=120",
                    "listClientOrderId=mine")
                .fields())
        .isEqualTo(
            Map.of(
                "type", "limit",
                "post_only", "true",
                "side", "buy",
                "price", "100",
                "quantity", "2.5",
                "stop_loss_price", "90",
                "take_profit_price", "120",
                "client_order_id", "mine"));
  }

  @ParameterizedTest
  @CsvSource({
    "abovePrice=1, quantity=1",
    "belowIcebergQty=1, side=SELL",
    "aboveStopPrice=1, side=SELL",
    "aboveType=TAKE_PROFIT, side=SELL",
    "belowTimeInForce=IOC, side=SELL",
    "aboveClientOrderId=x, side=SELL",
    "workingClientOrderId=x, side=SELL",
    "pendingStopPrice=1, side=SELL",
    "pendingType=STOP_LOSS_LIMIT, side=SELL",
    "workingStopPrice=1, side=SELL",
    "workingSide=BUY, side=SELL",
    "pendingSide=SELL, side=SELL",
    "workingQuantity=1, quantity=2"
  })
  void list_words_that_no_field_can_say_or_that_contradict_are_refused(String one, String other) {
    assertRefused(ErrorKind.INVALID_REQUEST, () -> read(null, one, other));
  }

  @Test
  void leg_words_that_say_nothing_about_the_trade_travel() {
    NativeReading reading = read(Side.SELL, "aboveStrategyId=7", "belowPegPriceType=X");
    assertThat(reading.fields()).isEmpty();
    OrderRequest oco = oco(Side.SELL, null);
    OrderRequest with =
        new OrderRequest(
            oco.id(),
            oco.symbol(),
            oco.side(),
            oco.quantity(),
            oco.terms(),
            null,
            null,
            reading.rest());
    assertThat(wire(with, BinanceStub.without()))
        .contains("aboveStrategyId=7", "belowPegPriceType=X");
  }

  private static NativeReading read(@Nullable Side side, String... pairs) {
    TreeMap<String, String> params = new TreeMap<>();
    for (String pair : pairs) {
      params.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return BinanceNative.read(new NativeParams(params), _ -> null, side);
  }

  private static void assertRefused(ErrorKind kind, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ExchangeException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
  }

  private static BigDecimal d(String text) {
    return new BigDecimal(text);
  }
}
