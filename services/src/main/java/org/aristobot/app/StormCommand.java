package org.aristobot.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.aristobot.storm.Storm;
import org.aristobot.storm.StormReport;
import org.aristobot.storm.StormSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code storm}: proves on servers of its own that no order is lost or doubled, whatever fails. */
@Command(
    name = "storm",
    description =
        "Places orders while exchanges, gateways and databases fail at random, and checks that none is"
            + " lost or doubled. Uses servers of its own. Exit 0: none is; 1: see what is printed;"
            + " 2: too little failed for that to mean anything.")
final class StormCommand implements Callable<Integer> {

  static final int VOID = 2;

  /** With the limits of a fast venue goes a short lag, else a run would mostly wait. */
  private static final Duration SHORT_LAG = Duration.ofSeconds(2);

  private static final Duration REAL_LAG = Duration.ofSeconds(60);

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many orders are placed (default: ${DEFAULT-VALUE}).")
  private int orders = 2_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What is left to chance follows from it (default: another one each time).")
  private @Nullable Long seed;

  @Option(
      names = "--gateways",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many gateways serve (default: ${DEFAULT-VALUE}).")
  private int gateways = 3;

  @Option(
      names = "--limits",
      paramLabel = "LIMITS",
      defaultValue = "fast",
      description =
          "Rate limits and visibility lag of the simulated exchanges: fast (100 times, 2 s) or real"
              + " (60 s) (default: ${DEFAULT-VALUE}).")
  private SimulatorCommand.Limits limits = SimulatorCommand.Limits.FAST;

  @Override
  public Integer call() {
    if (orders < 1 || orders > 1_000_000 || gateways < 1 || gateways > 16) {
      throw new UserError("--orders must be from 1 to 1000000, --gateways from 1 to 16.");
    }
    if (limits == SimulatorCommand.Limits.OFF) {
      throw new UserError("--limits must be fast or real.");
    }
    StormSettings settings =
        StormSettings.of(
            orders,
            seed == null ? System.nanoTime() & 0xffff_ffffL : seed,
            gateways,
            limits == SimulatorCommand.Limits.REAL ? REAL_LAG : SHORT_LAG);
    Shutdown shutdown = Shutdown.install(Main.NOT_DONE);
    Path folder = StormGround.newFolder();
    System.out.println(
        "Storm of " + orders + " orders, seed " + settings.seed() + ", in " + folder);
    boolean kept = true;
    try {
      StormReport report = rage(settings, folder, shutdown);
      System.out.print(report.text());
      kept = report.end() == StormReport.End.WRONG;
      return switch (report.end()) {
        case CLEAN -> 0;
        case WRONG -> Main.NOT_DONE;
        case VOID -> VOID;
      };
    } catch (Storm.Stopped e) {
      kept = false;
      return Main.NOT_DONE;
    } finally {
      if (kept) {
        StormGround.sweepServers(folder);
        System.out.println("The evidence is kept in " + folder);
      } else {
        StormGround.delete(folder);
      }
      shutdown.done();
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private StormReport rage(StormSettings settings, Path folder, Shutdown shutdown) {
    String word = limits.name().toLowerCase(Locale.ROOT);
    try (StormGround ground =
            StormGround.start(folder, StormGround.java("gateway"), word, settings.lag());
        Storm storm =
            new Storm(
                settings, ground, InstantSource.system(), shutdown::isAsked, StormCommand::say)) {
      StormReport report = storm.run();
      if (report.end() == StormReport.End.WRONG) {
        storm.keepEvidence(folder.resolve("evidence"), report);
      }
      return report;
    }
  }
}
