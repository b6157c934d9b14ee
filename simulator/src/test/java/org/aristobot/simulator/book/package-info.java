/** Tests of this package. */
@NullMarked
package org.aristobot.simulator.book;

import org.jspecify.annotations.NullMarked;
