package org.aristobot.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.aristobot.bus.Command;
import org.aristobot.bus.Command.OrderKey;
import org.aristobot.bus.Reply;
import org.aristobot.bus.Step;
import org.aristobot.bus.Trace;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.Rows;
import org.aristobot.exchange.WireRecord;
import org.aristobot.journal.Amendment;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels orders. Cancelling a finished order reports its final state; "not found" is doubt and is
 * answered by reading the order. Thread rule: any thread; calls block.
 */
final class CancelDesk {

  private static final Logger log = LoggerFactory.getLogger(CancelDesk.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Journal journal;
  private final OrderFinder finder;
  private final Replay replay;
  private final Families families;
  private final InDoubt doubts;

  CancelDesk(Journal journal, Replay replay, Families families, InDoubt doubts) {
    this.journal = journal;
    this.replay = replay;
    this.families = families;
    this.doubts = doubts;
    finder = new OrderFinder(journal);
  }

  /**
   * Cancels an order; while nobody knows whether that was done, it is done again, until the order
   * is final or the caller has given up.
   */
  Reply cancel(Account account, Command.CancelOrder command, Instant askedAt, Trace trace) {
    return switch (finder.find(account, command.order(), command.symbol())) {
      case OrderFinder.Found.Ours(var order) ->
          untilKnown(account, cancelOurs(account, replay.awaitOwner(order), trace), askedAt, trace);
      case OrderFinder.Found.Foreign(var market, var ref) ->
          cancelForeign(account, market, ref, trace);
    };
  }

  /**
   * Cancels the orders that are open at this moment, one by one by their ids: a native cancel-all
   * that was repeated in doubt would hit orders placed since.
   */
  Reply cancelAll(Account account, @Nullable Symbol symbol, Trace trace) {
    Rows<Order> open = account.exchange().openOrders(account.credentials(), symbol);
    OrderReader.report(account, open.unreadable());
    List<Object> cancelled = new ArrayList<>();
    List<Object> failed = new ArrayList<>();
    for (String row : open.unreadable()) {
      failed.add(
          Answers.members(
              "code",
              ErrorKind.EXCHANGE_UNAVAILABLE.name(),
              "error",
              "an open order could not be read and was not cancelled: " + row));
    }
    for (Order order : open.rows()) {
      switch (cancelListed(account, order, trace)) {
        case Reply.Done done -> cancelled.add(Objects.requireNonNull(done.data()));
        case Reply.Failed(var failure, _, _, _) ->
            failed.add(
                Answers.members(
                    "id", order.venueOrderId().text(),
                    "symbol", order.symbol().toString(),
                    "code", failure.kind().name(),
                    "error", failure.message()));
      }
    }
    return new Reply.Done(Answers.members("cancelled", cancelled, "failed", failed));
  }

  /** Cancels an order that nobody asked to be cancelled by a request of its own. */
  void end(Account account, StoredOrder order) {
    Trace trace = new Trace("order-" + order.id(), System.nanoTime(), () -> true, (_, _) -> {});
    Reply reply = orFailed(() -> cancelOurs(account, order, trace).reply());
    if (reply instanceof Reply.Failed(var failure, _, _, _)) {
      log.warn("order {} could not be cancelled: {}", order.id(), failure.message());
    }
  }

  private Reply cancelListed(Account account, Order order, Trace trace) {
    OrderKey key = new OrderKey.ById(order.venueOrderId().text());
    return orFailed(() ->
        switch (finder.find(account, key, order.symbol())) {
          case OrderFinder.Found.Ours(var ours) ->
              cancelOurs(account, replay.awaitOwner(ours), trace).reply();
          case OrderFinder.Found.Foreign(var market, var ref) ->
              cancelForeign(account, market, ref, trace);
        });
  }

  /** One that cannot be cancelled does not keep the others. */
  private static Reply orFailed(Supplier<Reply> cancel) {
    try {
      return cancel.get();
    } catch (ExchangeException e) {
      return new Reply.Failed(e.failure());
    }
  }

  /**
   * One cancel of an order of ours.
   *
   * @param inDoubt the order, where nobody knows whether it is cancelled
   */
  private record Attempt(Reply reply, @Nullable StoredOrder inDoubt) {
    static Attempt known(Reply reply) {
      return new Attempt(reply, null);
    }
  }

  /** The order has an id and a cancel of it hits nothing else, so that it may be repeated. */
  private Reply untilKnown(Account account, Attempt first, Instant askedAt, Trace trace) {
    AtomicReference<Attempt> last = new AtomicReference<>(first);
    if (first.inDoubt() != null) {
      doubts.repeat(
          askedAt,
          () -> {
            last.set(again(account, last.get(), trace));
            return last.get().inDoubt() == null;
          });
    }
    return last.get().reply();
  }

  private Attempt again(Account account, Attempt last, Trace trace) {
    StoredOrder order = last.inDoubt();
    if (order == null || !trace.isOurs()) {
      return new Attempt(last.reply(), null);
    }
    try {
      return cancelOurs(account, replay.read(order), trace.untold());
    } catch (ExchangeException e) {
      return last;
    }
  }

  private Attempt cancelOurs(Account account, StoredOrder order, Trace trace) {
    if (order.status().isFinished() && order.amending() == null) {
      return Attempt.known(done(families.of(order), order));
    }
    OrderRef ref = replay.reference(order, account);
    Prepared prepared = prepare(account, order.symbol(), ref);
    trace.reached(Step.CHECKED);
    journal.append(order.id(), new OrderEvent.CancelRequested(prepared.request()), null);
    trace.reached(Step.JOURNALED);
    Outcome outcome = send(account, order.symbol(), ref, prepared, trace);
    trace.reached(Step.SENT);
    Attempt attempt = settle(account, order, outcome);
    trace.reached(Step.SETTLED);
    return attempt;
  }

  private Attempt settle(Account account, StoredOrder order, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(var shown, var wire) -> canceled(account, order, shown, wire);
      case Outcome.Denied(var failure) -> {
        journal.append(order.id(), new OrderEvent.CancelRejected(failure), null);
        yield Attempt.known(failed(order, failure));
      }
      case Outcome.Rejected(var failure, var wire, _, _) -> {
        journal.append(order.id(), new OrderEvent.CancelRejected(failure), wire);
        yield Attempt.known(failed(order, failure));
      }
      case Outcome.Unconfirmed(var failure, var wire) -> {
        journal.append(order.id(), new OrderEvent.CancelUnconfirmed(failure), wire);
        OrderFamily family = families.refresh(families.of(replay.read(order)), Set.of(), account);
        StoredOrder seen = family.member(order.id()).orElse(order);
        if (seen.status().isFinished() && seen.amending() == null) {
          yield Attempt.known(done(family, seen));
        }
        doubts.settle(seen);
        yield new Attempt(failed(seen, inDoubt(failure)), seen);
      }
    };
  }

