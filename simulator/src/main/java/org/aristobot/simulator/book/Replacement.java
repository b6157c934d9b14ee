package org.aristobot.simulator.book;

import org.jspecify.annotations.Nullable;

/**
 * What became of a request to cancel one order and place another in one step.
 *
 * @param placed null when the new order was not attempted
 */
public record Replacement(Cancellation canceled, @Nullable Placement placed) {}
