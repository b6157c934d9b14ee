package org.aristobot.bus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on virtual threads, so many at once. What waits is in lots: one of each in turn, each
 * lot's own in the order of arrival.
 */
final class Lane {

  private final String name;
  private final int width;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition less = lock.newCondition();

  /** By lot; the one whose turn was longest ago comes first, and none is empty. */
  private final LinkedHashMap<Object, ArrayDeque<Runnable>> lots = new LinkedHashMap<>();

  private int waiting;
  private int running;
  private boolean closed;

  Lane(String name, int width) {
    this.name = name;
    this.width = width;
  }

  /** Takes work, all of one lot. */
  void add(Runnable work) {
    Runnable _ = offer("", work, Integer.MAX_VALUE);
  }

  /**
   * Takes work if no more than that is waiting. Else the newest of the lot that has most waiting
   * must go, so that nobody fills the lane for others.
   *
   * @return what is not taken, or not any longer; null if nothing. After {@link #close} the work is
   *     dropped.
   */
  @Nullable Runnable offer(Object lot, Runnable work, int maxWaiting) {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      if (running < width) {
        running++;
        Thread.ofVirtual().name(name).start(() -> runAll(work));
        return null;
      }
      Runnable out = waiting < maxWaiting ? null : makeRoom(lot);
      if (waiting >= maxWaiting) {
        return work;
      }
      lots.computeIfAbsent(lot, _ -> new ArrayDeque<>()).add(work);
      waiting++;
      return out;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the newest out of the greatest lot, if it is greater than that one will be. */
  private @Nullable Runnable makeRoom(Object lot) {
    ArrayDeque<Runnable> own = lots.get(lot);
    int willBe = own == null ? 1 : own.size() + 1;
    ArrayDeque<Runnable> greatest = null;
    for (ArrayDeque<Runnable> other : lots.values()) {
      if (other.size() > (greatest == null ? willBe : greatest.size())) {
        greatest = other;
      }
    }
    if (greatest == null) {
      return null;
    }
    waiting--;
    return greatest.removeLast();
  }

  private void runAll(Runnable first) {
    Runnable work = first;
    while (work != null) {
      try {
        work.run();
      } finally {
        // Also after an Error, so that the place in the lane is not lost with it.
        work = next();
      }
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      Runnable work = poll();
      if (work == null) {
        running--;
      }
      less.signalAll();
      return work;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable poll() {
    Map.Entry<Object, ArrayDeque<Runnable>> lot = lots.pollFirstEntry();
    if (lot == null) {
      return null;
    }
    Runnable work = lot.getValue().poll();
    if (!lot.getValue().isEmpty()) {
      lots.put(lot.getKey(), lot.getValue());
    }
    waiting--;
    return work;
  }

  /** What runs and what waits. */
  int load() {
    lock.lock();
    try {
      return running + waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until fewer than {@code bound} run or wait; false if that took too long. */
  boolean awaitBelow(int bound, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (running + waiting >= bound) {
        if (nanos <= 0) {
          return false;
        }
        nanos = less.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits and takes nothing more; what runs goes on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      lots.clear();
      waiting = 0;
    } finally {
      lock.unlock();
    }
  }
}
