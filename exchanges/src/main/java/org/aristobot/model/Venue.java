package org.aristobot.model;

import java.util.Locale;
import java.util.Optional;

/**
 * The exchanges that we have a native client for. A new one goes to the end: ports of simulators
 * and numbers of demo brokers follow this order.
 */
public enum Venue {
  BINANCE(true, false, true, true),
  BITGET(true, true, false, false);

  private final boolean testnet;
  private final boolean passphrase;
  private final boolean linksExits;
  private final boolean sparesFilled;

  Venue(boolean testnet, boolean passphrase, boolean linksExits, boolean sparesFilled) {
    this.testnet = testnet;
    this.passphrase = passphrase;
    this.linksExits = linksExits;
    this.sparesFilled = sparesFilled;
  }

  /** Whether it has an environment in which nothing is worth money. */
  public boolean hasTestnet() {
    return testnet;
  }

  /** Whether its keys come with a passphrase. */
  public boolean hasPassphrase() {
    return passphrase;
  }

  /** Whether it is certain to end one exit of an entry itself when the other one executes. */
  public boolean linksExits() {
    return linksExits;
  }

  /** Whether it replaces an order only as long as nothing of it is filled. */
  public boolean sparesFilled() {
    return sparesFilled;
  }

  /** The lower-case word used on the bus, in the database and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Venue> of(String word) {
    for (Venue venue : values()) {
      if (venue.word().equals(word)) {
        return Optional.of(venue);
      }
    }
    return Optional.empty();
  }
}
