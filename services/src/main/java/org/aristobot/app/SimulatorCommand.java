package org.aristobot.app;

import java.util.concurrent.Callable;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.wire.LimitProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulator}: a simulated exchange alone, until it is told to stop. */
@Command(name = "simulator", description = "Starts a simulated exchange.")
final class SimulatorCommand implements Callable<Integer> {
  enum Limits {
    REAL,
    FAST,
    OFF;

    LimitProfile profile() {
      return switch (this) {
        case REAL -> LimitProfile.REAL;
        case FAST -> LimitProfile.FAST;
        case OFF -> LimitProfile.OFF;
      };
    }
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--venue",
      paramLabel = "EXCHANGE",
      defaultValue = "binance",
      description = "Which exchange (default: ${DEFAULT-VALUE}).")
  private String venue = "binance";

  @Option(names = "--frozen", description = "Hold prices still.")
  private boolean frozen;

  @Option(
      names = "--limits",
      paramLabel = "LIMITS",
      defaultValue = "real",
      description = "Rate limits: real, fast (100 times) or off (default: ${DEFAULT-VALUE}).")
  private Limits limits = Limits.REAL;

  @Override
  public Integer call() {
    Config config = common.config();
    Logging.start(config, "simulator", true);
    if (!venue.equals(Simulators.BINANCE)) {
      throw new UserError("--venue must be binance.");
    }
    Shutdown shutdown = Shutdown.install();
    try (Simulator simulator = Simulators.binance(config, limits.profile(), frozen)) {
      System.out.println(
          "The simulated binance is at "
              + simulator.uri()
              + "; its control plane is below /_sim/. Ctrl-C stops it.");
      shutdown.await();
      return 0;
    } finally {
      shutdown.done();
    }
  }
}
