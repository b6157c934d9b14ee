package org.aristobot.journal;

import static org.aristobot.journal.Samples.NOON;
import static org.aristobot.journal.Samples.dec;
import static org.aristobot.journal.Samples.intent;
import static org.aristobot.journal.Samples.order;
import static org.aristobot.journal.Samples.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.Journal.Change;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.VenueOrderId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Families and editions as rows. */
class FamilyJournalIT {

  private static final Failure NO = Failure.of(ErrorKind.ORDER_REJECTED, "no");

  private Database database;
  private Journal journal;
  private volatile Instant now = NOON;

  @BeforeEach
  void open() {
    database = TestPostgres.fresh();
    journal = new Journal(database.source(), "gateway-1", Duration.ofSeconds(4), () -> now);
  }

  @AfterEach
  void close() {
    journal.close();
    database.close();
  }

  private static OrderRequest leg(Intent parent, String letter, Quantity quantity) {
    return new OrderRequest(
        new NativeClientOrderId(parent.request().id().text() + letter),
        parent.request().symbol(),
        Side.SELL,
        quantity,
        new OrderTerms.StopMarket(dec("39000")),
        null,
        null,
        NativeParams.NONE);
  }

  private static List<OrderRequest> legs(Intent parent) {
    return List.of(
        leg(parent, "b", new Quantity.Received()),
        leg(parent, "a", new Quantity.Base(dec("0.0010"))));
  }

  private OrderFamily recorded(Intent intent) {
    Recorded recorded = journal.record(intent, legs(intent), null);
    assertThat(recorded).isInstanceOf(Recorded.Fresh.class);
    Recorded.Fresh fresh = (Recorded.Fresh) recorded;
    return new OrderFamily(fresh.order(), fresh.legs());
  }

