package org.aristobot.validate;

import java.util.List;
import java.util.Optional;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Instrument;
import org.aristobot.model.OrderRequest;

/**
 * What a venue is asked without the gateway, because the gateway never does such a thing. Thread
 * rule: one thread at a time.
 */
public interface Probe {

  /** The markets that the gateway has stored of the venue; none before it has read them. */
  List<Instrument> instruments();

  Capabilities capabilities();

  /** What is left of them in one market. */
  Capabilities capabilities(Instrument instrument);

  /**
   * One signed request with a key that nobody has.
   *
   * @return how it was refused; empty if it was not
   */
  Optional<Failure> askAsStranger();

  /**
   * Lets the venue check an order without placing it.
   *
   * @return what it has against it; empty if nothing
   * @throws org.aristobot.exchange.ExchangeException UNSUPPORTED_OPERATION where it does not do
   *     that
   */
  Optional<Failure> test(OrderRequest request);

  /** What became of an order that reached the venue after its own expiry. */
  sealed interface Late {

    /** Refused, as it must be. */
    record Refused(String why) implements Late {}

    /**
     * Placed all the same.
     *
     * @param cancelled whether it is known to be cancelled
     */
    record Taken(boolean cancelled) implements Late {}

    /**
     * It could not be found out.
     *
     * @param mayStand whether the order may be open
     */
    record Unclear(String why, boolean mayStand) implements Late {}

    /** The venue has no expiry to speak of. */
    record NoExpiry(String why) implements Late {}
  }

  /** Sends an order whose expiry has just passed, and cancels it if the venue takes it. */
  Late placeLate(OrderRequest request);
}
