package org.aristobot.exchange;

import org.aristobot.model.Order;
import org.jspecify.annotations.Nullable;

/** How a command ended. Whoever sends one must face all four. */
public sealed interface Outcome {

  /** The venue took it; {@code order} is what it showed. */
  record Accepted(Order order, WireRecord wire) implements Outcome {}

  /** It never left us, surely not executed. */
  record Denied(Failure failure) implements Outcome {}

  /**
   * The venue refused it, with an answer that proves that this copy was not executed.
   *
   * @param staleStamp refused for its time stamp alone: a newly prepared copy may be sent, once
   * @param shown the order that was to be amended, if that ended it without a successor
   */
  record Rejected(Failure failure, WireRecord wire, boolean staleStamp, @Nullable Order shown)
      implements Outcome {}

  /** Nobody knows yet. It is looked up, never sent again. */
  record Unconfirmed(Failure failure, WireRecord wire) implements Outcome {}
}
