package org.aristobot.simulator.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one account did in one instrument. Only under the engine's lock. */
final class Portfolio {

  /** All orders ever accepted, oldest first. */
  final List<LiveOrder> orders = new ArrayList<>();

  final NavigableMap<Long, LiveOrder> open = new TreeMap<>();
  final List<Fill> fills = new ArrayList<>();
  private final Map<String, LiveOrder> newestByClientId = new HashMap<>();

  void add(LiveOrder order) {
    orders.add(order);
    newestByClientId.put(order.clientId, order);
  }

  @Nullable LiveOrder newest(String clientId) {
    return newestByClientId.get(clientId);
  }

  /** Puts an order where another one with the same id was. */
  void replace(LiveOrder old, LiveOrder order) {
    orders.set(orders.indexOf(old), order);
    open.replace(old.id, order);
    newestByClientId.replace(old.clientId, old, order);
  }

  /** Makes an order known by another client id. */
  void rename(LiveOrder order, String clientId) {
    newestByClientId.remove(order.clientId, order);
    order.clientId = clientId;
    newestByClientId.put(clientId, order);
  }

  boolean hasOpen(String clientId) {
    LiveOrder order = newest(clientId);
    return order != null && order.status.isOpen();
  }
}
