/**
 * Bitget spot over REST: API v2, classic accounts.
 *
 * <p>Manual: <a href="https://www.bitget.com/api-doc/spot/intro">Bitget API, classic account</a>
 * (common, spot), read as of December 2025 with its changelog to March 2026. Products: spot only;
 * no futures, no margin, no unified accounts (API v3), no WebSocket.
 *
 * <p>What is unlike other venues:
 *
 * <ul>
 *   <li>Every refusal comes as HTTP 400 (429 when throttled) with a code in the body; a failure of
 *       a replacement or of a trigger order's cancel comes inside a success.
 *   <li>Whoever places, cancels or changes gets an acknowledgement; how the order stands is read.
 *   <li>A market buy is sized in quote. One sized in base travels as a limit order that must fill
 *       at once, at a price a stated bound above the best ask.
 *   <li>A client order id is refused only while its order is open: a second copy of a filled order
 *       is a second order. Nothing here ever sends twice.
 *   <li>Expiries are checked on arrival only, so that any answer but a refusal, even an unreadable
 *       one, takes away the proof of absence. An order is found by its client id for two hours.
 *   <li>Three lists: orders, trigger ("plan") orders, and exits ("tpsl" orders), which have no
 *       client id and are made by the venue when an entry with presets is filled. None of ours are
 *       placed. Ids of the latter two begin with {@code plan-} and {@code tpsl-} here, because each
 *       kind has calls of its own; an order that a fill or a trigger is still to make is known by
 *       the one that makes it ({@code waits-}).
 *   <li>A trigger order ends when it triggers; how its order fares is its status.
 *   <li>The list of open orders calls the limit price {@code priceAvg} and the average {@code
 *       basePrice}.
 *   <li>Fees are negative when paid, and in orders they come as JSON inside a text.
 *   <li>Days without {@code utc} in their name begin at 16:00 UTC.
 *   <li>Signatures cover the query before it is percent-encoded.
 * </ul>
 */
@NullMarked
package org.aristobot.bitget;

import org.jspecify.annotations.NullMarked;
