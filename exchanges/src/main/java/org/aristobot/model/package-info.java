/** Placeholder. */
@NullMarked
package org.aristobot.model;

import org.jspecify.annotations.NullMarked;
