package org.aristobot.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.Intake;
import org.aristobot.bus.IntakeSettings;
import org.aristobot.bus.Publisher;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.RedisLedgers;
import org.aristobot.bus.Trace;
import org.aristobot.gateway.DoubtSettings;
import org.aristobot.gateway.Gateway;
import org.aristobot.journal.Database;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.journal.Journal;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;

/** The gateway as the program wires it, for tests of other packages. */
public final class TestGateway {

  /** Callers whose command is in doubt are told so at once. */
  public static final DoubtSettings AT_ONCE =
      new DoubtSettings(Duration.ZERO, Duration.ofSeconds(60), Duration.ofMillis(500), Map.of());

  private TestGateway() {}

  /**
   * Starts one; it serves requests when this returns.
   *
   * @param data where it keeps its send marks
   * @param binance where that venue, live, is
   */
  public static AutoCloseable start(
      Path data,
      PostgresAccess postgres,
      String redisUri,
      URI binance,
      String secretKey,
      Trace.Listener listener) {
    return start(data, postgres, redisUri, binance, secretKey, listener, AT_ONCE);
  }

  /** The same, as patient with doubt as that. */
  public static AutoCloseable start(
      Path data,
      PostgresAccess postgres,
      String redisUri,
      URI binance,
      String secretKey,
      Trace.Listener listener,
      DoubtSettings doubts) {
    return start(data, postgres, redisUri, binance, secretKey, listener, doubts, Map.of());
  }

  /** The same with more settings, given as environment variables. */
  public static AutoCloseable start(
      Path data,
      PostgresAccess postgres,
      String redisUri,
      URI binance,
      String secretKey,
      Trace.Listener listener,
      DoubtSettings doubts,
      Map<String, String> settings) {
    return GatewayService.start(
        TestServers.config(data, settings),
        Map.of(Environment.LIVE, Map.of(Venue.BINANCE, binance)),
        postgres,
        new Secret(redisUri),
        new Secret(secretKey),
        listener,
        doubts,
        InstantSource.system());
  }

  /**
   * Starts one that gives up on itself and on others sooner than the program does: its parts are
   * the same, its patience is not.
   *
   * @param id the name of this process life
   */
  public static AutoCloseable startImpatient(
      String id,
      Duration lease,
      IntakeSettings settings,
      Path data,
      PostgresAccess postgres,
      String redisUri,
      URI binance,
      String secretKey,
      Trace.Listener listener) {
    InstantSource clock = InstantSource.system();
    Database database = GatewayService.open(postgres);
    RedisAccess redis = new RedisAccess(redisUri, id);
    Gateway gateway =
        new Gateway(
            new Gateway.Parts(
                id,
                "test",
                data.resolve("gateways"),
                Map.of(Environment.LIVE, Map.of(Venue.BINANCE, binance)),
                new Journal(database.source(), id, lease, clock),
                new InstrumentStore(database.source(), clock),
                GatewayService.vault(database, new Secret(secretKey)),
                new Publisher(redis),
                new RedisLedgers(redis),
                new Alerts(new Alerts.Targets(null, null), clock),
                AT_ONCE,
                clock));
    gateway.takeUpDoubts();
    Intake intake = new Intake(redis, settings, gateway, gateway::hasEnded, listener, clock);
    intake.start();
    return () -> intake.stop(Duration.ofSeconds(1));
  }

  /** What {@code orders explain} prints; with {@code --json} if so wished. */
  public static String explain(Journal journal, String id, boolean json) {
    OrderTimeline timeline = ExplainCommand.read(journal, id);
    return json ? timeline.json() : String.join("\n", timeline.lines());
  }

  /** What {@code status} prints; one more line tells whether all is up. */
  public static String status(String redisUri, PostgresAccess postgres) {
    StringWriter out = new StringWriter();
    boolean up = StatusCommand.report(new Secret(redisUri), postgres, new PrintWriter(out, true));
    return out + (up ? "all up" : "not all up");
  }
}
