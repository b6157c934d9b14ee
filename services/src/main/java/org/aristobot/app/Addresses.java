package org.aristobot.app;

import java.net.URI;
import java.util.Map;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/** Where the exchanges are: as configured, else simulated, else where the real ones are. */
final class Addresses {

  private Addresses() {}

  static Map<Environment, Map<Venue, URI>> of(Config config, Map<String, URI> simulated) {
    Config.VenueUrls binance = config.exchanges().binance();
    URI simulator = simulated.get(Simulators.BINANCE);
    return Map.of(
        Environment.LIVE,
        Map.of(Venue.BINANCE, first(binance.live(), simulator, "https://api.binance.com")),
        Environment.TESTNET,
        Map.of(
            Venue.BINANCE, first(binance.testnet(), simulator, "https://testnet.binance.vision")));
  }

  private static URI first(@Nullable URI configured, @Nullable URI simulator, String real) {
    if (configured != null) {
      return configured;
    }
    return simulator == null ? URI.create(real) : simulator;
  }
}
