package org.aristobot.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as the venue shows it at one moment.
 *
 * @param nativeClientOrderId as the venue shows it; null where it shows none
 * @param type null when the venue's word is not in our table
 * @param quantity ordered base quantity; null for an order sized in quote whose base is unknown
 * @param quoteQuantity ordered quote amount, where the order was sized in quote
 * @param filled base quantity filled so far, gross of fees; null when the answer does not tell
 * @param filledQuote quote amount of the fills; null when the answer does not tell
 * @param nativeStatus the venue's own word; null where the venue has none
 * @param fills executions that came with this answer, perhaps none although the order has some
 * @param legs orders that this one made, as far as this answer shows them; each names its own ids
 * @param raw the native order object, verbatim JSON
 */
public record Order(
    VenueOrderId venueOrderId,
    @Nullable NativeClientOrderId nativeClientOrderId,
    Symbol symbol,
    Side side,
    @Nullable OrderType type,
    @Nullable BigDecimal quantity,
    @Nullable BigDecimal quoteQuantity,
    @Nullable BigDecimal price,
    @Nullable BigDecimal stopPrice,
    @Nullable TimeInForce timeInForce,
    OrderStatus status,
    @Nullable String nativeStatus,
    @Nullable BigDecimal filled,
    @Nullable BigDecimal filledQuote,
    @Nullable BigDecimal average,
    List<Fill> fills,
    List<Order> legs,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    String raw) {

  public Order {
    fills = List.copyOf(fills);
    legs = List.copyOf(legs);
  }

  /** The same order with these legs. */
  public Order withLegs(List<Order> others) {
    return new Order(
        venueOrderId,
        nativeClientOrderId,
        symbol,
        side,
        type,
        quantity,
        quoteQuantity,
        price,
        stopPrice,
        timeInForce,
        status,
        nativeStatus,
        filled,
        filledQuote,
        average,
        fills,
        others,
        createdAt,
        updatedAt,
        raw);
  }
}
