package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Outcome.Accepted;
import org.aristobot.exchange.Outcome.Denied;
import org.aristobot.exchange.Outcome.Rejected;
import org.aristobot.exchange.Outcome.Unconfirmed;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Balance;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef.ByClientId;
import org.aristobot.model.OrderRef.ByVenueId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.Limit;
import org.aristobot.model.OrderTerms.Market;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every client must do, as numbered behaviours, against the simulator of its venue. A subclass
 * brings client, simulator and accounts. The simulator's prices stand still.
 */
abstract class ExchangeContract extends MarketContract {

  static final Duration PATIENCE = Duration.ofSeconds(2);

  abstract ControlPlane venue();

  /** The account that trades. */
  abstract Credentials demo();

  /** A second account. */
  abstract Credentials demo2();

  /** How the venue shows an error that no table lists, as the body of a fault. */
  abstract String unlistedError();

  @AfterEach
  void no_fault_stays() {
    venue().noFaults();
  }

  // 10–19: accounts

  @Test
  void c10_balances_tell_free_and_locked() {
    Order order = accepted(restingBuy());
    Balance usdt = balance("USDT");
    assertThat(usdt.locked()).isGreaterThanOrEqualTo(worth(order));
    accepted(cancel(order));
    assertThat(usdt.total()).isEqualByComparingTo(balance("USDT").total());
  }

  @Test
  void c11_good_keys_are_told_with_their_permissions() {
    CredentialCheck check = exchange().checkCredentials(demo());
    assertThat(check.permissions()).contains("read", "trade");
    assertThat(check.balanceCount()).isPositive();
    assertThat(check.clockOffset().abs()).isLessThan(GENEROUS);
  }

