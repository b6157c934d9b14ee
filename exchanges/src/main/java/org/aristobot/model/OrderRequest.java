package org.aristobot.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order to be placed, as the venue shall know it.
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
    NativeParams nativeParams) {}
