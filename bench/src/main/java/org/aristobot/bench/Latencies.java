package org.aristobot.bench;

import java.util.Arrays;
import java.util.List;

/** Every latency of one caller, in nanoseconds; nothing is rounded into buckets. */
final class Latencies {

  private long[] nanos = new long[4096];
  private int count;

  void add(long latency) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = latency;
  }

  /** Those of all callers, sorted. */
  static long[] sorted(List<Latencies> callers) {
    long[] all = new long[callers.stream().mapToInt(caller -> caller.count).sum()];
    int at = 0;
    for (Latencies caller : callers) {
      System.arraycopy(caller.nanos, 0, all, at, caller.count);
      at += caller.count;
    }
    Arrays.sort(all);
    return all;
  }

  /**
   * The least latency that so many per cent do not exceed, in microseconds.
   *
   * @param percent above 0, at most 100
   */
  static double percentile(long[] sorted, double percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    // 99.9 has no exact double: a whole rank must not become the next one.
    int rank = (int) Math.ceil(percent * sorted.length / 100 - 1e-6);
    return sorted[Math.max(1, rank) - 1] / 1e3;
  }
}
