package org.aristobot.exchange;

import java.time.Instant;
import org.aristobot.model.Order;
import org.jspecify.annotations.Nullable;

/** What a look into the venue's books says of a {@link Doubt}. */
public sealed interface Finding {

  /** It was executed: the venue shows this. */
  record Executed(Order order) implements Finding {}

  /**
   * It was not and will not be: its expiry and the venue's lag have passed, and every place where
   * the venue would show it was looked at and is without it.
   *
   * @param order what stands instead, for a change that was not made
   * @param proof where was looked, for people
   */
  record NotExecuted(@Nullable Order order, String proof) implements Finding {}

  /**
   * Nobody knows yet.
   *
   * @param again when another look may know more; null if only the order's sight can end the doubt
   */
  record Unproven(String why, @Nullable Instant again) implements Finding {}
}
