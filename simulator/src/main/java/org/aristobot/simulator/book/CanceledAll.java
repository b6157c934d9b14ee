package org.aristobot.simulator.book;

import java.util.List;

/** All that was open in one instrument and was canceled; orders of lists stand in their lists. */
public record CanceledAll(List<OrderView> orders, List<OrderListView> lists) {

  public boolean isEmpty() {
    return orders.isEmpty() && lists.isEmpty();
  }
}