  /** The end of one may be the end of others, of which the venue's answer says nothing. */
  private Attempt canceled(Account account, StoredOrder order, Order shown, WireRecord wire) {
    OrderFamily family =
        families.take(families.of(order), order, shown, OrderEvent.Canceled::new, wire);
    StoredOrder known = family.member(order.id()).orElse(order);
    Amendment pending = known.amending();
    if (pending != null) {
      OrderEvent conclusion = Replay.conclusion(known, pending, shown);
      if (conclusion == null
          && Replay.replaces(known, pending)
          && !order.venue().answersCancels()) {
        String why = "what ended it may be the change of it that is not settled yet";
        doubts.settle(known);
        return new Attempt(
            failed(known, inDoubt(Failure.of(ErrorKind.ORDER_STATE_UNKNOWN, why))), known);
      }
      // It was still there to be cancelled, so that nothing has replaced it.
      family =
          family.with(
              journal.append(
                  order.id(), conclusion == null ? Replay.tooLate(pending) : conclusion, null));
    }
    Set<Long> heard = new HashSet<>(Set.of(order.id()));
    for (Order leg : shown.legs()) {
      if (leg.nativeClientOrderId() != null) {
        family.member(leg.nativeClientOrderId()).ifPresent(row -> heard.add(row.id()));
      }
    }
    OrderFamily whole = families.refresh(family, heard, account);
    return Attempt.known(done(whole, whole.member(order.id()).orElse(order)));
  }

  private Reply cancelForeign(Account account, Symbol symbol, OrderRef ref, Trace trace) {
    Prepared prepared = prepare(account, symbol, ref);
    trace.reached(Step.CHECKED);
    Outcome outcome = send(account, symbol, ref, prepared, trace);
    trace.reached(Step.SENT);
    return switch (outcome) {
      case Outcome.Accepted(var shown, var wire) -> {
        journal.log(account.broker().id(), wire);
        yield new Reply.Done(Answers.external(shown, account.broker()));
      }
      case Outcome.Denied(var failure) -> new Reply.Failed(failure);
      case Outcome.Rejected(var failure, var wire, _, _) -> {
        journal.log(account.broker().id(), wire);
        yield new Reply.Failed(failure);
      }
      case Outcome.Unconfirmed(var failure, var wire) -> {
        journal.log(account.broker().id(), wire);
        yield readForeign(account, symbol, ref, failure);
      }
    };
  }

  private static Reply readForeign(Account account, Symbol symbol, OrderRef ref, Failure failure) {
    try {
      Order seen = account.exchange().order(account.credentials(), symbol, ref);
      return seen.status().isFinished()
          ? new Reply.Done(Answers.external(seen, account.broker()))
          : new Reply.Failed(inDoubt(failure));
    } catch (ExchangeException e) {
      boolean knownToNobody =
          failure.kind() == ErrorKind.ORDER_NOT_FOUND
              && e.failure().kind() == ErrorKind.ORDER_NOT_FOUND;
      return new Reply.Failed(knownToNobody ? e.failure() : inDoubt(failure));
    }
  }

  private static Prepared prepare(Account account, Symbol symbol, OrderRef ref) {
    return account.exchange().prepareCancel(account.credentials(), symbol, ref, PATIENCE);
  }

  private static Outcome send(
      Account account, Symbol symbol, OrderRef ref, Prepared prepared, Trace trace) {
    Outcome outcome = Departure.send(prepared, trace::isOurs);
    return outcome instanceof Outcome.Rejected rejected && rejected.staleStamp()
        ? Departure.send(prepare(account, symbol, ref), trace::isOurs)
        : outcome;
  }

  private static Reply done(OrderFamily family, StoredOrder order) {
    return new Reply.Done(Answers.order(family, order, false));
  }

  private static Reply failed(StoredOrder order, Failure failure) {
    return new Reply.Failed(
        failure, Map.of("client_order_id", order.clientOrderId().text()), false);
  }

  private static Failure inDoubt(Failure failure) {
    return Failure.of(
        ErrorKind.ORDER_STATE_UNKNOWN,
        "whether the order was cancelled is not known yet: " + failure.message());
  }
}
