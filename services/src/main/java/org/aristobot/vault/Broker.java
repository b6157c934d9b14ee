package org.aristobot.vault;

import org.aristobot.model.Environment;
import org.aristobot.model.Venue;

/** One user's account on one exchange, without its keys. */
public record Broker(
    long id,
    long userId,
    String name,
    Venue venue,
    Environment environment,
    boolean active,
    boolean isDefault,
    TradingType tradingType) {}
