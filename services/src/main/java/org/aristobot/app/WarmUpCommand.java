package org.aristobot.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.bus.RedisAccess;
import org.aristobot.model.Venue;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.vault.Broker;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code warm-up}: everything for a moment, in a folder of its own, with orders from Redis to the
 * simulated exchanges and back. The launcher runs it once after a build, to record in a cache what
 * later starts would have to load again.
 */
@Command(name = "warm-up", hidden = true, description = "Runs everything for a moment and ends.")
final class WarmUpCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int TRIES = 50;

  private static final List<String> ORDERS =
      List.of(
          "{'symbol':'BTC/USDT','side':'buy','type':'market','quantity':'0.001'}",
          "{'symbol':'BTC/USDT','side':'buy','type':'limit','quantity':'0.001','price':'40000'}");

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
    Map<String, String> settings = new HashMap<>();
    settings.put(ConfigKey.DATA.variable(), folder.resolve("data").toString());
    settings.put(ConfigKey.POSTGRES_PORT.variable(), "0");
    settings.put(ConfigKey.REDIS_PORT.variable(), "0");
    for (Venue venue : Venue.values()) {
      settings.put(ConfigKey.simulatorPort(venue).variable(), "0");
    }
    return settings;
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
      Demo.prepare(gateway.vault(), simulated);
      gateway.loadMarkets();
      for (Broker broker : gateway.vault().list(null)) {
        for (String params : ORDERS) {
          place(caller, broker, params);
        }
      }
    }
  }

  /** The market list may still be on its way. */
  private static void place(BusClient caller, Broker broker, String params)
      throws InterruptedException {
    ObjectNode order = (ObjectNode) JsonMapper.shared().readTree(params.replace('\'', '"'));
    order.put("broker_id", broker.id());
    for (int i = 0; i < TRIES; i++) {
      if (caller
          .call("place_order", order, broker.userId(), PATIENCE)
          .filter(Answer::success)
          .isPresent()) {
        return;
      }
      Thread.sleep(PAUSE);
    }
  }
}
