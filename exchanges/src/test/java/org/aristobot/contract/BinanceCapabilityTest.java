package org.aristobot.contract;

import static org.aristobot.contract.CapabilityOrders.LTC;
import static org.aristobot.contract.CapabilityOrders.d;
import static org.aristobot.contract.CapabilityOrders.hidden;
import static org.aristobot.contract.CapabilityOrders.limitAt;
import static org.aristobot.contract.CapabilityOrders.order;
import static org.aristobot.contract.CapabilityOrders.protectedBy;
import static org.aristobot.contract.CapabilityOrders.sized;
import static org.aristobot.contract.CapabilityOrders.terms;
import static org.aristobot.contract.CapabilityOrders.trailing;
import static org.aristobot.contract.CapabilityOrders.without;
import static org.aristobot.contract.CapabilityRig.DEMO;
import static org.aristobot.contract.CapabilityRig.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Environment;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.Limit;
import org.aristobot.model.OrderTerms.StopLimit;
import org.aristobot.model.OrderTerms.StopMarket;
import org.aristobot.model.OrderTerms.TakeProfitLimit;
import org.aristobot.model.OrderTerms.TakeProfitMarket;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderTerms.TrailingStop;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the client's capability table against the manual: it claims what the manual offers, and
 * what is not claimed is refused before anything is sent.
 */
class BinanceCapabilityTest {

  private static CapabilityRig rig;

