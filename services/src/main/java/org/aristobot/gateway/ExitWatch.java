package org.aristobot.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aristobot.alert.Alerts;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Rows;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderFamily;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.Order;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the exits of entries on venues that are not known to link them: attaches them once they
 * are there, and cancels the one that is left when the other has executed. One look at an account's
 * open orders serves all of its families; only those of which something has left the list are read
 * one by one. Several gateways may do so at once: each cancel is of one order, by its id. Thread
 * rule: one thread of its own.
 */
final class ExitWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ExitWatch.class);

  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Between two looks at a family of which nothing certain can be seen. */
  private static final Duration RARELY = Duration.ofMinutes(1);

  private static final Set<Venue> VENUES =
      Arrays.stream(Venue.values())
          .filter(venue -> !venue.linksExits())
          .collect(Collectors.toUnmodifiableSet());

  private final Journal journal;
  private final Families families;
  private final CancelDesk cancels;
  private final Function<StoredOrder, Account> accounts;
  private final Alerts alerts;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Families that are not looked at before that; of the working thread alone. */
  private final Map<Long, Instant> later = new HashMap<>();

  ExitWatch(
      Journal journal,
      Families families,
      CancelDesk cancels,
      Function<StoredOrder, Account> accounts,
      Alerts alerts,
      InstantSource clock) {
    this.journal = journal;
    this.families = families;
    this.cancels = cancels;
    this.accounts = accounts;
    this.alerts = alerts;
    this.clock = clock;
  }

  void start() {
    Thread.ofVirtual().name("exit watch").start(this::lookOn);
  }

  private void lookOn() {
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (RuntimeException e) {
          log.warn("the exits of entries could not be looked at: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Instant now = clock.instant();
    Map<Long, List<StoredOrder>> entries =
        journal.withOpenLegs(VENUES).stream()
            .filter(order -> order.request().protection() != null)
            .collect(Collectors.groupingBy(StoredOrder::brokerId));
    later.values().removeIf(until -> !until.isAfter(now));
    entries.forEach((broker, all) -> {
      List<StoredOrder> due = all.stream().filter(entry -> !later.containsKey(entry.id())).toList();
      try {
        if (!due.isEmpty()) {
          look(accounts.apply(due.getFirst()), due);
        }
      } catch (ExchangeException e) {
        log.info("the exits of broker {} could not be looked at: {}", broker, e.getMessage());
      }
    });
  }

  private void look(Account account, List<StoredOrder> entries) {
    Rows<Order> open = account.exchange().openOrders(account.credentials(), null);
    Set<VenueOrderId> standing =
        open.rows().stream().map(Order::venueOrderId).collect(Collectors.toSet());
    for (OrderFamily family : journal.families(entries).values()) {
      if (!isAsItWas(family, standing)) {
        follow(families.refresh(family, account), account);
      }
    }
  }

  /** Whether nothing can have happened since the family was read. */
  private static boolean isAsItWas(OrderFamily family, Set<VenueOrderId> standing) {
    StoredOrder entry = family.parent();
    if (family.legs().stream().anyMatch(leg -> leg.status() == OrderStatus.FILLED)) {
      return false; // What stands beside it was not cancelled, whatever was tried.
    }
    return entry.status().isFinished()
        ? openLegs(family).stream().allMatch(leg -> standing.contains(leg.venueOrderId()))
        : standing.contains(entry.venueOrderId());
  }

  private static List<StoredOrder> openLegs(OrderFamily family) {
    return family.legs().stream().filter(leg -> !leg.status().isFinished()).toList();
  }

  private void follow(OrderFamily family, Account account) {
    StoredOrder entry = family.parent();
    List<StoredOrder> open = openLegs(family);
    if (family.legs().stream().anyMatch(leg -> leg.status() == OrderStatus.FILLED)) {
      for (StoredOrder leg : open) {
        log.info("an exit of order {} has executed: order {} is cancelled", entry.id(), leg.id());
        cancels.end(account, leg);
      }
    }
    if (open.stream().anyMatch(leg -> leg.status() == OrderStatus.UNKNOWN)) {
      later.put(entry.id(), clock.instant().plus(RARELY));
      OrderAlerts.unknownExits(alerts, entry);
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
