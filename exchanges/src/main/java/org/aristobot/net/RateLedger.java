package org.aristobot.net;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The venue's limits as the venue counts them. A reservation takes permits of all buckets that a
 * request touches, or none; it waits for windows to turn as long as the caller has patience.
 *
 * <p>First come, first served per bucket and priority: who waits for one account's orders does not
 * hold up another account. Thread rule: any thread; one short lock; {@link #reserve} may block.
 */
public final class RateLedger {

  /** Idle keys are forgotten beyond this many buckets. */
  private static final int MANY = 4096;

  private record BucketId(String pool, long windowMillis, @Nullable String key) {}

  /** One who waits; {@code readyAt} is when to look again. */
  private static final class Waiter {
    private final List<Charge> charges;
    private final @Nullable String key;
    private final Priority priority;
    private final Condition turn;
    private @Nullable Permit permit;
    private long readyAt;

    private Waiter(List<Charge> charges, @Nullable String key, Priority priority, Condition turn) {
      this.charges = charges;
      this.key = key;
      this.priority = priority;
      this.turn = turn;
    }
  }

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Quota>> quotas = new HashMap<>();
  private final Map<BucketId, Bucket> buckets = new HashMap<>();
  private final Queue<Waiter> commands = new ArrayDeque<>();
  private final Queue<Waiter> queries = new ArrayDeque<>();

  /**
   * @param clock the venue's clock, since its windows turn by it
   */
  public RateLedger(InstantSource clock, List<Quota> quotas) {
    this.clock = clock;
    define(quotas);
  }

  /** Takes over limits that the venue told; a pool that is not named keeps what it had. */
  public void define(List<Quota> told) {
    change(() -> {
      told.forEach(quota -> quotas.remove(quota.pool()));
      told.forEach(quota ->
          quotas.merge(
              quota.pool(),
              List.of(quota),
              (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
      buckets.forEach((id, bucket) ->
          quotas.getOrDefault(id.pool(), List.of()).stream()
              .filter(quota -> quota.window().toMillis() == id.windowMillis())
              .forEach(bucket::limit));
    });
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
    lock.lock();
    try {
      Queue<Waiter> queue = priority == Priority.COMMAND ? commands : queries;
      Waiter waiter = new Waiter(charges, key, priority, lock.newCondition());
      if (commands.isEmpty() && (priority == Priority.COMMAND || queries.isEmpty())) {
        tryGrant(waiter, clock.millis(), null);
      }
      if (waiter.permit == null) {
        queue.add(waiter);
        try {
          await(waiter, deadline);
        } finally {
          queue.remove(waiter);
          dispatch();
        }
      }
      return Objects.requireNonNull(waiter.permit);
    } finally {
      lock.unlock();
    }
  }

  /** Hears the venue's count of a pool in the window of that label; see {@link Quota#label}. */
  public void observe(
      String pool, String label, @Nullable String key, long count, Instant sent, Instant received) {
    // Shifted as a whole to the clock that the windows turn by.
    long now = clock.millis();
    long took = Math.max(0, Duration.between(sent, received).toMillis());
    change(() -> {
      for (Quota quota : quotas.getOrDefault(pool, List.of())) {
        if (quota.label().equals(label)) {
          bucket(quota, key).observe(count, now - took, now);
        }
      }
    });
  }

  /** Gives nothing of a pool for so long, because the venue said so. */
  public void close(String pool, @Nullable String key, Duration howLong) {
    long until = clock.millis() + howLong.toMillis();
    change(() ->
        quotas.getOrDefault(pool, List.of()).forEach(quota -> bucket(quota, key).close(until)));
  }

  /** What is left, by {@code POOL-label}, for a key {@code POOL-label:fingerprint}. */
  public Map<String, Headroom> headroom() {
    lock.lock();
    try {
      long now = clock.millis();
      Map<String, Headroom> rooms = new TreeMap<>();
      buckets.forEach((id, bucket) -> {
        String name = id.pool() + "-" + bucket.quota().label();
        rooms.put(
            id.key() == null ? name : name + ":" + id.key(),
            new Headroom(bucket.left(now), bucket.quota().limit()));
      });
      return rooms;
    } finally {
      lock.unlock();
    }
  }

  /** Changes the state and lets in whoever fits now. */
  void change(Runnable step) {
    lock.lock();
    try {
      step.run();
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  private void await(Waiter waiter, long deadline) {
    while (true) {
      dispatch();
      if (waiter.permit != null) {
        return;
      }
      long wait = TimeUnit.MILLISECONDS.toNanos(saturatedWait(waiter.readyAt));
      if (waiter.readyAt == Bucket.NEVER || wait > deadline - System.nanoTime()) {
        throw refusal(waiter);
      }
      try {
        waiter.turn.awaitNanos(Math.max(1, wait));
      } catch (InterruptedException e) {
        if (waiter.permit != null) {
          Thread.currentThread().interrupt();
          return;
        }
        Thread.currentThread().interrupt();
        throw new ExchangeException(
            Failure.of(ErrorKind.TIMEOUT, "Interrupted while waiting for the venue's rate limit."),
            e);
      }
    }
  }

  private long saturatedWait(long readyAt) {
    return Math.clamp(readyAt - clock.millis(), 0, TimeUnit.DAYS.toMillis(30));
  }

  private ExchangeException refusal(Waiter waiter) {
    if (waiter.readyAt == Bucket.NEVER) {
      return new ExchangeException(
          ErrorKind.RATE_LIMITED, "The request costs more than the venue's limit ever allows.");
    }
    Duration retryAfter = Duration.ofMillis(saturatedWait(waiter.readyAt));
    return new ExchangeException(
        new Failure(
            ErrorKind.RATE_LIMITED,
            "The venue's rate limit is used up for " + retryAfter.toMillis() + " ms.",
            null,
            retryAfter));
  }

  private void dispatch() {
    if (commands.isEmpty() && queries.isEmpty()) {
      return;
    }
    long now = clock.millis();
    Map<Bucket, Long> claimed = new HashMap<>();
    letIn(commands, now, claimed);
    letIn(queries, now, claimed);
  }

  private void letIn(Queue<Waiter> queue, long now, Map<Bucket, Long> claimed) {
    queue.removeIf(waiter -> {
      if (waiter.permit == null) {
        tryGrant(waiter, now, claimed);
      }
      if (waiter.permit != null) {
        waiter.turn.signal();
      }
      return waiter.permit != null;
    });
  }

  /**
   * Takes all or nothing. A bucket that somebody earlier waits for is claimed: nobody later gets
   * past him there.
   */
  private void tryGrant(Waiter waiter, long now, @Nullable Map<Bucket, Long> claimed) {
    Bucket[] touched = touched(waiter);
    long[] costs = costs(waiter, touched.length);
    long readyAt = now;
    for (int i = 0; i < touched.length; i++) {
      long own = touched[i].readyAt(now, costs[i], waiter.priority);
      if (claimed != null) {
        own = Math.max(own, claimed.getOrDefault(touched[i], now));
        if (own > now && own != Bucket.NEVER) {
          claimed.merge(touched[i], own, Math::max);
        }
      }
      readyAt = Math.max(readyAt, own);
    }
    waiter.readyAt = readyAt;
    if (readyAt == now) {
      waiter.permit = new Permit(this, touched, costs);
    }
  }

  private Bucket[] touched(Waiter waiter) {
    int n = 0;
    for (Charge charge : waiter.charges) {
      n += quotas.getOrDefault(charge.pool(), List.of()).size();
    }
    Bucket[] touched = new Bucket[n];
    int i = 0;
    for (Charge charge : waiter.charges) {
      for (Quota quota : quotas.getOrDefault(charge.pool(), List.of())) {
        touched[i++] = bucket(quota, waiter.key);
      }
    }
    return touched;
  }

  private long[] costs(Waiter waiter, int n) {
    long[] costs = new long[n];
    int i = 0;
    for (Charge charge : waiter.charges) {
      for (int q = quotas.getOrDefault(charge.pool(), List.of()).size(); q > 0; q--) {
        costs[i++] = charge.permits();
      }
    }
    return costs;
  }

  private Bucket bucket(Quota quota, @Nullable String key) {
    String owner = quota.scope() == Quota.Scope.KEY ? key : null;
    BucketId id = new BucketId(quota.pool(), quota.window().toMillis(), owner);
    Bucket bucket = buckets.get(id);
    if (bucket == null) {
      if (buckets.size() >= MANY) {
        long now = clock.millis();
        buckets.values().removeIf(idle -> idle.isIdle(now));
      }
      bucket = new Bucket(quota);
      buckets.put(id, bucket);
    }
    return bucket;
  }
}
