package org.aristobot.simulator.book;

import java.math.BigDecimal;

/**
 * One market from some minute until now.
 *
 * @param window all of it as one candle
 * @param previousClose the price before it
 */
public record Statistics(
    Candle window,
    BigDecimal previousClose,
    BigDecimal last,
    BigDecimal lastQuantity,
    long lastId) {}
