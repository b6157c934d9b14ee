package org.aristobot.model;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A public print of a market. An execution of one of our orders is a {@link Fill}.
 *
 * @param id unique per symbol, the same that a fill of ours has
 * @param quantity in base
 * @param side what the taker did
 * @param time when it happened, on the venue's clock
 */
public record Trade(
    String id, Symbol symbol, BigDecimal price, BigDecimal quantity, Side side, Instant time) {}
