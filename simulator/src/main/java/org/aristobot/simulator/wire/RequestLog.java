package org.aristobot.simulator.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest signed requests of each key, and those that faults struck. Safe for all threads. */
public final class RequestLog {

  private static final int KEPT_PER_KEY = 1_000;
  private static final int STRUCK_KEPT = 100_000;

  /**
   * One request and its fate.
   *
   * @param parameters as they arrived, secrets and signatures out
   * @param answer HTTP status, or what happened instead of an answer
   */
  public record Entry(long timeMillis, String operation, String parameters, String answer) {}

  /**
   * A signed request that faults struck.
   *
   * @param faults their words
   * @param executed the HTTP status of the venue's own answer; null if it never came to one
   * @param told the HTTP status that its caller was told; null for nothing
   */
  public record Struck(
      String key,
      long timeMillis,
      String operation,
      String parameters,
      String faults,
      @Nullable Integer executed,
      @Nullable Integer told) {}

  private final Map<String, Deque<Entry>> byKey = new HashMap<>();
  private final Deque<Struck> struck = new ArrayDeque<>();

  public synchronized void add(String key, Entry entry) {
    Deque<Entry> entries = byKey.computeIfAbsent(key, k -> new ArrayDeque<>());
    entries.addLast(entry);
    if (entries.size() > KEPT_PER_KEY) {
      entries.removeFirst();
    }
  }

  public synchronized void add(Struck request) {
    struck.addLast(request);
    if (struck.size() > STRUCK_KEPT) {
      struck.removeFirst();
    }
  }

  /** What faults struck, oldest first. */
  public synchronized List<Struck> struck() {
    return List.copyOf(struck);
  }

  /** Oldest first. */
  public synchronized List<Entry> of(String key) {
    return List.copyOf(byKey.getOrDefault(key, new ArrayDeque<>()));
  }
}
