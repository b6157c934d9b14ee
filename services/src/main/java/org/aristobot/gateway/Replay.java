package org.aristobot.gateway;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.gateway.SendMarks.Verdict;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how an order stands that was recorded before. Thread rule: any thread; calls block. */
final class Replay {

  private static final Logger log = LoggerFactory.getLogger(Replay.class);

  private static final Duration FIRST_LOOK = Duration.ofMillis(5);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(200);

  /** How far the venue's clock and ours may differ when an order's age is judged. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

  private final Journal journal;
  private final SendMarks marks;
  private final InstantSource clock;

  Replay(Journal journal, SendMarks marks, InstantSource clock) {
    this.journal = journal;
    this.marks = marks;
    this.clock = clock;
  }

  StoredOrder read(StoredOrder order) {
    return journal.byId(order.id()).orElse(order);
  }

  /** Waits while another thread or a living gateway is at work on the order. */
  StoredOrder awaitOwner(StoredOrder order) {
    StoredOrder current = order;
    Duration pause = FIRST_LOOK;
    while (atWork(current)) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return current;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : pause.multipliedBy(2);
      current = read(current);
    }
    return current;
  }

  private boolean atWork(StoredOrder order) {
    return order.status() == OrderStatus.SENDING
        && order.leaseUntil() != null
        && clock.instant().isBefore(order.leaseUntil())
        && verdict(order) == Verdict.UNKNOWN;
  }

  boolean neverSent(StoredOrder order) {
    return order.status() == OrderStatus.SENDING && verdict(order) == Verdict.NEVER_SENT;
  }

  private Verdict verdict(StoredOrder order) {
    return marks.verdict(order.owner(), order.id());
  }

  /** The order as the venue shows it now; as it was, where the venue does not show it. */
  StoredOrder refresh(StoredOrder order, Account account) {
    if (order.status().isFinished()) {
      return order;
    }
    try {
      Order shown =
          account.exchange().order(account.credentials(), order.symbol(), reference(order));
      return adopt(order, shown);
    } catch (ExchangeException e) {
      log.info("order {} could not be read again: {}", order.id(), e.getMessage());
      return order;
    }
  }

  /** Takes over what the venue shows, if it is news and certainly about this order. */
  StoredOrder adopt(StoredOrder order, Order shown) {
    if (!isSame(order, shown)) {
      log.error(
          "order {} is not adopted: the venue shows another one, {}, under its id",
          order.id(),
          shown.venueOrderId());
      return order;
    }
    return isNews(order, shown)
        ? journal.append(order.id(), new OrderEvent.Reconciled(shown), null)
        : order;
  }

  static OrderRef reference(StoredOrder order) {
    return order.venueOrderId() == null
        ? new OrderRef.ByClientId(order.nativeClientOrderId())
        : new OrderRef.ByVenueId(order.venueOrderId());
  }

  /** Whether symbol, side, size and time fit; an id alone proves nothing. */
  static boolean isSame(StoredOrder order, Order shown) {
    return order.symbol().equals(shown.symbol())
        && order.side() == shown.side()
        && isSame(order.quantity(), order.quoteQuantity() == null ? shown.quantity() : null)
        && isSame(order.quoteQuantity(), order.quantity() == null ? shown.quoteQuantity() : null)
        && (shown.createdAt() == null
            || shown.createdAt().isAfter(order.createdAt().minus(CLOCK_SLACK)));
  }

  private static boolean isSame(@Nullable BigDecimal ours, @Nullable BigDecimal theirs) {
    return ours == null || theirs == null || ours.compareTo(theirs) == 0;
  }

  private static boolean isNews(StoredOrder order, Order shown) {
    return order.venueOrderId() == null
        || order.status() != shown.status()
        || !Objects.equals(order.nativeStatus(), shown.nativeStatus())
        || (shown.filled() != null
            && (order.filled() == null || order.filled().compareTo(shown.filled()) != 0));
  }
}
