package org.aristobot.app;

import io.lettuce.core.RedisException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.TerminalHeartbeat;
import org.aristobot.bus.TerminalHeartbeat.Health;
import org.aristobot.bus.TerminalHeartbeat.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: how every service is. */
@Command(
    name = "status",
    description = "Shows how every service is; exit 0 only if all that should run is UP.")
final class StatusCommand implements Callable<Integer> {

  /** The services that should run, by their terminal. */
  private static final Map<String, String> SERVICES =
      new TreeMap<>(Map.of(GatewayService.TERMINAL, "gateway"));

  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    Secret uri = RunningInstance.locate(common.config()).redisUri();
    boolean allUp = true;
    try (RedisAccess redis = new RedisAccess(uri.reveal(), "aristobot-status")) {
      System.out.printf("%-10s %-10s %-6s %s%n", "terminal", "service", "state", "heartbeat");
      for (Map.Entry<String, String> service : SERVICES.entrySet()) {
        Health health = TerminalHeartbeat.health(redis, service.getKey(), InstantSource.system());
        allUp &= health.state() == State.UP;
        System.out.printf(
            "%-10s %-10s %-6s %s%n",
            service.getKey(),
            service.getValue(),
            health.state(),
            health.age() == null ? "never" : health.age().toSeconds() + " s ago");
      }
    } catch (RedisException e) {
      throw new UserError("Redis cannot be reached: is ./aristobot up running?", e);
    }
    return allUp ? 0 : Main.NOT_DONE;
  }
}
