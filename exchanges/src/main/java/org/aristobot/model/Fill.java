package org.aristobot.model;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An execution of one of our orders. A public print of the market is a trade, not a fill.
 *
 * @param id unique per symbol
 * @param time when it happened, on the venue's clock
 */
public record Fill(
    String id,
    VenueOrderId venueOrderId,
    @Nullable NativeClientOrderId nativeClientOrderId,
    Symbol symbol,
    Side side,
    BigDecimal price,
    BigDecimal quantity,
    @Nullable Fee fee,
    @Nullable LiquiditySide liquidity,
    @Nullable Instant time) {}
