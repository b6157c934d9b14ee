/**
 * The exchange gateway: unified requests in, native calls out.
 *
 * <p>The road of an order, one direction and plain blocking code:
 *
 * <pre>
 * Gateway ─▶ OrderParser ─▶ Levels ─▶ MarketRules ─▶ Exchange.prepareOrder ─▶ Journal.record
 *  (switch)   fields, terms   can the    steps,        permits, stamp          intent, lease
 *                             venue?     minimums                                 │
 *        Reply ◀─ Journal.append ◀─ Outcome ◀─ Prepared.send ◀─ SendMarks.mark ◀──┘
 * </pre>
 *
 * <p>{@code OrderDesk} places, {@code CancelDesk} cancels, {@code OrderReader} answers what orders
 * exist; {@code Replay} decides what a request means that was seen before.
 */
@NullMarked
package org.aristobot.gateway;

import org.jspecify.annotations.NullMarked;