  private long count(String table) {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  private long transactions() {
    return count("(SELECT DISTINCT xmin::text FROM orders) t");
  }

  private OrderFamily read(OrderFamily family) {
    return journal.family(journal.byId(family.parent().id()).orElseThrow());
  }

  private void assertRebuilt(StoredOrder order) {
    StoredOrder read = journal.byId(order.id()).orElseThrow();
    assertThat(JournalIT.same(OrderFold.replay(journal.events(order.id())), read)).isTrue();
  }

  @Test
  void legs_are_rows_with_a_parent_and_are_read_back_in_their_order() {
    OrderFamily family = recorded(intent("1"));
    OrderFamily read = read(family);
    assertThat(read.legs()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      StoredOrder leg = read.legs().get(i);
      assertThat(JournalIT.same(leg, family.legs().get(i))).isTrue();
      assertThat(leg.parentId()).isEqualTo(family.parent().id());
      assertThat(leg.request()).isEqualTo(legs(intent("1")).get(i));
      assertThat(leg.clientOrderId().text()).isEqualTo(leg.nativeClientOrderId().text());
      assertThat(leg.requestId()).isEqualTo("R-1");
      assertThat(leg.leaseUntil()).isEqualTo(family.parent().leaseUntil());
      assertRebuilt(leg);
      assertThat(journal.family(leg).parent().id()).isEqualTo(family.parent().id());
    }
    assertThat(journal.byRequest(7, "R-1").orElseThrow().isLeg()).isFalse();
    assertThat(transactions()).as("one commit").isEqualTo(1);
  }

  @Test
  void a_parent_that_was_there_before_brings_no_legs() {
    OrderFamily family = recorded(intent("1"));
    Recorded again = journal.record(intent("1"), legs(intent("1")), null);
    assertThat(again).isInstanceOf(Recorded.Earlier.class);
    assertThat(again.order().id()).isEqualTo(family.parent().id());
    assertThat(count("orders")).isEqualTo(3);
  }

  @Test
  void a_family_with_a_leg_whose_id_is_taken_is_not_recorded_at_all() {
    Intent intent = intent("1");
    OrderRequest taken = legs(intent).getFirst();
    journal.record(
        Samples.intent(
            7, 5, "R-other", new ClientOrderId("x"), intent("2").request().withId(taken.id())));
    assertThatThrownBy(() -> journal.record(intent, legs(intent), null))
        .isInstanceOf(ExchangeException.class);
    assertThat(count("orders")).isEqualTo(1);
    assertThat(count("order_events")).isEqualTo(1);
  }

  @Test
  void what_happens_to_all_is_one_commit_and_frees_all_their_ids() {
    OrderFamily family = recorded(intent("1"));
    List<StoredOrder> denied =
        journal.append(
            family
                .members()
                .map(o -> new Change(o.id(), new OrderEvent.Denied(NO), null))
                .toList());
    assertThat(denied).hasSize(3).allMatch(StoredOrder::identityFree);
    assertThat(transactions()).isEqualTo(1);
    assertThat(recorded(intent("1")).parent().id()).isNotEqualTo(family.parent().id());
  }

  @Test
  void a_leg_has_its_size_when_the_venue_shows_it() {
    StoredOrder leg = recorded(intent("1")).legs().getFirst();
    assertThat(leg.quantity()).isNull();
    StoredOrder sized =
        journal.append(leg.id(), new OrderEvent.Accepted(order(OrderStatus.NEW, "0", now)), wire());
    assertThat(sized.quantity()).isEqualTo("0.0010");
    assertRebuilt(sized);
  }

  @Test
  void a_family_in_doubt_is_one_doubt() {
    OrderFamily family = recorded(intent("1"));
    journal.append(
        family
            .members()
            .map(o -> new Change(o.id(), new OrderEvent.Unconfirmed(NO), null))
            .toList());
    assertThat(journal.doubts().count()).isEqualTo(1);
  }

  @Test
  void legs_are_taken_over_with_their_parent() {
    OrderFamily family = recorded(intent("1"));
    try (Journal second =
        new Journal(database.source(), "gateway-2", Duration.ofSeconds(4), () -> now)) {
      assertThat(second.takeOver(family.parent().id(), "gateway-1", true)).isPresent();
    }
    assertThat(read(family).members()).allMatch(o -> o.owner().equals("gateway-2"));
    family.members().forEach(this::assertRebuilt);
  }

  @Test
  void families_of_many_orders_are_read_at_once() {
    OrderFamily one = recorded(intent("1"));
    OrderFamily two = recorded(intent("2"));
    StoredOrder plain = journal.record(intent("3")).order();
    Map<Long, OrderFamily> families =
        journal.families(List.of(one.legs().getLast(), two.parent(), plain));
    assertThat(families).containsOnlyKeys(one.parent().id(), two.parent().id(), plain.id());
    families.forEach((id, family) ->
        assertThat(family.legs()).as("of %d", id).hasSize(id == plain.id() ? 0 : 2));
  }

  private static Order as(String venueId, NativeClientOrderId id, OrderStatus status) {
    Order shown = order(status, "0", NOON);
    return new Order(
        new VenueOrderId(venueId),
        id,
        shown.symbol(),
        shown.side(),
        shown.type(),
        shown.quantity(),
        null,
        shown.price(),
        null,
        shown.timeInForce(),
        status,
        status.name(),
        dec("0"),
        null,
        null,
        List.of(),
        List.of(),
        NOON,
        NOON,
        shown.raw());
  }

  @Test
  void a_replaced_order_is_found_by_every_id_that_it_ever_had() {
    StoredOrder order = journal.record(intent("1")).order();
    NativeClientOrderId old = order.nativeClientOrderId();
    NativeClientOrderId next = NativeClientOrderId.derive(5, 1, order.clientOrderId());
    OrderRequest to = order.request().withId(next);
    journal.append(order.id(), new OrderEvent.Accepted(as("11", old, OrderStatus.NEW)), wire());
    Amendment amendment =
        new Amendment("R-edit", 1, "token", to, "POST replace", now.plusSeconds(5));
    StoredOrder amending =
        journal.append(order.id(), new OrderEvent.AmendRequested(amendment), null);
    assertThat(amending.amending()).isEqualTo(amendment.inMicros());
    assertRebuilt(amending);
    assertThat(journal.byNativeIds(5, List.of(next))).containsOnlyKeys(next);

    journal.append(
        order.id(), new OrderEvent.Amended(1, to, as("12", next, OrderStatus.NEW)), wire());
    journal.append(
        order.id(), new OrderEvent.Reconciled(as("11", old, OrderStatus.CANCELED)), wire());
    StoredOrder read = journal.byId(order.id()).orElseThrow();
    assertThat(read.status()).isEqualTo(OrderStatus.NEW);
    assertThat(read.nativeClientOrderId()).isEqualTo(next);
    assertRebuilt(read);
    assertThat(journal.byVenueId(5, new VenueOrderId("11"), null)).isPresent();
    assertThat(journal.byVenueId(5, new VenueOrderId("12"), null)).isPresent();
    assertThat(journal.byVenueId(5, new VenueOrderId("13"), null)).isEmpty();
    assertThat(journal.byNativeIds(5, List.of(old, next))).containsOnlyKeys(old, next);
    assertThat(journal.byNativeIds(6, List.of(old, next))).isEmpty();
  }

  @Test
  void protection_that_has_gone_is_kept_in_the_row() {
    OrderFamily family = recorded(intent("1"));
    StoredOrder leg = family.legs().getFirst();
    assertThat(leg.unprotected()).isFalse();
    assertThat(journal.append(leg.id(), new OrderEvent.Unprotected(), null).unprotected()).isTrue();
    assertThat(journal.byId(leg.id()).orElseThrow().unprotected()).isTrue();
  }
}
