/**
 * Binance spot over REST, as its manual of 2026-07 describes it (binance-spot-api-docs: rest-api,
 * filters, errors, FAQ on unfilled order counts).
 *
 * <p>Spoken: market data, account, all order types with trailing and iceberg, self-trade
 * prevention, pegged orders, cancel-all, cancelReplace, amend, and the order lists OCO, OTO, OTOCO,
 * OPO, OPOCO. Smart order routing and streams are not there; {@code exchangeInfo} says so.
 *
 * <p>The symbols differ so that everything a client must read can be met: ETHBTC has the older
 * filters (PERCENT_PRICE, MIN_NOTIONAL) and allows neither trailing stops, market orders behind a
 * trigger, OPO lists, amendments nor any self-trade prevention; LTCUSDT has MAX_POSITION, DOGEUSDT
 * MAX_NUM_ICEBERG_ORDERS, SHIBUSDT a MAX_ASSET; SOLUSDT has a reference price (the five-minute
 * average) and the price-range execution rule. The filters of the whole exchange are enforced and
 * shown to accounts, but not in {@code exchangeInfo}, where production has none either.
 *
 * <p>Choices where the manual is silent: the newest order wins a look-up by client id; a client id
 * must be unique among all open orders of the account; surplus trailing zeros count as precision;
 * an order counts as unfilled once it passed the filters, whether the engine takes it or not; the
 * twentieth 429 of a minute bans an address for two minutes, each further ban is twice as long, up
 * to three days; unknown paths are answered 404 without a code. A trailing order without a stop
 * price follows the market from its placement on. The market types STOP_LOSS and TAKE_PROFIT lock
 * what a buy costs at the stop price and take the rest from the free balance when they fire. Each
 * leg of a list is told as its own type is by default. All symbols but ETHBTC expire the maker when
 * an account meets itself; no two accounts belong to one trade group, so TRANSFER is DECREMENT. An
 * amendment to what is filled already expires the order. A pegged order works at the price of its
 * level, whatever price of its own it was sent with; a level that the book does not have is -1112.
 */
@NullMarked
package org.aristobot.simulator.binance;

import org.jspecify.annotations.NullMarked;
