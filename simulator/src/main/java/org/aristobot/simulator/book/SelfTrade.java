package org.aristobot.simulator.book;

/** What happens when an order meets another one of its own account; the taker's word counts. */
public enum SelfTrade {
  /** They trade. */
  NONE,
  EXPIRE_TAKER,
  EXPIRE_MAKER,
  EXPIRE_BOTH,
  /** Both lose the smaller one's quantity; what is left of the larger goes on. */
  DECREMENT,
  /** As {@link #DECREMENT}: no two accounts belong together here. */
  TRANSFER
}
