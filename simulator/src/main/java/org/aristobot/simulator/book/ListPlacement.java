package org.aristobot.simulator.book;

import java.util.List;

/** What became of a request to place an order list. */
public sealed interface ListPlacement {

  /**
   * The list exists.
   *
   * @param fills what each leg traded at once, in the order of the legs
   */
  record Placed(OrderListView list, List<List<Fill>> fills) implements ListPlacement {}

  /** The engine said no; nothing exists. */
  record Refused(Refusal reason) implements ListPlacement {}
}
