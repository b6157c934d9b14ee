package org.aristobot.simulator.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest signed requests of each key. Safe for all threads. */
public final class RequestLog {

  private static final int KEPT_PER_KEY = 1_000;

  /**
   * One request and its fate.
   *
   * @param parameters as they arrived, secrets and signatures out
   * @param answer HTTP status, or what happened instead of an answer
   */
  public record Entry(long timeMillis, String operation, String parameters, String answer) {}

  private final Map<String, Deque<Entry>> byKey = new HashMap<>();

  public synchronized void add(String key, Entry entry) {
    Deque<Entry> entries = byKey.computeIfAbsent(key, k -> new ArrayDeque<>());
    entries.addLast(entry);
    if (entries.size() > KEPT_PER_KEY) {
      entries.removeFirst();
    }
  }

  /** Oldest first. */
  public synchronized List<Entry> of(String key) {
    return List.copyOf(byKey.getOrDefault(key, new ArrayDeque<>()));
  }
}
