package org.aristobot.simulator.book;

import java.util.List;

/** What became of a request to place an order. */
public sealed interface Placement {

  /** The order exists, with the trades it made at once and those that were prevented. */
  record Placed(OrderView order, List<Fill> fills, List<PreventedMatch> prevented)
      implements Placement {}

  /** The engine said no; nothing exists. */
  record Refused(Refusal reason) implements Placement {}
}
