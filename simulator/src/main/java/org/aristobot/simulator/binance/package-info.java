/**
 * Binance spot over REST, as its manual of 2026-07 describes it (binance-spot-api-docs: rest-api,
 * filters, errors, FAQ on unfilled order counts).
 *
 * <p>Spoken: market data, account, single orders of the types LIMIT, LIMIT_MAKER and MARKET. The
 * stop, list, replace and amend endpoints are not there, and {@code exchangeInfo} says so; a
 * conditional type is refused as the venue refuses it on a symbol that lacks it.
 *
 * <p>Choices where the manual is silent: the newest order wins a look-up by client id; a client id
 * must be unique among all open orders of the account; surplus trailing zeros count as precision;
 * an order counts as unfilled once it passed the filters, whether the engine takes it or not; the
 * twentieth 429 of a minute bans an address for two minutes, each further ban is twice as long, up
 * to three days; unknown paths are answered 404 without a code.
 */
@NullMarked
package org.aristobot.simulator.binance;

import org.jspecify.annotations.NullMarked;
