/**
 * The acceptance checklist: what a broker of one's own can be trusted with, tried out through a
 * running gateway, from the connection to what happens when an answer is lost.
 *
 * <p>An {@link org.aristobot.validate.Item} is a line of it; the items stand in tables ({@code
 * ConnectionItems}, {@code TradeItems} …), and {@link org.aristobot.validate.Checklist} goes
 * through them. Nothing here names a venue: what one offers comes from its capability table, its
 * sizes from its market list, and whatever the gateway cannot be asked comes through {@link
 * org.aristobot.validate.Probe}.
 *
 * <p>It may meet real money. So every order is of the smallest size that is valid with a little
 * room, is refused here when it is worth more than a cap that was stated before, stands far from
 * the market unless it must fill, and is noted before it is sent: {@link
 * org.aristobot.validate.Trial} cancels at the end whatever is not known to be finished, and the
 * report names what is left.
 */
@NullMarked
package org.aristobot.validate;

import org.jspecify.annotations.NullMarked;
