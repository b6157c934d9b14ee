package org.aristobot.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.Fields;
import org.aristobot.bus.Reply;
import org.aristobot.bus.Request;
import org.aristobot.bus.Step;
import org.aristobot.bus.Trace;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.journal.Intent;
import org.aristobot.journal.Journal;
import org.aristobot.journal.Lease;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.Recorded;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Family;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places orders: never lost, never doubled. Permits before the intent, the intent before the send,
 * the outcome before the answer, and no second send of anything that may have left. Thread rule:
 * any thread; calls block.
 */
final class OrderDesk {

  private static final Logger log = LoggerFactory.getLogger(OrderDesk.class);

  /** How long an order waits for the venue's permits before it is refused. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** So long before its caller gives up, nothing more is waited for. */
  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

  /** So long before its caller gives up, an order is not tried anew. */
  private static final Duration TOO_LATE = Duration.ofSeconds(10);

  private final Journal journal;
  private final SendMarks marks;
  private final Replay replay;
  private final Families families;
  private final InDoubt doubts;
  private final Alerts alerts;
  private final InstantSource clock;

  OrderDesk(
      Journal journal,
      SendMarks marks,
      Replay replay,
      Families families,
      InDoubt doubts,
      Alerts alerts,
      InstantSource clock) {
    this.journal = journal;
    this.marks = marks;
    this.replay = replay;
    this.families = families;
    this.doubts = doubts;
    this.alerts = alerts;
    this.clock = clock;
  }

  /** An order as it was asked for, by whom and in which request. */
  private record Asked(
      Request request,
      Account account,
      OrderTicket ticket,
      Identity identity,
      OrderAnswers answers,
      Trace trace) {

    /** Until when its caller waits. */
    Instant until() {
      return request.askedAt().plus(answers.patience());
    }
  }

  /**
   * What will travel of it.
   *
   * @param order under the id from which those of its family are derived
   */
  private record Placement(Asked asked, Levels levels, OrderRequest order, Family family) {

    Prepared prepare() {
      Account account = asked.account();
      return account.exchange().prepareOrder(account.credentials(), order, PATIENCE);
    }
  }

  /** Checked and paid for in permits; nothing has left. */
  private record Ready(Placement placement, Prepared prepared) {}

  /**
   * Places an order, or answers with the one that the same request made before.
   *
   * @param answers in which words it is answered
   * @throws ExchangeException if it was refused before anything was sent
   */
  Reply place(Request request, Fields fields, Account account, OrderAnswers answers, Trace trace) {
    OrderTicket ticket = OrderParser.parse(fields, account.exchange());
    Identity identity = Identity.of(account.broker(), request.address().requestId(), ticket);
    Asked asked = new Asked(request, account, ticket, identity, answers, trace);
    Ready ready;
    try {
      ready = ready(asked);
    } catch (ExchangeException refusal) {
      // What was asked before is answered with its order, whatever today's rules say.
      return again(find(identity).orElseThrow(() -> refusal), asked);
    }
    return record(ready);
  }

  private static Ready ready(Asked asked) {
    if (asked.request().expired()) {
      throw new ExchangeException(
          ErrorKind.TIMEOUT, "timestamp: the request waited too long and was not executed");
    }
    Placement placement = placement(asked);
    Prepared prepared = placement.prepare();
    asked.trace().reached(Step.CHECKED);
    return new Ready(placement, prepared);
  }

  private static Placement placement(Asked asked) {
    OrderTicket ticket = asked.ticket();
    Identity identity = asked.identity();
    Exchange exchange = asked.account().exchange();
    Instrument instrument = exchange.instrument(ticket.symbol());
    Levels levels = Levels.check(ticket, exchange.venue(), exchange.capabilities(instrument));
    OrderRequest order =
        new OrderRequest(
            NativeClientOrderId.derive(identity.brokerId(), identity.clientOrderId()),
            ticket.symbol(),
            ticket.side(),
            MarketRules.check(ticket.as(levels), instrument),
            ticket.terms(),
            levels.icebergQuantity(),
            levels.protection(),
            ticket.nativeParams());
    return new Placement(asked, levels, order, exchange.family(order));
  }

  private Optional<StoredOrder> find(Identity identity) {
    return journal
        .byRequest(identity.userId(), identity.requestId())
        .or(() -> journal.byClientId(identity.brokerId(), identity.clientOrderId()));
  }

  private Reply record(Ready ready) {
    Asked asked = ready.placement().asked();
    Recorded recorded;
    try {
      recorded =
          journal.record(
              intent(ready), ready.placement().family().legs(), ready.prepared().permits());
    } catch (RuntimeException e) {
      ready.prepared().abandon();
      throw e;
    }
    return switch (recorded) {
      case Recorded.Fresh(var order, var legs, var lease) -> {
        asked.trace().reached(Step.JOURNALED);
        yield send(ready, new OrderFamily(order, legs), lease);
      }
      case Recorded.Earlier(var order) -> {
        ready.prepared().abandon();
        yield again(order, asked);
      }
    };
  }

