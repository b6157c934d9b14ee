package org.aristobot.app;

import io.lettuce.core.RedisException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.aristobot.bus.ExchangeOutage;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.TerminalHeartbeat;
import org.aristobot.bus.TerminalHeartbeat.Health;
import org.aristobot.bus.TerminalHeartbeat.State;
import org.aristobot.journal.Doubts;
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

  private static final int PATIENCE_SECONDS = 5;

  /** A server that {@code up} started is not started again by itself. */
  private static final String HINT = "if embedded: stop ./aristobot up and start it again";

  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    Config config = common.config();
    RunningInstance running = RunningInstance.locate(config);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    boolean allUp = report(running.redisUri(), running.postgres(), out);
    out.println(doubts(config));
    return allUp ? 0 : Main.NOT_DONE;
  }

  /** Tells whether all is up; without Redis nothing is known of the services. */
  static boolean report(Secret redisUri, PostgresAccess postgres, PrintWriter out) {
    boolean allUp = answers(postgres);
    String stored = allUp ? "UP" : "DOWN";
    Map<String, Health> services = new TreeMap<>();
    boolean redisUp = true;
    List<ExchangeOutage.Seen> outages = List.of();
    try (RedisAccess redis = new RedisAccess(redisUri.reveal(), "aristobot-status")) {
      for (String terminal : SERVICES.keySet()) {
        services.put(terminal, TerminalHeartbeat.health(redis, terminal, InstantSource.system()));
      }
      outages = ExchangeOutage.last(redis);
    } catch (RedisException e) {
      redisUp = false;
    }
    line(out, "terminal", "service", "state", "heartbeat");
    for (Map.Entry<String, String> service : SERVICES.entrySet()) {
      Health health = services.get(service.getKey());
      if (health != null) {
        allUp &= health.state() == State.UP;
        String age = health.age() == null ? "never" : health.age().toSeconds() + " s ago";
        line(out, service.getKey(), service.getValue(), health.state(), age);
      }
    }
    line(out, "-", "postgresql", stored, stored.equals("UP") ? "" : HINT);
    line(out, "-", "redis", redisUp ? "UP" : "DOWN", redisUp ? "" : HINT);
    outages.forEach(
        seen -> line(out, "-", seen.venue().word(), "DOWN", ago(seen.at()) + ": " + seen.why()));
    return allUp && redisUp && outages.isEmpty();
  }

  private static String ago(Instant at) {
    return Duration.between(at, InstantSource.system().instant()).toSeconds() + " s ago";
  }

  private static void line(PrintWriter out, Object... cells) {
    out.println("%-10s %-10s %-6s %s".formatted(cells).stripTrailing());
  }

  private static boolean answers(PostgresAccess postgres) {
    try (Connection connection = postgres.connect()) {
      return connection.isValid(PATIENCE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String doubts(Config config) {
    try {
      return OrdersCommand.withJournal(config, journal -> doubts(journal.doubts()));
    } catch (RuntimeException _) {
      return "orders in doubt: not known, since PostgreSQL cannot be reached";
    }
  }

  private static String doubts(Doubts doubts) {
    long count = doubts.count();
    String age =
        doubts
            .since()
            .map(since -> Duration.between(since, InstantSource.system().instant()).toSeconds())
            .map(seconds -> ", the oldest for " + seconds + " s")
            .orElse("");
    return "orders in doubt: " + count + age;
  }
}
