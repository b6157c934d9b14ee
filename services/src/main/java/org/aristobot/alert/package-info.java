/**
 * Tells people what needs them: a Discord webhook, a generic webhook, the log. Raising an alert
 * never blocks and never fails; the same alert is told once an hour.
 */
@NullMarked
package org.aristobot.alert;

import org.jspecify.annotations.NullMarked;
