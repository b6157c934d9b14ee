/**
 * Binance spot over REST.
 *
 * <p>Manuals: <a href="https://github.com/binance/binance-spot-api-docs">binance-spot-api-docs</a>
 * (rest-api, filters, errors, enums), read as of 2026-07-21. Products: spot only; no margin, no
 * futures, no WebSocket API.
 *
 * <p>What is unlike other venues:
 *
 * <ul>
 *   <li>An order id is unique per symbol only, and a client order id only among <em>open</em>
 *       orders: a second copy of a filled market order is a second order (rest-api, "New order").
 *       Nothing here ever sends twice.
 *   <li>A cancel answer's {@code clientOrderId} is the id of the cancel; the order's own is {@code
 *       origClientOrderId}.
 *   <li>"Order does not exist" (-2013) right after placing is common and proves nothing.
 *   <li>{@code price} is the limit price, never the average; the average is {@code
 *       cummulativeQuoteQty} over {@code executedQty}.
 *   <li>A stamp one second ahead is refused whatever {@code recvWindow} says; one that is late is
 *       fine (rest-api, "Timing security").
 *   <li>Successful order calls cost no request weight, failing ones do.
 *   <li>A step, minimum or maximum of 0 in a filter switches that rule off (filters).
 *   <li>A trailing stop is a stop loss with a {@code trailingDelta} in hundredths of a per cent; a
 *       triggered conditional order stays the same order, with the same type and id.
 *   <li>A secret is either the venue's, for an HMAC, or our own private key (Ed25519, RSA).
 *   <li>Public trades are listed by id, aggregates of them by time.
 *   <li>Finished orders and own trades are listed per symbol only, in windows of 24 hours at most.
 * </ul>
 */
@NullMarked
package org.aristobot.binance;

import org.jspecify.annotations.NullMarked;
