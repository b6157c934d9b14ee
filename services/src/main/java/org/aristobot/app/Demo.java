package org.aristobot.app;

import org.aristobot.exchange.Credentials;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;

/** The user and the broker that {@code up} brings along, for its simulated exchanges. */
final class Demo {

  private static final String USER = "dev";

  private Demo() {}

  /** Makes them, unless there are brokers already. */
  static void prepare(Vault vault) {
    if (!vault.list(null).isEmpty()) {
      return;
    }
    NewBroker binance =
        new NewBroker(
            vault.user(USER),
            "binance demo",
            Venue.BINANCE,
            Environment.LIVE,
            true,
            TradingType.OFF);
    vault.add(binance, new Credentials("demo", "demo-secret", null));
  }
}
