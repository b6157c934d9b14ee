package org.aristobot.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.aristobot.alert.Alert;
import org.aristobot.gateway.Settlement.Result;
import org.aristobot.journal.Amendment;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.OrderStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the books of one account until nothing on it is in doubt any more, for all of its
 * doubts at once. One gateway does so at a time. Thread rule: any thread may wake it; one virtual
 * thread works, and only while there is something to do.
 */
final class Sweep implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);

  /**
   * Between two looks at the same order: an order shows soon, or late, or only its proof is left.
   */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5));

  /** After so many looks, callers do not wait for what only a sight can settle. */
  private static final int LOOKS_WAITED_FOR = 5;

  /**
   * After so many looks in vain, that a caller asks again has it looked for no sooner than that.
   */
  private static final Duration ASKED_AGAIN = Duration.ofSeconds(30);

  /** What was found is recorded of each order for so many different reasons at most. */
  private static final int MOST_REASONS = 10;

  /** How soon what other gateways leave in doubt on the account is noticed. */
  private static final Duration NOTICE = Duration.ofSeconds(1);

  /** The same once everything is being waited for that can be. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  /** Kept up by whoever has it, during a long look too; so it tells soon who has not. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration RENEWAL = LEASE.dividedBy(4);

  private final long brokerId;
  private final InDoubt.Tools tools;
  private final Settlement settlement;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean running;
  private boolean wanted;
  private boolean closed;

  /** Orders that were handed over: nobody else looks after their changes and cancels any more. */
  private final Set<Long> given = ConcurrentHashMap.newKeySet();

  private final Set<Long> due = ConcurrentHashMap.newKeySet();
  private final Set<Long> hopeless = ConcurrentHashMap.newKeySet();

  /** Of the working thread alone. */
  private final Map<Long, Watch> watches = new HashMap<>();

  private boolean leased;

  /**
   * What is known of an order from earlier looks.
   *
   * @param last when the last of them was
   * @param reasons why they proved nothing, as far as the journal was told
   */
  private record Watch(int looks, Instant last, Instant next, Set<String> reasons) {

    /** When it may be looked for again because somebody asks. */
    Instant asked() {
      return looks < LOOKS_WAITED_FOR ? last : last.plus(ASKED_AGAIN);
    }
  }

  Sweep(long brokerId, InDoubt.Tools tools) {
    this.brokerId = brokerId;
    this.tools = tools;
    settlement = new Settlement(tools);
  }

  /** Looks at that order soon. */
  void take(long orderId) {
    lock.lock();
    try {
      due.add(orderId);
      given.add(orderId);
    } finally {
      lock.unlock();
    }
    wake();
  }

  private void done(long orderId) {
    watches.remove(orderId);
    lock.lock();
    try {
      if (!due.contains(orderId)) {
        given.remove(orderId);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was looked for in vain and only its sight can end the doubt. */
  boolean isHopeless(long orderId) {
    return hopeless.contains(orderId);
  }

  void wake() {
    lock.lock();
    try {
      wanted = true;
      woken.signalAll();
      if (!running && !closed) {
        running = true;
        Thread.ofVirtual().name("sweep of broker " + brokerId).start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Instant next = tools.clock().instant();
    while (goesOn(next)) {
      try {
        next = once();
      } catch (RuntimeException e) {
        log.warn("what is in doubt of broker {} could not be settled", brokerId, e);
        next = tools.clock().instant().plus(IDLE);
      }
    }
    leave();
  }

  /** Waits for that moment or to be woken; without a moment it goes on only if it was woken. */
  private boolean goesOn(@Nullable Instant next) {
    lock.lock();
    try {
      long nanos = next == null ? 0 : Duration.between(tools.clock().instant(), next).toNanos();
      while (nanos > 0 && !wanted && !closed) {
        nanos = woken.awaitNanos(nanos);
      }
      running = !closed && (next != null || wanted);
      wanted = false;
      return running;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    if (!leased) {
      return;
    }
    try {
      tools.journal().doubts().endSweep(brokerId);
      leased = false;
    } catch (RuntimeException e) {
      log.debug("the sweep of broker {} ends by its lease: {}", brokerId, e.getMessage());
    }
  }

  /** One round; answers when the next is to be, or null if nothing is in doubt. */
  private @Nullable Instant once() {
    Set<Long> now = Set.copyOf(due);
    due.removeAll(now);
    List<StoredOrder> rows =
        tools.journal().doubts().of(brokerId, given).stream().filter(this::isLeft).toList();
    forget(rows);
    if (rows.isEmpty()) {
      return null;
    }
    Instant start = tools.clock().instant();
    List<StoredOrder> chosen =
        rows.stream()
            .filter(row -> isDue(watches.get(row.id()), now.contains(row.id()), start))
            .toList();
    Instant soon = start.plus(LEASE);
    if (chosen.isEmpty()
        && watches.values().stream().noneMatch(watch -> watch.next().isBefore(soon))) {
      // Others may have something to look at that they alone know of, while we mostly wait.
      leave();
      return next();
    }
    if (!tools.journal().doubts().leaseSweep(brokerId, LEASE, tools.marks()::hasEnded)) {
      due.addAll(now);
      return tools.clock().instant().plus(NOTICE);
    }
    leased = true;
    if (!chosen.isEmpty()) {
      CountDownLatch looked = new CountDownLatch(1);
      Thread.ofVirtual().name("sweep lease of broker " + brokerId).start(() -> keepUntil(looked));
      try {
        look(chosen);
      } finally {
        looked.countDown();
      }
    }
    return next();
  }

  /** A slow venue makes a look last longer than the lease. */
  private void keepUntil(CountDownLatch looked) {
    try {
      while (!looked.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean _ = tools.journal().doubts().leaseSweep(brokerId, LEASE, _ -> false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.debug("the sweep lease of broker {} was not renewed: {}", brokerId, e.getMessage());
    }
  }

  /** Whether nobody is at work on it. */
  private boolean isLeft(StoredOrder row) {
    return row.status() != OrderStatus.SENDING
        || !tools.clock().instant().isBefore(row.leaseUntil())
        || tools.marks().hasEnded(row.owner());
  }

  private static boolean isDue(@Nullable Watch watch, boolean asked, Instant now) {
    return watch == null || !watch.next().isAfter(now) || (asked && !watch.asked().isAfter(now));
  }

  private void forget(List<StoredOrder> rows) {
    Set<Long> left = new HashSet<>();
    rows.forEach(row -> left.add(row.id()));
    watches.keySet().retainAll(left);
    hopeless.retainAll(left);
    given.removeIf(id -> !left.contains(id) && !due.contains(id));
  }

  private Instant next() {
    Instant now = tools.clock().instant();
    boolean fresh = watches.values().stream().anyMatch(watch -> watch.looks() < PAUSES.size());
    Instant next = now.plus(fresh ? NOTICE : IDLE);
    for (Watch watch : watches.values()) {
      next = watch.next().isBefore(next) ? watch.next() : next;
    }
    return next;
  }

  private void look(List<StoredOrder> rows) {
    Map<Long, Result> results = settlement.look(rows);
    Instant now = tools.clock().instant();
    List<Journal.Change> news = new ArrayList<>();
    for (StoredOrder row : rows) {
      switch (results.get(row.id())) {
        case Result.Left left -> {
          if (wait(row, left, now)) {
            news.add(new Journal.Change(row.id(), new OrderEvent.LookedFor(left.why()), null));
          }
        }
        case null, default -> done(row.id());
      }
    }
    record(news);
  }

  /** So that an order's story tells why it is still in doubt. */
  private void record(List<Journal.Change> news) {
    try {
      tools.journal().append(news);
    } catch (RuntimeException e) {
      log.warn("why orders of broker {} are still in doubt could not be recorded", brokerId, e);
    }
  }

  /** Answers whether this reason is a new one. */
  private boolean wait(StoredOrder row, Result.Left left, Instant now) {
    Watch before = watches.get(row.id());
    int looks = before == null ? 1 : before.looks() + 1;
    Set<String> reasons = before == null ? new HashSet<>() : before.reasons();
    boolean fresh = reasons.size() < MOST_REASONS && reasons.add(left.why());
    Instant next = now.plus(PAUSES.get(Math.min(looks, PAUSES.size()) - 1));
    Instant again = left.again();
    if (again != null && again.isBefore(next)) {
      Instant soonest = now.plus(PAUSES.getFirst());
      next = again.isBefore(soonest) ? soonest : again;
    }
    watches.put(row.id(), new Watch(looks, now, next, reasons));
    if (again == null && looks >= LOOKS_WAITED_FOR) {
      hopeless.add(row.id());
    }
    boolean told =
        switch (left.telling()) {
          case NEVER -> false;
          case WHEN_OLD -> !now.isBefore(since(row).plus(tools.settings().alertAfter()));
          case AT_ONCE -> true;
        };
    if (told) {
      String text = "order " + row.id() + " of broker " + brokerId + " is in doubt: " + left.why();
      tools.alerts().raise(new Alert(Alert.Kind.ORDER_IN_DOUBT, "order " + row.id(), text));
    }
    return fresh;
  }

  /** When the doubt began. */
  static Instant since(StoredOrder row) {
    Amendment change = row.amending();
    return change == null ? row.createdAt() : change.expiresAt();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
