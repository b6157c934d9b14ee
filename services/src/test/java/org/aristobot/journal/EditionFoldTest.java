package org.aristobot.journal;

import static org.aristobot.journal.Samples.NOON;
import static org.aristobot.journal.Samples.dec;
import static org.aristobot.journal.Samples.fill;
import static org.aristobot.journal.Samples.intent;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.OrderEvent.Accepted;
import org.aristobot.journal.OrderEvent.AmendRejected;
import org.aristobot.journal.OrderEvent.AmendRequested;
import org.aristobot.journal.OrderEvent.AmendUnconfirmed;
import org.aristobot.journal.OrderEvent.Amended;
import org.aristobot.journal.OrderEvent.CancelRejected;
import org.aristobot.journal.OrderEvent.CancelRequested;
import org.aristobot.journal.OrderEvent.CancelUnconfirmed;
import org.aristobot.journal.OrderEvent.Canceled;
import org.aristobot.journal.OrderEvent.Filled;
import org.aristobot.journal.OrderEvent.Reconciled;
import org.aristobot.journal.OrderEvent.Requested;
import org.aristobot.journal.OrderEvent.Unprotected;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders that were changed, as the sum of their events. */
class EditionFoldTest {

  private static final Failure TIMEOUT = Failure.of(ErrorKind.TIMEOUT, "no answer");
  private static final OrderRequest FIRST = intent("1").request();

  private static OrderRequest request(NativeClientOrderId id, String quantity, String price) {
    return new OrderRequest(
        id,
        FIRST.symbol(),
        FIRST.side(),
        new Quantity.Base(dec(quantity)),
        new OrderTerms.Limit(dec(price), TimeInForce.GTC, true),
        null,
        null,
        FIRST.nativeParams());
  }

  private static OrderRequest replacement(int edition) {
    NativeClientOrderId id = NativeClientOrderId.derive(5, edition, intent("1").clientOrderId());
    return request(id, "0.00" + (10 + edition), "4300" + edition);
  }

  private static Order shown(
      OrderRequest of, OrderStatus status, @Nullable String filled, int second) {
    return shown(of, status, filled, NOON.plusSeconds(second), List.of());
  }

  private static Order shown(
      OrderRequest of,
      OrderStatus status,
      @Nullable String filled,
      @Nullable Instant at,
      List<Fill> fills) {
    Quantity.Base quantity = (Quantity.Base) of.quantity();
    return new Order(
        new VenueOrderId("v-" + of.id().text().substring(0, 6)),
        of.id(),
        of.symbol(),
        Side.BUY,
        OrderType.LIMIT,
        quantity.amount(),
        null,
        of.terms().limitPrice(),
        null,
        TimeInForce.GTC,
        status,
        status.name(),
        filled == null ? null : dec(filled),
        null,
        null,
        fills,
        List.of(),
        null,
        at,
        "{\"status\":\"" + status + "\",\"id\":\"" + of.id() + "\"}");
  }

  private static AmendRequested amending(int edition, OrderRequest to, String token) {
    return new AmendRequested(
        new Amendment("R-edit", edition, token, to, "PUT " + edition, NOON.plusSeconds(9)));
  }

  private static StoredOrder fold(OrderEvent... events) {
    StoredOrder order =
        OrderFold.begin(1, NOON, new Requested(intent("1"), "a", NOON.plusSeconds(4), null, null));
    Instant at = NOON;
    for (OrderEvent event : events) {
      at = at.plusMillis(1);
      order = OrderFold.apply(order, at, event);
    }
    return order;
  }

  @Test
  void a_change_is_under_way_until_it_is_settled() {
    OrderRequest to = replacement(1);
    Accepted accepted = new Accepted(shown(FIRST, OrderStatus.NEW, "0", 1));
    StoredOrder pending = fold(accepted, amending(1, to, "t"), new AmendUnconfirmed(1, TIMEOUT));
    assertThat(pending.amending()).isNotNull();
    assertThat(pending.request()).isEqualTo(FIRST);
    StoredOrder refused = fold(accepted, amending(1, to, "t"), new AmendRejected(1, TIMEOUT));
    assertThat(refused.amending()).isNull();
    assertThat(refused.state().edits()).isEqualTo(1);
    assertThat(refused.state().edition()).isZero();
    StoredOrder late = fold(accepted, new AmendRejected(1, TIMEOUT), amending(1, to, "t"));
    assertThat(late.amending()).isNull();
  }

  @Test
  void of_two_changes_at_once_the_first_to_be_recorded_goes() {
    StoredOrder order = fold(amending(1, replacement(1), "one"), amending(1, FIRST, "two"));
    assertThat(order.amending()).extracting(Amendment::token).isEqualTo("one");
  }

  @Test
  void a_replaced_order_lives_under_its_new_ids_whatever_is_said_of_the_old_ones() {
    OrderRequest to = replacement(1);
    OrderEvent[] events = {
      new Accepted(shown(FIRST, OrderStatus.NEW, "0", 1)),
      amending(1, to, "t"),
      new Amended(1, to, shown(to, OrderStatus.NEW, "0", 2)),
      new Reconciled(shown(FIRST, OrderStatus.CANCELED, "0", 3))
    };
    StoredOrder order = fold(events);
    StoredOrder other = fold(events[0], events[1], events[3], events[2]);
    for (StoredOrder one : List.of(order, other)) {
      assertThat(one.status()).isEqualTo(OrderStatus.NEW);
      assertThat(one.request()).isEqualTo(to);
      assertThat(one.nativeClientOrderId()).isEqualTo(to.id());
      assertThat(one.amending()).isNull();
      assertThat(one.state().formerNativeIds()).containsExactly(FIRST.id().text());
      assertThat(one.state().formerVenueIds())
          .containsExactly("v-" + FIRST.id().text().substring(0, 6));
    }
  }

