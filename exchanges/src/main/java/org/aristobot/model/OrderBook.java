package org.aristobot.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Resting quantity by price, best first on both sides. */
public record OrderBook(
    Symbol symbol,
    List<Level> bids,
    List<Level> asks,
    @Nullable Instant timestamp,
    @Nullable Long sequence) {

  public OrderBook {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }

  /** The whole quantity at one price. */
  public record Level(BigDecimal price, BigDecimal quantity) {}
}
