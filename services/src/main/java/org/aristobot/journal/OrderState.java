package org.aristobot.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/**
 * The part of an order that events change.
 *
 * @param filled base quantity; null while nobody has told
 * @param average quote per base, where the venue tells
 * @param fee of all fills; null unless all are known and in one currency
 * @param fills those known so far, oldest first
 * @param failure why it was denied, rejected or left in doubt
 * @param nativeRequest the latest copy
 * @param expiresAt of the latest copy, on the venue's clock
 * @param identityFree whether its ids may be used by another order
 * @param doubted whether it ever was in doubt
 * @param edition which one stands; 0 until the order is changed
 * @param edits how many changes are settled, refused ones too
 * @param amending the change that is under way
 * @param formerNativeIds those that the order had before it was replaced, sorted
 * @param rawResponse a JSON object
 * @param venueUpdatedAt the venue's clock in the snapshot that decided the status
 * @param statusAt our clock at the event that decided the status
 * @param updatedAt our clock at the latest event
 */
public record OrderState(
    OrderStatus status,
    @Nullable String nativeStatus,
    @Nullable VenueOrderId venueOrderId,
    @Nullable BigDecimal filled,
    @Nullable BigDecimal filledQuote,
    @Nullable BigDecimal average,
    @Nullable Fee fee,
    List<Fill> fills,
    @Nullable Failure failure,
    String nativeRequest,
    Instant expiresAt,
    String owner,
    Instant leaseUntil,
    boolean identityFree,
    boolean doubted,
    int edition,
    int edits,
    @Nullable Amendment amending,
    List<String> formerNativeIds,
    List<String> formerVenueIds,
    String rawResponse,
    @Nullable Instant venueUpdatedAt,
    Instant statusAt,
    Instant updatedAt) {

  public OrderState {
    fills = List.copyOf(fills);
    formerNativeIds = List.copyOf(formerNativeIds);
    formerVenueIds = List.copyOf(formerVenueIds);
  }
}
