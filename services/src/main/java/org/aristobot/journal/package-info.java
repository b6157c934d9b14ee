/** The journal of orders. */
@NullMarked
package org.aristobot.journal;

import org.jspecify.annotations.NullMarked;
