/**
 * The Redis protocol: what callers put on the request lists and what they get back.
 *
 * <p>A message becomes a {@link org.aristobot.bus.Request} with a sealed {@link
 * org.aristobot.bus.Command}, or a refusal that names the field; a {@link org.aristobot.bus.Reply}
 * becomes the answer's JSON. Delivery is at least once: a message is moved to the gateway's own
 * processing list and leaves it in the transaction that writes its answer.
 */
@NullMarked
package org.aristobot.bus;

import org.jspecify.annotations.NullMarked;
