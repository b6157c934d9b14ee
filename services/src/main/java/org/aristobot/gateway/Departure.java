package org.aristobot.gateway;

import java.util.function.BooleanSupplier;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;

/**
 * The one way in which a command leaves: whether it still may is the last thing that is asked.
 *
 * <p>Between that question and the first byte the process may be frozen, and the bytes leave when
 * it wakes. What then protects us is the order of things: the copy was stamped before the question
 * was asked, so that it is older than the freeze, and the venue refuses a copy that is older than
 * its expiry. No question that is asked here can do more.
 */
final class Departure {

  private Departure() {}

  /**
   * Sends it, or denies it if it may not leave any more: also where it would follow a copy that was
   * refused for its stamp, since that one is proven dead.
   */
  static Outcome send(Prepared prepared, BooleanSupplier may) {
    if (may.getAsBoolean()) {
      return prepared.send();
    }
    // Nobody else sends what this process may have sent while it lives: surely nothing has left.
    prepared.abandon();
    return new Outcome.Denied(
        Failure.of(ErrorKind.TIMEOUT, "the gateway stood still, nothing was executed"));
  }
}
