package org.aristobot.simulator.book;

import java.math.BigDecimal;

/** One candle; the last one of a list usually still runs. */
public record Candle(
    long openMillis,
    long closeMillis,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume,
    BigDecimal quoteVolume,
    long trades,
    BigDecimal takerVolume,
    BigDecimal takerQuoteVolume) {}
