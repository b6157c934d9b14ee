package org.aristobot.gateway;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.gateway.SendMarks.Verdict;
import org.aristobot.journal.Amendment;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Quantity;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how an order stands that was recorded before. Thread rule: any thread; calls block. */
final class Replay {

  private static final Logger log = LoggerFactory.getLogger(Replay.class);

  private static final Duration FIRST_LOOK = Duration.ofMillis(5);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(200);

  /** What the clocks behind a venue's answers may differ by. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

  /** For how long a venue honors a stamp at most. */
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(60);

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
    if (order.isLeg() && order.status() == OrderStatus.SENDING) {
      // It is sent with its parent.
      journal.byId(order.headId()).ifPresent(this::awaitOwner);
      return read(order);
    }
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

  /**
   * What a look at the venue made of an order.
   *
   * @param legs of the order, as far as the venue's answer showed them
   */
  record Seen(StoredOrder order, List<Order> legs) {}

  /** The order as the venue shows it now; as it was, where the venue does not show it. */
  Seen refresh(StoredOrder order, Account account) {
    Amendment pending = order.amending();
    if (order.status().isFinished() && pending == null) {
      return new Seen(order, List.of());
    }
    Order shown = null;
    if (pending != null && replaces(order, pending)) {
      shown = look(order, new OrderRef.ByClientId(pending.request().id()), account);
    }
    if (shown == null) {
      shown = look(order, reference(order, account), account);
    }
    return shown == null ? new Seen(order, List.of()) : new Seen(adopt(order, shown), shown.legs());
  }

  private static @Nullable Order look(StoredOrder order, OrderRef ref, Account account) {
    try {
      return account.exchange().order(account.credentials(), order.symbol(), ref);
    } catch (ExchangeException e) {
      log.info("order {} could not be read as {}: {}", order.id(), ref, e.getMessage());
      return null;
    }
  }

  /** Takes over what the venue shows, if it is news and certainly about this order. */
  StoredOrder adopt(StoredOrder order, Order shown) {
    NativeClientOrderId id = shown.nativeClientOrderId();
    if (id != null && order.state().formerNativeIds().contains(id.text())) {
      return order;
    }
    Amendment pending = order.amending();
    if (pending == null) {
      return adoptAsItStands(order, shown);
    }
    OrderEvent conclusion = conclusion(order, pending, shown);
    if (conclusion instanceof OrderEvent.Amended) {
      return journal.append(order.id(), conclusion, null);
    }
    if (conclusion != null) {
      return adoptAsItStands(journal.append(order.id(), conclusion, null), shown);
    }
    // Where a replacement is under way, the old order may be gone because the new one is there.
    boolean ambiguous = replaces(order, pending) && shown.status().isFinished();
    return ambiguous ? order : adoptAsItStands(order, shown);
  }

  static boolean replaces(StoredOrder order, Amendment pending) {
    return !pending.request().id().equals(order.nativeClientOrderId());
  }

  /** What a sight of the order proves about the change that is under way; null for nothing. */
  static @Nullable OrderEvent conclusion(StoredOrder order, Amendment pending, Order shown) {
    boolean replaces = replaces(order, pending);
    boolean asWanted =
        pending.request().id().equals(shown.nativeClientOrderId())
            && isSame(pending.request(), order, shown)
            && isSame(pending.request().terms().limitPrice(), shown.price())
            && isSame(pending.request().terms().triggerPrice(), shown.stopPrice());
    if (asWanted) {
      return new OrderEvent.Amended(
          pending.edition(), pending.request(), shown.withLegs(List.of()));
    }
    boolean hopeless = replaces ? isSpared(order, shown) : shown.status().isFinished();
    return hopeless ? tooLate(pending) : null;
  }

  /**
   * Whether an order that was to be replaced shows that it was not: all of it is filled, or, where
   * the venue leaves such orders alone, a part. Elsewhere what is left of it may have been
   * cancelled, and the other order placed.
   */
  private static boolean isSpared(StoredOrder order, Order shown) {
    boolean filled = shown.filled() != null && shown.filled().signum() > 0;
    return shown.status() == OrderStatus.FILLED || (filled && order.venue().sparesFilled());
  }

  /** That change can no longer be made. */
  static OrderEvent tooLate(Amendment pending) {
    return new OrderEvent.AmendRejected(
        pending.edition(),
        Failure.of(ErrorKind.ORDER_REJECTED, "the order was done before the change reached it"));
  }

  private StoredOrder adoptAsItStands(StoredOrder order, Order shown) {
    if (!isSame(order.request(), order, shown)) {
      log.error(
          "order {} is not adopted: the venue shows another one, {}, under its id",
          order.id(),
          shown.venueOrderId());
      return order;
    }
    return isNews(order, shown)
        ? journal.append(order.id(), new OrderEvent.Reconciled(shown.withLegs(List.of())), null)
        : order;
  }

  /** How the venue is asked for it: by what is known of it, and of the order that makes it. */
  OrderRef reference(StoredOrder order, Account account) {
    if (order.venueOrderId() != null) {
      return new OrderRef.ByVenueId(order.venueOrderId());
    }
    if (order.isLeg()) {
      VenueOrderId parent =
          journal.byId(order.headId()).map(StoredOrder::venueOrderId).orElse(null);
      if (parent != null) {
        return account.exchange().unseenLeg(parent, order.request());
      }
    }
    return new OrderRef.ByClientId(order.nativeClientOrderId());
  }

  /** Whether symbol, side, size and time fit; an id alone proves nothing. */
  private static boolean isSame(OrderRequest request, StoredOrder order, Order shown) {
    boolean sameSize =
        switch (request.quantity()) {
          case Quantity.Base(var amount) -> isSame(amount, shown.quantity());
          case Quantity.Quote(var amount) -> isSame(amount, shown.quoteQuantity());
          case Quantity.Received() -> true;
        };
    return sameSize
        && request.symbol().equals(shown.symbol())
        && request.side() == shown.side()
        && (shown.createdAt() == null
            || shown.createdAt().isAfter(earliest(order).minus(CLOCK_SLACK)));
  }

  /** Before that it was not sent, on our clock nor on the venue's, which may be far from ours. */
  private static Instant earliest(StoredOrder order) {
    Instant stamp = order.expiresAt().minus(LONGEST_WINDOW);
    return stamp.isBefore(order.createdAt()) ? stamp : order.createdAt();
  }

  private static boolean isSame(@Nullable BigDecimal ours, @Nullable BigDecimal theirs) {
    return ours == null || theirs == null || ours.compareTo(theirs) == 0;
  }

  private static boolean isNews(StoredOrder order, Order shown) {
    return order.venueOrderId() == null
        || (order.request().quantity() instanceof Quantity.Received && shown.quantity() != null)
        || order.status() != shown.status()
        || !Objects.equals(order.nativeStatus(), shown.nativeStatus())
        || (shown.filled() != null
            && (order.filled() == null || order.filled().compareTo(shown.filled()) != 0));
  }
}
