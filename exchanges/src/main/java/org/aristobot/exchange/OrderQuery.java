package org.aristobot.exchange;

import java.time.Instant;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** Which finished orders; null narrows nothing. {@code before} pages: only older ids than it. */
public record OrderQuery(
    @Nullable Symbol symbol,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Integer limit,
    @Nullable VenueOrderId before) {}
