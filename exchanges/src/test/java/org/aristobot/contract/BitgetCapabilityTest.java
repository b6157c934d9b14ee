package org.aristobot.contract;

import static org.aristobot.contract.CapabilityOrders.d;
import static org.aristobot.contract.CapabilityOrders.hidden;
import static org.aristobot.contract.CapabilityOrders.order;
import static org.aristobot.contract.CapabilityOrders.protectedBy;
import static org.aristobot.contract.CapabilityOrders.sized;
import static org.aristobot.contract.CapabilityOrders.terms;
import static org.aristobot.contract.CapabilityRig.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.StopLimit;
import org.aristobot.model.OrderTerms.TakeProfitLimit;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderTerms.TrailingStop;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
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
class BitgetCapabilityTest {

  private static CapabilityRig rig;

  @BeforeAll
  static void start() {
    rig = CapabilityRig.bitget();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void the_client_claims_what_the_manual_offers_and_nothing_else() {
    Claim.assertTable(rig.exchange, BitgetClaim.values());
  }

  @Test
  void every_other_cell_is_none() {
    Claim.assertOthersAreNone(rig.exchange.capabilities(), BitgetClaim.values());
  }

  @Test
  void a_market_whose_price_band_is_known_has_the_whole_table() {
    Instrument market = rig.exchange.instrument(CapabilityOrders.LTC);
    assertThat(rig.exchange.capabilities(market).rows())
        .containsExactlyElementsOf(rig.exchange.capabilities().rows());
  }

  /** Every cell that an order request can write although the venue does not offer it. */
  static Stream<OrderRequest> notOffered() {
    Quantity quote = new Quantity.Quote(new BigDecimal("140"));
    Stream<OrderRequest> quoteSized =
        Arrays.stream(OrderType.values())
            .filter(type -> type != OrderType.MARKET)
            .flatMap(type ->
                Stream.of(
                    sized(Side.SELL, quote, terms(type)), sized(Side.BUY, quote, terms(type))));
    Stream<OrderRequest> attached =
        Stream.of(OrderType.STOP_LOSS, OrderType.TAKE_PROFIT, OrderType.OCO)
            .map(type -> order(Side.SELL, "2", terms(type)))
            .flatMap(
                order -> Stream.of(protectedBy(order, "80", null), protectedBy(order, null, "60")));
    Stream<OrderRequest> icebergs =
        Arrays.stream(OrderType.values()).map(type -> hidden(order(Side.SELL, "2", terms(type))));
    Stream<OrderRequest> timed =
        Stream.of(TimeInForce.IOC, TimeInForce.FOK)
            .flatMap(time ->
                Stream.of(
                    order(Side.SELL, "2", new StopLimit(d("63"), d("65"), time)),
                    order(Side.SELL, "2", new TakeProfitLimit(d("77"), d("79"), time))));
    OrderTerms offset = new TrailingStop(new TrailingDelta.Offset(new BigDecimal("5")), null, null);
    Stream<OrderRequest> others =
        Stream.of(
            order(Side.SELL, "2", offset),
            order(Side.SELL, "2", terms(OrderType.TRAILING_STOP)),
            order(Side.SELL, "2", terms(OrderType.OCO)),
            sized(Side.SELL, quote, new OrderTerms.Market()));
    return Stream.of(quoteSized, attached, icebergs, timed, others).flatMap(cells -> cells);
  }

  @ParameterizedTest
  @MethodSource("notOffered")
  void what_is_not_offered_is_refused_before_it_is_sent(OrderRequest request) {
    assertNotSent(request);
  }

  /** Cells that no order request can write. Native words could, and are refused (section 7.1). */
  @ParameterizedTest
  @CsvSource({
    "MARKET, force, ioc",
    "MARKET, force, post_only",
    "STOP_LOSS, force, ioc",
    "LIMIT, tpslType, tpsl",
    "LIMIT, triggerPrice, 65",
    "MARKET, triggerPrice, 65",
    "STOP_LOSS, presetStopLossPrice, 60",
    "LIMIT, size, 3",
    "LIMIT, clientOid, mine",
    "STOP_LOSS, planType, total",
    "LIMIT, newClientOid, mine",
    "LIMIT, receiveWindow, 60000"
  })
  void native_words_do_not_bring_in_what_is_not_offered(
      OrderType entry, String name, String value) {
    OrderRequest plain = order(Side.SELL, "2", terms(entry));
    assertNotSent(
        new OrderRequest(
            plain.id(),
            plain.symbol(),
            Side.SELL,
            plain.quantity(),
            plain.terms(),
            null,
            null,
            new NativeParams(Map.of(name, value))));
  }

  private static void assertNotSent(OrderRequest request) {
    int before = rig.venue.requests("demo").size();
    assertThatThrownBy(() -> rig.exchange.prepareOrder(rig.demo, request, PATIENCE).abandon())
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e ->
                assertThat(
                        Set.of(
                            ErrorKind.UNSUPPORTED_PARAMETER,
                            ErrorKind.UNSUPPORTED_OPERATION,
                            ErrorKind.INVALID_REQUEST))
                    .contains(e.failure().kind()));
    assertThat(rig.venue.requests("demo")).hasSize(before);
  }
}
