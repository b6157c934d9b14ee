package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Feature;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Outcome.Rejected;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Commission;
import org.aristobot.model.Family;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRef.ByVenueId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.Limit;
import org.aristobot.model.OrderTerms.Market;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every client must do with changes of open orders, with test orders and with fees. */
abstract class AmendContract extends FamilyContract {

  private static final String LOST =
      "{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"edit_order\"}";

  // 100–119: changes

  @Test
  void c100_an_order_that_is_changed_in_place_keeps_its_ids() {
    OrderRequest from = buy("2", at("0.9"));
    OrderRequest to = resized(from, "1.5");
    Order before = accepted(from);
    assumeTrue(exchange().amendsInPlace(from, to));
    Order after = accepted(change(before, from, to));
    assertThat(after.venueOrderId()).isEqualTo(before.venueOrderId());
    assertThat(after.nativeClientOrderId()).isEqualTo(from.id());
    assertThat(after.quantity()).isEqualByComparingTo("1.5");
    Order shown = read(before);
    assertThat(shown.status()).isEqualTo(OrderStatus.NEW);
    assertThat(shown.quantity()).isEqualByComparingTo("1.5");
    assertThat(shown.price()).isEqualByComparingTo(at("0.9"));
    assertThat(onVenue(from)).isOne();
    assertThat(quantityOnVenue(before)).isEqualByComparingTo("1.5");
  }

