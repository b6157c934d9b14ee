package org.aristobot.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.RedisAccess;
import org.aristobot.simulator.wire.LimitProfile;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code warm-up}: everything for a moment, in a folder of its own, with an order from Redis to the
 * simulated exchange and back. The launcher runs it once after a build, to record in a cache what
 * later starts would have to load again.
 */
@Command(name = "warm-up", hidden = true, description = "Runs everything for a moment and ends.")
final class WarmUpCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int TRIES = 50;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("aristobot-warm-up-");
    try {
      Config config = Config.load(null, settings(folder), folder, folder);
      try (Simulators simulators = Simulators.starting(config, LimitProfile.OFF, true);
          Embedded servers = Embedded.start(config, false)) {
        serve(config, simulators.await(), servers);
      }
      return 0;
    } finally {
      Binaries.deleteTree(folder);
    }
  }

  private static Map<String, String> settings(Path folder) {
    return Map.of(
        ConfigKey.DATA.variable(), folder.resolve("data").toString(),
        ConfigKey.POSTGRES_PORT.variable(), "0",
        ConfigKey.REDIS_PORT.variable(), "0",
        ConfigKey.BINANCE_SIMULATOR_PORT.variable(), "0");
  }

  private static void serve(Config config, Map<String, URI> simulated, Embedded servers)
      throws InterruptedException {
    try (GatewayService gateway =
            GatewayService.start(
                config,
                simulated,
                servers.postgres(),
                servers.redisUri(),
                SecretKeys.loadOrCreate(config));
        RedisAccess redis = new RedisAccess(servers.redisUri().reveal(), "aristobot-warm-up");
        BusClient caller = new BusClient(redis)) {
      Demo.prepare(gateway.vault());
      gateway.loadMarkets();
      for (String params :
          List.of(
              "{'symbol':'BTC/USDT','side':'buy','type':'market','quantity':'0.001'}",
              "{'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'0.001','price':'1000'}")) {
        place(caller, params);
      }
    }
  }

  /** The market list may still be on its way. */
  private static void place(BusClient caller, String params) throws InterruptedException {
    ObjectNode order = (ObjectNode) JsonMapper.shared().readTree(params.replace('\'', '"'));
    order.put("broker_id", 1);
    for (int i = 0; i < TRIES; i++) {
      if (caller.call("place_order", order, 1L, PATIENCE).filter(Answer::success).isPresent()) {
        return;
      }
      Thread.sleep(PAUSE);
    }
  }
}
