/**
 * What an order costs. {@link org.aristobot.load.HotPath} is run by hand: it starts the program's
 * own gateway and simulator as processes, lets callers place orders, and prints times and, since
 * they say more on a busy machine, the processor time of each process and what was written to disk.
 */
@NullMarked
package org.aristobot.load;

import org.jspecify.annotations.NullMarked;
