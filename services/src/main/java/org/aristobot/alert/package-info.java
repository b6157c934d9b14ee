/**
 * Tells people what needs them: a Discord webhook, a generic webhook, the log. Raising an alert
 * never blocks and never fails; the same alert is not told again for a while.
 */
@NullMarked
package org.aristobot.alert;

import org.jspecify.annotations.NullMarked;
