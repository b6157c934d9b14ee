package org.aristobot.simulator.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.book.FamilyRules.PartFills;
import org.junit.jupiter.api.Test;

/** Orders that hold nothing while they wait, and orders that make others. */
class FamiliesTest {

  private static final Instrument BTC = Instruments.DEMO.getFirst();
  private static final FamilyRules PLAIN = new FamilyRules(true, false, PartFills.WHOLE_ONLY, 0);

  private final FakeClock time = new FakeClock(1_784_600_000_000L);
  private final Orders orders = new Orders();
  private Engine engine = engine(PLAIN);
  private Account anna = account();

  private Engine engine(FamilyRules rules) {
    return new Engine(
        Instruments.DEMO, new SimClock(time), true, 7, FreeRules.of(2, 3, 20, 10).with(rules));
  }

  private Account account() {
    return engine.putAccount(
        "anna",
        new Account.Credentials("secret", null, EnumSet.allOf(Permission.class)),
        Map.of("BTC", BigDecimal.ONE, "USDT", new BigDecimal("50000")));
  }

  private void under(FamilyRules rules) {
    engine = engine(rules);
    anna = account();
  }

  private OrderView place(NewOrder order) {
    return ((Placement.Placed) engine.place(anna, BTC, order)).order();
  }

  private OrderView now(OrderView order) {
    return now(order.id());
  }

  private OrderView now(long id) {
    return Objects.requireNonNull(engine.find(anna, BTC, new OrderRef(id, null)));
  }

  private void move(String price) {
    engine.movePrice(BTC, new BigDecimal(price));
  }

  private String locked(String asset) {
    return Objects.requireNonNull(engine.balances(anna).get(asset))
        .locked()
        .stripTrailingZeros()
        .toPlainString();
  }

