package org.aristobot.bus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs work on virtual threads, so many at once, the rest in the order of arrival. */
final class Lane {

  private final String name;
  private final int width;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition less = lock.newCondition();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int running;
  private boolean closed;

  Lane(String name, int width) {
    this.name = name;
    this.width = width;
  }

  void add(Runnable work) {
    offer(work, Integer.MAX_VALUE);
  }

  /** False if so much is waiting already. After {@link #close} the work is dropped. */
  boolean offer(Runnable work, int maxWaiting) {
    lock.lock();
    try {
      if (closed) {
        return true;
      }
      if (running < width) {
        running++;
        Thread.ofVirtual().name(name).start(() -> runAll(work));
        return true;
      }
      if (waiting.size() >= maxWaiting) {
        return false;
      }
      waiting.add(work);
      return true;
    } finally {
      lock.unlock();
    }
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
      Runnable work = waiting.poll();
      if (work == null) {
        running--;
      }
      less.signalAll();
      return work;
    } finally {
      lock.unlock();
    }
  }

  /** What runs and what waits. */
  int load() {
    lock.lock();
    try {
      return running + waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until fewer than {@code bound} run or wait; false if that took too long. */
  boolean awaitBelow(int bound, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (running + waiting.size() >= bound) {
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
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }
}
