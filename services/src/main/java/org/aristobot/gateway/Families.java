package org.aristobot.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.aristobot.alert.Alerts;
import org.aristobot.exchange.WireRecord;
import org.aristobot.journal.Journal;
import org.aristobot.journal.Journal.Change;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an order and the orders that it makes in step: what the venue says of one may be news of
 * all. Thread rule: any thread; calls block.
 */
final class Families {

  private static final Logger log = LoggerFactory.getLogger(Families.class);

  /** How long an answer waits for a second look at what was just placed. */
  private static final Duration READ_BACK = Duration.ofMillis(500);

  private final Journal journal;
  private final Replay replay;
  private final Alerts alerts;

  Families(Journal journal, Replay replay, Alerts alerts) {
    this.journal = journal;
    this.replay = replay;
    this.alerts = alerts;
  }

  OrderFamily of(StoredOrder order) {
    return journal.family(order);
  }

  /** Records what happened to the request that makes all of them. */
  OrderFamily all(OrderFamily family, OrderEvent event, @Nullable WireRecord wire) {
    return append(
        family,
        family
            .members()
            .map(order -> new Change(order.id(), event, order.isLeg() ? null : wire))
            .toList());
  }

  /**
   * Records what an answer shows of the member that it is about, and of its legs.
   *
   * @param event what happened to each that is shown
   */
  OrderFamily take(
      OrderFamily family,
      StoredOrder member,
      Order shown,
      Function<Order, OrderEvent> event,
      @Nullable WireRecord wire) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change(member.id(), event.apply(shown.withLegs(List.of())), wire));
    for (Order leg : shown.legs()) {
      StoredOrder row = row(family, leg);
      if (row != null) {
        changes.add(new Change(row.id(), event.apply(leg), null));
      }
    }
    return watch(append(family, changes));
  }

  private OrderFamily append(OrderFamily family, List<Change> changes) {
    OrderFamily changed = family;
    for (StoredOrder order : journal.append(changes)) {
      changed = changed.with(order);
    }
    return changed;
  }

  private static @Nullable StoredOrder row(OrderFamily family, Order shown) {
    NativeClientOrderId id = shown.nativeClientOrderId();
    StoredOrder row = id == null ? null : family.member(id).orElse(null);
    if (row == null) {
      log.warn("order {} shows a leg that is not ours: {}", family.parent().id(), id);
    }
    return row;
  }

  /**
   * Looks again, once and for a moment, at an order that was only acknowledged, or at legs that
   * were shown before their parent released them. What comes later is recorded all the same.
   */
  OrderFamily readBack(OrderFamily placed, Order shown, Account account) {
    boolean released = !placed.isAlone() && shown.status() == OrderStatus.FILLED;
    if (shown.filled() != null && !released) {
      return placed;
    }
    AtomicReference<OrderFamily> read = new AtomicReference<>(placed);
    Thread reader =
        Thread.ofVirtual().name("read-back").start(() -> read.set(refresh(placed, account)));
    try {
      reader.join(READ_BACK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return read.get();
  }

  /** All that are not done as the venue shows them now. */
  OrderFamily refresh(OrderFamily family, Account account) {
    return refresh(family, Set.of(), account);
  }

  /** The same for those of which nothing was heard just now. */
  OrderFamily refresh(OrderFamily family, Set<Long> heard, Account account) {
    OrderFamily seen = family;
    Set<Long> known = new HashSet<>(heard);
    try {
      if (known.add(family.parent().id())) {
        Replay.Seen parent = replay.refresh(family.parent(), account);
        seen = adopt(seen.with(parent.order()), parent.legs(), known);
      }
      boolean placed = seen.parent().venueOrderId() != null;
      for (StoredOrder leg : seen.legs()) {
        if (placed && known.add(leg.id())) {
          seen = seen.with(replay.refresh(leg, account).order());
        }
      }
      return watch(seen);
    } catch (RuntimeException e) {
      log.warn("the family of order {} could not be read again", family.parent().id(), e);
      return seen;
    }
  }

  private OrderFamily adopt(OrderFamily family, List<Order> legs, Set<Long> known) {
    OrderFamily seen = family;
    for (Order shown : legs) {
      StoredOrder row = row(seen, shown);
      if (row != null) {
        known.add(row.id());
        seen = seen.with(replay.adopt(row, shown));
      }
    }
    return seen;
  }

  /** Takes over what the venue shows of a parent, and looks at the legs that it does not show. */
  OrderFamily adopt(OrderFamily family, Order shown, Account account) {
    Set<Long> known = new HashSet<>(Set.of(family.parent().id()));
    OrderFamily seen =
        adopt(family.with(replay.adopt(family.parent(), shown)), shown.legs(), known);
    return refresh(seen, known, account);
  }

  /** One leg as the venue shows it now, or the whole family of a parent. */
  OrderFamily refresh(OrderFamily family, StoredOrder member, Account account) {
    return member.isLeg()
        ? watch(family.with(replay.refresh(member, account).order()))
        : refresh(family, account);
  }

  /** Tells, once, of a position that stands without the protection that was asked for. */
  OrderFamily watch(OrderFamily family) {
    if (family.isAlone() || family.parent().unprotected() || !isExposed(family)) {
      return family;
    }
    StoredOrder parent = journal.append(family.parent().id(), new OrderEvent.Unprotected(), null);
    OrderAlerts.unprotected(alerts, parent);
    return family.with(parent);
  }

  /**
   * Whether an entry is there, at least in part, and no leg of it can act any more: the entry ended
   * before it released its legs, or the venue let them die. Legs that were cancelled through us are
   * what was wanted.
   */
  private boolean isExposed(OrderFamily family) {
    StoredOrder entry = family.parent();
    boolean filled = entry.filled() != null && entry.filled().signum() > 0;
    if (entry.request().protection() == null || !entry.status().isFinished() || !filled) {
      return false;
    }
    boolean gone =
        family.legs().stream()
            .allMatch(leg -> leg.status().isFinished() && leg.status() != OrderStatus.FILLED);
    boolean died =
        family.legs().stream()
            .anyMatch(
                leg -> leg.status() == OrderStatus.EXPIRED || leg.status() == OrderStatus.REJECTED);
    return gone && (entry.status() != OrderStatus.FILLED || died || !isCancelled(family));
  }

  /** Whether somebody has asked us to cancel any of them. */
  private boolean isCancelled(OrderFamily family) {
    return family
        .members()
        .flatMap(member -> journal.events(member.id()).stream())
        .anyMatch(stored -> stored.event() instanceof OrderEvent.CancelRequested);
  }
}
