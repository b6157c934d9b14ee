/**
 * The contract between a caller and a venue.
 *
 * <p>There is one {@link org.aristobot.exchange.Exchange} per venue and environment, shared by all
 * accounts and threads; whoever acts says so by handing over {@link
 * org.aristobot.exchange.Credentials} as the first argument. Queries answer a value or throw one
 * {@link org.aristobot.exchange.ExchangeException}. Commands, which change orders, come in two
 * steps: {@code prepare…} checks, encodes and reserves the venue's permits without sending a byte;
 * the {@link org.aristobot.exchange.Prepared} that it returns can be sent exactly once and ends in
 * an {@link org.aristobot.exchange.Outcome} of four kinds that no caller can overlook.
 */
@NullMarked
package org.aristobot.exchange;

import org.jspecify.annotations.NullMarked;
