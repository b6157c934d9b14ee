package org.aristobot.journal;

import static org.aristobot.journal.Samples.NOON;
import static org.aristobot.journal.Samples.dec;
import static org.aristobot.journal.Samples.fill;
import static org.aristobot.journal.Samples.intent;
import static org.aristobot.journal.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.OrderEvent.Accepted;
import org.aristobot.journal.OrderEvent.CancelRejected;
import org.aristobot.journal.OrderEvent.CancelRequested;
import org.aristobot.journal.OrderEvent.CancelUnconfirmed;
import org.aristobot.journal.OrderEvent.Canceled;
import org.aristobot.journal.OrderEvent.Denied;
import org.aristobot.journal.OrderEvent.Filled;
import org.aristobot.journal.OrderEvent.LookedFor;
import org.aristobot.journal.OrderEvent.NotPlaced;
import org.aristobot.journal.OrderEvent.Reconciled;
import org.aristobot.journal.OrderEvent.Rejected;
import org.aristobot.journal.OrderEvent.Requested;
import org.aristobot.journal.OrderEvent.Resolved;
import org.aristobot.journal.OrderEvent.Restamped;
import org.aristobot.journal.OrderEvent.TakenOver;
import org.aristobot.journal.OrderEvent.Unconfirmed;
import org.aristobot.journal.OrderEvent.Unprotected;
import org.aristobot.model.Fee;
import org.aristobot.model.Order;
import org.aristobot.model.OrderStatus;
import org.junit.jupiter.api.Test;

class OrderFoldTest {

  private static final Failure TIMEOUT = Failure.of(ErrorKind.TIMEOUT, "no answer");
  private static final Failure NO_FUNDS = Failure.of(ErrorKind.INSUFFICIENT_FUNDS, "not enough");

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

  private static Order shown(OrderStatus status, String filled, int second) {
    return order(status, filled, NOON.plusSeconds(second));
  }

