package org.aristobot.app;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aristobot.model.Venue;
import org.aristobot.simulator.wire.LimitProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code simulator}: simulated exchanges alone, until told to stop. */
@Command(name = "simulator", description = "Starts simulated exchanges.")
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

  @Parameters(
      paramLabel = "VENUE",
      arity = "0..*",
      description = "Which exchanges, such as binance (default: all).")
  private List<String> words = List.of();

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
    List<Venue> venues = venues();
    Config config = common.config();
    Logging.start(config, "simulator", true);
    Shutdown shutdown = Shutdown.install();
    try (Simulators simulators = Simulators.starting(config, venues, limits.profile(), frozen)) {
      Map<String, URI> addresses = simulators.await();
      refuseUnknown(venues, addresses);
      addresses.forEach((word, address) ->
          System.out.println(
              "The simulated "
                  + word
                  + " is at "
                  + address
                  + "; its control plane is below /_sim/. Ctrl-C stops it."));
      shutdown.await();
      return 0;
    } finally {
      shutdown.done();
    }
  }

  private List<Venue> venues() {
    return words.isEmpty() ? List.of(Venue.values()) : words.stream().map(Venues::named).toList();
  }

  private void refuseUnknown(List<Venue> venues, Map<String, URI> simulated) {
    for (Venue venue : venues) {
      if (!words.isEmpty() && !simulated.containsKey(venue.word())) {
        throw new UserError("There is no simulated " + venue.word() + ".");
      }
    }
  }
}
