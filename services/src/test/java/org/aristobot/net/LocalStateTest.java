package org.aristobot.net;

import org.aristobot.exchange.LedgerState;

/** In this process: all share one object. */
class LocalStateTest extends LedgerStateContract {

  private final LocalState state = new LocalState();

  @Override
  LedgerState join() {
    return state;
  }
}
