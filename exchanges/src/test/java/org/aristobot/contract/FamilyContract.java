package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Feature;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Family;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRef.ByClientId;
import org.aristobot.model.OrderRef.ByVenueId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.VenueOrderId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every client must do with orders that consist of several. A venue that does not offer them
 * skips what it does not offer; that it claims what it offers, its capability test sees to.
 */
abstract class FamilyContract extends ConditionalContract {

  @AfterEach
  void nothing_stays_open() {
    for (Order open : exchange().openOrders(demo(), LTC).rows()) {
      exchange().prepareCancel(demo(), LTC, new ByVenueId(open.venueOrderId()), PATIENCE).send();
    }
  }

  // 81–88: one cancels the other

  @Test
  void c81_an_oco_is_a_parent_with_two_legs_under_the_ids_of_its_family() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    Family family = exchange().family(request);
    Order parent = accepted(request);
    assertThat(parent.type()).isEqualTo(OrderType.OCO);
    assertThat(parent.status()).isEqualTo(OrderStatus.NEW);
    assertThat(parent.nativeClientOrderId()).isEqualTo(family.id());
    assertThat(parent.side()).isEqualTo(Side.SELL);
    assertThat(parent.quantity()).isEqualByComparingTo("2");
    assertThat(parent.price()).isEqualByComparingTo(at("1.1"));
    assertThat(parent.stopPrice()).isEqualByComparingTo(at("0.9"));
    assertThat(family.legs()).hasSize(2);
    assertThat(parent.legs())
        .extracting(Order::nativeClientOrderId)
        .containsExactly(family.legs().get(0).id(), family.legs().get(1).id());
    assertThat(parent.legs())
        .allSatisfy(leg -> {
          assertThat(leg.side()).isEqualTo(Side.SELL);
          assertThat(leg.quantity()).isEqualByComparingTo("2");
          assertThat(leg.status()).isEqualTo(OrderStatus.NEW);
        });
  }

  @Test
  void c82_the_legs_are_orders_of_their_own() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), at("0.88"));
    accepted(request);
    for (OrderRequest leg : exchange().family(request).legs()) {
      Order shown = byClientId(leg.id());
      assertThat(read(shown).nativeClientOrderId()).isEqualTo(leg.id());
      assertThat(shown.type()).isEqualTo(leg.terms().type());
      assertThat(shown.price()).isEqualByComparingTo(leg.terms().limitPrice());
      BigDecimal trigger = leg.terms().triggerPrice();
      if (trigger == null) {
        assertThat(shown.stopPrice()).isNull();
      } else {
        assertThat(shown.stopPrice()).isEqualByComparingTo(trigger);
      }
      assertThat(openOnes()).contains(shown.venueOrderId());
    }
  }

  @Test
  void c83_the_fill_of_the_limit_leg_ends_the_stop() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    accepted(request);
    move("1.11");
    assertSold(request, limitLeg(request), stopLeg(request));
  }

  @Test
  void c84_the_stop_ends_the_limit_leg() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    accepted(request);
    move("0.89");
    assertSold(request, stopLeg(request), limitLeg(request));
  }

  @Test
  void c85_an_oco_buys_below_the_market_or_stops_above_it() {
    OrderRequest request = oco(Side.BUY, at("0.9"), at("1.1"), at("1.12"));
    Order parent = accepted(request);
    assertThat(parent.side()).isEqualTo(Side.BUY);
    move("1.11");
    assertSold(request, stopLeg(request), limitLeg(request));
  }

  @Test
  void c86_a_parent_is_found_by_either_id() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    Order parent = accepted(request);
    for (Order found : List.of(read(parent), byClientId(exchange().family(request).id()))) {
      assertThat(found.venueOrderId()).isEqualTo(parent.venueOrderId());
      assertThat(found.nativeClientOrderId()).isEqualTo(parent.nativeClientOrderId());
      assertThat(found.type()).isEqualTo(OrderType.OCO);
      assertThat(found.status()).isEqualTo(OrderStatus.NEW);
      assertThat(found.filled()).isEqualByComparingTo("0");
      assertThat(found.legs())
          .extracting(Order::venueOrderId)
          .containsExactlyInAnyOrderElementsOf(
              parent.legs().stream().map(Order::venueOrderId).toList());
    }
  }

  @Test
  void c87_cancelling_the_parent_ends_both_legs() {
    Order byVenueId = accepted(oco(Side.SELL, at("1.1"), at("0.9"), null));
    OrderRequest other = oco(Side.SELL, at("1.2"), at("0.8"), null);
    accepted(other);
    Order first = accepted(cancel(new ByVenueId(byVenueId.venueOrderId())));
    Order second = accepted(cancel(new ByClientId(exchange().family(other).id())));
    for (Order parent : List.of(first, second)) {
      assertThat(parent.status()).isEqualTo(OrderStatus.CANCELED);
      assertThat(parent.legs()).hasSize(2);
      for (Order leg : parent.legs()) {
        assertThat(read(leg).status()).isEqualTo(OrderStatus.CANCELED);
      }
      assertThat(read(parent).status()).isEqualTo(OrderStatus.CANCELED);
    }
    assertThat(openOnes()).isEmpty();
  }

  @Test
  void c88_cancelling_a_leg_ends_the_other_and_the_parent() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    BigDecimal before = balance("LTC").locked();
    Order parent = accepted(request);
    assertThat(balance("LTC").locked().subtract(before)).isEqualByComparingTo("2");
    Order leg = accepted(cancel(new ByClientId(limitLeg(request))));
    assertThat(balance("LTC").locked()).isEqualByComparingTo(before);
    assertThat(leg.nativeClientOrderId()).isEqualTo(limitLeg(request));
    assertThat(leg.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(read(parent).status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(byClientId(stopLeg(request)).status().isFinished()).isTrue();
    assertThat(openOnes()).isEmpty();
  }

  // 89–95: entries with protection

  @Test
  void c89_protection_waits_for_the_entry_works_after_it_and_takes_the_profit() {
    OrderRequest request = entry(Side.BUY, at("0.97"), at("0.9"), at("1.1"));
    Family family = exchange().family(request);
    Order entry = taken(send(request));
    assertThat(entry.nativeClientOrderId()).isEqualTo(family.id());
    assertThat(entry.type()).isEqualTo(OrderType.LIMIT);
    assertThat(entry.legs())
        .extracting(Order::nativeClientOrderId)
        .containsExactly(family.legs().get(0).id(), family.legs().get(1).id());
    move("1.12");
    assertThat(entry.legs()).allSatisfy(leg -> assertWaits(now(leg)));
    move("0.96");
    assertThat(read(entry).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(entry.legs()).allSatisfy(leg -> assertWaits(now(leg)));
    move("1.11");
    Order profit = now(entry.legs().get(1));
    assertThat(profit.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(profit.filled()).isBetween(new BigDecimal("1.9"), new BigDecimal("2"));
    assertOther(now(entry.legs().get(0)));
  }

  @Test
  void c90_a_lone_stop_loss_protects() {
    OrderRequest request = entry(Side.BUY, at("1.02"), at("0.88"), null);
    Order entry = taken(send(request));
    assertThat(shown(entry).status()).isEqualTo(OrderStatus.FILLED);
    Order stop = now(entry.legs().getFirst());
    assertThat(stop.type()).isEqualTo(OrderType.STOP_LOSS);
    assertThat(stop.side()).isEqualTo(Side.SELL);
    assertThat(stop.stopPrice()).isEqualByComparingTo(at("0.88"));
    assertWaits(stop);
    move("0.87");
    assertThat(read(stop).status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void c91_a_lone_take_profit_protects() {
    OrderRequest request = entry(Side.BUY, at("1.02"), null, at("1.12"));
    Order entry = taken(send(request));
    Order profit = now(entry.legs().getFirst());
    assertThat(profit.type()).isEqualTo(OrderType.TAKE_PROFIT);
    assertWaits(profit);
    move("1.13");
    assertThat(read(profit).status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void c92_a_sale_is_protected_by_buys() {
    OrderRequest request = entry(Side.SELL, at("1.03"), at("1.1"), at("0.9"));
    Order entry = taken(send(request));
    assertThat(entry.legs()).extracting(Order::side).containsOnly(Side.BUY);
    move("1.04");
    assertThat(read(entry).status()).isEqualTo(OrderStatus.FILLED);
    move("1.11");
    Order stop = now(entry.legs().get(0));
    assertThat(stop.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(stop.filled())
        .isBetween(new BigDecimal(makesLegs() ? "1.8" : "2"), new BigDecimal("2"));
    assertOther(now(entry.legs().get(1)));
  }

  @Test
  void c93_a_cancelled_entry_ends_its_legs() {
    OrderRequest request = entry(Side.BUY, at("0.9"), at("0.8"), at("1.1"));
    Order entry = taken(send(request));
    Order cancelled = accepted(cancel(new ByClientId(exchange().family(request).id())));
    assertThat(cancelled.venueOrderId()).isEqualTo(entry.venueOrderId());
    assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(entry.legs()).hasSize(2).allSatisfy(leg -> assertEnded(now(leg)));
  }

  @Test
  void c94_a_family_whose_answer_got_lost_is_found_by_its_ids() {
    for (OrderRequest request : families()) {
      venue()
          .fault("{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"place_order\"}");
      Family family = exchange().family(request);
      assertThat(send(request)).isInstanceOf(Outcome.Unconfirmed.class);
      Order parent = byClientId(family.id());
      assertThat(parent.status()).isEqualTo(OrderStatus.NEW);
      for (OrderRequest leg : makesLegs() ? List.<OrderRequest>of() : family.legs()) {
        Order found = byClientId(leg.id());
        assertThat(found.side()).isEqualTo(leg.side());
        assertThat(found.type()).isEqualTo(leg.terms().type());
        assertThat(onVenue(leg)).isOne();
      }
    }
  }

  @Test
  void c95_a_family_that_got_lost_is_unconfirmed_and_not_sent_again() {
    venue().fault("{\"fault\":\"request_lost\",\"times\":1,\"match\":\"place_order\"}");
    long before = venue().stats().path("requests").path("place_order").asLong();
    OrderRequest request = entry(Side.BUY, at("0.9"), at("0.8"), at("1.1"));
    assertUnconfirmed(send(request));
    assertThat(onVenue(request.withId(exchange().family(request).id()))).isZero();
    assertThat(exchange().family(request).legs())
        .allSatisfy(leg -> assertThat(onVenue(leg)).isZero());
    long after = venue().stats().path("requests").path("place_order").asLong();
    assertThat(after - before).isOne();
  }

  @Test
  void c96_the_longest_id_of_a_caller_makes_ids_that_the_venue_takes() {
    String longest = "a-._".repeat(32);
    NativeClientOrderId id = NativeClientOrderId.derive(7, new ClientOrderId(longest));
    for (OrderRequest request : families()) {
      Family family = exchange().family(request.withId(id));
      Order parent = accepted(request.withId(id));
      assertThat(parent.nativeClientOrderId()).isEqualTo(family.id());
      if (!makesLegs()) {
        assertThat(family.legs())
            .allSatisfy(
                leg -> assertThat(byClientId(leg.id()).nativeClientOrderId()).isEqualTo(leg.id()));
      }
      accepted(cancel(new ByClientId(family.id())));
    }
  }

  @Test
  void c97_what_the_venue_refuses_of_a_family_is_a_rejection_and_leaves_nothing() {
    OrderRequest upsideDown = upsideDown();
    assertThat(send(upsideDown))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected ->
                assertThat(rejected.failure().kind())
                    .isIn(ErrorKind.INVALID_PRICE, ErrorKind.INVALID_REQUEST));
    OrderRequest huge =
        new OrderRequest(
            id(),
            LTC,
            Side.BUY,
            base("30000"),
            limit(at("0.9")),
            null,
            new Protection(at("0.8"), null),
            NativeParams.NONE);
    assertRejected(send(huge), ErrorKind.INSUFFICIENT_FUNDS);
    for (OrderRequest request : List.of(upsideDown, huge)) {
      assertThat(exchange().family(request).legs())
          .allSatisfy(leg -> assertThat(onVenue(leg)).isZero());
    }
    assertThat(openOnes()).isEmpty();
  }

  @Test
  void c98_cancelling_a_family_that_is_done_is_doubt_not_refusal() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    Order parent = accepted(request);
    move("1.11");
    for (NativeClientOrderId id :
        List.of(exchange().family(request).id(), limitLeg(request), stopLeg(request))) {
      assertThat(cancel(new ByClientId(id))).isInstanceOf(Outcome.Unconfirmed.class);
    }
    assertThat(read(parent).status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void c99_a_cancel_of_a_family_whose_answer_got_lost_is_doubt_and_ended_it() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    Order parent = accepted(request);
    venue().fault("{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"cancel_order\"}");
    assertUnconfirmed(cancel(new ByVenueId(parent.venueOrderId())));
    Order after = read(parent);
    assertThat(after.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(after.legs()).hasSize(2).allSatisfy(FamilyContract::assertEnded);
  }

  /** Legs on the wrong sides of the price. */
  private OrderRequest upsideDown() {
    return offers(Feature.OCO, OrderType.OCO)
        ? oco(Side.SELL, at("0.9"), at("1.1"), null)
        : entry(Side.BUY, at("0.9"), at("0.95"), at("0.8"));
  }

  /** One of each kind that the venue offers. */
  private List<OrderRequest> families() {
    List<OrderRequest> families = new ArrayList<>();
    if (offers(Feature.OCO, OrderType.OCO)) {
      families.add(oco(Side.SELL, at("1.1"), at("0.9"), null));
    }
    families.add(entry(Side.BUY, at("0.9"), at("0.8"), at("1.1")));
    return families;
  }

  private boolean makesLegs() {
    return traits().contains(Trait.MAKES_LEGS_OF_ITS_OWN);
  }

  /** How the leg of an entry stands that was shown when the entry was placed. */
  private Order now(Order leg) {
    return makesLegs() ? read(leg) : byClientId(leg.nativeClientOrderId());
  }

  /** Of the leg whose other one is filled. */
  private void assertOther(Order leg) {
    if (traits().contains(Trait.LEAVES_THE_OTHER_LEG)) {
      assertWaits(leg);
    } else {
      assertEnded(leg);
    }
  }

  /** The one is filled, the other ended without a fill, the parent shows both. */
  private void assertSold(
      OrderRequest request, NativeClientOrderId filled, NativeClientOrderId ended) {
    assertThat(byClientId(filled).status()).isEqualTo(OrderStatus.FILLED);
    assertEnded(byClientId(ended));
    Order parent = byClientId(exchange().family(request).id());
    assertThat(parent.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(parent.filled()).isEqualByComparingTo("2");
    assertThat(parent.average()).isEqualByComparingTo(byClientId(filled).average());
  }

  private static void assertWaits(Order leg) {
    assertThat(leg.status()).isEqualTo(OrderStatus.NEW);
    assertThat(leg.filled()).isEqualByComparingTo("0");
  }

  private static void assertEnded(Order leg) {
    assertThat(leg.status()).isIn(OrderStatus.CANCELED, OrderStatus.EXPIRED);
    assertThat(leg.filled()).isEqualByComparingTo("0");
  }

  private NativeClientOrderId stopLeg(OrderRequest oco) {
    return leg(oco, OrderType.STOP_LOSS);
  }

  private NativeClientOrderId limitLeg(OrderRequest oco) {
    return leg(oco, OrderType.LIMIT);
  }

  private NativeClientOrderId leg(OrderRequest oco, OrderType type) {
    return exchange().family(oco).legs().stream()
        .filter(leg -> leg.terms().type() == type)
        .map(OrderRequest::id)
        .findFirst()
        .orElseThrow();
  }

  Order byClientId(NativeClientOrderId id) {
    return exchange().order(demo(), LTC, new ByClientId(id));
  }

  private List<VenueOrderId> openOnes() {
    return exchange().openOrders(demo(), LTC).rows().stream().map(Order::venueOrderId).toList();
  }

  private Outcome cancel(OrderRef order) {
    return exchange().prepareCancel(demo(), LTC, order, PATIENCE).send();
  }

  OrderRequest oco(Side side, BigDecimal price, BigDecimal trigger, BigDecimal stopLimit) {
    assumeOffered(Feature.OCO, OrderType.OCO);
    return new OrderRequest(
        id(),
        LTC,
        side,
        base("2"),
        new OrderTerms.Oco(price, trigger, stopLimit),
        null,
        null,
        NativeParams.NONE);
  }

  OrderRequest entry(Side side, BigDecimal price, BigDecimal stopLoss, BigDecimal takeProfit) {
    assumeOffered(
        stopLoss == null ? Feature.ATTACHED_TAKE_PROFIT : Feature.ATTACHED_STOP_LOSS,
        OrderType.LIMIT);
    Quantity quantity = base("2");
    return new OrderRequest(
        id(),
        LTC,
        side,
        quantity,
        limit(price),
        null,
        new Protection(stopLoss, takeProfit),
        NativeParams.NONE);
  }
}
