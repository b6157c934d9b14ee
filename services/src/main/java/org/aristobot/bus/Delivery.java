package org.aristobot.bus;

import java.time.Instant;

/**
 * A message in our hands.
 *
 * @param firstSeen when any gateway saw it first
 * @param count how often it was taken, this time included
 * @param movedNanos {@link System#nanoTime()} when it came
 * @param term of our sign of life in which it came
 */
// Compared and kept by identity only.
@SuppressWarnings("ArrayRecordComponent")
record Delivery(
    Mailbox mailbox,
    byte[] message,
    String digest,
    Instant firstSeen,
    int count,
    long movedNanos,
    int term) {}
