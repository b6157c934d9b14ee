package org.aristobot.simulator.wire;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived: nothing decoded, so that a signature can be checked over the very bytes.
 *
 * @param rawQuery without the question mark, empty when there is none
 * @param header looks a header up by name, null when it was not sent
 * @param address of the caller
 */
public record WireRequest(
    String method,
    String path,
    String rawQuery,
    String body,
    Function<String, @Nullable String> header,
    String address) {}
