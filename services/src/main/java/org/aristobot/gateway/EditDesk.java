package org.aristobot.gateway;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.aristobot.bus.Command;
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
import org.aristobot.exchange.WireRecord;
import org.aristobot.journal.Amendment;
import org.aristobot.journal.Journal;
import org.aristobot.journal.Journal.Change;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes open orders, with the discipline of a placement: the change is committed before it is
 * sent, its outcome before the answer, and what is in doubt is looked up, never sent again. One
 * change of an order is under way at a time. Thread rule: any thread; calls block.
 */
final class EditDesk {

  private static final Logger log = LoggerFactory.getLogger(EditDesk.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Journal journal;
  private final OrderFinder finder;
  private final Replay replay;
  private final Families families;
  private final InDoubt doubts;

  EditDesk(Journal journal, Replay replay, Families families, InDoubt doubts) {
    this.journal = journal;
    this.replay = replay;
    this.families = families;
    this.doubts = doubts;
    finder = new OrderFinder(journal);
  }

  /**
   * A change that the venue can make.
   *
   * @param inPlace whether the order keeps its ids and its place in the queue
   * @param askedAt when its caller asked
   */
  private record Wanted(
      Account account, StoredOrder order, OrderRequest to, boolean inPlace, Instant askedAt) {

    Prepared prepare() {
      return account
          .exchange()
          .prepareAmend(account.credentials(), venueOrderId(), order.request(), to, PATIENCE);
    }

    private VenueOrderId venueOrderId() {
      VenueOrderId id = order.venueOrderId();
      if (id == null) {
        throw inDoubt("nobody has seen it yet");
      }
      return id;
    }
  }

  /**
   * Changes an order, or says that it is as it should be.
   *
   * @throws ExchangeException if it was refused before anything was sent
   */
  Reply edit(Request request, Account account, Command.EditOrder command, Trace trace) {
    String requestId = request.address().requestId();
    OrderFinder.Found found = finder.find(account, command.order(), command.symbol());
    if (!(found instanceof OrderFinder.Found.Ours(var known))) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_OPERATION,
          "order_id: an order that was not placed through this gateway can only be cancelled");
    }
    requireSame("side", command.side(), Answers.word(known.side()));
    requireSame("type", command.type(), Answers.word(known.type()));
    StoredOrder order = replay.awaitOwner(known);
    if (order.amending() == null || !doubts.isLeftToSweep(order)) {
      order = replay.refresh(order, account).order();
    }
    if (order.amending() != null) {
      order = doubts.await(order, request.askedAt(), now -> now.amending() == null);
    }
    if (order.amending() != null) {
      return failed(order, inDoubt("an earlier change is not settled yet").failure());
    }
    if (order.state().edits() > 0) {
      EditReplay told = EditReplay.of(journal.events(order.id()), requestId);
      if (told != null) {
        return again(order, told);
      }
    }
    OrderRequest to = EditedTerms.apply(order.request(), command, account.exchange());
    if (EditedTerms.isSame(order.request(), to)) {
      return done(families.of(order), order, true, false);
    }
    Wanted wanted = wanted(account, order, to, request.askedAt());
    Prepared prepared = wanted.prepare();
    trace.reached(Step.CHECKED);
    Reply reply = send(wanted, requestId, prepared, trace);
    trace.reached(Step.SETTLED);
    return reply;
  }

  /** Callers may say again what an edit cannot change, if it is so. */
  private static void requireSame(String field, @Nullable String asked, String present) {
    if (asked != null && !asked.equalsIgnoreCase(present)) {
      throw Fields.invalid(field, "of an order cannot be changed, it is " + present);
    }
  }

  private Wanted wanted(Account account, StoredOrder order, OrderRequest to, Instant askedAt) {
    requireOpen(order);
    OrderFamily family = families.of(order);
    requireFree(family, to);
    Exchange exchange = account.exchange();
    if (exchange.amendsInPlace(order.request(), to)) {
      return new Wanted(account, order, to, true, askedAt);
    }
    if (!family.isAlone()) {
      throw unsupported("would replace it, which ends the orders that belong to it");
    }
    BigDecimal filled = order.filled();
    if (filled == null) {
      throw new ExchangeException(
          ErrorKind.EXCHANGE_UNAVAILABLE,
          "what of the order is filled could not be read, so it was not replaced");
    }
    if (filled.signum() > 0) {
      throw new ExchangeException(
          ErrorKind.ORDER_REJECTED,
          "the order is partly filled: only its quantity can be lowered, anything else would"
              + " replace it");
    }
    NativeClientOrderId id =
        NativeClientOrderId.derive(
            order.brokerId(), order.state().edits() + 1, order.clientOrderId());
    return new Wanted(account, order, to.withId(id), false, askedAt);
  }

  private static void requireOpen(StoredOrder order) {
    if (order.status().isFinished()) {
      throw new ExchangeException(
          ErrorKind.ORDER_REJECTED,
          "the order is "
              + order.status().unified()
              + " ("
              + order.status()
              + ") and cannot be changed any more");
    }
    if (order.venueOrderId() == null) {
      throw inDoubt("nobody has seen it yet");
    }
  }

  /** What legs hang on is changed only where the venue sizes the legs itself. */
  private static void requireFree(OrderFamily family, OrderRequest to) {
    boolean leg = family.legs().stream().anyMatch(row -> row.nativeClientOrderId().equals(to.id()));
    if (leg) {
      throw unsupported("is not possible for a leg: it would change or end its family");
    }
    boolean sized = family.legs().stream().anyMatch(row -> row.quantity() != null);
    if (sized) {
      throw unsupported("is not possible: its legs would keep the size that they have");
    }
  }

  private Reply send(Wanted wanted, String requestId, Prepared prepared, Trace trace) {
    StoredOrder order = wanted.order();
    Amendment amendment =
        new Amendment(
            requestId,
            order.state().edits() + 1,
            UUID.randomUUID().toString(),
            wanted.to(),
            prepared.request(),
            prepared.expiresAt());
    StoredOrder asked;
    try {
      asked = journal.append(order.id(), new OrderEvent.AmendRequested(amendment), null);
    } catch (RuntimeException e) {
      prepared.abandon();
      throw e;
    }
    if (!isUnderWay(asked, amendment)) {
      prepared.abandon();
      return failed(asked, inDoubt("another change of it is under way").failure());
    }
    trace.reached(Step.JOURNALED);
    Outcome outcome;
    try {
      outcome = Departure.send(prepared, trace::isOurs);
      if (outcome instanceof Outcome.Rejected rejected && rejected.staleStamp()) {
        outcome = restamped(wanted, amendment, rejected, trace);
      }
    } catch (RuntimeException e) {
      log.error("order {} met a fault of ours while it was changed", order.id(), e);
      Failure failure = Failure.of(ErrorKind.INTERNAL, "a fault of the gateway while sending");
      return unconfirmed(wanted, amendment.edition(), failure, null);
    }
    trace.reached(Step.SENT);
    return settle(wanted, amendment, outcome);
  }

  /** Whether that change is the one that the order waits for. */
  private static boolean isUnderWay(StoredOrder order, Amendment amendment) {
    return order.amending() != null && order.amending().token().equals(amendment.token());
  }

  /** The one copy that may follow: its predecessor provably died of its time stamp alone. */
  private Outcome restamped(
      Wanted wanted, Amendment amendment, Outcome.Rejected first, Trace trace) {
    Prepared again;
    try {
      again = wanted.prepare();
    } catch (ExchangeException e) {
      return first;
    }
    StoredOrder asked =
        journal.append(
            wanted.order().id(),
            new OrderEvent.AmendRequested(amendment.restamped(again.request(), again.expiresAt())),
            first.wire());
    if (!isUnderWay(asked, amendment)) {
      // Somebody has found out meanwhile that the change was not made, and has said so.
      again.abandon();
      return first;
    }
    return Departure.send(again, trace::isOurs);
  }

  private Reply settle(Wanted wanted, Amendment amendment, Outcome outcome) {
    StoredOrder order = wanted.order();
    int edition = amendment.edition();
    return switch (outcome) {
      case Outcome.Accepted(var shown, var wire) -> {
        OrderEvent amended =
            new OrderEvent.Amended(edition, wanted.to(), shown.withLegs(List.of()));
        OrderFamily family = families.of(journal.append(order.id(), amended, wire));
        OrderFamily seen = families.readBack(family, shown, wanted.account());
        yield done(seen, seen.member(order.id()).orElse(order), wanted.inPlace(), false);
      }
      case Outcome.Denied(var failure) -> rejected(order, edition, failure, null, null);
      case Outcome.Rejected(var failure, var wire, _, var shown) ->
          rejected(order, edition, failure, wire, shown);
      case Outcome.Unconfirmed(var failure, var wire) ->
          unconfirmed(wanted, edition, failure, wire);
    };
  }

  /** An old order that is gone without a successor has ended. */
  private Reply rejected(
      StoredOrder order,
      int edition,
      Failure failure,
      @Nullable WireRecord wire,
      @Nullable Order shown) {
    Change refusal = new Change(order.id(), new OrderEvent.AmendRejected(edition, failure), wire);
    List<Change> changes =
        shown == null
            ? List.of(refusal)
            : List.of(refusal, new Change(order.id(), new OrderEvent.Canceled(shown), null));
    return failed(journal.append(changes).getLast(), failure);
  }

  /** One look at what became of a change that was not answered; then others look for it. */
  private Reply unconfirmed(
      Wanted wanted, int edition, Failure failure, @Nullable WireRecord wire) {
    StoredOrder asked =
        journal.append(
            wanted.order().id(), new OrderEvent.AmendUnconfirmed(edition, failure), wire);
    StoredOrder seen = replay.refresh(asked, wanted.account()).order();
    if (seen.state().edits() < edition) {
      seen = doubts.await(seen, wanted.askedAt(), now -> now.state().edits() >= edition);
    }
    if (seen.state().edition() == edition) {
      return done(families.of(seen), seen, wanted.inPlace(), false);
    }
    return failed(
        seen,
        seen.state().edits() < edition
            ? inDoubt(failure.message()).failure()
            : refusal(seen, edition));
  }

  /** Why that change was not made. */
  private Failure refusal(StoredOrder order, int edition) {
    return journal.events(order.id()).stream()
        .map(StoredEvent::event)
        .flatMap(event ->
            event instanceof OrderEvent.AmendRejected(int number, Failure why) && number == edition
                ? Stream.of(why)
                : Stream.empty())
        .findFirst()
        .orElseGet(
            () -> Failure.of(ErrorKind.ORDER_REJECTED, "the change was overtaken by a later one"));
  }

  /** The answer to a request that was carried out before. */
  private Reply again(StoredOrder order, EditReplay told) {
    Failure failure = told.failure();
    return failure == null
        ? done(families.of(order), order, told.inPlace(), true)
        : new Reply.Failed(failure, details(order), true);
  }

  /** An order that stays where it is keeps its id too. */
  private static Reply done(
      OrderFamily family, StoredOrder order, boolean inPlace, boolean replayed) {
    Map<String, Object> answer = new LinkedHashMap<>(Answers.order(family, order, replayed));
    answer.put("priority_kept", inPlace);
    answer.put("id_changed", !inPlace);
    return new Reply.Done(answer, replayed);
  }

  private static Reply failed(StoredOrder order, Failure failure) {
    return new Reply.Failed(failure, details(order), false);
  }

  private static Map<String, Object> details(StoredOrder order) {
    return Map.of(
        "client_order_id", order.clientOrderId().text(), "status", order.status().unified());
  }

  private static ExchangeException inDoubt(String why) {
    return new ExchangeException(
        ErrorKind.ORDER_STATE_UNKNOWN, "whether the order was changed is not known yet: " + why);
  }

  private static ExchangeException unsupported(String why) {
    return new ExchangeException(
        ErrorKind.UNSUPPORTED_OPERATION, "order_id: changing this order " + why);
  }
}
