package org.aristobot.journal;

import java.time.Instant;
import java.util.List;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Fill;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.jspecify.annotations.Nullable;

/** Something that happened to an order. Events are facts: they are appended and never changed. */
public sealed interface OrderEvent {

  /**
   * The first event of every order; of a leg it names the parent.
   *
   * @param permits what it had in hand to be sent with, in words; null if that is not known
   */
  record Requested(
      Intent intent,
      String owner,
      Instant leaseUntil,
      @Nullable Long parentId,
      @Nullable String permits)
      implements OrderEvent {}

  /** The venue took it. */
  record Accepted(Order order) implements OrderEvent {}

  /** It surely never left: the order ends NOT_PLACED and gives its ids back. */
  record Denied(Failure failure) implements OrderEvent {}

  /** The venue refused it, with proof. */
  record Rejected(Failure failure) implements OrderEvent {}

  /** Nobody knows whether the venue took it. */
  record Unconfirmed(Failure failure) implements OrderEvent {}

  /** The venue showed the order, whenever and however it was asked. */
  record Reconciled(Order order) implements OrderEvent {}

  /** The venue told of executions apart from the order. */
  record Filled(List<Fill> fills) implements OrderEvent {
    public Filled {
      fills = List.copyOf(fills);
    }
  }

  /**
   * The venue's books were looked into and nothing was proven; told once for every reason.
   *
   * @param why for people
   */
  record LookedFor(String why) implements OrderEvent {}

  /**
   * The venue provably does not have it and never will: its expiry and the venue's lag have passed,
   * and it is nowhere to be seen.
   *
   * @param proof where was looked, for people
   */
  record NotPlaced(String proof) implements OrderEvent {}

  /**
   * An administrator ended a doubt that could not be settled by proof.
   *
   * @param as NOT_PLACED, CANCELED or FILLED
   * @param by who said so
   */
  record Resolved(OrderStatus as, String reason, String by) implements OrderEvent {}

  /** A cancel is about to be sent. */
  record CancelRequested(String nativeRequest) implements OrderEvent {}

  record CancelRejected(Failure failure) implements OrderEvent {}

  record CancelUnconfirmed(Failure failure) implements OrderEvent {}

  /** The venue took a cancel and showed this. */
  record Canceled(Order order) implements OrderEvent {}

  /** A change is about to be sent. */
  record AmendRequested(Amendment amendment) implements OrderEvent {}

  /** The venue shows what a change has made of the order. */
  record Amended(int edition, OrderRequest request, Order order) implements OrderEvent {}

  /** That change surely was not made and will not be. */
  record AmendRejected(int edition, Failure failure) implements OrderEvent {}

  record AmendUnconfirmed(int edition, Failure failure) implements OrderEvent {}

  /** The protection that was asked for has gone, and what it should protect is there. */
  record Unprotected() implements OrderEvent {}

  /** A new copy with a new time stamp is about to be sent, the earlier one being proven dead. */
  record Restamped(String nativeRequest, Instant expiresAt) implements OrderEvent {}

  /** Another gateway took the row over. */
  record TakenOver(String from, String by, Instant leaseUntil) implements OrderEvent {}
}
