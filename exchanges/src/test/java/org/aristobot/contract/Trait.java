package org.aristobot.contract;

/** What a venue does in its own way, as far as a behaviour of the contract looks different then. */
enum Trait {
  /** Commands are answered by a receipt: how the order stands is told by a query only. */
  ACKNOWLEDGES_ONLY,
  /** An order does not tell its time in force. */
  HIDES_TIME_IN_FORCE,
  /** Whether an order stops a loss or takes a profit is told by nothing but its trigger. */
  HIDES_KIND_OF_TRIGGER,
  /** A buy at market that is sized in base travels as a limit order that fills at once. */
  BOUNDS_BUYS_IN_BASE,
  /** No quantity is too small if it is worth enough. */
  HAS_NO_LEAST_QUANTITY,
  /** Times of trades from a moment on are whole seconds. */
  TELLS_SECONDS_OF_OLD_TRADES,
  /** An order cannot be tried without being placed. */
  TESTS_NO_ORDERS,
  /**
   * A command's expiry is checked when it arrives: once the venue has answered anything, it proves
   * nothing, and what is not seen stays in doubt.
   */
  EXPIRES_ON_ARRIVAL,
  /** Why an order is not replaced is told in words only. */
  REFUSES_REPLACEMENTS_IN_WORDS,
  /**
   * What an entry makes is there once the entry is filled, without a client id, and as large as
   * what came in.
   */
  MAKES_LEGS_OF_ITS_OWN,
  /** Where one leg of an entry is filled, the other stays. */
  LEAVES_THE_OTHER_LEG
}
