package org.aristobot.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order to be placed, or one that stands, as the venue knows it.
 *
 * @param id the client order id on the venue; the caller's own id never travels
 * @param icebergQuantity visible quantity in base, if the rest is to be hidden
 */
public record OrderRequest(
    NativeClientOrderId id,
    Symbol symbol,
    Side side,
    Quantity quantity,
    OrderTerms terms,
    @Nullable BigDecimal icebergQuantity,
    @Nullable Protection protection,
    NativeParams nativeParams) {

  /** The same request under another id. */
  public OrderRequest withId(NativeClientOrderId other) {
    return new OrderRequest(
        other, symbol, side, quantity, terms, icebergQuantity, protection, nativeParams);
  }
}
