package org.aristobot.app;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aristobot.exchange.Credentials;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;

/**
 * The user that {@code up} brings along, with a broker on each of its simulated exchanges: 1 on the
 * first, 2 on the second, and so on.
 */
final class Demo {

  private static final String USER = "dev";

  private Demo() {}

  /**
   * Makes them, unless there are brokers already.
   *
   * @param simulated where exchanges are simulated, by their word
   */
  static void prepare(Vault vault, Map<String, ?> simulated) {
    List<Venue> venues = venues(simulated);
    if (venues.isEmpty() || !vault.list(null).isEmpty()) {
      return;
    }
    long user = vault.user(USER);
    for (Venue venue : venues) {
      NewBroker broker =
          new NewBroker(
              user,
              venue.word() + " demo",
              venue,
              Environment.LIVE,
              venue == venues.getFirst(),
              TradingType.OFF);
      vault.add(broker, credentials(venue));
    }
  }

  private static List<Venue> venues(Map<String, ?> simulated) {
    return Stream.of(Venue.values()).filter(venue -> simulated.containsKey(venue.word())).toList();
  }

  /** The account that every simulator opens by itself. */
  private static Credentials credentials(Venue venue) {
    return new Credentials("demo", "demo-secret", venue.hasPassphrase() ? "demo-pass" : null);
  }
}
