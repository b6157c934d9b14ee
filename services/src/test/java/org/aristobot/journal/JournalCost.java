package org.aristobot.journal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.aristobot.model.OrderStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the journal costs an order: its intent and its outcome, both committed. Nothing is asserted,
 * and it is no part of the tests: run it by its name, on a machine that does nothing else, {@code
 * ./aristobot test -pl services -am -Dtest=JournalCost -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class JournalCost {

  /** Set {@code journal.orders} to measure longer. */
  private static final int ORDERS = Integer.getInteger("journal.orders", 5_000);

  private static final int WARM = 2_000;

  /** PostgreSQL's processes tell of what they wrote when they have been idle for 10 s. */
  private static final Duration TOLD = Duration.ofSeconds(11);

  private static final AtomicInteger NAMES = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 64})
  void of_an_order(int callers) {
    try (Database database = TestPostgres.fresh();
        Journal journal =
            new Journal(
                database.source(), "gw-cost", Duration.ofSeconds(30), InstantSource.system())) {
      place(journal, callers, WARM);
      long flushesBefore = flushes(database);
      long start = System.nanoTime();
      long[] nanos = place(journal, callers, ORDERS);
      long wall = System.nanoTime() - start;
      double flushes = flushes(database) - flushesBefore;
      Arrays.sort(nanos);
      System.out.printf(
          Locale.ROOT,
          "journal cost, %d callers: %.0f us an order (p50 %.0f, p99 %.0f us for its caller),"
              + " %.2f flushes an order%n",
          callers,
          wall / 1e3 / ORDERS,
          nanos[ORDERS / 2] / 1e3,
          nanos[ORDERS * 99 / 100] / 1e3,
          flushes / ORDERS);
    }
  }

  /** The nanoseconds that each order waited for the journal. */
  private static long[] place(Journal journal, int callers, int orders) {
    long[] nanos = new long[orders];
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int caller = 0; caller < callers; caller++) {
        threads.execute(() -> {
          for (int i = next.getAndIncrement(); i < orders; i = next.getAndIncrement()) {
            nanos[i] = place(journal);
          }
        });
      }
    }
    return nanos;
  }

  private static long place(Journal journal) {
    long start = System.nanoTime();
    Intent intent = Samples.intent("cost-" + NAMES.incrementAndGet());
    Recorded.Fresh fresh = (Recorded.Fresh) journal.record(intent);
    StoredOrder _ =
        journal.append(
            fresh.order().id(),
            new OrderEvent.Accepted(Samples.order(OrderStatus.NEW, "0", Samples.NOON)),
            Samples.wire());
    return System.nanoTime() - start;
  }

  /** How often this server has flushed its log, once all of its processes have told. */
  private static long flushes(Database database) {
    AtomicLong last = new AtomicLong(-1);
    Awaitility.await()
        .during(TOLD)
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          long now =
              database
                  .jdbi()
                  .withHandle(handle ->
                      handle
                          .createQuery("SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'")
                          .mapTo(Long.class)
                          .one());
          return last.getAndSet(now) == now;
        });
    return last.get();
  }
}