  @Test
  void an_unfunded_order_takes_its_funds_when_it_fires() {
    OrderView stop = place(orders.unfunded("SELL 0.1 STOP 42000 @ 41999 GTC"));
    OrderView same = place(orders.unfunded("SELL 1 STOP 41000"));
    assertThat(locked("BTC")).isEqualTo("0");
    move("42000");
    assertThat(now(stop).status()).isEqualTo(OrderStatus.FILLED);
    move("41000");
    assertThat(now(same).status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(now(same).expiryReason()).isEqualTo(ExpiryReason.REJECTED);
  }

  @Test
  void an_order_makes_its_leg_when_it_fires() {
    OrderView plan = place(orders.making("SELL 1 STOP 42000", "SELL 1 @ 44000 GTC"));
    move("42000");
    OrderView fired = now(plan);
    assertThat(fired.status()).isEqualTo(OrderStatus.LEG_PLACED);
    OrderView leg = now(Objects.requireNonNull(fired.legId()));
    assertThat(leg.status()).isEqualTo(OrderStatus.NEW);
    assertThat(leg.parentId()).isEqualTo(plan.id());
    assertThat(leg.id()).isNotEqualTo(plan.id());
    assertThat(locked("BTC")).isEqualTo("1");
  }

  @Test
  void a_leg_that_is_refused_ends_its_parent() {
    OrderView plan = place(orders.making("SELL 2 STOP 42000", "SELL 2 MARKET"));
    move("42000");
    assertThat(now(plan).status()).isEqualTo(OrderStatus.LEG_REFUSED);
    assertThat(now(plan).legId()).isNull();
  }

  @Test
  void a_leg_may_come_later_than_its_parent_fired() {
    under(new FamilyRules(true, false, PartFills.WHOLE_ONLY, 100));
    OrderView plan = place(orders.making("SELL 1 STOP 42000", "SELL 1 MARKET"));
    move("42000");
    time.forward(99);
    assertThat(now(plan).status()).isEqualTo(OrderStatus.FIRED);
    assertThat(engine.openOrders(anna, BTC)).hasSize(1);
    time.forward(1);
    assertThat(now(plan).status()).isEqualTo(OrderStatus.LEG_PLACED);
    assertThat(engine.openOrders(anna, BTC)).isEmpty();
  }

  @Test
  void an_order_that_only_makes_another_one_counts_as_conditional_alone() {
    for (int n = 0; n < 3; n++) {
      place(orders.making("SELL 1 STOP 42000", "SELL 1 MARKET"));
    }
    place(orders.order("BUY 0.1 @ 42000 GTC"));
    place(orders.order("BUY 0.1 @ 42000 GTC"));
    assertThat(engine.place(anna, BTC, orders.order("BUY 0.1 @ 42000 GTC")))
        .isEqualTo(new Placement.Refused(Refusal.TOO_MANY_OPEN_ORDERS));
    assertThat(engine.place(anna, BTC, orders.making("SELL 1 STOP 42000", "SELL 1 MARKET")))
        .isEqualTo(new Placement.Refused(Refusal.TOO_MANY_CONDITIONAL_ORDERS));
  }

  @Test
  void exits_have_the_size_of_what_came_in_or_of_what_was_filled() {
    List<BigDecimal> sizes = exitsOf("BUY 0.1 @ 43000.01 GTC");
    assertThat(sizes).containsExactly(new BigDecimal("0.09990"), new BigDecimal("0.09990"));
    under(new FamilyRules(false, false, PartFills.WHOLE_ONLY, 0));
    assertThat(exitsOf("BUY 0.1 @ 43000.01 GTC").getFirst())
        .isEqualByComparingTo(new BigDecimal("0.1"));
  }

  private List<BigDecimal> exitsOf(String parent) {
    OrderView placed =
        place(orders.exiting(parent, "SELL ? PROFIT 44000 @ 44000 GTC", "SELL ? STOP 42000"));
    return engine.openOrders(anna, BTC).stream()
        .peek(exit -> assertThat(exit.parentId()).isEqualTo(placed.id()))
        .map(OrderView::quantity)
        .toList();
  }

  @Test
  void an_exit_that_fires_may_end_the_others() {
    under(new FamilyRules(true, true, PartFills.WHOLE_ONLY, 0));
    exitsOf("BUY 0.1 @ 43000.01 GTC");
    move("42000");
    assertThat(engine.openOrders(anna, BTC)).isEmpty();
    assertThat(engine.truth("anna"))
        .extracting(OrderView::status)
        .containsExactly(OrderStatus.FILLED, OrderStatus.CANCELED, OrderStatus.FILLED);
  }

  @Test
  void an_order_that_waits_is_written_anew_and_keeps_its_id() {
    OrderView old = place(orders.making("SELL 1 STOP 42000", "SELL 1 MARKET"));
    time.forward(5);
    Placement rewritten =
        engine.rewrite(
            anna, BTC, old.id(), orders.making("SELL 0.5 STOP 41000", "SELL 0.5 MARKET"));
    OrderView order = ((Placement.Placed) rewritten).order();
    assertThat(order.id()).isEqualTo(old.id());
    assertThat(order.acceptedAtMillis()).isEqualTo(old.acceptedAtMillis());
    move("42000");
    assertThat(now(old).status()).isEqualTo(OrderStatus.NEW);
    move("41000");
    assertThat(now(old).status()).isEqualTo(OrderStatus.LEG_PLACED);
    assertThat(engine.rewrite(anna, BTC, old.id(), orders.making("SELL 1 STOP 1", "SELL 1 MARKET")))
        .isEqualTo(new Placement.Refused(Refusal.UNKNOWN_ORDER));
  }

  @Test
  void an_order_that_is_only_to_rest_ends_where_it_would_take() {
    OrderView order = place(orders.order("BUY 0.1 @ 43001 POST_ONLY"));
    assertThat(order.status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(order.expiryReason()).isEqualTo(ExpiryReason.WOULD_TAKE);
    assertThat(place(orders.order("BUY 0.1 @ 43000 POST_ONLY")).status())
        .isEqualTo(OrderStatus.NEW);
    assertThat(locked("USDT")).isEqualTo("4300");
  }

  @Test
  void what_is_canceled_later_is_what_is_open_then() {
    OrderView early = place(orders.order("BUY 0.1 @ 42000 GTC"));
    engine.cancelAllLater(anna, BTC, order -> true, 10);
    OrderView late = place(orders.order("BUY 0.1 @ 42000 GTC"));
    assertThat(now(early).status()).isEqualTo(OrderStatus.NEW);
    time.forward(10);
    assertThat(now(early).status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(now(late).status()).isEqualTo(OrderStatus.CANCELED);
  }
}
