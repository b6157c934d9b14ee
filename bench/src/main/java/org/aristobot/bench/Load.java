package org.aristobot.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a stretch of orders cost. Latencies in microseconds.
 *
 * @param cpuMicros user and system time of the whole process
 * @param allocatedBytes of all threads of the process
 */
record Load(
    long orders,
    double seconds,
    double p50,
    double p99,
    double p999,
    double cpuMicros,
    double allocatedBytes) {

  /** Places one order and returns when its answer is read. */
  interface Placer {
    void place(long number) throws Exception;
  }

  /** Makes what one caller uses. */
  interface Callers {
    Placer open() throws Exception;
  }

  private static final AtomicLong NUMBER = new AtomicLong();

  /**
   * Runs that many callers, each with one order in flight.
   *
   * @param pause between two orders of a caller, counted from start to start; zero for none
   */
  static Load run(Callers callers, int inFlight, Duration howLong, Duration pause) {
    long cpu = cpuNanos();
    long allocated = allocated();
    long start = System.nanoTime();
    List<Latencies> latencies = callAll(callers, inFlight, start + howLong.toNanos(), pause);
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] sorted = Latencies.sorted(latencies);
    return new Load(
        sorted.length,
        seconds,
        Latencies.percentile(sorted, 50),
        Latencies.percentile(sorted, 99),
        Latencies.percentile(sorted, 99.9),
        (cpuNanos() - cpu) / 1e3,
        allocated() - allocated);
  }

  private static List<Latencies> callAll(
      Callers callers, int inFlight, long deadline, Duration pause) {
    List<Future<Latencies>> running = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < inFlight; i++) {
        long offset = pause.toNanos() * i / inFlight;
        running.add(threads.submit(() -> call(callers.open(), deadline, pause, offset)));
      }
    }
    List<Latencies> latencies = new ArrayList<>();
    for (Future<Latencies> one : running) {
      try {
        latencies.add(one.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("an order failed: " + e.getCause(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return latencies;
  }

  private static Latencies call(Placer placer, long deadline, Duration pause, long offset)
      throws Exception {
    Latencies latencies = new Latencies();
    long next = System.nanoTime() + offset;
    while (System.nanoTime() < deadline) {
      if (!pause.isZero()) {
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        next += pause.toNanos();
      }
      long start = System.nanoTime();
      placer.place(NUMBER.incrementAndGet());
      latencies.add(System.nanoTime() - start);
    }
    if (placer instanceof AutoCloseable open) {
      open.close();
    }
    return latencies;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Virtual threads count with the threads that carry them. */
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }
}