  private static Intent intent(Ready ready) {
    Placement placement = ready.placement();
    Asked asked = placement.asked();
    Identity identity = asked.identity();
    return new Intent(
        identity.userId(),
        identity.brokerId(),
        identity.requestId(),
        asked.request().traceId(),
        asked.ticket().source(),
        asked.account().broker().venue(),
        asked.account().broker().environment(),
        Levels.SPOT,
        identity.clientOrderId(),
        placement.order().withId(placement.family().id()),
        asked.ticket().protectionRequired(),
        warnings(ready),
        placement.levels().unprotected(),
        identity.fingerprint(),
        ready.prepared().request(),
        ready.prepared().expiresAt());
  }

  private static List<String> warnings(Ready ready) {
    return Stream.concat(
            ready.placement().levels().warnings().stream(), ready.prepared().warnings().stream())
        .toList();
  }

  private Reply send(Ready ready, OrderFamily family, Lease lease) {
    int slot;
    try {
      slot = marks.mark(family.parent().id());
    } catch (IllegalStateException e) {
      ready.prepared().abandon();
      return settle(
          ready.placement().asked(),
          family,
          denied(ErrorKind.RATE_LIMITED, "too many orders are under way"));
    }
    Reply reply = dispatch(ready, family, lease);
    marks.clear(slot);
    ready.placement().asked().trace().reached(Step.SETTLED);
    return reply;
  }

  private Reply dispatch(Ready ready, OrderFamily family, Lease lease) {
    Outcome outcome;
    try {
      outcome = Departure.send(ready.prepared(), () -> mayLeave(ready.placement(), lease));
      if (outcome instanceof Outcome.Rejected rejected && rejected.staleStamp()) {
        outcome = restamped(ready.placement(), family, lease, rejected);
      }
    } catch (RuntimeException e) {
      log.error("order {} met a fault of ours while it was sent", family.parent().id(), e);
      Failure failure = Failure.of(ErrorKind.INTERNAL, "a fault of the gateway while sending");
      families.all(family, new OrderEvent.Unconfirmed(failure), null);
      return inDoubt(ready.placement().asked(), family.parent(), false);
    }
    ready.placement().asked().trace().reached(Step.SENT);
    return settle(ready.placement().asked(), family, outcome);
  }

  /** The one copy that may follow: its predecessor provably died of its time stamp alone. */
  private Outcome restamped(
      Placement placement, OrderFamily family, Lease lease, Outcome.Rejected first) {
    Prepared again;
    try {
      again = placement.prepare();
    } catch (ExchangeException e) {
      return first;
    }
    families.all(
        family, new OrderEvent.Restamped(again.request(), again.expiresAt()), first.wire());
    return Departure.send(again, () -> mayLeave(placement, lease));
  }

  /** Its lease still runs, and nobody else has the request by now and answers it otherwise. */
  private boolean mayLeave(Placement placement, Lease lease) {
    return placement.asked().trace().isOurs() && lease.held(System.nanoTime(), clock.instant());
  }

  private Reply settle(Asked asked, OrderFamily family, Outcome outcome) {
    OrderFamily all = recorded(family, outcome);
    StoredOrder order = family.parent();
    StoredOrder settled = all.parent();
    log.info(
        "order {} {}: {} {}",
        order.id(),
        outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        settled.venueOrderId() == null ? order.nativeClientOrderId() : settled.venueOrderId(),
        settled.failure() == null ? settled.status() : settled.failure().message());
    return switch (outcome) {
      case Outcome.Accepted(var shown, _) -> {
        OrderAlerts.unprotected(alerts, settled);
        yield accepted(families.readBack(all, shown, asked.account()), asked, false);
      }
      case Outcome.Denied(var failure) ->
          // Standing still was all that was wrong, and the request is still ours.
          failure.kind() == ErrorKind.TIMEOUT && asked.trace().isOurs() && mayTry(asked, settled)
              ? record(ready(asked))
              : new Reply.Failed(failure);
      case Outcome.Rejected(var failure, _, _, _) ->
          asked.answers().failed(settled, failure, false);
      case Outcome.Unconfirmed _ -> inDoubt(asked, settled, false);
    };
  }

  /** Waits for the settlement while the caller does. */
  private Reply inDoubt(Asked asked, StoredOrder order, boolean replayed) {
    StoredOrder known =
        doubts.await(
            order,
            asked.request().askedAt(),
            asked.answers().patience().minus(TIME_TO_ANSWER),
            now -> !InDoubt.isOpen(now));
    if (replayed && mayTry(asked, known)) {
      return record(ready(asked));
    }
    try {
      return answer(families.of(known), asked, replayed);
    } catch (ExchangeException e) {
      log.warn("order {} could not be read again: {}", order.id(), e.getMessage());
      return unknown(order, asked, replayed);
    }
  }

