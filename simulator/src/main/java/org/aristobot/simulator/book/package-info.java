/**
 * What a venue does, without any dialect: accounts with free and locked balances, order books that
 * match by price and time, a market that moves, candles and a clock.
 *
 * <p><b>One lock.</b> {@link org.aristobot.simulator.book.Engine} is the only way in and holds one
 * lock for all books and balances; what it hands out is immutable.
 *
 * <p><b>The house.</b> Around every market stand the quotes of a house market maker: a fixed number
 * of levels on each side with finite sizes. The house is not in the queue: at an equal price a
 * resting user order goes first. What an order took from the house is quoted again, whole, before
 * the next order arrives, except where that would cross a resting user order; so the same order
 * meets the same book each time while the price stands still.
 *
 * <p><b>The walk.</b> Once a second the price takes a seeded, mean-reverting step. It wanders in a
 * band from 0.1 % below its anchor up to the anchor and never above it, so that a buy at the anchor
 * fills at once. Resting user orders which the new quotes cross are filled by the house, as makers.
 * Steps that are due are taken when the engine is next asked anything; there is no timer. A frozen
 * market takes no steps and prints no trades of its own; only orders and explicit moves change it.
 * Before the start lie seventeen minutes with a trade in every second, and candles before those.
 *
 * <p><b>What follows a trade.</b> Every trade may fire conditional orders, fill the working order
 * of a list, or decide a pair. A pair is decided at once: the winner takes over the funds, which a
 * pair locks only once. Fired and released orders are worked off after the order or move that
 * caused them is complete, one after the other, each against a book that is quoted again. A fired
 * order keeps its id. One that cannot start when its turn comes expires as rejected; nothing
 * retries it.
 *
 * <p><b>Order lists.</b> Pending orders start when the working order is filled whole. The balance
 * for them must be there at the placement, but is locked only at the start; where the working order
 * pays for them, what it receives is locked as it comes in and gives them their size.
 *
 * <p><b>The venue's rules.</b> What a dialect demands beyond that is asked of its {@link
 * org.aristobot.simulator.book.VenueRules}: how much may be open, whether an order that waited may
 * start, how far from the average price an order may take.
 *
 * <p><b>Amounts.</b> All assets have eight decimals. The quote amount of a trade and a fee are cut,
 * the amount a buy order locks is rounded up, so that a lock always covers its fills.
 */
@NullMarked
package org.aristobot.simulator.book;

import org.jspecify.annotations.NullMarked;
