package org.aristobot.bitget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Seen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests whose writing is easily got wrong; the others are judged beside an independent client.
 */
class BitgetRequestsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BitgetStub stub = new BitgetStub();

  @AfterEach
  void close() {
    stub.close();
  }

  private Instrument btc() {
    return stub.instrument(BitgetStub.BTC_USDT);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static Quantity base(String amount) {
    return new Quantity.Base(decimal(amount));
  }

  private static OrderRequest request(
      Side side,
      Quantity quantity,
      OrderTerms terms,
      @Nullable Protection protection,
      Map<String, String> params) {
    return new OrderRequest(
        BitgetStub.ID,
        BitgetStub.BTC_USDT,
        side,
        quantity,
        terms,
        null,
        protection,
        new NativeParams(params));
  }

  private static OrderTerms limit(String price) {
    return new OrderTerms.Limit(decimal(price), TimeInForce.GTC, false);
  }

  private void assertRefused(ErrorKind kind, OrderRequest request, String text) {
    assertThatThrownBy(
            () -> stub.bitget.prepareOrder(BitgetStub.CREDENTIALS, request, PATIENCE).abandon())
        .isInstanceOfSatisfying(
            ExchangeException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind))
        .hasMessageContaining(text);
  }

  // The market buy by base.

  @Test
  void a_market_buy_in_base_is_a_limit_that_fills_at_once_at_a_stated_bound() {
    stub.answers.set(stub::market);
    OrderRequest buy = request(Side.BUY, base("0.00100"), new OrderTerms.Market(), null, Map.of());
    Prepared prepared = stub.bitget.prepareOrder(BitgetStub.CREDENTIALS, buy, PATIENCE);
    prepared.abandon();
    JsonNode body = JsonMapper.shared().readTree(prepared.request().split(" ", 3)[2]);
    assertThat(body.get("orderType").asString()).isEqualTo("limit");
    assertThat(body.get("force").asString()).isEqualTo("ioc");
    assertThat(body.get("size").asString()).isEqualTo("0.001");
    // 43000.10 and one per cent, rounded down to the tick.
    assertThat(body.get("price").asString()).isEqualTo("43430.1");
    assertThat(prepared.warnings())
        .singleElement()
        .asString()
        .contains("43430.1 USDT", "1%", "43000.1");
  }

  @Test
  void the_bound_stays_well_inside_a_narrow_band() {
    BitgetRequests.Bound bound =
        BitgetRequests.bound(decimal("60000"), banded("buyLimitPriceRatio=0.002"));
    assertThat(bound.above()).isEqualByComparingTo("0.001");
    assertThat(bound.price()).isEqualByComparingTo("60060");
  }

  @Test
  void without_a_known_band_a_market_buy_is_by_quote_only() {
    Instrument blind = banded();
    stub.bitget.remember(List.of(blind));
    OrderRequest buy = request(Side.BUY, base("0.001"), new OrderTerms.Market(), null, Map.of());
    assertRefused(ErrorKind.UNSUPPORTED_PARAMETER, buy, "use quote_quantity");
    OrderRequest quoted =
        request(
            Side.BUY,
            new Quantity.Quote(decimal("25.10")),
            new OrderTerms.Market(),
            null,
            Map.of());
    assertThat(BitgetRequests.order(quoted, blind, null))
        .containsEntry("orderType", "market")
        .containsEntry("size", "25.1");
  }

  private Instrument banded(String... flags) {
    Instrument btc = btc();
    return new Instrument(
        btc.symbol(),
        btc.venueSymbol(),
        btc.active(),
        btc.quantity(),
        btc.marketQuantity(),
        btc.price(),
        btc.minNotional(),
        btc.marketMinNotional(),
        btc.maxNotional(),
        btc.quoteScale(),
        btc.quoteSized(),
        new HashSet<>(Set.of(flags)),
        btc.makerFee(),
        btc.takerFee());
  }

  @Test
  void a_sale_is_not_sized_in_quote() {
    OrderRequest sale =
        request(
            Side.SELL, new Quantity.Quote(decimal("25")), new OrderTerms.Market(), null, Map.of());
    assertRefused(ErrorKind.UNSUPPORTED_PARAMETER, sale, "quote_quantity");
  }

  // Triggers.

  @Test
  void a_stop_at_market_names_no_price_and_a_stop_limit_does() {
    OrderRequest market =
        request(
            Side.SELL,
            base("0.001"),
            new OrderTerms.StopMarket(decimal("57000.0")),
            null,
            Map.of());
    assertThat(BitgetRequests.plan(market, btc()))
        .isEqualTo(
            Map.of(
                "symbol", "BTCUSDT",
                "side", "sell",
                "triggerPrice", "57000",
                "orderType", "market",
                "planType", "amount",
                "size", "0.001",
                "triggerType", "fill_price",
                "clientOid", BitgetStub.ID.text()));
    OrderRequest limited =
        request(
            Side.SELL,
            base("0.001"),
            new OrderTerms.StopLimit(decimal("57000"), decimal("56950"), TimeInForce.GTC),
            null,
            Map.of("triggerType", "mark_price"));
    assertThat(BitgetRequests.plan(limited, btc()))
        .containsEntry("orderType", "limit")
        .containsEntry("executePrice", "56950")
        .containsEntry("triggerType", "mark_price");
  }

  /** The venue waits for the price from either side: a stop loss would act as a take profit. */
  @Test
  void a_trigger_that_the_market_has_passed_is_refused_before_it_is_sent() {
    BigDecimal last = decimal("43000.05");
    for (Side side : Side.values()) {
      String passed = side == Side.SELL ? "43000.05" : "43000.04";
      String ahead = side == Side.SELL ? "43000.04" : "43000.06";
      OrderTerms stop = new OrderTerms.StopMarket(decimal(passed));
      OrderRequest late = request(side, base("0.001"), stop, null, Map.of());
      assertThatThrownBy(() -> BitgetRequests.requireAhead(late, last))
          .isInstanceOfSatisfying(
              ExchangeException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.INVALID_PRICE));
      OrderTerms good = new OrderTerms.StopMarket(decimal(ahead));
      BitgetRequests.requireAhead(request(side, base("0.001"), good, null, Map.of()), last);
      OrderTerms profit = new OrderTerms.TakeProfitMarket(decimal(ahead));
      OrderRequest wrong = request(side, base("0.001"), profit, null, Map.of());
      assertThatThrownBy(() -> BitgetRequests.requireAhead(wrong, last))
          .isInstanceOf(ExchangeException.class);
    }
  }

  @Test
  void what_the_venue_lacks_is_refused_before_anything_is_sent() {
    OrderTerms trailing =
        new OrderTerms.TrailingStop(new TrailingDelta.Percent(decimal("1")), null, null);
    OrderTerms oco = new OrderTerms.Oco(decimal("66000"), decimal("57000"), null);
    OrderTerms fleeting =
        new OrderTerms.StopLimit(decimal("57000"), decimal("56950"), TimeInForce.IOC);
    for (OrderTerms terms : List.of(trailing, oco, fleeting)) {
      OrderRequest order = request(Side.SELL, base("0.001"), terms, null, Map.of());
      assertRefused(ErrorKind.UNSUPPORTED_PARAMETER, order, "not supported on Bitget spot");
    }
    assertThat(stub.server.seen()).extracting(Seen::method).doesNotContain("POST");
  }

  // Exits.

  @Test
  void exits_are_presets_and_their_limits_native_parameters() {
    OrderRequest bracket =
        request(
            Side.BUY,
            base("0.001"),
            limit("60000.00"),
            new Protection(decimal("57000"), decimal("66000")),
            Map.of("executeStopLossPrice", "56950.00"));
    assertThat(BitgetRequests.order(bracket, btc(), null))
        .containsEntry("presetTakeProfitPrice", "66000")
        .containsEntry("presetStopLossPrice", "57000")
        .containsEntry("executeStopLossPrice", "56950")
        .doesNotContainKey("executeTakeProfitPrice");
  }

  @Test
  void the_limit_of_an_exit_needs_the_exit_and_the_markets_step() {
    Map<String, String> params = Map.of("executeStopLossPrice", "56950");
    OrderRequest alone = request(Side.BUY, base("0.001"), limit("60000"), null, params);
    assertRefused(ErrorKind.INVALID_REQUEST, alone, "presetStopLossPrice");
    OrderRequest off =
        request(
            Side.BUY,
            base("0.001"),
            limit("60000"),
            new Protection(decimal("57000"), null),
            Map.of("executeStopLossPrice", "56950.001"));
    assertRefused(ErrorKind.INVALID_PRICE, off, "step");
  }

  @Test
  void exits_do_not_go_with_a_trigger() {
    OrderRequest order =
        request(
            Side.BUY,
            base("0.001"),
            new OrderTerms.StopMarket(decimal("66000")),
            new Protection(decimal("57000"), null),
            Map.of());
    assertRefused(ErrorKind.UNSUPPORTED_PARAMETER, order, "trigger");
  }

  // Windows and headers.

  @Test
  void placing_has_a_window_in_its_body_and_nothing_else_has() {
    Prepared placing =
        stub.bitget.prepareOrder(BitgetStub.CREDENTIALS, BitgetStub.limitBuy(), PATIENCE);
    JsonNode body = JsonMapper.shared().readTree(placing.request().split(" ", 3)[2]);
    assertThat(body.get("receiveWindow").asString()).isEqualTo("5000");
    assertThat(placing.expiresAt().toEpochMilli())
        .isEqualTo(Long.parseLong(body.get("requestTime").asString()) + 5000);
    placing.abandon();
    stub.answers.set(stub::market);
    OrderRequest stop =
        request(
            Side.SELL, base("0.001"), new OrderTerms.StopMarket(decimal("40000")), null, Map.of());
    Prepared plan = stub.bitget.prepareOrder(BitgetStub.CREDENTIALS, stop, PATIENCE);
    assertThat(plan.request()).doesNotContain("requestTime");
    assertThat(Duration.between(stub.clock.instant(), plan.expiresAt()))
        // How far the clocks are apart is known to the length of a look.
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
    plan.abandon();
  }

  @Test
  void a_replacement_says_price_and_size_and_never_a_word_about_force() {
    OrderRequest from = request(Side.BUY, base("0.001"), limit("60000"), null, Map.of());
    OrderRequest to =
        request(Side.BUY, base("0.0010"), limit("59000.10"), null, Map.of())
            .withId(new NativeClientOrderId("arffff"));
    assertThat(BitgetAmends.inPlace(from, to)).isFalse();
    assertThat(BitgetAmends.replacement(new VenueOrderId("7"), to, btc()))
        .isEqualTo(
            Map.of(
                "symbol", "BTCUSDT",
                "orderId", "7",
                "newClientOid", "arffff",
                "price", "59000.1",
                "size", "0.001"));
    OrderRequest postOnly =
        request(
            Side.BUY,
            base("0.001"),
            new OrderTerms.Limit(decimal("60000"), TimeInForce.GTC, true),
            null,
            Map.of());
    assertThatThrownBy(() -> BitgetAmends.inPlace(postOnly, to))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_OPERATION));
  }
}
