package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A trade of an account with itself that did not happen, as the order saw it that would have taken.
 *
 * @param takerQuantity what that order lost by it, null when nothing
 * @param makerQuantity what the resting order lost by it, null when nothing
 */
public record PreventedMatch(
    long id,
    long makerOrderId,
    BigDecimal price,
    @Nullable BigDecimal takerQuantity,
    @Nullable BigDecimal makerQuantity) {}
