package org.aristobot.storm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a storm: so many orders, and what strikes among them.
 *
 * @param armed faults of the venue that wait for a request
 * @param blow what strikes in the middle of the round; null for nothing
 */
record Round(Phase phase, int orders, List<Fault> armed, @Nullable Fault blow) {}
