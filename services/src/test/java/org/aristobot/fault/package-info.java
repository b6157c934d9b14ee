/**
 * What may go wrong goes wrong here, on real PostgreSQL, real Redis, a simulated venue and gateways
 * in processes of their own: after each fault no order is lost, none doubled, and nobody is told
 * what is not so.
 *
 * <p>{@link org.aristobot.fault.World} is everything around the gateways; {@link
 * org.aristobot.fault.Relay} runs gateways one after the other and kills each as planned; {@link
 * org.aristobot.fault.Verdict} holds the callers' answers and the journal against the venue's own
 * list of orders; {@link org.aristobot.fault.Callers} put load on a gateway whose lines are cut;
 * {@link org.aristobot.fault.IntentsOff} makes a gateway that doubles orders, so that the judge is
 * known to see it.
 */
@NullMarked
package org.aristobot.fault;

import org.jspecify.annotations.NullMarked;
