/** The dialect of Bitget spot, as a caller meets it. */
@NullMarked
package org.aristobot.simulator.bitget;

import org.jspecify.annotations.NullMarked;
