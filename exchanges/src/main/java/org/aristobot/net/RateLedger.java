package org.aristobot.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.LedgerAwayException;
import org.aristobot.exchange.LedgerState;
import org.aristobot.exchange.LedgerState.Answer;
import org.aristobot.exchange.LedgerState.Bucket;
import org.aristobot.exchange.LedgerState.Charged;
import org.aristobot.exchange.LedgerState.Draw;
import org.aristobot.exchange.LedgerState.Span;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The venue's limits as the venue counts them. A reservation takes permits of all buckets that a
 * request touches, or none; it waits for room as long as the caller has patience. What is used is
 * kept in a {@link LedgerState}, which several gateways may share; who waits, here.
 *
 * <p>Commands go before queries; among either, accounts take turns, and each account is served in
 * the order of arrival. Whoever waits for a bucket is not overtaken there by those behind, so that
 * a dear request is not starved by cheap ones; who waits for one account's orders does not hold up
 * another account.
 *
 * <p>Thread rule: any thread; {@link #reserve} may block. Who need not wait asks the state on its
 * own thread; for those who wait one thread asks, as long as there are any. No lock is held while
 * the state is asked.
 */
public final class RateLedger {

  private static final Logger LOG = LoggerFactory.getLogger(RateLedger.class);

  /** Others give permits back without telling us; and clocks are set. */
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private static final long AWAY_PAUSE_MILLIS = 100;

  private final InstantSource clock;
  private final LedgerState state;
  private volatile Map<String, List<Quota>> quotas = Map.of();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Line commands = new Line();
  private final Line queries = new Line();
  private boolean doorIsKept;
  private boolean somethingChanged;
  private volatile boolean commandsWait;
  private volatile boolean queriesWait;
  private volatile boolean away;

  /**
   * @param clock the venue's clock, since its windows turn by it
   * @param state where the counts are; null for this ledger's own
   */
  public RateLedger(InstantSource clock, List<Quota> quotas, @Nullable LedgerState state) {
    this.clock = clock;
    this.state = state == null ? new LocalState() : state;
    define(quotas);
  }

  /** Takes over limits that the venue told; a pool that is not named keeps what it had. */
  public void define(List<Quota> told) {
    lock.lock();
    try {
      Map<String, List<Quota>> next = new HashMap<>(quotas);
      told.forEach(quota -> next.remove(quota.pool()));
      told.forEach(quota ->
          next.merge(
              quota.pool(),
              List.of(quota),
              (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
      quotas = Map.copyOf(next);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reserves what a request costs.
   *
   * @param key fingerprint of the key that sends it; null if none does
   * @throws ExchangeException RATE_LIMITED, at once if waiting would outlast the patience
   */
  public Permit reserve(
      List<Charge> charges, @Nullable String key, Priority priority, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Draw> draws = draws(charges, key, priority);
    Long readyAt = null;
    if (!commandsWait && (priority == Priority.COMMAND || !queriesWait)) {
      try {
        switch (state.take(draws, false, clock.millis())) {
          case Answer.Granted(String id, List<Long> windows) -> {
            reached();
            return new Permit(this, id, key, draws, windows);
          }
          case Answer.NotYet(List<Long> ready) -> {
            reached();
            readyAt = latest(ready);
          }
        }
      } catch (LedgerAwayException e) {
        unreached(e);
      }
    }
    lock.lock();
    try {
      Waiter waiter = new Waiter(draws, key, priority, lock.newCondition(), deadline);
      waiter.readyAt = readyAt;
      return await(waiter);
    } finally {
      lock.unlock();
    }
  }

  private List<Draw> draws(List<Charge> charges, @Nullable String key, Priority priority) {
    List<Draw> draws = new ArrayList<>(4);
    for (Charge charge : charges) {
      for (Quota quota : quotas.getOrDefault(charge.pool(), List.of())) {
        Draw draw = quota.draw(charge.permits(), key, priority);
        if (draw.permits() > draw.pace().most()) {
          throw new ExchangeException(
              ErrorKind.RATE_LIMITED, "The request costs more than the venue's limit ever allows.");
        }
        draws.add(draw);
      }
    }
    return List.copyOf(draws);
  }

  // --- who waits; all with the lock held

  private Permit await(Waiter waiter) {
    Line line = line(waiter);
    boolean inLine = false;
    try {
      while (waiter.permit == null) {
        if (isTooLate(waiter)) {
          throw refusal(waiter);
        }
        if (!inLine) {
          line.add(waiter);
          inLine = true;
          tellDoor();
        }
        long _ = waiter.turn.awaitNanos(waiter.deadline - System.nanoTime());
      }
      return waiter.permit;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (waiter.permit != null) {
        return waiter.permit;
      }
      throw new ExchangeException(
          Failure.of(ErrorKind.TIMEOUT, "Interrupted while waiting for the venue's rate limit."),
          e);
    } finally {
      if (inLine && waiter.permit == null) {
        line.leave(waiter);
        tellDoor();
      }
    }
  }

  private Line line(Waiter waiter) {
    return waiter.priority == Priority.COMMAND ? commands : queries;
  }

  private boolean isTooLate(Waiter waiter) {
    long left = waiter.deadline - System.nanoTime();
    Long readyAt = waiter.readyAt;
    if (left <= 0) {
      return true;
    }
    return readyAt != null && TimeUnit.MILLISECONDS.toNanos(millisUntil(readyAt)) > left;
  }

  private long millisUntil(long readyAt) {
    return Math.clamp(readyAt - clock.millis(), 0, TimeUnit.DAYS.toMillis(30));
  }

  private ExchangeException refusal(Waiter waiter) {
    Long readyAt = waiter.readyAt;
    if (readyAt == null || away) {
      return new ExchangeException(
          new Failure(
              ErrorKind.RATE_LIMITED,
              away
                  ? "What is left of the venue's rate limit is not known; nothing was sent."
                  : "The venue's rate limit is used up, and others were waiting before.",
              null,
              Duration.ofMillis(LONGEST_PAUSE_MILLIS)));
    }
    Duration retryAfter = Duration.ofMillis(millisUntil(readyAt));
    return new ExchangeException(
        new Failure(
            ErrorKind.RATE_LIMITED,
            "The venue's rate limit is used up for " + retryAfter.toMillis() + " ms.",
            null,
            retryAfter));
  }

  /** Somebody came, or left, or permits were given back. */
  private void tellDoor() {
    noteWhoWaits();
    somethingChanged = true;
    changed.signal();
    if (!doorIsKept && (commandsWait || queriesWait)) {
      doorIsKept = true;
      Thread.ofVirtual().name("rate ledger").start(this::keepDoor);
    }
  }

  private void noteWhoWaits() {
    commandsWait = !commands.isEmpty();
    queriesWait = !queries.isEmpty();
  }

  // --- the one who asks for those who wait

  private void keepDoor() {
    List<Waiter> round = nextRound(0);
    while (!round.isEmpty()) {
      long pause;
      try {
        pause = serve(round);
      } catch (LedgerAwayException e) {
        unreached(e);
        pause = AWAY_PAUSE_MILLIS;
      } catch (RuntimeException e) {
        LOG.error("The rate ledger met a fault", e);
        pause = LONGEST_PAUSE_MILLIS;
      }
      round = nextRound(pause);
    }
  }

  /** Waits so long, or until something changes; empty once nobody waits. */
  private List<Waiter> nextRound(long pauseMillis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
      // While the state is away, new arrivals do not make it come back.
      while (left > 0 && (away || !somethingChanged) && (commandsWait || queriesWait)) {
        left = changed.awaitNanos(left);
      }
      somethingChanged = false;
      List<Waiter> round = new ArrayList<>(commands.inTurn());
      round.addAll(queries.inTurn());
      doorIsKept = !round.isEmpty();
      return round;
    } catch (InterruptedException e) {
      // Nobody does that; the next one who waits starts anew.
      Thread.currentThread().interrupt();
      doorIsKept = false;
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Lets in whoever fits; answers after how many milliseconds to look again. */
  private long serve(List<Waiter> round) {
    Map<String, Long> claimed = new HashMap<>();
    long soonest = Long.MAX_VALUE;
    for (Waiter waiter : round) {
      long now = clock.millis();
      long readyAt =
          waiter.draws.stream()
              .mapToLong(draw -> claimed.getOrDefault(draw.bucket().name(), 0L))
              .max()
              .orElse(0);
      if (readyAt <= now) {
        Answer answer = state.take(waiter.draws, waiter.priority == Priority.QUERY, now);
        reached();
        switch (answer) {
          case Answer.Granted granted -> {
            handOver(waiter, granted);
            continue;
          }
          case Answer.NotYet(List<Long> ready) -> {
            readyAt = latest(ready);
            claim(claimed, waiter.draws, ready, now);
          }
        }
      }
      soonest = Math.min(soonest, readyAt);
      tell(waiter, readyAt);
    }
    return soonest == Long.MAX_VALUE
        ? 0
        : Math.clamp(soonest - clock.millis(), 1, LONGEST_PAUSE_MILLIS);
  }

  /** A bucket that somebody waits for is claimed: nobody later gets past him there. */
  private static void claim(
      Map<String, Long> claimed, List<Draw> draws, List<Long> ready, long now) {
    for (int i = 0; i < draws.size(); i++) {
      if (ready.get(i) > now) {
        claimed.merge(draws.get(i).bucket().name(), ready.get(i), Math::max);
      }
    }
  }

  private void handOver(Waiter waiter, Answer.Granted granted) {
    Permit permit = new Permit(this, granted.id(), waiter.key, waiter.draws, granted.windows());
    lock.lock();
    try {
      if (line(waiter).served(waiter)) {
        waiter.permit = permit;
        waiter.turn.signal();
        noteWhoWaits();
        return;
      }
    } finally {
      lock.unlock();
    }
    permit.refund();
  }

  private void tell(Waiter waiter, long readyAt) {
    lock.lock();
    try {
      waiter.readyAt = readyAt;
      if (isTooLate(waiter)) {
        waiter.turn.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private static long latest(List<Long> readyAt) {
    return readyAt.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private void reached() {
    if (away) {
      away = false;
      LOG.info("The rate ledger can be reached again");
    }
  }

  private void unreached(LedgerAwayException e) {
    if (!away) {
      away = true;
      LOG.warn(
          "The rate ledger cannot be reached, nothing is sent: {}", String.valueOf(e.getCause()));
    }
  }

  // --- what became of permits

  void refund(Permit permit) {
    finish(permit, null, _ -> true, List.of());
  }

  void lost(Permit permit) {
    finish(permit, null, _ -> false, List.of());
  }

  void answered(
      Permit permit,
      Instant sent,
      Instant received,
      @Nullable String free,
      List<Permit.Count> counts) {
    // Shifted as a whole to the clock that the windows turn by.
    long now = clock.millis();
    long took = Math.max(0, Duration.between(sent, received).toMillis());
    finish(
        permit,
        new Span(now - took, now),
        name -> free != null && name.startsWith(free + "-"),
        counts);
  }

  private void finish(
      Permit permit, @Nullable Span span, Predicate<String> givenBack, List<Permit.Count> counts) {
    Map<Bucket, Long> told = told(permit.key(), counts);
    List<Charged> charges = new ArrayList<>(4);
    for (int i = 0; i < permit.draws().size(); i++) {
      Draw draw = permit.draws().get(i);
      long back = givenBack.test(draw.bucket().name()) ? draw.permits() : 0;
      charges.add(
          new Charged(
              draw.bucket(),
              draw.permits(),
              permit.windows().get(i),
              back,
              told.remove(draw.bucket())));
    }
    told.forEach((bucket, count) -> charges.add(new Charged(bucket, 0, 0, 0, count)));
    state.finish(permit.id(), charges, span);
    if (charges.stream().anyMatch(charged -> charged.back() > 0)) {
      lookAgain();
    }
  }

  private Map<Bucket, Long> told(@Nullable String key, List<Permit.Count> counts) {
    Map<Bucket, Long> told = new HashMap<>();
    for (Permit.Count count : counts) {
      for (Quota quota : quotas.getOrDefault(count.pool(), List.of())) {
        if (quota.label().equals(count.label())) {
          told.put(quota.bucket(key), count.used());
        }
      }
    }
    return told;
  }

  /** Gives nothing of a pool for so long, because the venue said so. */
  public void close(String pool, @Nullable String key, Duration howLong) {
    long now = clock.millis();
    for (Quota quota : quotas.getOrDefault(pool, List.of())) {
      state.close(quota.bucket(key), now + howLong.toMillis(), now);
    }
    lookAgain();
  }

  private void lookAgain() {
    if (commandsWait || queriesWait) {
      lock.lock();
      try {
        tellDoor();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * What is left of what is in use, by {@code POOL-label}, for a key {@code
   * POOL-label:fingerprint}; nothing while it is not known.
   */
  public Map<String, Headroom> headroom() {
    try {
      return state.headroom(clock.millis());
    } catch (LedgerAwayException e) {
      unreached(e);
      return Map.of();
    }
  }
}
