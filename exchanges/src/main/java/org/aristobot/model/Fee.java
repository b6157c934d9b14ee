package org.aristobot.model;

import java.math.BigDecimal;

/** What a fill cost, in units of an asset; negative is a rebate. */
public record Fee(BigDecimal amount, String asset) {}
