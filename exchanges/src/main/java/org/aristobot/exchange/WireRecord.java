package org.aristobot.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One native request and what came back, verbatim but for keys, one-time passwords and signatures.
 *
 * @param operation our word, e.g. {@code place_order}
 * @param request method, path and parameters
 * @param httpStatus null when no complete answer arrived
 * @param response the body as it arrived; null when none did
 */
public record WireRecord(
    String operation,
    String request,
    Instant sentAt,
    @Nullable Integer httpStatus,
    @Nullable String response,
    @Nullable Instant receivedAt) {}
