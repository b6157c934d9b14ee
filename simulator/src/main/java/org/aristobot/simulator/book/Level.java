package org.aristobot.simulator.book;

import java.math.BigDecimal;

/** All that is offered at one price. */
public record Level(BigDecimal price, BigDecimal quantity) {}
