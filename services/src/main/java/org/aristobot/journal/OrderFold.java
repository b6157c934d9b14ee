package org.aristobot.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Fill;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;

/**
 * An order as the sum of its events; pure. Every event makes a claim about the status, and the
 * strongest claim stands, so that events may come twice and in any order: a finished order beats an
 * open one, more filled beats less, the venue's later word beats its earlier one, a sight of the
 * order beats doubt and whatever was concluded without one. {@code filled} is kept apart from that
 * and only grows.
 *
 * <p>A change makes a new edition, and the highest one stands. An edition that replaced the order
 * on the venue has an id and a life of its own: nothing that is said of a former id counts any
 * more.
 */
final class OrderFold {

  private OrderFold() {}

  /** The order right after its first event. */
  static StoredOrder begin(long id, Instant at, OrderEvent.Requested requested) {
    Instant now = micros(at);
    Instant expiresAt = micros(requested.intent().expiresAt());
    Intent intent = requested.intent().restamped(requested.intent().nativeRequest(), expiresAt);
    OrderState state =
        new OrderState(
            OrderStatus.SENDING,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            intent.nativeRequest(),
            expiresAt,
            requested.owner(),
            micros(requested.leaseUntil()),
            false,
            false,
            0,
            0,
            null,
            List.of(),
            List.of(),
            RawResponse.without(intent.venue(), intent.clientOrderId()),
            null,
            now,
            now);
    return new StoredOrder(id, requested.parentId(), 0, now, intent, state);
  }

  /** The order after one more event; {@code at} is our clock when it was appended. */
  static StoredOrder apply(StoredOrder order, Instant at, OrderEvent event) {
    if (event instanceof OrderEvent.LookedFor) {
      return order;
    }
    Instant now = micros(at);
    OrderDraft draft = new OrderDraft(order, now);
    switch (event) {
      case OrderEvent.Requested _,
          OrderEvent.LookedFor _,
          OrderEvent.CancelRequested _,
          OrderEvent.CancelRejected _,
          OrderEvent.CancelUnconfirmed _,
          OrderEvent.AmendUnconfirmed _ -> {}
      case OrderEvent.Accepted(Order shown) -> draft.see(shown, now);
      case OrderEvent.Reconciled(Order shown) -> draft.see(shown, now);
      case OrderEvent.Canceled(Order shown) -> draft.see(shown, now);
      case OrderEvent.Filled(List<Fill> more) -> draft.addFills(more);
      case OrderEvent.Denied(Failure failure) ->
          draft.claim(OrderClaim.of(OrderStatus.NOT_PLACED, failure, now));
      case OrderEvent.Rejected(Failure failure) ->
          draft.claim(OrderClaim.of(OrderStatus.REJECTED, failure, now));
      case OrderEvent.Unconfirmed(Failure failure) -> draft.doubt(failure, now);
      case OrderEvent.NotPlaced(String proof) ->
          draft.conclude(OrderStatus.NOT_PLACED, notPlaced(proof), now);
      case OrderEvent.Resolved(OrderStatus as, String reason, String by) ->
          draft.conclude(
              as, as == OrderStatus.NOT_PLACED ? notPlaced(by + " says so: " + reason) : null, now);
      case OrderEvent.Restamped(String nativeRequest, Instant expiresAt) ->
          draft.restamp(nativeRequest, micros(expiresAt));
      case OrderEvent.AmendRequested(Amendment amendment) -> draft.amending(amendment.inMicros());
      case OrderEvent.Amended(int edition, OrderRequest request, Order shown) ->
          draft.amended(edition, request, shown, now);
      case OrderEvent.AmendRejected(int edition, Failure _) -> draft.settled(edition);
      case OrderEvent.Unprotected() -> draft.expose();
      case OrderEvent.TakenOver taken -> draft.takeOver(taken.by(), micros(taken.leaseUntil()));
    }
    return draft.done();
  }

  /**
   * The order from its whole history; the first event is {@link OrderEvent.Requested}.
   *
   * @throws IllegalArgumentException if it is not
   */
  static StoredOrder replay(List<StoredEvent> events) {
    if (events.isEmpty() || !(events.getFirst().event() instanceof OrderEvent.Requested first)) {
      throw new IllegalArgumentException("an order begins with its request");
    }
    StoredEvent head = events.getFirst();
    StoredOrder order = begin(head.orderId(), head.at(), first);
    for (StoredEvent next : events.subList(1, events.size())) {
      order = apply(order, next.at(), next.event());
    }
    return order;
  }

  /** The fills that an event brought. */
  static List<Fill> shown(OrderEvent event) {
    return switch (event) {
      case OrderEvent.Accepted(Order order) -> order.fills();
      case OrderEvent.Reconciled(Order order) -> order.fills();
      case OrderEvent.Canceled(Order order) -> order.fills();
      case OrderEvent.Amended(_, _, Order order) -> order.fills();
      case OrderEvent.Filled(List<Fill> fills) -> fills;
      default -> List.of();
    };
  }

  private static Failure notPlaced(String why) {
    return Failure.of(ErrorKind.ORDER_NOT_PLACED, "the order was not placed: " + why);
  }

  /** PostgreSQL keeps microseconds and would round the rest. */
  static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