  @BeforeAll
  static void start() {
    rig = CapabilityRig.binance();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  // The table.

  @Test
  void the_client_claims_what_the_manual_offers_and_nothing_else() {
    Claim.assertTable(rig.exchange, BinanceClaim.values());
  }

  @Test
  void every_other_cell_is_none() {
    Claim.assertOthersAreNone(rig.exchange.capabilities(), BinanceClaim.values());
  }

  /** Market flag that is taken away; features that go with it, each on all its entry types. */
  @ParameterizedTest
  @CsvSource({
    "MARKET, MARKET MARKET_QUOTE_SIZED",
    "LIMIT_MAKER, POST_ONLY",
    "STOP_LOSS, STOP_LOSS ATTACHED_STOP_LOSS",
    "STOP_LOSS_LIMIT, STOP_LOSS_LIMIT",
    "TAKE_PROFIT, TAKE_PROFIT ATTACHED_TAKE_PROFIT",
    "TAKE_PROFIT_LIMIT, TAKE_PROFIT_LIMIT",
    "allowTrailingStop, TRAILING_STOP",
    "icebergAllowed, ICEBERG",
    "ocoAllowed, OCO ATTACHED_TAKE_PROFIT",
    "otoAllowed, ATTACHED_STOP_LOSS ATTACHED_TAKE_PROFIT",
    "opoAllowed, ''",
    "quoteOrderQtyMarketAllowed, MARKET_QUOTE_SIZED"
  })
  void what_a_market_does_not_allow_is_none_there(String flag, String features) {
    Capabilities left = rig.exchange.capabilities(without(rig.exchange.instrument(LTC), flag));
    assertThat(left.rows()).hasSize(BinanceClaim.values().length);
    for (BinanceClaim claim : BinanceClaim.values()) {
      boolean gone = List.of(features.split(" ", -1)).contains(claim.feature().name());
      assertThat(left.support("spot", claim.feature(), claim.entry()))
          .as("%s", claim)
          .isEqualTo(gone ? Support.NONE : claim.support());
    }
  }

  @Test
  void a_market_that_allows_everything_has_the_whole_table() {
    assertThat(rig.exchange.capabilities(rig.exchange.instrument(LTC)).rows())
        .containsExactlyElementsOf(rig.exchange.capabilities().rows());
  }

  /** Side, stop loss, take profit, flag that the market lacks; the list that is right there. */
  @ParameterizedTest
  @CsvSource({
    "BUY, 60, , '', opo",
    "BUY, , 75, '', opo",
    "BUY, 60, 75, '', opoco",
    "SELL, 80, , '', oto",
    "SELL, , 60, '', oto",
    "SELL, 80, 60, '', otoco",
    "BUY, 60, , opoAllowed, oto",
    "BUY, 60, 75, opoAllowed, otoco",
    "BUY, 60, , ocoAllowed, opo"
  })
  void protection_is_the_list_that_side_and_market_allow(
      Side side, String stopLoss, String takeProfit, String missing, String list) {
    Instrument market = without(rig.exchange.instrument(LTC), missing);
    try (Exchange other =
        Exchanges.create(
            Venue.BINANCE, Environment.LIVE, rig.simulator.uri(), InstantSource.system())) {
      other.remember(List.of(market));
      OrderRequest request =
          protectedBy(limitAt(side, side == Side.BUY ? "65" : "75"), stopLoss, takeProfit);
      Prepared prepared = other.prepareOrder(DEMO, request, PATIENCE);
      assertThat(prepared.request()).startsWith("POST /api/v3/orderList/" + list + "?");
      prepared.abandon();
    }
  }

  // What is not claimed.

  /** Every cell that an order request can write although the venue does not offer it. */
  static Stream<OrderRequest> notOffered() {
    Quantity quote = new Quantity.Quote(new BigDecimal("140"));
    Stream<OrderRequest> quoteSized =
        Arrays.stream(OrderType.values())
            .filter(type -> type != OrderType.MARKET)
            .map(type -> sized(Side.SELL, quote, terms(type)));
    Stream<OrderRequest> attached =
        Arrays.stream(OrderType.values())
            .filter(type -> type != OrderType.LIMIT)
            .map(type -> order(Side.SELL, "2", terms(type)))
            .flatMap(
                order -> Stream.of(protectedBy(order, "80", null), protectedBy(order, null, "60")));
    Stream<OrderRequest> icebergs =
        Stream.of(OrderType.MARKET, OrderType.OCO)
            .map(type -> hidden(order(Side.SELL, "2", terms(type))));
    OrderTerms offset = new TrailingStop(new TrailingDelta.Offset(new BigDecimal("5")), null, null);
    return Stream.of(quoteSized, attached, icebergs, Stream.of(order(Side.SELL, "2", offset)))
        .flatMap(cells -> cells);
  }

  @ParameterizedTest
  @MethodSource("notOffered")
  void what_is_not_offered_is_refused_before_it_is_sent(OrderRequest request) {
    assertNotSent(request);
  }

  /**
   * Cells that no order request can write: a time in force or post-only on terms that have none.
   * Native words could, and are refused.
   */
  @ParameterizedTest
  @CsvSource({
    "MARKET, timeInForce, IOC",
    "MARKET, timeInForce, FOK",
    "MARKET, type, LIMIT_MAKER",
    "STOP_LOSS, type, LIMIT_MAKER",
    "TAKE_PROFIT, type, LIMIT_MAKER",
    "TRAILING_STOP, timeInForce, IOC",
    "TRAILING_STOP, timeInForce, FOK",
    "TRAILING_STOP, type, LIMIT_MAKER",
    "OCO, timeInForce, IOC",
    "OCO, timeInForce, FOK",
    "OCO, aboveTimeInForce, IOC",
    "OCO, belowTimeInForce, FOK",
    "OCO, belowType, LIMIT_MAKER",
    "OCO, aboveIcebergQty, 0.5",
    "MARKET, pendingType, STOP_LOSS",
    "LIMIT, trailingDelta, 500"
  })
  void native_words_do_not_bring_in_what_is_not_offered(
      OrderType entry, String name, String value) {
    OrderRequest plain = order(Side.SELL, "2", terms(entry));
    assertNotSent(
        new OrderRequest(
            plain.id(),
            LTC,
            Side.SELL,
            plain.quantity(),
            plain.terms(),
            null,
            null,
            new NativeParams(Map.of(name, value))));
  }

  /** What a partial row leaves out. */
  static Stream<OrderRequest> leftOut() {
    return Stream.of(
        order(Side.SELL, "2", trailing("0.125", null)),
        hidden(order(Side.SELL, "2", new StopMarket(d("63")))),
        hidden(order(Side.SELL, "2", new TakeProfitMarket(d("77")))),
        hidden(order(Side.SELL, "2", trailing("5", null))),
        hidden(order(Side.SELL, "2", new Limit(d("77"), TimeInForce.IOC, false))),
        hidden(order(Side.SELL, "2", new Limit(d("77"), TimeInForce.FOK, false))),
        hidden(order(Side.SELL, "2", new StopLimit(d("63"), d("65"), TimeInForce.IOC))),
        hidden(order(Side.SELL, "2", new TakeProfitLimit(d("77"), d("79"), TimeInForce.FOK))));
  }

  @ParameterizedTest
  @MethodSource("leftOut")
  void what_a_partial_row_leaves_out_is_refused_before_it_is_sent(OrderRequest request) {
    assertNotSent(request);
  }

  private static void assertNotSent(OrderRequest request) {
    int before = rig.venue.requests("demo").size();
    assertThatThrownBy(() -> rig.exchange.prepareOrder(DEMO, request, PATIENCE))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e ->
                assertThat(e.failure().kind())
                    .isIn(
                        ErrorKind.UNSUPPORTED_PARAMETER,
                        ErrorKind.UNSUPPORTED_OPERATION,
                        ErrorKind.INVALID_REQUEST));
    assertThat(rig.venue.requests("demo")).hasSize(before);
  }
}