  private Reply accepted(OrderFamily family, Asked asked, boolean replayed) {
    family.members().forEach(order -> OrderAlerts.unknownStatus(alerts, order));
    return asked.answers().placed(family, replayed);
  }

  private OrderFamily recorded(OrderFamily family, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(var shown, var wire) ->
          families.take(family, family.parent(), shown, OrderEvent.Accepted::new, wire);
      case Outcome.Denied(var failure) ->
          families.all(family, new OrderEvent.Denied(failure), null);
      case Outcome.Rejected(var failure, var wire, _, _) ->
          families.all(family, new OrderEvent.Rejected(failure), wire);
      case Outcome.Unconfirmed(var failure, var wire) ->
          families.all(family, new OrderEvent.Unconfirmed(failure), wire);
    };
  }

  /** Answers a request that was seen before with the state of its order. */
  private Reply again(StoredOrder earlier, Asked asked) {
    asked.identity().requireSame(earlier);
    try {
      return told(earlier, asked);
    } catch (ExchangeException e) {
      if (e.failure().kind() != ErrorKind.INTERNAL) {
        throw e;
      }
      log.warn("order {} could not be read again: {}", earlier.id(), e.getMessage());
      return unknown(earlier, asked, true);
    }
  }

  private Reply told(StoredOrder earlier, Asked asked) {
    StoredOrder order = replay.awaitOwner(earlier);
    if (replay.neverSent(order)) {
      Lease lease = journal.takeOver(order.id(), order.owner(), true).orElse(null);
      if (lease != null) {
        return firstSend(order, lease, asked);
      }
      order = replay.awaitOwner(replay.read(order));
    }
    if (InDoubt.isOpen(order) && doubts.isLeftToSweep(order)) {
      return inDoubt(asked, order, true);
    }
    OrderFamily family = families.refresh(families.of(order), asked.account());
    if (InDoubt.isOpen(family.parent())) {
      return inDoubt(asked, family.parent(), true);
    }
    return mayTry(asked, family.parent()) ? record(ready(asked)) : answer(family, asked, true);
  }

  /**
   * Whether a copy of a request is a try of its own: the one that it waited for was denied and gave
   * its names back. If this one told the caller that there is no order, the next copy would still
   * place it.
   */
  private boolean mayTry(Asked asked, StoredOrder before) {
    return before.identityFree() && clock.instant().isBefore(asked.until().minus(TOO_LATE));
  }

  /**
   * A dead gateway recorded the order and provably never sent it: it is sent now, if not too old.
   */
  private Reply firstSend(StoredOrder order, Lease lease, Asked asked) {
    OrderFamily family = families.of(order);
    Ready ready;
    try {
      ready = ready(asked);
    } catch (ExchangeException refusal) {
      return settle(asked, family, new Outcome.Denied(refusal.failure()));
    }
    Prepared prepared = ready.prepared();
    OrderFamily restamped =
        families.all(
            family, new OrderEvent.Restamped(prepared.request(), prepared.expiresAt()), null);
    asked.trace().reached(Step.JOURNALED);
    return send(ready, restamped, lease);
  }

  private Reply answer(OrderFamily family, Asked asked, boolean replayed) {
    StoredOrder order = family.parent();
    if (InDoubt.isOpen(order)) {
      return unknown(order, asked, replayed);
    }
    return switch (order.status()) {
      case REJECTED ->
          asked
              .answers()
              .failed(
                  order,
                  failure(order, ErrorKind.ORDER_REJECTED, "the exchange rejected it"),
                  replayed);
      case NOT_PLACED ->
          asked
              .answers()
              .failed(
                  order,
                  failure(order, ErrorKind.ORDER_NOT_PLACED, "it was never placed"),
                  replayed);
      default -> accepted(family, asked, replayed);
    };
  }

  private static Failure failure(StoredOrder order, ErrorKind kind, String sentence) {
    Failure failure = order.failure();
    return failure == null ? Failure.of(kind, sentence) : failure;
  }

  private static Reply unknown(StoredOrder order, Asked asked, boolean replayed) {
    Failure failure = order.failure();
    String why =
        failure == null ? "it may have been sent and was not seen since" : failure.message();
    return asked
        .answers()
        .failed(
            order,
            Failure.of(
                ErrorKind.ORDER_STATE_UNKNOWN,
                "the order is in doubt and will not be sent again: " + why),
            replayed);
  }

  private static Outcome denied(ErrorKind kind, String sentence) {
    return new Outcome.Denied(Failure.of(kind, sentence));
  }
}
