package org.aristobot.storm;

/**
 * An account that orders are placed from.
 *
 * @param key the key of the account on the simulated venue, which has {@link #SECRET}
 */
public record Trader(long userId, long brokerId, String key) {

  /** Of all accounts that a storm opens on its simulated venue. */
  public static final String SECRET = "storm-secret";
}
