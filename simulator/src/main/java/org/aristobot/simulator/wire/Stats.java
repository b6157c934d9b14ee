package org.aristobot.simulator.wire;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a venue counted since it started. Safe for all threads. */
public final class Stats {

  private final ConcurrentMap<String, LongAdder> operations = new ConcurrentHashMap<>();
  private static final int WINDOWS_KEPT = 60;

  private final ConcurrentSkipListMap<Long, Integer> weights = new ConcurrentSkipListMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();

  public final LongAdder badSignatures = new LongAdder();
  public final LongAdder tooManyRequests = new LongAdder();
  public final LongAdder bans = new LongAdder();
  public final LongAdder orderPosts = new LongAdder();
  public final LongAdder followedRedirects = new LongAdder();

  /** What was used of request weight in the window that began then; the most of any address. */
  public void weight(long windowStart, int used) {
    weights.merge(windowStart, used, Math::max);
    while (weights.size() > WINDOWS_KEPT) {
      weights.pollFirstEntry();
    }
  }

  public Map<Long, Integer> weights() {
    return new TreeMap<>(weights);
  }

  public void begin(String operation) {
    operations.computeIfAbsent(operation, o -> new LongAdder()).increment();
    int now = inFlight.incrementAndGet();
    mostInFlight.accumulateAndGet(now, Math::max);
  }

  public void end() {
    inFlight.decrementAndGet();
  }

  public Map<String, Long> operations() {
    Map<String, Long> counts = new TreeMap<>();
    operations.forEach((operation, count) -> counts.put(operation, count.sum()));
    return counts;
  }

  public int mostInFlight() {
    return mostInFlight.get();
  }
}