  @Test
  void c101_an_order_that_is_changed_in_place_keeps_its_place() {
    BigDecimal price = exchange().orderBook(LTC, 5).bids().get(1).price();
    OrderRequest from = buy("2", price);
    Order first = accepted(from);
    Order second = accepted(buy("1", price));
    assumeTrue(exchange().amendsInPlace(from, resized(from, "1")));
    accepted(change(first, from, resized(from, "1")));
    Quantity reachesOne = new Quantity.Base(bidAbove(price).add(BigDecimal.ONE));
    OrderRequest taker = of(Side.SELL, reachesOne, new Market());
    taken(exchange().prepareOrder(demo2(), taker, PATIENCE).send());
    assertThat(read(first).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(read(second).filled()).isEqualByComparingTo("0");
  }

  @Test
  void c102_another_price_is_another_order_in_place_of_the_first() {
    OrderRequest from = buy("2", at("0.9"));
    OrderRequest to = buy("2", at("0.92"));
    Order old = accepted(from);
    assertThat(exchange().amendsInPlace(from, to)).isFalse();
    assertReplaced(old, to, accepted(change(old, from, to)));
  }

  @Test
  void c103_a_greater_quantity_is_another_order_or_stays_in_place() {
    OrderRequest from = buy("2", at("0.9"));
    OrderRequest to = buy("3", at("0.9"));
    Order old = accepted(from);
    if (exchange().amendsInPlace(from, to)) {
      assertThat(accepted(change(old, from, to.withId(from.id()))).quantity())
          .isEqualByComparingTo("3");
    } else {
      assertReplaced(old, to, accepted(change(old, from, to)));
    }
  }

  @Test
  void c104_the_trigger_of_a_waiting_order_can_be_changed() {
    OrderRequest from = sell(new OrderTerms.StopMarket(at("0.9")), null);
    OrderRequest to = sell(new OrderTerms.StopMarket(at("0.92")), null);
    Order old = accepted(from);
    if (exchange().amendsInPlace(from, to)) {
      Order after = accepted(change(old, from, to.withId(from.id())));
      assertThat(after.venueOrderId()).isEqualTo(old.venueOrderId());
      assertThat(read(old).stopPrice()).isEqualByComparingTo(at("0.92"));
      assertThat(openOf(from, to)).hasSize(1);
      return;
    }
    Order fresh = accepted(change(old, from, to));
    assertThat(read(old).status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(read(fresh).stopPrice()).isEqualByComparingTo(at("0.92"));
    assertThat(openOf(from, to)).containsExactly(fresh.venueOrderId().text());
  }

  @Test
  void c105_an_order_that_is_filled_in_part_is_not_replaced() {
    OrderBook.Level best = exchange().orderBook(LTC, 5).asks().getFirst();
    OrderRequest from =
        of(
            Side.BUY,
            new Quantity.Base(best.quantity().add(new BigDecimal("2"))),
            limit(best.price()));
    Order old = accepted(from);
    assertThat(old.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    OrderRequest to = buy("1", at("0.9"));
    Outcome outcome = changeIfPrepared(old, from, to);
    if (outcome != null) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Rejected.class, rejected -> assertThat(rejected.shown()).isNull());
    }
    Order after = read(old);
    assertThat(after.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(after.quantity()).isEqualByComparingTo(old.quantity());
    assertThat(after.filled()).isEqualByComparingTo(old.filled());
    assertThat(onVenue(to)).isZero();
  }

  @Test
  void c106_what_is_done_cannot_be_changed() {
    OrderRequest from = buy("2", at("0.9"));
    Order old = accepted(from);
    accepted(
        exchange().prepareCancel(demo(), LTC, new ByVenueId(old.venueOrderId()), PATIENCE).send());
    OrderRequest other = buy("2", at("0.92"));
    OrderRequest less = resized(from, "1");
    boolean inPlace = exchange().amendsInPlace(from, less);
    assertThat(change(old, from, other)).isNotInstanceOf(Outcome.Accepted.class);
    assertThat(change(old, from, inPlace ? less : less.withId(id())))
        .isNotInstanceOf(Outcome.Accepted.class);
    assertThat(onVenue(other)).isZero();
    assertThat(read(old).status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(read(old).quantity()).isEqualByComparingTo("2");
    assertThat(openOf(from, other)).isEmpty();
  }

  @Test
  void c107_an_unknown_order_is_not_replaced() {
    OrderRequest from = buy("2", at("0.9"));
    OrderRequest to = buy("2", at("0.92"));
    Outcome outcome =
        exchange().prepareAmend(demo(), new VenueOrderId("1"), from, to, PATIENCE).send();
    assertThat(outcome).isInstanceOfAny(Rejected.class, Outcome.Unconfirmed.class);
    if (outcome instanceof Rejected rejected) {
      assertThat(rejected.failure().kind()).isEqualTo(told(ErrorKind.ORDER_NOT_FOUND));
      assertThat(rejected.shown()).isNull();
    }
    assertThat(onVenue(to)).isZero();
  }

  @Test
  void c108_a_successor_that_the_venue_refuses_tells_what_became_of_the_order() {
    OrderRequest from = buy("2", at("0.9"));
    BigDecimal offStep = at("0.9").add(exchange().instrument(LTC).price().step().movePointLeft(1));
    assertRefused(from, buy("2", offStep), ErrorKind.INVALID_PRICE);
    assertRefused(from.withId(id()), buy("0.001", at("0.92")), ErrorKind.MIN_NOTIONAL);
    assertRefused(from.withId(id()), buy("20000", at("0.92")), ErrorKind.INSUFFICIENT_FUNDS);
  }

  private ErrorKind told(ErrorKind kind) {
    return traits().contains(Trait.REFUSES_REPLACEMENTS_IN_WORDS) ? ErrorKind.ORDER_REJECTED : kind;
  }

  /** Whatever the venue does first, a rejection and its books agree. */
  private void assertRefused(OrderRequest from, OrderRequest to, ErrorKind kind) {
    Order old = accepted(from);
    Outcome outcome = change(old, from, to);
    assertRejected(outcome, told(kind));
    Order shown = ((Rejected) outcome).shown();
    assertThat(onVenue(to)).isZero();
    Order now = read(old);
    if (shown == null) {
      assertThat(now.status()).isEqualTo(OrderStatus.NEW);
    } else {
      assertThat(shown.venueOrderId()).isEqualTo(old.venueOrderId());
      assertThat(shown.nativeClientOrderId()).isEqualTo(from.id());
      assertThat(shown.status()).isEqualTo(OrderStatus.CANCELED);
      assertThat(now.status()).isEqualTo(OrderStatus.CANCELED);
    }
  }

  @Test
  void c109_a_change_in_place_whose_answer_got_lost_is_doubt() {
    OrderRequest from = buy("2", at("0.9"));
    OrderRequest to = resized(from, "1.5");
    assumeTrue(exchange().amendsInPlace(from, to));
    Order old = accepted(from);
    venue().fault(LOST);
    assertUnconfirmed(change(old, from, to));
    assertThat(onVenue(from)).isOne();
    assertThat(read(old).quantity()).isEqualByComparingTo("1.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        LOST,
        "{\"fault\":\"request_lost\",\"times\":1,\"match\":\"edit_order\"}",
        "{\"fault\":\"http_503\",\"times\":1,\"match\":\"edit_order\",\"after_accept\":true}",
        "{\"fault\":\"http_504\",\"times\":1,\"match\":\"edit_order\"}",
        "{\"fault\":\"malformed_json\",\"times\":1,\"match\":\"edit_order\"}"
      })
  void c110_a_replacement_whose_answer_got_lost_is_doubt_and_leaves_one_order(String fault) {
    OrderRequest from = buy("2", at("0.9"));
    OrderRequest to = buy("2", at("0.92"));
    Order old = accepted(from);
    long before = edits();
    venue().fault(fault);
    assertUnconfirmed(change(old, from, to));
    assertThat(openOf(from, to)).hasSize(1);
    assertThat(edits() - before).isOne();
  }

  @Test
  void c111_an_entry_that_gets_smaller_keeps_its_family() {
    OrderRequest request = entry(Side.BUY, at("0.97"), at("0.9"), at("1.1"));
    Family family = exchange().family(request);
    OrderRequest from = request.withId(family.id());
    Order entry = accepted(request);
    OrderRequest to = with(from, base("1.5"), from.terms(), null, from.protection());
    assumeTrue(amendsInPlace(from, to));
    Order after = accepted(change(entry, from, to));
    assertThat(after.venueOrderId()).isEqualTo(entry.venueOrderId());
    assertThat(byClientId(family.id()).quantity()).isEqualByComparingTo("1.5");
    move("0.96");
    assertThat(read(entry).status()).isEqualTo(OrderStatus.FILLED);
    move("1.11");
    Order profit = byClientId(family.legs().getLast().id());
    assertThat(profit.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(profit.filled()).isBetween(new BigDecimal("1.4"), new BigDecimal("1.5"));
    assertThat(byClientId(family.legs().getFirst().id()).status().isFinished()).isTrue();
  }

  /** Else the change would be lost without a word. */
  @Test
  void c112_a_lower_quantity_with_another_change_is_not_a_change_in_place() {
    OrderRequest limit = buy("2", at("0.9"));
    OrderTerms trailing = trailing("5");
    OrderRequest stop = sell(trailing, null);
    Quantity less = base("1");
    Protection protection = new Protection(at("0.8"), null);
    OrderTerms postOnly = new Limit(at("0.9"), TimeInForce.GTC, true);
    OrderTerms fok = new Limit(at("0.9"), TimeInForce.FOK, false);
    assertNotInPlace(limit, with(limit, less, postOnly, null, null));
    assertNotInPlace(limit, with(limit, less, fok, null, null));
    assertNotInPlace(limit, with(limit, less, limit(at("0.91")), null, null));
    assertNotInPlace(limit, with(limit, less, limit.terms(), new BigDecimal("0.5"), null));
    assertNotInPlace(limit, with(limit, less, limit.terms(), null, protection));
    assertNotInPlace(stop, with(stop, less, trailing("4"), null, null));
    assertNotInPlace(stop, with(stop, less, new OrderTerms.StopMarket(at("0.9")), null, null));
  }

  /** Whatever it is then, an order with legs cannot come of it unless they are placed, too. */
  private void assertNotInPlace(OrderRequest from, OrderRequest to) {
    try {
      assertThat(exchange().amendsInPlace(from, to)).isFalse();
      assertThat(to.protection()).isNull();
    } catch (ExchangeException e) {
      assertThat(e.failure().kind())
          .isIn(ErrorKind.UNSUPPORTED_OPERATION, ErrorKind.UNSUPPORTED_PARAMETER);
    }
  }

  private static OrderTerms trailing(String percent) {
    return new OrderTerms.TrailingStop(
        new OrderTerms.TrailingDelta.Percent(new BigDecimal(percent)), null, null);
  }

  @Test
  void c113_an_order_that_is_filled_in_part_can_get_smaller() {
    OrderBook.Level best = exchange().orderBook(LTC, 5).asks().getFirst();
    BigDecimal asked = best.quantity().add(new BigDecimal("4"));
    OrderRequest from = of(Side.BUY, new Quantity.Base(asked), limit(best.price()));
    Order old = accepted(from);
    assertThat(old.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    BigDecimal wanted = old.filled().add(BigDecimal.ONE);
    OrderRequest to = with(from, new Quantity.Base(wanted), from.terms(), null, null);
    assumeTrue(exchange().amendsInPlace(from, to));
    accepted(change(old, from, to));
    Order after = read(old);
    assertThat(after.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(after.quantity()).isEqualByComparingTo(wanted);
    assertThat(after.filled()).isEqualByComparingTo(old.filled());
  }

  @Test
  void c114_an_order_that_gets_as_small_as_what_is_filled_is_done_or_stays() {
    OrderBook.Level best = exchange().orderBook(LTC, 5).asks().getFirst();
    BigDecimal asked = best.quantity().add(new BigDecimal("4"));
    OrderRequest from = of(Side.BUY, new Quantity.Base(asked), limit(best.price()));
    Order old = accepted(from);
    OrderRequest to = with(from, new Quantity.Base(old.filled()), from.terms(), null, null);
    assumeTrue(exchange().amendsInPlace(from, to));
    Outcome outcome = change(old, from, to);
    Order after = read(old);
    assertThat(after.filled()).isEqualByComparingTo(old.filled());
    if (outcome instanceof Outcome.Accepted(var shown, _)) {
      assertThat(after.status().isFinished()).isTrue();
      assertThat(shown.status()).isEqualTo(after.status());
      assertThat(shown.filled()).isEqualByComparingTo(after.filled());
    } else {
      assertThat(outcome).isInstanceOf(Rejected.class);
      assertThat(after.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
      assertThat(after.quantity()).isEqualByComparingTo(asked);
    }
  }

  // 120–129: test orders and fees

  @Test
  void c120_a_test_order_places_nothing() {
    assumeFalse(traits().contains(Trait.TESTS_NO_ORDERS));
    OrderRequest request = buy("2", at("0.9"));
    exchange().testOrder(demo(), request);
    OrderRequest marketable = of(Side.BUY, "2", new Market());
    exchange().testOrder(demo(), marketable);
    assertThat(onVenue(request)).isZero();
    assertThat(onVenue(marketable)).isZero();
  }

  @Test
  void c121_a_test_order_is_refused_as_an_order_would_be() {
    assumeFalse(traits().contains(Trait.TESTS_NO_ORDERS));
    BigDecimal offStep = at("0.9").add(exchange().instrument(LTC).price().step().movePointLeft(1));
    assertKind(() -> exchange().testOrder(demo(), buy("2", offStep)), ErrorKind.INVALID_PRICE);
    assertKind(
        () -> exchange().testOrder(demo(), buy("1.00001", at("0.9"))), ErrorKind.INVALID_QUANTITY);
    assertKind(() -> exchange().testOrder(demo(), buy("0.001", at("0.9"))), ErrorKind.MIN_NOTIONAL);
  }

  @Test
  void c122_an_order_of_several_is_tested_or_said_to_be_untestable() {
    assumeOffered(Feature.OCO, OrderType.OCO);
    OrderRequest request = of(Side.SELL, "2", new OrderTerms.Oco(at("1.1"), at("0.9"), null));
    try {
      exchange().testOrder(demo(), request);
    } catch (ExchangeException e) {
      assertThat(e.failure().kind())
          .isIn(ErrorKind.UNSUPPORTED_OPERATION, ErrorKind.UNSUPPORTED_PARAMETER);
    }
    Stream.concat(Stream.of(request), exchange().family(request).legs().stream())
        .forEach(order -> assertThat(onVenue(order)).isZero());
  }

  @Test
  void c123_a_commission_is_four_fractions_and_what_a_fill_pays() {
    Commission commission = exchange().commission(demo(), LTC);
    assertThat(commission.symbol()).isEqualTo(LTC);
    assertThat(
            List.of(
                commission.makerBuy(),
                commission.makerSell(),
                commission.takerBuy(),
                commission.takerSell()))
        .allSatisfy(rate -> assertThat(rate).isBetween(BigDecimal.ZERO, new BigDecimal("0.02")));
    Order bought = accepted(of(Side.BUY, "2", new Market()));
    BigDecimal paid =
        fills(bought).stream()
            .map(fill -> fill.fee().amount())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(paid).isEqualByComparingTo(commission.takerBuy().multiply(bought.filled()));
  }

  @Test
  void c124_the_commission_of_an_unknown_symbol_is_refused() {
    assertThatThrownBy(() -> exchange().commission(demo(), Symbol.spot("NOPE", "USDT")))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNKNOWN_SYMBOL));
  }

  private void assertReplaced(Order old, OrderRequest to, Order fresh) {
    assertThat(fresh.nativeClientOrderId()).isEqualTo(to.id());
    assertThat(fresh.venueOrderId()).isNotEqualTo(old.venueOrderId());
    assertThat(fresh.status()).isEqualTo(OrderStatus.NEW);
    assertThat(read(old).status()).isEqualTo(OrderStatus.CANCELED);
    Order shown = byClientId(to.id());
    assertThat(shown.venueOrderId()).isEqualTo(fresh.venueOrderId());
    assertThat(shown.price()).isEqualByComparingTo(to.terms().limitPrice());
    assertThat(shown.quantity()).isEqualByComparingTo(((Quantity.Base) to.quantity()).amount());
    assertThat(openOf(to.withId(old.nativeClientOrderId()), to))
        .containsExactly(fresh.venueOrderId().text());
  }

  /** Null where it is refused before it is sent. */
  private @Nullable Outcome changeIfPrepared(Order order, OrderRequest from, OrderRequest to) {
    Prepared prepared;
    try {
      prepared = exchange().prepareAmend(demo(), order.venueOrderId(), from, to, PATIENCE);
    } catch (ExchangeException e) {
      assertThat(e.failure().kind()).isEqualTo(ErrorKind.ORDER_REJECTED);
      return null;
    }
    return prepared.send();
  }

  /** False too where the venue cannot change it at all. */
  boolean amendsInPlace(OrderRequest from, OrderRequest to) {
    try {
      return exchange().amendsInPlace(from, to);
    } catch (ExchangeException e) {
      assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_OPERATION);
      return false;
    }
  }

  Outcome change(Order order, OrderRequest from, OrderRequest to) {
    return exchange().prepareAmend(demo(), order.venueOrderId(), from, to, PATIENCE).send();
  }

  /** Which of the two are open, by the venue's own books. */
  private List<String> openOf(OrderRequest one, OrderRequest other) {
    assertThat(onVenue(one) + onVenue(other)).isPositive();
    return exchange().openOrders(demo(), LTC).rows().stream()
        .filter(open -> List.of(one.id(), other.id()).contains(open.nativeClientOrderId()))
        .map(open -> open.venueOrderId().text())
        .toList();
  }

  private BigDecimal quantityOnVenue(Order order) {
    return new BigDecimal(
        venue().order(demo().apiKey(), order.venueOrderId().text()).path("quantity").asString());
  }

  private long edits() {
    return venue().stats().path("requests").path("edit_order").asLong();
  }

  private BigDecimal bidAbove(BigDecimal price) {
    return exchange().orderBook(LTC, 5).bids().stream()
        .filter(level -> level.price().compareTo(price) > 0)
        .map(OrderBook.Level::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private OrderRequest buy(String quantity, BigDecimal price) {
    return of(Side.BUY, quantity, limit(price));
  }

  private static OrderRequest of(Side side, String quantity, OrderTerms terms) {
    return of(side, base(quantity), terms);
  }

  private static OrderRequest of(Side side, Quantity quantity, OrderTerms terms) {
    return new OrderRequest(id(), LTC, side, quantity, terms, null, null, NativeParams.NONE);
  }

  static OrderRequest resized(OrderRequest request, String quantity) {
    return with(request, base(quantity), request.terms(), null, null);
  }

  private static OrderRequest with(
      OrderRequest request,
      Quantity quantity,
      OrderTerms terms,
      BigDecimal iceberg,
      Protection protection) {
    return new OrderRequest(
        request.id(), LTC, request.side(), quantity, terms, iceberg, protection, NativeParams.NONE);
  }
}
