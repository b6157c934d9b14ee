/**
 * The vocabulary that every part speaks: records and enums, no I/O and no JSON.
 *
 * <p>Values are made whole and never change. Money is {@link java.math.BigDecimal}, built from text
 * and never through a floating-point number; an instant is {@link java.time.Instant}. What a venue
 * does not tell is {@code null}, never a made-up default. Words follow FIX, CCXT and Nautilus; the
 * glossary in {@code docs/glossary.md} has them all.
 */
@NullMarked
package org.aristobot.model;

import org.jspecify.annotations.NullMarked;
