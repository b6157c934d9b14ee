package org.aristobot.app;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway}: the exchange gateway alone, on the databases that are configured or running. */
@Command(name = "gateway", description = "Starts an exchange gateway (terminal 5) by itself.")
final class GatewayCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(GatewayCommand.class);

  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    Config config = common.config();
    Logging.start(config, "gateway", true);
    // Told before anything is looked for.
    SecretKeys.inUse(config);
    Shutdown shutdown = Shutdown.install();
    RunningInstance instance = RunningInstance.locate(config);
    try (GatewayService gateway =
        GatewayService.start(
            config,
            instance.simulators(),
            instance.postgres(),
            instance.redisUri(),
            SecretKeys.load(config))) {
      gateway.loadMarkets();
      System.out.println("The gateway " + gateway.id() + " serves requests. Ctrl-C stops it.");
      shutdown.await();
      log.info("Stopping");
      return 0;
    } finally {
      shutdown.done();
    }
  }
}
