/**
 * Measurements of Aristobot beside its peers, on one machine, in one run. Every contender is a
 * process of its own; all of them talk to the same stub of a venue.
 */
@NullMarked
package org.aristobot.bench;

import org.jspecify.annotations.NullMarked;
