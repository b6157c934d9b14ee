package org.aristobot.simulator.book;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The orders that an order makes, and whether it holds funds before it works.
 *
 * @param unfunded of a conditional order: it locks nothing while it waits, takes its funds when it
 *     fires, and is rejected then when they are not there
 * @param leg placed with an id of its own when this order fires; null when this order works itself
 * @param exits conditional orders of the other side that close what this order opened; they have no
 *     quantity until it is filled
 */
public record Family(boolean unfunded, @Nullable NewOrder leg, List<NewOrder> exits) {

  /** An order that makes no others. */
  public static final Family NONE = new Family(false, null, List.of());

  public Family {
    if (leg != null && !unfunded) {
      throw new IllegalArgumentException("what another order trades is not locked for this one");
    }
  }
}
