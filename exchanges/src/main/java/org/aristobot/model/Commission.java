package org.aristobot.model;

import java.math.BigDecimal;

/**
 * What an account pays for trading a symbol, as fractions of what a trade brings in: base for a
 * buyer, quote for a seller. Discounts are not in it.
 */
public record Commission(
    Symbol symbol,
    BigDecimal makerBuy,
    BigDecimal makerSell,
    BigDecimal takerBuy,
    BigDecimal takerSell) {}
