package org.aristobot.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One writer for many callers. Whatever gathered while the last batch was on its way is the next
 * batch, so that a lone caller never waits and many share one commit. The thread is ours; {@code
 * work} runs on it, must answer every item itself, and must not throw.
 */
final class Lane<T> implements AutoCloseable {

  private static final int MAX_BATCH = 128;
  private static final long IDLE_MILLIS = 100;
  private static final long CLOSE_MILLIS = 5_000;

  private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();
  private final Consumer<List<T>> work;
  private final Consumer<T> refuse;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param refuse answers an item that came too late
   */
  Lane(String name, Consumer<List<T>> work, Consumer<T> refuse) {
    this.work = work;
    this.refuse = refuse;
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  void add(T item) {
    queue.add(item);
    if (closed && queue.remove(item)) {
      refuse.accept(item);
    }
  }

  boolean isClosed() {
    return closed;
  }

  private void run() {
    List<T> batch = new ArrayList<>();
    while (!closed) {
      try {
        T first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
      } catch (InterruptedException e) {
        continue;
      }
      queue.drainTo(batch, MAX_BATCH - 1);
      work.accept(List.copyOf(batch));
      batch.clear();
    }
    queue.drainTo(batch);
    batch.forEach(refuse);
  }

  /** Lets the batch at work come to its end and refuses what waits behind it. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
