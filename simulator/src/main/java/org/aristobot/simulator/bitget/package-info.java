/**
 * Bitget spot over REST: the API v2 of classic accounts, as its manual of December 2025 describes
 * it with what recordings and clients in production add to that.
 *
 * <p>Spoken: market data, assets, all calls of plain orders with presets, self-trade prevention and
 * replacement, tpsl orders, and plan orders. Of the API v3 there is only the call that tells a
 * unified account from a classic one. Streams, transfers, bills and futures are not there.
 *
 * <p>The symbols differ so that what a client must read can be met: ETHBTC is not quoted in
 * dollars, and has no price band; DOGEUSDT and SHIBUSDT have a wider one and lower ceilings.
 *
 * <p>What the manual leaves open can be chosen over the control plane ({@code /_sim/choices}), for
 * a client must be right either way. Without a choice: exits are made when their parent is filled
 * whole, have the size of what it brought in, hold no funds, and leave each other alone; a plan is
 * executing for no time; the fields that bound a request count on place-order only.
 *
 * <p>Further choices where the manual is silent: filters are checked in the order symbol, status,
 * decimals, value, band, number of open orders, client id, balance. Zeros at the end of a decimal
 * count. A tpsl order keeps its id when it fires; a plan makes an order with an id and a client id
 * of its own. A trigger waits for the side of the last price on which it does not stand yet; the
 * mark price is the last price. A preset on the wrong side of its parent's price is refused. A
 * post-only order that would take is accepted and ends as cancelled. An order that is finished
 * already is refused to be cancelled with 43004, an unknown one with 43001. A replacement has only
 * the presets that it was sent with. The cancel of a symbol is done fifty milliseconds after its
 * answer, leaves tpsl orders and plans alone, and meets orders placed meanwhile. A signature is
 * taken over the decoded query. A limit beyond the most counts as the most. A market that only
 * cancels is {@code halt}, one that is closed {@code offline}. Plans sized in quote are buys, or
 * have a limit. An address beyond its requests per minute is answered 429 for five minutes.
 */
@NullMarked
package org.aristobot.simulator.bitget;

import org.jspecify.annotations.NullMarked;
