package org.aristobot.simulator.book;

import org.jspecify.annotations.Nullable;

/** What became of a request to make an order smaller. */
public sealed interface Amending {

  /**
   * The order is smaller now.
   *
   * @param list the list it is a leg of
   */
  record Amended(OrderView order, Amendment amendment, @Nullable OrderListView list)
      implements Amending {}

  record Refused(Refusal reason) implements Amending {}
}
