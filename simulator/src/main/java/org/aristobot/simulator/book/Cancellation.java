package org.aristobot.simulator.book;

/** What became of a request to cancel an order. */
public sealed interface Cancellation {

  record Canceled(OrderView order) implements Cancellation {}

  record Refused(Refusal reason) implements Cancellation {}
}
