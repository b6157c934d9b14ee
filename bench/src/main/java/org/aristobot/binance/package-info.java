/** Micro-benchmarks live in the package of what they measure, which is not public. */
@NullMarked
package org.aristobot.binance;

import org.jspecify.annotations.NullMarked;
