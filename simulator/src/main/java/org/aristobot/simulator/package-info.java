/** Placeholder. */
@NullMarked
package org.aristobot.simulator;

import org.jspecify.annotations.NullMarked;
