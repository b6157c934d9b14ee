package org.aristobot.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.aristobot.alert.Alerts;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.Doubts;
import org.aristobot.journal.Journal;
import org.aristobot.journal.StoredOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every doubt is settled: each account that has one has a {@link Sweep} until it
 * has none, so that a venue that is down holds up nobody else. Thread rule: any thread; only {@link
 * #await} blocks.
 */
final class InDoubt implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(InDoubt.class);

  /**
   * Callers who wait at a time; a quarter of the orders that the intake works on. Beyond that they
   * are told that nobody knows yet.
   */
  private static final int MOST_WAITING = 64;

  /** For so long each caller who asks again has the order looked for at once. */
  private static final Duration OWN_LOOKS = Duration.ofMinutes(1);

  private static final Duration FIRST_LOOK = Duration.ofMillis(10);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(250);
  private static final Duration FIRST_REPEAT = Duration.ofMillis(250);
  private static final Duration RAREST_REPEAT = Duration.ofSeconds(5);

  /** What sweeps work with. */
  record Tools(
      Journal journal,
      SendMarks marks,
      Replay replay,
      Families families,
      Function<StoredOrder, Account> accounts,
      Alerts alerts,
      InstantSource clock,
      DoubtSettings settings) {}

  private final Tools tools;
  private final Map<Long, Sweep> sweeps = new ConcurrentHashMap<>();
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final CountDownLatch closing = new CountDownLatch(1);

  InDoubt(Tools tools) {
    this.tools = tools;
  }

  /** Takes up what is in doubt and goes on doing so; does not wait for any venue. */
  void start() {
    scan();
    Thread.ofVirtual().name("doubt scan").start(this::scanOn);
  }

  private void scanOn() {
    try {
      while (!closing.await(tools.settings().scanEvery().toMillis(), TimeUnit.MILLISECONDS)) {
        scan();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void scan() {
    Map<String, Boolean> ended = new HashMap<>();
    try {
      for (Doubts.Account account : tools.journal().doubts().accounts()) {
        if (!account.atWork() || ended.computeIfAbsent(account.owner(), tools.marks()::hasEnded)) {
          sweep(account.brokerId()).wake();
        }
      }
    } catch (ExchangeException e) {
      log.warn("what is in doubt could not be listed: {}", e.getMessage());
    }
  }

  /** Has the order, or its pending change, settled; whoever sent it has given up on an answer. */
  void settle(StoredOrder order) {
    sweep(order.brokerId()).take(order.id());
  }

  private Sweep sweep(long brokerId) {
    return sweeps.computeIfAbsent(brokerId, id -> new Sweep(id, tools));
  }

  /**
   * Has it settled and waits for that, as long as its caller does and while there is hope.
   *
   * @param askedAt when the caller asked
   * @return the order as it is then, settled or not
   */
  StoredOrder await(StoredOrder order, Instant askedAt, Predicate<StoredOrder> settled) {
    return await(order, askedAt, tools.settings().callerWait(), settled);
  }

  /**
   * The same for a caller that may give up sooner than most.
   *
   * @param atMost the age of the request at which it is to be answered
   */
  StoredOrder await(
      StoredOrder order, Instant askedAt, Duration atMost, Predicate<StoredOrder> settled) {
    settle(order);
    Duration usual = tools.settings().callerWait();
    Duration wait = atMost.compareTo(usual) < 0 ? atMost : usual;
    if (wait.isZero() || !waiting.tryAcquire()) {
      return order;
    }
    try {
      Instant now = tools.clock().instant();
      Instant until = (askedAt.isBefore(now) ? askedAt : now).plus(wait);
      return follow(order, until, settled);
    } finally {
      waiting.release();
    }
  }

  private StoredOrder follow(StoredOrder order, Instant until, Predicate<StoredOrder> settled) {
    StoredOrder seen = order;
    Duration pause = FIRST_LOOK;
    while (!settled.test(seen)
        && tools.clock().instant().isBefore(until)
        && !sweep(order.brokerId()).isHopeless(order.id())) {
      try {
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return seen;
        }
        seen = tools.replay().read(seen);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return seen;
      } catch (ExchangeException e) {
        log.debug("order {} could not be read: {}", order.id(), e.getMessage());
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : longer;
    }
    return seen;
  }

  /**
   * Does something again, ever more rarely, as long as the caller waits.
   *
   * @param attempt answers whether it need not be done again
   */
  void repeat(Instant askedAt, BooleanSupplier attempt) {
    Duration wait = tools.settings().callerWait();
    if (wait.isZero() || !waiting.tryAcquire()) {
      return;
    }
    try {
      Instant until = askedAt.plus(wait);
      Duration pause = FIRST_REPEAT;
      while (tools.clock().instant().plus(pause).isBefore(until)
          && !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)
          && !attempt.getAsBoolean()) {
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(RAREST_REPEAT) > 0 ? RAREST_REPEAT : longer;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
  }

  /**
   * Whether it has been in doubt for so long that its sweep alone looks for it, which looks for all
   * that is in doubt on the account at once: callers who go on asking would use up the limits that
   * others need to be looked for, and to have their exits followed.
   */
  boolean isLeftToSweep(StoredOrder order) {
    return tools.clock().instant().isAfter(Sweep.since(order).plus(OWN_LOOKS));
  }

  /** Whether nobody knows what became of the order. */
  static boolean isOpen(StoredOrder order) {
    return switch (order.status()) {
      case SENDING, UNKNOWN -> order.venueOrderId() == null;
      default -> false;
    };
  }

  @Override
  public void close() {
    closing.countDown();
    sweeps.values().forEach(Sweep::close);
  }
}
