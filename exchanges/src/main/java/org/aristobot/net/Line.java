package org.aristobot.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits, in fair order: one of each account in turn, each account's own in the order of
 * arrival. Guarded by the lock of the {@link RateLedger}.
 */
final class Line {

  /** By account; the one whose turn was longest ago comes first. */
  private final Map<String, Deque<Waiter>> lots = new LinkedHashMap<>();

  boolean isEmpty() {
    return lots.isEmpty();
  }

  void add(Waiter waiter) {
    lots.computeIfAbsent(waiter.lot(), _ -> new ArrayDeque<>()).add(waiter);
  }

  /** Does not wait any longer. */
  void leave(Waiter waiter) {
    Deque<Waiter> lot = lots.get(waiter.lot());
    if (lot != null && lot.remove(waiter) && lot.isEmpty()) {
      lots.remove(waiter.lot());
    }
  }

  /** Got what it waited for: its account goes to the end. False if it has left. */
  boolean served(Waiter waiter) {
    Deque<Waiter> lot = lots.get(waiter.lot());
    if (lot == null || !lot.remove(waiter)) {
      return false;
    }
    lots.remove(waiter.lot());
    if (!lot.isEmpty()) {
      lots.put(waiter.lot(), lot);
    }
    return true;
  }

  /** All, in the order in which they are to be served. */
  List<Waiter> inTurn() {
    List<Waiter> order = new ArrayList<>();
    List<Iterator<Waiter>> left = new ArrayList<>();
    lots.values().forEach(lot -> left.add(lot.iterator()));
    while (!left.isEmpty()) {
      left.removeIf(lot -> {
        if (lot.hasNext()) {
          order.add(lot.next());
        }
        return !lot.hasNext();
      });
    }
    return order;
  }
}
