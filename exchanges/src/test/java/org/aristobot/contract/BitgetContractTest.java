package org.aristobot.contract;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.aristobot.conformance.FreeLedger;
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

/** The Bitget spot client against the simulated Bitget. */
class BitgetContractTest extends DoubtContract {

  private static final MovableClock CLOCK = MovableClock.onASaturday();

  private static Simulator simulator;
  private static Exchange exchange;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.of("bitget")
                .withFrozen(true)
                .withLimits(LimitProfile.FAST)
                .withClock(CLOCK));
    exchange = client(simulator.uri());
  }

  /** The venue tells no limits, so that the client's own count would hold up what these do. */
  private static Exchange client(URI base) {
    return Exchanges.create(Venue.BITGET, Environment.LIVE, base, CLOCK, null, new FreeLedger());
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
  Exchange reach(URI base) {
    Exchange other = client(base);
    other.remember(List.of(exchange.instrument(LTC)));
    return other;
  }

  @Override
  URI address() {
    return simulator.uri();
  }

  @Override
  void pass(Duration time) {
    CLOCK.putForward(time);
  }

  @Override
  InstantSource clock() {
    return CLOCK;
  }

  @Override
  ControlPlane venue() {
    return new ControlPlane(simulator.uri());
  }

  @Override
  Credentials demo() {
    return new Credentials("demo", "demo-secret", "demo-pass");
  }

  @Override
  Credentials demo2() {
    return new Credentials("demo2", "demo-secret", "demo-pass");
  }

  @Override
  Set<Trait> traits() {
    return Set.of(
        Trait.ACKNOWLEDGES_ONLY,
        Trait.HIDES_TIME_IN_FORCE,
        Trait.HIDES_KIND_OF_TRIGGER,
        Trait.BOUNDS_BUYS_IN_BASE,
        Trait.HAS_NO_LEAST_QUANTITY,
        Trait.TELLS_SECONDS_OF_OLD_TRADES,
        Trait.TESTS_NO_ORDERS,
        Trait.EXPIRES_ON_ARRIVAL,
        Trait.TRIGGERS_FROM_EITHER_SIDE,
        Trait.REFUSES_REPLACEMENTS_IN_WORDS,
        Trait.MAKES_LEGS_OF_ITS_OWN,
        Trait.LEAVES_THE_OTHER_LEG);
  }

  @Override
  String unlistedError() {
    return """
    {"fault":"error_code","times":1,"match":"place_order","code":49999,"msg":"Odd.","status":400}\
    """;
  }
}
