package org.aristobot.exchange;

import java.time.Instant;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** A command that was sent, or may have been, and of which nobody knows whether it was executed. */
public sealed interface Doubt {

  /** What was to stand on the venue, under the ids that it has there. */
  OrderRequest request();

  /** Our clock, before the first copy can have left. */
  Instant sentAt();

  /** The moment on the venue's clock after which the venue itself refuses the last copy. */
  Instant expiresAt();

  /** The code that the venue answered with, if it answered with one that proves nothing. */
  @Nullable String nativeCode();

  /**
   * A placement.
   *
   * @param request under the id that its {@link Trading#family} is derived from
   */
  record Placement(
      OrderRequest request, Instant sentAt, Instant expiresAt, @Nullable String nativeCode)
      implements Doubt {}

  /**
   * A change of an order where it stands.
   *
   * @param order the order, which keeps its ids
   * @param from what it was before
   */
  record Amendment(
      VenueOrderId order,
      OrderRequest from,
      OrderRequest request,
      Instant sentAt,
      Instant expiresAt,
      @Nullable String nativeCode)
      implements Doubt {}
}
