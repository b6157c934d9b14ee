/** Placeholder. */
@NullMarked
package org.aristobot.app;

import org.jspecify.annotations.NullMarked;
