package org.aristobot.journal;

import java.time.Instant;

/**
 * An event as it stands in the journal.
 *
 * @param seq rises with every event of an order
 * @param at our clock when it was appended
 */
public record StoredEvent(long seq, long orderId, Instant at, OrderEvent event) {}
