package org.aristobot.simulator.book;

import java.util.List;

/**
 * Orders to place together.
 *
 * @param legs the working order if the kind has one, then one order, or a pair of one that stops a
 *     loss and one that takes a profit
 */
public record NewOrderList(ListKind kind, String clientId, List<NewOrder> legs) {

  public NewOrderList {
    legs = List.copyOf(legs);
    boolean paired = kind == ListKind.ONE_CANCELS_OTHER;
    if (legs.size() < 2 || legs.size() > (paired ? 2 : 3)) {
      throw new IllegalArgumentException("a list of " + legs.size() + " orders");
    }
  }
}
