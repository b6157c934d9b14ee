package org.aristobot.simulator.book;

import java.util.List;

/**
 * An order list as it stood at one moment.
 *
 * @param legs the working order if there is one, then the leg that stops a loss, then the other
 */
public record OrderListView(
    Instrument instrument,
    long id,
    String clientId,
    ListKind kind,
    boolean open,
    List<OrderView> legs,
    long acceptedAtMillis,
    long updatedAtMillis) {}
