package org.aristobot.vault;

import org.aristobot.model.Environment;
import org.aristobot.model.Venue;

/** A broker to be added; {@code isDefault} takes that role from the user's present default. */
public record NewBroker(
    long userId,
    String name,
    Venue venue,
    Environment environment,
    boolean isDefault,
    TradingType tradingType) {}
