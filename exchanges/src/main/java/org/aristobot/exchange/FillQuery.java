package org.aristobot.exchange;

import java.time.Instant;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** Which fills; null narrows nothing. */
public record FillQuery(
    @Nullable Symbol symbol,
    @Nullable VenueOrderId order,
    @Nullable Instant since,
    @Nullable Integer limit) {}
