/**
 * What comes in and goes out of a simulated venue, and what is kept of it; no dialect, no server.
 */
@NullMarked
package org.aristobot.simulator.wire;

import org.jspecify.annotations.NullMarked;
