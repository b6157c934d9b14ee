package org.aristobot.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orders written last by this process, as they were written, as long as more is to be expected
 * of them. Thread rule: any thread.
 */
final class RecentOrders {

  private static final int MAX = 4096;

  private final Map<Long, StoredOrder> orders =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, StoredOrder> eldest) {
          return size() > MAX;
        }
      };

  synchronized @Nullable StoredOrder get(long id) {
    return orders.get(id);
  }

  /** A later version is not replaced by an earlier one. */
  synchronized void put(StoredOrder order) {
    StoredOrder known = orders.get(order.id());
    if (order.status().isFinished()) {
      orders.remove(order.id());
    } else if (known == null || known.version() <= order.version()) {
      orders.put(order.id(), order);
    }
  }

  synchronized void remove(long id) {
    orders.remove(id);
  }
}
