package org.aristobot.storm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one caller asked for one order, with what it was told last.
 *
 * @param requestIds of the placement; the second one repeats the client order id
 * @param placing null if there never was an answer
 * @param editing null without an edit or an answer to it
 * @param cancelling null without a cancel or an answer to it
 * @param complaints what the caller itself saw go wrong
 */
record Asked(
    Wish wish,
    Instant first,
    Instant last,
    List<String> requestIds,
    @Nullable Heard placing,
    @Nullable Heard editing,
    @Nullable Heard cancelling,
    List<String> complaints) {}
