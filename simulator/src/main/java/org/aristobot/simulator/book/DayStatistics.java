package org.aristobot.simulator.book;

import java.math.BigDecimal;

/** The last 24 hours of one market, to the minute. */
public record DayStatistics(
    Candle day, BigDecimal previousClose, BigDecimal last, BigDecimal lastQuantity, long lastId) {}