  @Test
  void silence_after_sending_is_doubt() {
    StoredOrder order = fold(new Unconfirmed(TIMEOUT));
    assertThat(order.status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(order.failure()).isEqualTo(TIMEOUT);
    assertThat(order.state().doubted()).isTrue();
  }

  @Test
  void doubt_does_not_undo_a_sight_of_the_order_and_a_sight_ends_doubt() {
    OrderEvent accepted = new Accepted(shown(OrderStatus.NEW, "0", 1));
    StoredOrder after = fold(accepted, new Unconfirmed(TIMEOUT));
    StoredOrder before = fold(new Unconfirmed(TIMEOUT), accepted);
    assertThat(after.status()).isEqualTo(OrderStatus.NEW);
    assertThat(before.status()).isEqualTo(OrderStatus.NEW);
    assertThat(after.failure()).isNull();
  }

  @Test
  void an_order_that_turns_up_after_all_is_there_whatever_was_concluded() {
    OrderEvent sight = new Reconciled(shown(OrderStatus.NEW, "0", 1));
    for (OrderEvent conclusion :
        List.of(
            new NotPlaced("nowhere to be seen"),
            new Resolved(OrderStatus.NOT_PLACED, "the exchange says so", "ops"),
            new Resolved(OrderStatus.CANCELED, "the exchange says so", "ops"))) {
      assertThat(fold(new Unconfirmed(TIMEOUT), conclusion).status().isFinished()).isTrue();
      assertThat(fold(conclusion, sight).status()).isEqualTo(OrderStatus.NEW);
      assertThat(fold(sight, conclusion).status()).isEqualTo(OrderStatus.NEW);
      assertThat(fold(new Unconfirmed(TIMEOUT), conclusion).identityFree()).isFalse();
    }
  }

  @Test
  void an_older_snapshot_does_not_undo_a_newer_one() {
    StoredOrder order =
        fold(
            new Reconciled(shown(OrderStatus.PARTIALLY_FILLED, "0.5", 2)),
            new Accepted(shown(OrderStatus.NEW, "0", 1)));
    assertThat(order.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(order.filled()).isEqualTo("0.5");
  }

  @Test
  void a_finished_order_never_reopens_and_filled_never_falls() {
    StoredOrder order =
        fold(
            new Reconciled(shown(OrderStatus.PARTIALLY_FILLED, "0.7", 3)),
            new Canceled(shown(OrderStatus.CANCELED, "0.5", 2)),
            new Reconciled(shown(OrderStatus.NEW, "0", 9)),
            new Unconfirmed(TIMEOUT));
    assertThat(order.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(order.filled()).isEqualTo("0.7");
  }

  @Test
  void an_unlisted_native_status_is_unknown_until_the_order_is_finished() {
    Order odd = order(OrderStatus.UNKNOWN, "HALTED", "0", NOON.plusSeconds(2), List.of());
    StoredOrder open = fold(new Accepted(shown(OrderStatus.NEW, "0", 1)), new Reconciled(odd));
    assertThat(open.status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(open.nativeStatus()).isEqualTo("HALTED");
    StoredOrder finished =
        fold(new Accepted(shown(OrderStatus.FILLED, "1", 1)), new Reconciled(odd));
    assertThat(finished.status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void only_an_order_that_surely_never_left_gives_its_ids_back() {
    assertThat(fold(new Denied(NO_FUNDS)).identityFree()).isTrue();
    assertThat(fold(new Rejected(NO_FUNDS)).identityFree()).isFalse();
    assertThat(fold(new Unconfirmed(TIMEOUT), new Denied(NO_FUNDS)).identityFree()).isFalse();
    assertThat(
            fold(new Accepted(shown(OrderStatus.NEW, "0", 1)), new Denied(NO_FUNDS)).identityFree())
        .isFalse();
  }

  @Test
  void fees_are_summed_once_all_fills_are_known_and_in_one_currency() {
    Fee bnb = new Fee(dec("0.10"), "BNB");
    Order half =
        order(
            OrderStatus.FILLED,
            "FILLED",
            "1.0",
            NOON.plusSeconds(1),
            List.of(fill("1", "0.4", bnb, NOON)));
    Order rest =
        order(
            OrderStatus.FILLED,
            "FILLED",
            "1.0",
            NOON.plusSeconds(1),
            List.of(fill("1", "0.4", bnb, NOON), fill("2", "0.6", bnb, NOON)));
    Order mixed =
        order(
            OrderStatus.FILLED,
            "FILLED",
            "1.0",
            NOON.plusSeconds(1),
            List.of(fill("2", "0.6", new Fee(dec("1"), "BTC"), NOON)));
    assertThat(fold(new Accepted(half)).fee()).isNull();
    assertThat(fold(new Accepted(half), new Reconciled(rest)).fee())
        .isEqualTo(new Fee(dec("0.20"), "BNB"));
    StoredOrder two = fold(new Accepted(half), new Reconciled(mixed));
    assertThat(two.fee()).isNull();
    assertThat(two.fills()).hasSize(2);
  }

  @Test
  void the_raw_response_keeps_the_digits_and_shows_the_callers_id() {
    StoredOrder order = fold(new Accepted(shown(OrderStatus.NEW, "0", 1)));
    assertThat(order.rawResponse())
        .isEqualTo(
            "{\"exchange\":\"binance\",\"status\":\"NEW\",\"clientOid\":\"C-1\",\"orderId\":991,"
                + "\"clientOrderId\":\"ar1\",\"executedQty\":\"0\",\"price\":43000.10,"
                + "\"n\":[1.50,{\"a\":null}]}");
    assertThat(fold().rawResponse()).isEqualTo("{\"exchange\":\"binance\",\"clientOid\":\"C-1\"}");
  }

  @Test
  void a_raw_answer_that_is_no_json_object_still_leaves_a_raw_response() {
    for (String raw : List.of("", "[1]", "{\"a\":", "<html>")) {
      Order odd = order(OrderStatus.NEW, "0", NOON);
      Order unreadable =
          new Order(
              odd.venueOrderId(),
              null,
              odd.symbol(),
              odd.side(),
              null,
              null,
              null,
              null,
              null,
              null,
              OrderStatus.NEW,
              "NEW",
              null,
              null,
              null,
              List.of(),
              List.of(),
              null,
              null,
              raw);
      assertThat(fold(new Accepted(unreadable)).rawResponse())
          .isEqualTo("{\"exchange\":\"binance\",\"clientOid\":\"C-1\"}");
    }
  }

  @Test
  void a_history_begins_with_the_request() {
    assertThatThrownBy(() -> OrderFold.replay(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void events_repeated_and_in_any_order_make_the_same_order() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<StoredEvent> history = history(random);
      StoredOrder expected = replay(history);
      List<StoredEvent> shuffled = new ArrayList<>(history);
      history.stream().filter(_ -> random.nextBoolean()).forEach(shuffled::add);
      Collections.shuffle(shuffled, random);
      assertThat(replay(shuffled)).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  @Test
  void whatever_comes_filled_never_falls_and_a_finished_order_never_reopens() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<StoredEvent> history = history(random);
      StoredOrder before = replay(List.of());
      for (int length = 1; length <= history.size(); length++) {
        StoredOrder after = replay(history.subList(0, length));
        String where = "seed %d, round %d, event %d".formatted(seed, round, length);
        assertThat(OrderClaim.AMOUNT.compare(after.filled(), before.filled()))
            .as(where)
            .isNotNegative();
        assertThat(!hasEnded(before) || after.status().isFinished()).as(where).isTrue();
        assertThat(after.fills()).as(where).containsAll(before.fills());
        before = after;
      }
    }
  }

  /** As the venue told it: what was concluded without a sight, a sight refutes. */
  private static boolean hasEnded(StoredOrder order) {
    return order.status().isFinished()
        && (order.status() == OrderStatus.REJECTED || order.venueOrderId() != null)
        && order.status() != OrderStatus.NOT_PLACED;
  }

  private static StoredOrder replay(List<StoredEvent> events) {
    List<StoredEvent> all = new ArrayList<>();
    all.add(
        new StoredEvent(
            0, 1, NOON, new Requested(intent("1"), "a", NOON.plusSeconds(4), null, null)));
    all.addAll(events);
    return OrderFold.replay(all);
  }

  private static List<StoredEvent> history(Random random) {
    List<StoredEvent> events = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 1; i <= count; i++) {
      events.add(new StoredEvent(i, 1, NOON.plusMillis(i), event(random, i)));
    }
    return events;
  }

  private static OrderEvent event(Random random, int i) {
    return switch (random.nextInt(18)) {
      case 0 -> new Denied(NO_FUNDS);
      case 1 -> new Rejected(NO_FUNDS);
      case 2 -> new Unconfirmed(TIMEOUT);
      case 3 -> new CancelRequested("DELETE /api/v3/order");
      case 4 -> new CancelUnconfirmed(TIMEOUT);
      case 5 -> new Restamped("POST again " + i, NOON.plusSeconds(5 + i));
      case 6 -> new TakenOver("a", "b" + i, NOON.plusSeconds(4 + i));
      case 7 -> new Canceled(snapshot(random));
      case 8 -> new Accepted(snapshot(random));
      case 9 -> new CancelRejected(NO_FUNDS);
      case 10 -> new Filled(snapshot(random).fills());
      case 11 -> new Unprotected();
      case 12 -> new NotPlaced("nowhere to be seen");
      case 13 -> new Resolved(RESOLUTIONS.get(random.nextInt(3)), "the exchange says so", "ops");
      case 14 -> new LookedFor("not shown yet");
      default -> new Reconciled(snapshot(random));
    };
  }

  private static final List<OrderStatus> RESOLUTIONS =
      List.of(OrderStatus.NOT_PLACED, OrderStatus.CANCELED, OrderStatus.FILLED);

  private static Order snapshot(Random random) {
    OrderStatus[] statuses = OrderStatus.values();
    OrderStatus status = statuses[random.nextInt(statuses.length)];
    String filled = random.nextInt(4) == 0 ? null : "0.000" + random.nextInt(4);
    Instant time = random.nextInt(4) == 0 ? null : NOON.plusSeconds(random.nextInt(4));
    Fee fee = new Fee(dec("0.01"), "BNB");
    return order(
        status,
        status.name(),
        filled,
        time,
        random.nextBoolean()
            ? List.of()
            : List.of(fill("f" + random.nextInt(3), "0.0001", fee, NOON)));
  }
}
