package org.aristobot.simulator.book;

import java.math.BigDecimal;

/** A trade as everybody sees it. */
public record Trade(
    long id,
    BigDecimal price,
    BigDecimal quantity,
    BigDecimal quote,
    boolean buyerMaker,
    long timeMillis) {}
