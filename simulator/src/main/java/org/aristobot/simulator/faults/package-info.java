/**
 * What can go wrong between a venue and its caller, each a named fault that is armed for a number
 * of requests of one operation (or of any) and counts its hits.
 *
 * <p>Where a fault can strike before or after the venue executed the request, {@link
 * org.aristobot.simulator.faults.FaultKind} says which it does unless {@code after_accept} says
 * otherwise. Different faults that match the same request strike together: a lost reply to an order
 * that stays invisible is two faults.
 *
 * <p>A delayed request is delayed on its way to the engine, so the venue's own expiry of requests
 * still guards it: one that comes too late is not executed.
 */
@NullMarked
package org.aristobot.simulator.faults;

import org.jspecify.annotations.NullMarked;
