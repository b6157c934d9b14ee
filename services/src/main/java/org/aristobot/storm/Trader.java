package org.aristobot.storm;

import org.aristobot.exchange.Credentials;
import org.aristobot.model.Venue;

/**
 * An account that orders are placed from.
 *
 * @param key the key of the account on the simulated venue
 */
public record Trader(Venue venue, long userId, long brokerId, String key) {

  private static final String SECRET = "storm-secret";

  private static final String PASSPHRASE = "storm-passphrase";

  /** What a storm's accounts on a venue sign with. */
  public static Credentials credentials(Venue venue, String key) {
    return new Credentials(key, SECRET, venue.hasPassphrase() ? PASSPHRASE : null);
  }
}
