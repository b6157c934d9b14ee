package org.aristobot.app;

import java.net.URI;
import java.util.Map;
import org.aristobot.exchange.Exchanges;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/** Where the exchanges are: as configured, else simulated, else where the real ones are. */
final class Addresses {

  private Addresses() {}

  static Map<Environment, Map<Venue, URI>> of(Config config, Map<String, URI> simulated) {
    Config.VenueUrls binance = config.exchanges().binance().urls();
    URI simulator = simulated.get(Simulators.BINANCE);
    return Map.of(
        Environment.LIVE,
        Map.of(Venue.BINANCE, first(binance.live(), simulator, Environment.LIVE)),
        Environment.TESTNET,
        Map.of(Venue.BINANCE, first(binance.testnet(), simulator, Environment.TESTNET)));
  }

  private static URI first(
      @Nullable URI configured, @Nullable URI simulator, Environment environment) {
    if (configured != null) {
      return configured;
    }
    return simulator == null ? Exchanges.address(Venue.BINANCE, environment) : simulator;
  }
}
