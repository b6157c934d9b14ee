package org.aristobot.app;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}: everything in one process, until it is told to stop. */
@Command(name = "up", description = "Starts everything, with embedded PostgreSQL and Redis.")
final class UpCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(UpCommand.class);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--quiet", description = "Print nothing but the reason of a failure.")
  private boolean quiet;

  @Option(names = "--frozen", description = "Hold the simulated prices still.")
  private boolean frozen;

  @Option(
      names = "--limits",
      paramLabel = "LIMITS",
      defaultValue = "real",
      description =
          "Rate limits of the simulated exchanges: real, fast (100 times) or off (default:"
              + " ${DEFAULT-VALUE}).")
  private SimulatorCommand.Limits limits = SimulatorCommand.Limits.REAL;

  @Option(names = "--open", description = "Embedded Redis without a password.")
  private boolean open;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Config config = common.config();
    if (SecretKeys.load(config) != null) {
      // Told before anything is started.
      SecretKeys.inUse(config);
    }
    DataFolder folder = DataFolder.open(config.data());
    // Only the holder of the folder may write its log.
    Logging.start(config, "aristobot", !quiet);
    Shutdown shutdown = Shutdown.install();
    try (Simulators simulators = Simulators.starting(config, limits.profile(), frozen);
        Embedded servers = Embedded.start(config, open, folder)) {
      Map<String, URI> simulated = simulators.await();
      RunningInstance.addSimulators(config.data(), simulated);
      run(config, simulated, servers, shutdown, start);
      return 0;
    } catch (UserError e) {
      if (shutdown.isAsked()) {
        log.info("Stopped while starting: {}", e.getMessage());
        return 0;
      }
      throw e;
    } finally {
      log.info("Stopped");
      shutdown.done();
    }
  }

  /** The services live between the servers' start and their end. */
  private void run(
      Config config, Map<String, URI> simulated, Embedded servers, Shutdown shutdown, long start) {
    try (GatewayService gateway =
        GatewayService.start(
            config,
            simulated,
            servers.postgres(),
            servers.redisUri(),
            SecretKeys.loadOrCreate(config))) {
      Demo.prepare(gateway.vault(), simulated);
      gateway.loadMarkets();
      long millis = (System.nanoTime() - start) / 1_000_000;
      log.info("Up in {} ms on {}", millis, config.data());
      if (!quiet && !shutdown.isAsked()) {
        System.out.print(new Banner(config, open, simulated, millis).text(servers));
        System.out.flush();
      }
      shutdown.await();
      log.info("Stopping");
    }
  }
}
