package org.aristobot.simulator.book;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What a venue does later than it was asked to. Only under the engine's lock. */
final class Agenda {

  private record Item(long dueMillis, long number, Runnable work) {}

  private final PriorityQueue<Item> items =
      new PriorityQueue<>(
          Comparator.comparingLong(Item::dueMillis).thenComparingLong(Item::number));
  private long number;

  void at(long millis, Runnable work) {
    items.add(new Item(millis, number++, work));
  }

  /** Does all that is due. */
  void work(long now) {
    for (Item next = items.peek(); next != null && next.dueMillis() <= now; next = items.peek()) {
      items.remove();
      next.work().run();
    }
  }
}
