package org.aristobot.model;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The last 24 hours of a market and its best prices; volumes in base and in quote. */
public record Ticker(
    Symbol symbol,
    @Nullable BigDecimal last,
    @Nullable BigDecimal bid,
    @Nullable BigDecimal ask,
    @Nullable BigDecimal bidQuantity,
    @Nullable BigDecimal askQuantity,
    @Nullable BigDecimal open,
    @Nullable BigDecimal high,
    @Nullable BigDecimal low,
    @Nullable BigDecimal volume,
    @Nullable BigDecimal quoteVolume,
    @Nullable BigDecimal changePercent,
    @Nullable Instant timestamp) {}
