package org.aristobot.app;

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

  @Option(names = "--open", description = "Embedded Redis without a password.")
  private boolean open;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Config config = common.config();
    DataFolder folder = DataFolder.open(config.data());
    // Only the holder of the folder may write its log.
    Logging.start(config, "aristobot", !quiet);
    Shutdown shutdown = Shutdown.install();
    try (Embedded servers = Embedded.start(config, open, folder)) {
      SecretKeys.loadOrCreate(config);
      run(config, servers, shutdown, start);
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

  /**
   * The services live between the servers' start and their end; they are opened here and closed
   * before them.
   */
  private void run(Config config, Embedded servers, Shutdown shutdown, long start) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    log.info("Up in {} ms on {}", millis, config.data());
    if (!quiet && !shutdown.isAsked()) {
      System.out.print(new Banner(config, open, millis).text(servers));
      System.out.flush();
    }
    shutdown.await();
    log.info("Stopping");
  }
}
