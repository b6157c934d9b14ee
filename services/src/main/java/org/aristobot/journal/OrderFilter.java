package org.aristobot.journal;

import java.time.Instant;
import java.util.Set;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Which orders; null and an empty set narrow nothing.
 *
 * @param since orders created at that instant or later
 * @param until orders created before that instant
 * @param before only orders with a lesser id: the next page
 * @param limit most rows, from 1 to {@value #MAX_LIMIT}
 */
public record OrderFilter(
    @Nullable Long userId,
    @Nullable Long brokerId,
    @Nullable Symbol symbol,
    Set<OrderStatus> statuses,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Long before,
    int limit) {

  public static final int MAX_LIMIT = 1000;

  public OrderFilter {
    statuses = Set.copyOf(statuses);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT);
    }
  }

  /** The newest orders of all. */
  public static OrderFilter newest(int limit) {
    return new OrderFilter(null, null, null, Set.of(), null, null, null, limit);
  }
}
