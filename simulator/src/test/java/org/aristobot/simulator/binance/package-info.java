/** Tests of this package. */
@NullMarked
package org.aristobot.simulator.binance;

import org.jspecify.annotations.NullMarked;
