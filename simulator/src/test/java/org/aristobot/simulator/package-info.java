/** Tests of the simulators as their callers meet them. */
@NullMarked
package org.aristobot.simulator;

import org.jspecify.annotations.NullMarked;
