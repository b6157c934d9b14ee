package org.aristobot.app;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import org.aristobot.exchange.Exchanges;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/** Where the exchanges are: as configured, else simulated, else where the real ones are. */
final class Addresses {

  private Addresses() {}

  /**
   * @param simulated where exchanges are simulated, by their word
   */
  static Map<Environment, Map<Venue, URI>> of(Config config, Map<String, URI> simulated) {
    return Map.of(
        Environment.LIVE, live(config, simulated), Environment.TESTNET, testnet(config, simulated));
  }

  static Map<Venue, URI> live(Config config, Map<String, URI> simulated) {
    Map<Venue, URI> addresses = new EnumMap<>(Venue.class);
    for (Venue venue : Venue.values()) {
      URI configured = config.exchange(venue).liveUrl();
      addresses.put(venue, first(configured, simulated, venue, Environment.LIVE));
    }
    return addresses;
  }

  private static Map<Venue, URI> testnet(Config config, Map<String, URI> simulated) {
    Map<Venue, URI> addresses = new EnumMap<>(Venue.class);
    for (Venue venue : Venue.values()) {
      if (venue.hasTestnet()) {
        URI configured = config.exchange(venue).testnetUrl();
        addresses.put(venue, first(configured, simulated, venue, Environment.TESTNET));
      }
    }
    return addresses;
  }

  private static URI first(
      @Nullable URI configured, Map<String, URI> simulated, Venue venue, Environment environment) {
    if (configured != null) {
      return configured;
    }
    URI simulator = simulated.get(venue.word());
    return simulator == null ? Exchanges.address(venue, environment) : simulator;
  }
}
