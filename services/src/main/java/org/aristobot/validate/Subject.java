package org.aristobot.validate;

import java.net.URI;
import org.aristobot.model.Symbol;
import org.aristobot.vault.Broker;

/**
 * What is validated.
 *
 * @param user the name of the broker's owner
 * @param address where the venue, or what stands in for it, listens
 * @param symbol the market that orders are placed in
 */
public record Subject(Broker broker, String user, World world, URI address, Symbol symbol) {

  /** In a few words. */
  public String text() {
    return "broker "
        + broker.id()
        + " \""
        + broker.name()
        + "\" of "
        + user
        + " on "
        + broker.venue().word()
        + " ("
        + world.word()
        + " at "
        + address
        + "), market "
        + symbol;
  }
}