  @Test
  void c12_a_wrong_secret_is_refused_on_queries_and_on_orders() {
    Credentials wrong = new Credentials(demo().apiKey(), "wrong-secret", demo().passphrase());
    assertKind(() -> exchange().balances(wrong), ErrorKind.AUTHENTICATION_FAILED);
    Outcome outcome = exchange().prepareOrder(wrong, restingBuy(), PATIENCE).send();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected ->
                assertThat(rejected.failure().kind()).isEqualTo(ErrorKind.AUTHENTICATION_FAILED));
  }

  @Test
  void c13_a_key_that_may_only_read_cannot_trade() {
    venue()
        .account(
            """
            {"key":"reader","secret":"%s","passphrase":%s,"balances":{"USDT":"1000"},
             "permissions":["read"]}\
            """
                .formatted(
                    demo().secret(),
                    demo().passphrase() == null ? null : "\"" + demo().passphrase() + "\""));
    Credentials reader = new Credentials("reader", demo().secret(), demo().passphrase());
    assertThat(exchange().checkCredentials(reader).permissions()).contains("read");
    Outcome outcome = exchange().prepareOrder(reader, restingBuy(), PATIENCE).send();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected ->
                assertThat(rejected.failure().kind())
                    .isIn(ErrorKind.PERMISSION_DENIED, ErrorKind.AUTHENTICATION_FAILED));
    assertThat(venue().orders("reader")).isEmpty();
  }

  @Test
  void c14_two_accounts_see_their_own_orders_only() {
    Order mine = accepted(restingBuy());
    Order other = taken(exchange().prepareOrder(demo2(), restingBuy(), PATIENCE).send());
    assertThat(openIds(demo())).contains(mine.venueOrderId()).doesNotContain(other.venueOrderId());
    assertThat(openIds(demo2())).contains(other.venueOrderId());
    accepted(cancel(mine));
    taken(
        exchange()
            .prepareCancel(demo2(), BTC, new ByVenueId(other.venueOrderId()), PATIENCE)
            .send());
  }

  // 20–39: orders

  @Test
  void c20_a_resting_limit_order_is_open_and_found_by_either_id() {
    OrderRequest request = restingBuy();
    Order order = accepted(request);
    assertThat(order.status()).isEqualTo(OrderStatus.NEW);
    assertThat(order.filled()).isEqualByComparingTo("0");
    assertThat(order.price()).isEqualByComparingTo(request.terms().limitPrice());
    for (Order found :
        List.of(
            exchange().order(demo(), BTC, new ByVenueId(order.venueOrderId())),
            exchange().order(demo(), BTC, new ByClientId(request.id())))) {
      assertThat(found.venueOrderId()).isEqualTo(order.venueOrderId());
      assertThat(found.nativeClientOrderId()).isEqualTo(request.id());
      assertThat(found.quantity()).isEqualByComparingTo(order.quantity());
      assertThat(found.side()).isEqualTo(Side.BUY);
    }
    assertThat(openIds(demo())).contains(order.venueOrderId());
    accepted(cancel(order));
  }

  @Test
  void c21_a_market_order_by_base_quantity_fills() {
    Order order = accepted(request(Side.BUY, base("0.002"), new Market()));
    assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(order.filled()).isEqualByComparingTo("0.002");
    assertThat(order.average()).isPositive();
    if (!traits().contains(Trait.BOUNDS_BUYS_IN_BASE)) {
      assertThat(order.price()).isNull();
    }
    assertThat(total(fills(order))).isEqualByComparingTo("0.002");
  }

  @Test
  void c22_a_market_order_by_quote_quantity_spends_at_most_that() {
    Order order =
        accepted(request(Side.BUY, new Quantity.Quote(new BigDecimal("100")), new Market()));
    assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(order.quoteQuantity()).isEqualByComparingTo("100");
    assertThat(order.filledQuote())
        .isLessThanOrEqualTo(new BigDecimal("100"))
        .isGreaterThan(new BigDecimal("99"));
  }

  @Test
  void c23_a_crossing_limit_order_fills_at_the_makers_price() {
    BigDecimal ask = exchange().ticker(BTC).ask();
    Order order = accepted(request(Side.BUY, base("0.001"), limit(up(ask, "1.01"))));
    assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(order.average()).isLessThan(order.price());
  }

  @Test
  void c24_immediate_or_cancel_leaves_nothing_on_the_book() {
    Order order =
        accepted(request(Side.BUY, base("0.001"), new Limit(farBelow(), TimeInForce.IOC, false)));
    assertThat(order.status()).isIn(OrderStatus.EXPIRED, OrderStatus.CANCELED);
    assertThat(order.timeInForce())
        .isEqualTo(traits().contains(Trait.HIDES_TIME_IN_FORCE) ? null : TimeInForce.IOC);
    assertThat(openIds(demo())).doesNotContain(order.venueOrderId());
  }

  @Test
  void c25_fill_or_kill_fills_whole_or_not_at_all() {
    Order killed =
        accepted(request(Side.BUY, base("0.001"), new Limit(farBelow(), TimeInForce.FOK, false)));
    assertThat(killed.status()).isIn(OrderStatus.EXPIRED, OrderStatus.CANCELED);
    assertThat(killed.filled()).isEqualByComparingTo("0");
    BigDecimal ask = exchange().ticker(BTC).ask();
    Order filled =
        accepted(
            request(Side.BUY, base("0.001"), new Limit(up(ask, "1.01"), TimeInForce.FOK, false)));
    assertThat(filled.status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void c26_post_only_rests_or_is_rejected_or_cancelled() {
    Order resting =
        accepted(request(Side.BUY, base("0.001"), new Limit(farBelow(), TimeInForce.GTC, true)));
    assertThat(resting.status()).isEqualTo(OrderStatus.NEW);
    accepted(cancel(resting));
    BigDecimal ask = exchange().ticker(BTC).ask();
    Outcome crossing =
        send(request(Side.BUY, base("0.001"), new Limit(up(ask, "1.01"), TimeInForce.GTC, true)));
    if (crossing instanceof Accepted(var taken, _)) {
      Order ended = shown(taken);
      assertThat(ended.status()).isIn(OrderStatus.CANCELED, OrderStatus.REJECTED);
      assertThat(ended.filled()).isEqualByComparingTo("0");
    } else {
      assertRejected(crossing, ErrorKind.ORDER_REJECTED);
    }
  }

  @Test
  void c27_what_another_account_takes_fills_a_resting_order_in_part() {
    BigDecimal ask = exchange().ticker(BTC).ask();
    BigDecimal bid = exchange().ticker(BTC).bid();
    BigDecimal step = exchange().instrument(BTC).price().step();
    BigDecimal price = ask.subtract(step).max(bid);
    Order resting = accepted(request(Side.BUY, base("0.003"), limit(price)));
    OrderRequest taker = request(Side.SELL, base("0.001"), new Market());
    taken(exchange().prepareOrder(demo2(), taker, PATIENCE).send());
    Order after = exchange().order(demo(), BTC, new ByVenueId(resting.venueOrderId()));
    assertThat(after.status()).isIn(OrderStatus.PARTIALLY_FILLED, OrderStatus.NEW);
    assertThat(after.filled()).isLessThan(new BigDecimal("0.003"));
    Order cancelled = accepted(cancel(after));
    assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(cancelled.filled()).isEqualByComparingTo(after.filled());
  }

  @Test
  void c28_a_cancelled_order_is_cancelled() {
    OrderRequest request = restingBuy();
    Order order = accepted(request);
    Order cancelled =
        accepted(
            exchange().prepareCancel(demo(), BTC, new ByClientId(request.id()), PATIENCE).send());
    assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(cancelled.venueOrderId()).isEqualTo(order.venueOrderId());
    assertThat(cancelled.nativeClientOrderId()).isEqualTo(request.id());
    assertThat(openIds(demo())).doesNotContain(order.venueOrderId());
  }

  @Test
  void c29_cancelling_what_is_done_or_unknown_is_doubt_not_refusal() {
    Order done = accepted(request(Side.BUY, base("0.001"), new Market()));
    for (Outcome outcome :
        List.of(
            cancel(done),
            exchange()
                .prepareCancel(demo(), BTC, new ByVenueId(new VenueOrderId("1")), PATIENCE)
                .send())) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Unconfirmed.class,
              unconfirmed ->
                  assertThat(unconfirmed.failure().kind()).isEqualTo(ErrorKind.ORDER_NOT_FOUND));
    }
  }

  @Test
  void c30_an_unknown_order_is_not_found() {
    assertKind(
        () ->
            exchange()
                .order(demo(), BTC, new ByClientId(new NativeClientOrderId("ar" + "0".repeat(28)))),
        ErrorKind.ORDER_NOT_FOUND);
  }

  @Test
  void c31_insufficient_funds_are_a_rejection_with_proof() {
    OrderRequest huge = request(Side.BUY, base("100"), limit(farBelow()));
    assertRejected(send(huge), ErrorKind.INSUFFICIENT_FUNDS);
    assertThat(onVenue(huge)).isZero();
  }

  @Test
  void c32_a_quantity_off_the_step_is_rejected() {
    OrderRequest odd = request(Side.BUY, base("0.0012345"), limit(farBelow()));
    assertRejected(send(odd), ErrorKind.INVALID_QUANTITY);
  }

  @Test
  void c33_a_price_off_the_step_is_rejected() {
    OrderRequest odd =
        request(Side.BUY, base("0.001"), limit(farBelow().add(new BigDecimal("0.001"))));
    assertRejected(send(odd), ErrorKind.INVALID_PRICE);
  }

  @Test
  void c34_an_order_under_the_least_worth_is_rejected() {
    OrderRequest small = request(Side.BUY, base("0.00001"), limit(farBelow()));
    assertRejected(send(small), ErrorKind.MIN_NOTIONAL);
  }

  @Test
  void c35_history_has_finished_orders_newest_first() {
    Order first = accepted(request(Side.BUY, base("0.001"), new Market()));
    Order second = accepted(request(Side.SELL, base("0.001"), new Market()));
    List<Order> history =
        exchange().orderHistory(demo(), new OrderQuery(BTC, null, null, 50, null)).rows();
    List<VenueOrderId> ids = history.stream().map(Order::venueOrderId).toList();
    assertThat(ids).contains(first.venueOrderId(), second.venueOrderId());
    assertThat(ids.indexOf(second.venueOrderId())).isLessThan(ids.indexOf(first.venueOrderId()));
    assertThat(history).allSatisfy(order -> assertThat(order.status().isFinished()).isTrue());
  }

  @Test
  void c36_fills_carry_their_fees() {
    Order order = accepted(request(Side.BUY, base("0.001"), new Market()));
    List<Fill> fills =
        exchange().fills(demo(), new FillQuery(BTC, order.venueOrderId(), null, null)).rows();
    assertThat(total(fills)).isEqualByComparingTo("0.001");
    assertThat(fills)
        .allSatisfy(fill -> {
          assertThat(fill.fee()).isNotNull();
          assertThat(fill.venueOrderId()).isEqualTo(order.venueOrderId());
          assertThat(fill.liquidity()).isNotNull();
          assertThat(fill.time()).isNotNull();
        });
  }

  @Test
  void c37_the_native_order_is_kept_verbatim() {
    Order order = accepted(request(Side.BUY, base("0.001"), new Market()));
    assertThat(order.raw()).contains(order.venueOrderId().text()).startsWith("{");
    assertThat(order.nativeStatus()).isNotBlank();
  }

  // 40–49: prepared commands

  @Test
  void c40_a_prepared_order_is_sent_once() {
    OrderRequest request = restingBuy();
    Prepared prepared = exchange().prepareOrder(demo(), request, PATIENCE);
    Order order = accepted(prepared.send());
    assertThatThrownBy(prepared::send).isInstanceOf(IllegalStateException.class);
    assertThat(onVenue(request)).isOne();
    accepted(cancel(order));
  }

  @Test
  void c41_an_abandoned_order_never_arrives() {
    OrderRequest request = restingBuy();
    Prepared prepared = exchange().prepareOrder(demo(), request, PATIENCE);
    prepared.abandon();
    assertThatThrownBy(prepared::send).isInstanceOf(IllegalStateException.class);
    assertThat(onVenue(request)).isZero();
  }

  @Test
  void c42_a_prepared_order_knows_when_the_venue_stops_taking_it() {
    Instant before = clock().instant();
    Prepared prepared = exchange().prepareOrder(demo(), restingBuy(), PATIENCE);
    assertThat(prepared.expiresAt()).isBetween(before, clock().instant().plusSeconds(60));
    assertThat(prepared.request()).doesNotContain(demo().secret()).doesNotContain("signature");
    prepared.abandon();
  }

  @Test
  void c43_terms_that_the_venue_does_not_offer_are_refused_before_sending() {
    OrderRequest odd =
        new OrderRequest(
            id(),
            BTC,
            Side.SELL,
            base("0.001"),
            new OrderTerms.TrailingStop(
                new OrderTerms.TrailingDelta.Offset(new BigDecimal("7")), null, null),
            null,
            null,
            NativeParams.NONE);
    assertKind(
        () -> exchange().prepareOrder(demo(), odd, PATIENCE), ErrorKind.UNSUPPORTED_PARAMETER);
  }

  // 50–69: doubt

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"place_order\"}",
        "{\"fault\":\"http_503\",\"times\":1,\"match\":\"place_order\",\"after_accept\":true}",
        "{\"fault\":\"http_504\",\"times\":1,\"match\":\"place_order\"}",
        "{\"fault\":\"malformed_json\",\"times\":1,\"match\":\"place_order\"}",
        "{\"fault\":\"empty_body\",\"times\":1,\"match\":\"place_order\"}",
        "{\"fault\":\"http_307\",\"times\":1,\"match\":\"place_order\"}"
      })
  void c50_an_order_whose_answer_got_lost_is_unconfirmed_and_stands_once(String fault) {
    venue().fault(fault);
    OrderRequest request = restingBuy();
    assertUnconfirmed(send(request));
    assertThat(onVenue(request)).isOne();
    Order found = exchange().order(demo(), BTC, new ByClientId(request.id()));
    assertThat(found.nativeClientOrderId()).isEqualTo(request.id());
    accepted(cancel(found));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"fault\":\"request_lost\",\"times\":1,\"match\":\"place_order\"}",
        "{\"fault\":\"http_503\",\"times\":1,\"match\":\"place_order\"}",
        "{\"fault\":\"http_307\",\"times\":1,\"match\":\"place_order\",\"after_accept\":false}"
      })
  void c51_an_order_that_got_lost_is_unconfirmed_and_not_sent_again(String fault) {
    venue().fault(fault);
    long before = venue().stats().path("requests").path("place_order").asLong();
    OrderRequest request = restingBuy();
    assertUnconfirmed(send(request));
    assertThat(onVenue(request)).isZero();
    long after = venue().stats().path("requests").path("place_order").asLong();
    assertThat(after - before).isOne();
  }

  @Test
  void c52_an_error_that_no_table_lists_is_doubt() {
    venue().fault(unlistedError());
    assertUnconfirmed(send(restingBuy()));
  }

  @Test
  void c53_a_status_that_no_table_lists_is_unknown_and_kept() {
    String tells = traits().contains(Trait.ACKNOWLEDGES_ONLY) ? "get_order_info" : "place_order";
    venue().fault("{\"fault\":\"unknown_status\",\"times\":1,\"match\":\"%s\"}".formatted(tells));
    OrderRequest request = restingBuy();
    Order order = accepted(request);
    assertThat(order.status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(order.nativeStatus()).isNotBlank();
    accepted(cancel(order));
  }

  @Test
  void c54_a_clock_that_went_wrong_is_refused_with_proof_and_found_again() {
    accepted(cancel(accepted(restingBuy())));
    venue().fault("{\"fault\":\"clock_skew\",\"ms\":60000}");
    OrderRequest request = restingBuy();
    Outcome stale = send(request);
    assertThat(stale)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.staleStamp()).isTrue());
    assertThat(onVenue(request)).isZero();
    Order order = accepted(request);
    venue().noFaults();
    assertThat(onVenue(request)).isOne();
    Outcome early = cancel(order);
    assertThat(early).isInstanceOfAny(Rejected.class, Accepted.class);
    if (early instanceof Rejected) {
      accepted(cancel(order));
    }
  }

  @Test
  void c55_a_duplicate_of_an_open_order_is_doubt() {
    OrderRequest request = restingBuy();
    Order order = accepted(request);
    assertUnconfirmed(send(request));
    assertThat(onVenue(request)).isOne();
    accepted(cancel(order));
  }

  @Test
  void c56_an_order_right_after_placing_may_not_be_shown_yet() {
    venue().fault("{\"fault\":\"visibility_lag\",\"ms\":300,\"times\":1}");
    OrderRequest request = restingBuy();
    Order order = taken(send(request));
    venue().noFaults();
    assertThat(onVenue(request)).isOne();
    accepted(cancel(order));
  }

  // Helpers

  private static final Set<ErrorKind> DOUBT =
      Set.of(
          ErrorKind.ORDER_STATE_UNKNOWN,
          ErrorKind.EXCHANGE_UNAVAILABLE,
          ErrorKind.DUPLICATE_CLIENT_ORDER_ID,
          ErrorKind.TIMEOUT);

  Outcome send(OrderRequest request) {
    return exchange().prepareOrder(demo(), request, PATIENCE).send();
  }

  Outcome cancel(Order order) {
    return exchange()
        .prepareCancel(demo(), BTC, new ByVenueId(order.venueOrderId()), PATIENCE)
        .send();
  }

  Order accepted(OrderRequest request) {
    return accepted(send(request));
  }

  /** As the venue shows it, which is another question where it only acknowledges. */
  Order accepted(Outcome outcome) {
    return shown(taken(outcome));
  }

  Order shown(Order taken) {
    return traits().contains(Trait.ACKNOWLEDGES_ONLY)
        ? exchange().order(demo(), taken.symbol(), new ByVenueId(taken.venueOrderId()))
        : taken;
  }

  List<Fill> fills(Order order) {
    return traits().contains(Trait.ACKNOWLEDGES_ONLY)
        ? exchange()
            .fills(demo(), new FillQuery(order.symbol(), order.venueOrderId(), null, null))
            .rows()
        : order.fills();
  }

  /** As the answer says. */
  static Order taken(Outcome outcome) {
    return switch (outcome) {
      case Accepted(var order, _) -> order;
      case Denied(var failure) -> throw new AssertionError("denied: " + failure);
      case Rejected(var failure, _, _, _) -> throw new AssertionError("rejected: " + failure);
      case Unconfirmed(var failure, _) -> throw new AssertionError("unconfirmed: " + failure);
    };
  }

  static void assertRejected(Outcome outcome, ErrorKind kind) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.failure().kind()).isEqualTo(kind));
  }

  static void assertUnconfirmed(Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unconfirmed.class,
            unconfirmed -> assertThat(DOUBT).contains(unconfirmed.failure().kind()));
  }

  static void assertKind(Runnable call, ErrorKind kind) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ExchangeException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
  }

  /** How often the order is on the venue, by the venue's own books. */
  long onVenue(OrderRequest request) {
    return venue().ordersWithClientId(demo().apiKey(), request.id().text());
  }

  private List<VenueOrderId> openIds(Credentials credentials) {
    return exchange().openOrders(credentials, BTC).rows().stream()
        .map(Order::venueOrderId)
        .toList();
  }

  Balance balance(String asset) {
    return exchange().balances(demo()).stream()
        .filter(balance -> balance.asset().equals(asset))
        .findFirst()
        .orElseThrow();
  }

  OrderRequest restingBuy() {
    return request(Side.BUY, base("0.001"), limit(farBelow()));
  }

  /** A fifth under the market: far from filling, inside the venue's price band. */
  BigDecimal farBelow() {
    return up(exchange().ticker(BTC).bid(), "0.8");
  }

  BigDecimal up(BigDecimal price, String factor) {
    BigDecimal step = exchange().instrument(BTC).price().step();
    return price.multiply(new BigDecimal(factor)).divide(step, 0, RoundingMode.DOWN).multiply(step);
  }

  private static BigDecimal worth(Order order) {
    return order.price().multiply(order.quantity());
  }

  private static BigDecimal total(List<Fill> fills) {
    return fills.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
