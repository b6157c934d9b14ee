package org.aristobot.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulator}: a simulated exchange alone, until it is told to stop. */
@Command(name = "simulator", description = "Starts a simulated exchange.")
final class SimulatorCommand implements Callable<Integer> {
  enum Limits {
    REAL,
    FAST,
    OFF
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--venue",
      defaultValue = "binance",
      description = "Which exchange (default: ${DEFAULT-VALUE}).")
  private String venue = "binance";

  @Option(names = "--frozen", description = "Hold prices still.")
  private boolean frozen;

  @Option(
      names = "--limits",
      defaultValue = "real",
      description = "Rate limits: real, fast (100 times) or off (default: ${DEFAULT-VALUE}).")
  private Limits limits = Limits.REAL;

  @Override
  public Integer call() {
    Logging.start(common.config(), "simulator", true);
    if (!venue.equals("binance")) {
      throw new UserError("--venue must be binance.");
    }
    throw new UserError(
        "The simulated "
            + venue
            + " ("
            + (frozen ? "frozen, " : "")
            + "limits "
            + limits
            + ") is not part of this build.");
  }
}
