package org.aristobot.simulator;

import org.aristobot.simulator.binance.BinanceSim;
import org.aristobot.simulator.bitget.BitgetSim;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instruments;
import org.aristobot.simulator.book.SimClock;
import org.aristobot.simulator.faults.Faults;
import org.aristobot.simulator.wire.RequestLog;
import org.aristobot.simulator.wire.Stats;
import org.aristobot.simulator.wire.VenueSim;

/** The venues that can be simulated: one line each. */
final class SimulatedVenues {

  /** One venue with all that stands behind it. */
  record Running(
      VenueSim dialect,
      Engine engine,
      SimClock clock,
      Faults faults,
      Stats stats,
      RequestLog log,
      DemoAccounts accounts) {}

  private SimulatedVenues() {}

  static Running start(SimulatorOptions options) {
    return switch (options.venue()) {
      case "binance" -> binance(options);
      case "bitget" -> bitget(options);
      default -> throw new IllegalArgumentException("no simulator for venue " + options.venue());
    };
  }

  private static Running binance(SimulatorOptions options) {
    SimClock clock = new SimClock(options.clock());
    Stats stats = new Stats();
    Engine engine =
        new Engine(Instruments.DEMO, clock, options.frozen(), options.seed(), BinanceSim.rules());
    BinanceSim dialect = new BinanceSim(engine, clock, stats, options.limits());
    DemoAccounts accounts = new DemoAccounts("demo-secret", null);
    return new Running(
        dialect, engine, clock, new Faults(clock), stats, new RequestLog(), accounts);
  }

  private static Running bitget(SimulatorOptions options) {
    SimClock clock = new SimClock(options.clock());
    Stats stats = new Stats();
    BitgetSim dialect =
        BitgetSim.open(clock, options.frozen(), options.seed(), stats, options.limits());
    DemoAccounts accounts = new DemoAccounts("demo-secret", "demo-pass");
    return new Running(
        dialect, dialect.engine(), clock, new Faults(clock), stats, new RequestLog(), accounts);
  }
}
