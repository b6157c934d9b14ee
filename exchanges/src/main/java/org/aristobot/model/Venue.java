package org.aristobot.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The exchanges that we have a native client for. A new one goes to the end: ports of simulators
 * and numbers of demo brokers follow this order.
 */
@SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable.
public enum Venue {
  BINANCE(Trait.TESTNET, Trait.LINKS_EXITS, Trait.SPARES_FILLED, Trait.ANSWERS_CANCELS),
  BITGET(Trait.TESTNET, Trait.PASSPHRASE);

  private enum Trait {
    TESTNET,
    PASSPHRASE,
    LINKS_EXITS,
    SPARES_FILLED,
    ANSWERS_CANCELS
  }

  private final Set<Trait> traits;

  Venue(Trait... traits) {
    this.traits = Set.of(traits);
  }

  /** Whether it has an environment in which nothing is worth money. */
  public boolean hasTestnet() {
    return traits.contains(Trait.TESTNET);
  }

  /** Whether its keys come with a passphrase. */
  public boolean hasPassphrase() {
    return traits.contains(Trait.PASSPHRASE);
  }

  /** Whether it is certain to end one exit of an entry itself when the other one executes. */
  public boolean linksExits() {
    return traits.contains(Trait.LINKS_EXITS);
  }

  /** Whether it replaces an order only as long as nothing of it is filled. */
  public boolean sparesFilled() {
    return traits.contains(Trait.SPARES_FILLED);
  }

  /**
   * Whether its answer to a cancel says that this cancel ended the order; elsewhere it says that
   * the cancel was taken, and something else may have ended it.
   */
  public boolean answersCancels() {
    return traits.contains(Trait.ANSWERS_CANCELS);
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
