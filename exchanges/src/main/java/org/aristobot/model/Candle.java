package org.aristobot.model;

import java.math.BigDecimal;
import java.time.Instant;

/** One interval of a market; the newest one is usually still running. Volume is in base. */
public record Candle(
    Instant openTime,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume) {}
