package org.aristobot.contract;

import java.time.InstantSource;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.Exchanges;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The Binance spot client against the simulated Binance. */
class BinanceContractTest extends ConditionalContract {

  private static Simulator simulator;
  private static Exchange exchange;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.of("binance").withFrozen(true).withLimits(LimitProfile.FAST));
    exchange =
        Exchanges.create(Venue.BINANCE, Environment.LIVE, simulator.uri(), InstantSource.system());
  }

  @AfterAll
  static void stop() {
    exchange.close();
    simulator.close();
  }

  @Override
  Exchange exchange() {
    return exchange;
  }

  @Override
  ControlPlane venue() {
    return new ControlPlane(simulator.uri());
  }

  @Override
  Credentials demo() {
    return new Credentials("demo", "demo-secret", null);
  }

  @Override
  Credentials demo2() {
    return new Credentials("demo2", "demo-secret", null);
  }

  @Override
  String unlistedError() {
    return """
    {"fault":"error_code","times":1,"match":"place_order","code":-9999,"msg":"Odd.","status":400}\
    """;
  }
}
