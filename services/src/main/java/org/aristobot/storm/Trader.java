package org.aristobot.storm;

import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/**
 * An account that orders are placed from.
 *
 * @param key the key of the account on the simulated venue
 */
public record Trader(Venue venue, long userId, long brokerId, String key) {

  /** What all accounts of a storm sign with. */
  public static final String SECRET = "storm-secret";

  private static final String PASSPHRASE = "storm-passphrase";

  /** What goes with the keys of that venue; null for nothing. */
  public static @Nullable String passphrase(Venue venue) {
    return venue.hasPassphrase() ? PASSPHRASE : null;
  }
}
