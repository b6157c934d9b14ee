package org.aristobot.simulator.book;

/** Gives orders their ids: one row for all markets, so that an id alone names an order. */
final class OrderIds {

  private long next;

  OrderIds(long first) {
    this.next = first;
  }

  /** The id of the order that is accepted after so many others. */
  long after(int others) {
    return next + others;
  }

  /** An order was accepted: its id is not given again. */
  void used(long id) {
    next = Math.max(next, id + 1);
  }
}
