package org.aristobot.journal;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import org.aristobot.exchange.Failure;
import org.aristobot.model.OrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an event says about the status of an order, with all that decides between two of them.
 *
 * @param shown whether the venue has shown the order
 */
record OrderClaim(
    OrderStatus status,
    @Nullable String nativeStatus,
    @Nullable Failure failure,
    boolean shown,
    @Nullable BigDecimal filled,
    @Nullable Instant venueTime,
    Instant at) {

  static final Comparator<@Nullable BigDecimal> AMOUNT = nullsFirst(naturalOrder());
  static final Comparator<@Nullable Instant> TIME = nullsFirst(naturalOrder());

  private static final Comparator<OrderClaim> STRENGTH =
      Comparator.comparingInt(OrderClaim::tier)
          .thenComparingInt(OrderClaim::finality)
          .thenComparing(OrderClaim::progress, AMOUNT)
          .thenComparing(OrderClaim::venueTime, TIME)
          .thenComparing(OrderClaim::at);

  static OrderClaim of(OrderStatus status, @Nullable Failure failure, Instant at) {
    return new OrderClaim(status, null, failure, false, null, null, at);
  }

  /** Weaker than all others. */
  static OrderClaim none() {
    return new OrderClaim(OrderStatus.SENDING, null, null, false, null, null, Instant.EPOCH);
  }

  boolean isStrongerThan(OrderClaim other) {
    return STRENGTH.compare(this, other) > 0;
  }

  /**
   * What the venue said or showed beats what was concluded without it: an order that turns up after
   * all is there, and must be seen and cancelled as such.
   */
  private int tier() {
    if (status.isFinished()) {
      return shown || status == OrderStatus.REJECTED ? 4 : 2;
    }
    if (shown) {
      return 3;
    }
    return status == OrderStatus.UNKNOWN ? 1 : 0;
  }

  /** Between two finished states: what the venue executed beats what it took back. */
  private int finality() {
    return switch (status) {
      case FILLED -> 5;
      case CANCELED -> 4;
      case EXPIRED -> 3;
      case REJECTED -> 2;
      case NOT_PLACED -> 1;
      case SENDING, NEW, PARTIALLY_FILLED, PENDING_CANCEL, UNKNOWN -> 0;
    };
  }

  /** Between two sights of an open order; a finished one may be told without its fills. */
  private @Nullable BigDecimal progress() {
    return status.isFinished() ? null : filled;
  }
}
