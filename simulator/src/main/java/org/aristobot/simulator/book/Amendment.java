package org.aristobot.simulator.book;

import java.math.BigDecimal;

/** One change of a resting order by its owner. */
public record Amendment(
    long executionId,
    String oldClientId,
    String newClientId,
    BigDecimal oldQuantity,
    BigDecimal newQuantity,
    long timeMillis) {}
