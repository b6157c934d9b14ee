/**
 * The fault storm: callers place orders through several gateways while the venue, the gateways and
 * the databases fail at random, and at the end the callers' answers, the journal and the venue's
 * own truth are held against each other.
 *
 * <p>What fails, and when, follows from a seed. The gateways and the simulated venue are processes
 * of their own, so that a kill is a kill; what starts and restarts them is given as a {@link
 * org.aristobot.storm.Ground}.
 */
@NullMarked
package org.aristobot.storm;

import org.jspecify.annotations.NullMarked;
