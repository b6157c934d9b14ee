package org.aristobot.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Finding;
import org.aristobot.journal.Amendment;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look into the books of an account, and what it proves. Facts alone are recorded, each of them
 * harmless if somebody else records it too. Thread rule: the thread of its {@link Sweep}.
 */
final class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  /** A request that provably was never sent may still be sent when it is delivered again. */
  private static final Duration UNSENT_KEPT = Duration.ofSeconds(150);

  /** How long a copy of a cancel may be good for, whatever the clocks: Bitget's longest. */
  private static final Duration CANCEL_LIVES = Duration.ofSeconds(30);

  private static final Duration LONGEST_LAG = Duration.ofSeconds(60);

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofMinutes(1);

  private final InDoubt.Tools tools;

  Settlement(InDoubt.Tools tools) {
    this.tools = tools;
  }

  /** What became of a doubt. */
  sealed interface Result {

    record Settled() implements Result {}

    /**
     * It is still there.
     *
     * @param again when to look again, at the latest; null if only a sight can help
     */
    record Left(String why, @Nullable Instant again, Telling telling) implements Result {}
  }

  /** When people are told of a doubt that is left. */
  enum Telling {
    NEVER,
    WHEN_OLD,
    AT_ONCE
  }

  /** The results for those orders, by their ids. */
  Map<Long, Result> look(List<StoredOrder> orders) {
    Map<Long, Result> results = new HashMap<>();
    List<StoredOrder> sent = new ArrayList<>();
    for (StoredOrder order : orders) {
      if (tools.replay().neverSent(order)) {
        results.put(order.id(), unsent(order));
      } else {
        sent.add(order);
      }
    }
    // All of them at once, as long as they are at the same place.
    sent.stream()
        .collect(
            Collectors.groupingBy(order -> new Clients.Place(order.venue(), order.environment())))
        .values()
        .forEach(group -> look(group, results));
    return results;
  }

  /** Its gateway ended before it sent it; it is sent if its request is delivered again in time. */
  private Result unsent(StoredOrder order) {
    Instant kept = order.createdAt().plus(UNSENT_KEPT);
    if (tools.clock().instant().isBefore(kept)) {
      return new Result.Left("it was not sent", kept, Telling.NEVER);
    }
    if (tools.journal().takeOver(order.id(), order.owner(), true).isEmpty()) {
      return left("another gateway is at work on it", SOON);
    }
    String why = "the gateway ended before the order was sent, and nobody asked again";
    OrderEvent denied = new OrderEvent.Denied(Failure.of(ErrorKind.TIMEOUT, why));
    tools.families().all(family(order), denied, null);
    return new Result.Settled();
  }

  private OrderFamily family(StoredOrder order) {
    return tools.families().of(tools.replay().read(order));
  }

  private void look(List<StoredOrder> orders, Map<Long, Result> results) {
    Account account;
    try {
      account = tools.accounts().apply(orders.getFirst());
    } catch (ExchangeException e) {
      orders.forEach(order -> results.put(order.id(), left(e.getMessage(), LATER)));
      return;
    }
    List<StoredOrder> asked = new ArrayList<>();
    List<Doubt> doubts = new ArrayList<>();
    for (StoredOrder order : orders) {
      Doubt doubt = doubt(order);
      if (doubt == null) {
        results.put(order.id(), refreshed(order, account));
      } else {
        asked.add(order);
        doubts.add(doubt);
      }
    }
    if (doubts.isEmpty()) {
      return;
    }
    List<Finding> findings = account.exchange().look(account.credentials(), doubts);
    Map<Long, OrderFamily> families = tools.journal().families(asked);
    for (int i = 0; i < findings.size(); i++) {
      StoredOrder order = asked.get(i);
      OrderFamily family = Objects.requireNonNull(families.get(order.headId()));
      results.put(order.id(), settled(family, order, findings.get(i), account));
    }
  }

  /** What is in doubt about an order; null if it is just something about its legs. */
  private @Nullable Doubt doubt(StoredOrder order) {
    Amendment change = order.amending();
    if (change != null) {
      return doubt(order, change);
    }
    if (!InDoubt.isOpen(order)) {
      return null;
    }
    Failure failure = order.failure();
    return new Doubt.Placement(
        order.request().withId(NativeClientOrderId.derive(order.brokerId(), order.clientOrderId())),
        order.createdAt(),
        order.expiresAt(),
        failure == null ? null : failure.nativeCode());
  }

  private Doubt doubt(StoredOrder order, Amendment change) {
    Instant asked = order.createdAt();
    String code = null;
    for (StoredEvent event : tools.journal().events(order.id()).reversed()) {
      if (event.event() instanceof OrderEvent.AmendUnconfirmed(int edition, Failure failure)
          && edition == change.edition()) {
        code = failure.nativeCode();
      } else if (event.event() instanceof OrderEvent.AmendRequested(Amendment first)
          && first.token().equals(change.token())) {
        asked = event.at();
      }
    }
    return Replay.replaces(order, change)
        ? new Doubt.Placement(change.request(), asked, change.expiresAt(), code)
        : new Doubt.Amendment(
            Objects.requireNonNull(order.venueOrderId()),
            order.request(),
            change.request(),
            asked,
            change.expiresAt(),
            code);
  }

  private Result settled(OrderFamily family, StoredOrder order, Finding finding, Account account) {
    try {
      return switch (finding) {
        case Finding.Unproven(var why, var again) -> new Result.Left(why, again, Telling.WHEN_OLD);
        case Finding.Executed(var shown) ->
            order.amending() == null
                ? placed(family, shown, account)
                : changed(order, order.amending(), shown);
        case Finding.NotExecuted(var shown, var proof) ->
            order.amending() == null
                ? notPlaced(family, proof)
                : notChanged(order, order.amending(), shown, proof, account);
      };
    } catch (RuntimeException e) {
      log.warn("what was found out about order {} could not be recorded", order.id(), e);
      return left("what was found out could not be recorded", SOON);
    }
  }

  private Result placed(OrderFamily family, Order shown, Account account) {
    OrderFamily seen = tools.families().adopt(family, shown, account);
    StoredOrder order = seen.parent();
    if (InDoubt.isOpen(order)) {
      return stranger(shown);
    }
    log.info("order {} was in doubt and is placed as {}", order.id(), shown.venueOrderId());
    OrderAlerts.unprotected(tools.alerts(), order);
    seen.members().forEach(member -> OrderAlerts.unknownStatus(tools.alerts(), member));
    return new Result.Settled();
  }

  private Result stranger(Order shown) {
    String why =
        "the venue shows another order, " + shown.venueOrderId() + ", under the id that it has";
    return new Result.Left(why, tools.clock().instant().plus(LATER), Telling.AT_ONCE);
  }

  private Result notPlaced(OrderFamily family, String proof) {
    tools.families().all(family, new OrderEvent.NotPlaced(proof), null);
    log.info("order {} was in doubt and is not placed: {}", family.parent().id(), proof);
    return new Result.Settled();
  }

  private Result changed(StoredOrder order, Amendment change, Order shown) {
    StoredOrder seen = tools.replay().adopt(order, shown);
    if (isPending(seen, change)) {
      return stranger(shown);
    }
    log.info("the change {} of order {} was in doubt and is settled", change.edition(), order.id());
    return new Result.Settled();
  }

  private static boolean isPending(StoredOrder order, Amendment change) {
    return order.amending() != null && order.amending().token().equals(change.token());
  }

  /** The change was not made; of a replacement that says nothing of the order to be replaced. */
  private Result notChanged(
      StoredOrder order, Amendment change, @Nullable Order shown, String proof, Account account) {
    Order stands = shown;
    if (Replay.replaces(order, change)) {
      try {
        stands =
            account
                .exchange()
                .order(
                    account.credentials(),
                    order.symbol(),
                    tools.replay().reference(order, account));
      } catch (ExchangeException e) {
        return left("the order to be replaced cannot be read: " + e.getMessage(), SOON);
      }
    }
    Failure failure = Failure.of(ErrorKind.ORDER_NOT_PLACED, "the change was not made: " + proof);
    StoredOrder settled =
        tools
            .journal()
            .append(order.id(), new OrderEvent.AmendRejected(change.edition(), failure), null);
    if (stands != null) {
      tools.replay().adopt(settled, stands);
    }
    log.info("the change {} of order {} was not made: {}", change.edition(), order.id(), proof);
    return new Result.Settled();
  }

  /** A family whose parent is known, and somebody of it is not. */
  private Result refreshed(StoredOrder order, Account account) {
    OrderFamily seen = tools.families().refresh(family(order), account);
    if (seen.members().anyMatch(InDoubt::isOpen)) {
      return new Result.Left("a leg of it has not been seen", null, Telling.WHEN_OLD);
    }
    StoredOrder now = seen.member(order.id()).orElse(order);
    Instant cancelled = now.status().isFinished() ? null : pendingCancel(now);
    return cancelled == null ? new Result.Settled() : stillOpen(now, cancelled, account);
  }

  /** When the last cancel was asked for, if nobody knows what became of it. */
  private @Nullable Instant pendingCancel(StoredOrder order) {
    for (StoredEvent event : tools.journal().events(order.id()).reversed()) {
      switch (event.event()) {
        case OrderEvent.CancelRequested _ -> {
          return event.at();
        }
        case OrderEvent.CancelRejected _, OrderEvent.Canceled _ -> {
          return null;
        }
        default -> {
          // Says nothing of a cancel.
        }
      }
    }
    return null;
  }

  /**
   * An order that still stands long after its cancel was sent was not cancelled by it. Should that
   * be wrong, nothing is lost: what the venue shows later stands.
   */
  private Result stillOpen(StoredOrder order, Instant cancelled, Account account) {
    Duration lag = tools.settings().visibilityLags().get(order.venue());
    Instant until = cancelled.plus(CANCEL_LIVES).plus(lag == null ? LONGEST_LAG : lag);
    Instant now = tools.clock().instant();
    if (now.isBefore(until)) {
      boolean old = !now.isBefore(cancelled.plus(tools.settings().alertAfter()));
      String why =
          "it was to be cancelled and still stands; until " + until + " that proves nothing";
      return new Result.Left(why, until, old ? Telling.AT_ONCE : Telling.NEVER);
    }
    try {
      Order shown =
          account
              .exchange()
              .order(
                  account.credentials(), order.symbol(), tools.replay().reference(order, account));
      if (shown.status().isFinished()) {
        StoredOrder _ = tools.replay().adopt(order, shown);
        return new Result.Settled();
      }
    } catch (ExchangeException e) {
      return left("the order to be cancelled cannot be read: " + e.getMessage(), SOON);
    }
    String why = "the cancel was not carried out: the order still stands at " + now;
    StoredOrder _ =
        tools
            .journal()
            .append(
                order.id(),
                new OrderEvent.CancelRejected(Failure.of(ErrorKind.EXCHANGE_UNAVAILABLE, why)),
                null);
    log.info("order {}: {}", order.id(), why);
    return new Result.Settled();
  }

  private Result.Left left(@Nullable String why, Duration pause) {
    return new Result.Left(
        String.valueOf(why), tools.clock().instant().plus(pause), Telling.WHEN_OLD);
  }
}
