package org.aristobot.simulator.book;

import org.jspecify.annotations.Nullable;

/**
 * How a caller names an order: by id, by client id (the newest with it), or by id with a client id
 * that must match. At least one is given.
 */
public record OrderRef(@Nullable Long id, @Nullable String clientId) {

  public OrderRef {
    if (id == null && clientId == null) {
      throw new IllegalArgumentException("an id or a client id");
    }
  }
}