  @Test
  void a_change_in_place_keeps_what_is_known_of_the_order() {
    OrderRequest to = request(FIRST.id(), "0.0007", "43000.10");
    StoredOrder order =
        fold(
            new Accepted(shown(FIRST, OrderStatus.PARTIALLY_FILLED, "0.0005", 1)),
            new Amended(1, to, shown(to, OrderStatus.NEW, null, 2)),
            new Reconciled(shown(to, OrderStatus.FILLED, "0.0007", 3)));
    assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(order.quantity()).isEqualTo("0.0007");
    assertThat(order.state().formerNativeIds()).isEmpty();
  }

  @Test
  void an_order_that_ended_without_a_successor_has_ended() {
    StoredOrder order =
        fold(
            new Accepted(shown(FIRST, OrderStatus.NEW, "0", 1)),
            amending(1, replacement(1), "t"),
            new AmendRejected(1, TIMEOUT),
            new Canceled(shown(FIRST, OrderStatus.CANCELED, "0", 2)));
    assertThat(order.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(order.request()).isEqualTo(FIRST);
  }

  @Test
  void protection_that_has_gone_stays_gone() {
    assertThat(fold().intent().exposed().unprotected()).isTrue();
    assertThat(fold(new Unprotected(), new Unprotected()).unprotected()).isTrue();
  }

  @Test
  void editions_repeated_and_in_any_order_make_the_same_order() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<StoredEvent> history = history(random);
      StoredOrder expected = replay(history);
      List<StoredEvent> more = new ArrayList<>(history);
      history.stream().filter(_ -> random.nextBoolean()).forEach(more::add);
      Collections.shuffle(more, random);
      List<StoredEvent> possible = afterTheirEditions(more);
      assertThat(replay(possible)).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  private static StoredOrder replay(List<StoredEvent> events) {
    List<StoredEvent> all = new ArrayList<>();
    Requested first = new Requested(intent("1"), "a", NOON.plusSeconds(4), null, null);
    all.add(new StoredEvent(0, 1, NOON, first));
    all.addAll(events);
    return OrderFold.replay(all);
  }

  /** Changes of both kinds, some refused, with sights of each edition between and behind them. */
  private static List<StoredEvent> history(Random random) {
    List<OrderEvent> events = new ArrayList<>();
    OrderRequest current = FIRST;
    see(random, current, events);
    int changes = 1 + random.nextInt(4);
    for (int edition = 1; edition <= changes; edition++) {
      OrderRequest to =
          random.nextInt(3) == 0
              ? request(current.id(), "0.000" + (9 - edition), "43000.10")
              : replacement(edition);
      events.add(amending(edition, to, "t" + edition));
      if (random.nextInt(4) == 0) {
        events.add(new AmendRejected(edition, TIMEOUT));
      } else if (edition < changes || random.nextInt(4) > 0) {
        if (random.nextInt(3) == 0) {
          events.add(new AmendUnconfirmed(edition, TIMEOUT));
        }
        events.add(new Amended(edition, to, sight(random, to)));
        current = to;
      }
      see(random, current, events);
    }
    List<StoredEvent> history = new ArrayList<>();
    for (OrderEvent event : events) {
      int n = history.size() + 1;
      history.add(new StoredEvent(n, 1, NOON.plusMillis(n), event));
    }
    return history;
  }

  private static void see(Random random, OrderRequest of, List<OrderEvent> events) {
    for (int i = random.nextInt(4); i > 0; i--) {
      events.add(
          switch (random.nextInt(6)) {
            case 0 -> new CancelRequested("DELETE /api/v3/order");
            case 1 -> new CancelRejected(TIMEOUT);
            case 2 -> new CancelUnconfirmed(TIMEOUT);
            case 3 -> new Filled(sight(random, of).fills());
            default -> new Reconciled(sight(random, of));
          });
    }
    if (random.nextInt(4) == 0) {
      events.add(new Unprotected());
    }
  }

  private static Order sight(Random random, OrderRequest of) {
    OrderStatus[] statuses = {
      OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED, OrderStatus.CANCELED, OrderStatus.UNKNOWN
    };
    Fee fee = new Fee(dec("0.01"), "BNB");
    return shown(
        of,
        statuses[random.nextInt(statuses.length)],
        random.nextInt(4) == 0 ? null : "0.000" + random.nextInt(4),
        random.nextInt(4) == 0 ? null : NOON.plusSeconds(random.nextInt(4)),
        random.nextBoolean()
            ? List.of()
            : List.of(fill("f" + random.nextInt(3), "0.0001", fee, NOON)));
  }

  /** Nobody looks for an edition before the journal has told of it. */
  private static List<StoredEvent> afterTheirEditions(List<StoredEvent> shuffled) {
    Map<NativeClientOrderId, Integer> born = new HashMap<>();
    for (int i = 0; i < shuffled.size(); i++) {
      if (shuffled.get(i).event() instanceof Amended amended
          && !amended.request().id().equals(FIRST.id())) {
        born.putIfAbsent(amended.request().id(), i);
      }
    }
    List<StoredEvent> early = new ArrayList<>();
    List<StoredEvent> possible = new ArrayList<>();
    for (int i = 0; i < shuffled.size(); i++) {
      StoredEvent event = shuffled.get(i);
      boolean tooEarly =
          event.event() instanceof Reconciled(Order seen)
              && born.getOrDefault(seen.nativeClientOrderId(), 0) > i;
      (tooEarly ? early : possible).add(event);
    }
    possible.addAll(early);
    return possible;
  }
}
