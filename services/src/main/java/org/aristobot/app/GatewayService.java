package org.aristobot.app;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.aristobot.alert.Alerts;
import org.aristobot.bus.ExchangeOutage;
import org.aristobot.bus.Intake;
import org.aristobot.bus.IntakeSettings;
import org.aristobot.bus.Publisher;
import org.aristobot.bus.RedisAccess;
import org.aristobot.bus.RedisLedgers;
import org.aristobot.bus.TerminalHeartbeat;
import org.aristobot.bus.Trace;
import org.aristobot.gateway.DoubtSettings;
import org.aristobot.gateway.Gateway;
import org.aristobot.journal.Database;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.journal.Journal;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.SecretKey;
import org.aristobot.vault.Vault;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway and all that it stands on, wired by hand: opened in the order in which one part needs
 * the other, closed in the reverse.
 */
final class GatewayService implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GatewayService.class);

  static final String TERMINAL = "terminal5";

  /**
   * Longer than an order takes from its commit to its first byte. A sender that waits longer for
   * its answer loses nothing: others then look for the order and never send it.
   */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration WIRE_LOG_KEPT = Duration.ofDays(90);
  private static final Duration PRUNE_EVERY = Duration.ofHours(6);

  private final String id;
  private final Database database;
  private final Journal journal;
  private final Vault vault;
  private final RedisAccess redis;
  private final Publisher publisher;
  private final RedisLedgers ledgers;
  private final Alerts alerts;
  private final Gateway gateway;
  private final Intake intake;
  private final TerminalHeartbeat heartbeat;
  private final OutageWatch watch;
  private final CountDownLatch closing = new CountDownLatch(1);

  private GatewayService(
      Config config,
      Map<Environment, Map<Venue, URI>> addresses,
      PostgresAccess postgres,
      Secret redisUri,
      @Nullable Secret secretKey,
      Trace.Listener listener,
      DoubtSettings doubts,
      InstantSource clock) {
    id = "gw-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    SecretKey keys = SecretKeys.inUse(secretKey, config);
    database = open(postgres);
    journal = new Journal(database.source(), id, LEASE, clock);
    vault = new Vault(database.source(), keys, () -> SecretKeys.inUse(config));
    redis = new RedisAccess(redisUri.reveal(), id);
    publisher = new Publisher(redis);
    ledgers = new RedisLedgers(redis);
    alerts = new Alerts(targets(config.alerts()), clock);
    gateway =
        new Gateway(
            new Gateway.Parts(
                id,
                Main.Version.text(),
                config.data().resolve("gateways"),
                addresses,
                journal,
                new InstrumentStore(database.source(), clock),
                vault,
                publisher,
                ledgers,
                alerts,
                doubts,
                clock));
    gateway.takeUpDoubts();
    watch = new OutageWatch(alerts, new ExchangeOutage(redis, clock), gateway::venueOf);
    intake =
        new Intake(
            redis, IntakeSettings.of(id), watch.over(gateway), gateway::hasEnded, listener, clock);
    intake.start();
    heartbeat = TerminalHeartbeat.start(redis, TERMINAL, clock);
    watch.start(Map.of("PostgreSQL", database::ping, "Redis", redis::ping));
    Thread.ofVirtual().name("prune wire log").start(() -> pruneOn(clock));
  }

  /** Starts one as the program runs it, where the exchanges are as configured or simulated. */
  static GatewayService start(
      Config config,
      Map<String, URI> simulated,
      PostgresAccess postgres,
      Secret redisUri,
      @Nullable Secret secretKey) {
    return start(
        config,
        Addresses.of(config, simulated),
        postgres,
        redisUri,
        secretKey,
        (_, _) -> {},
        DoubtSettings.standard(config.visibilityLags()),
        InstantSource.system());
  }

  /**
   * Starts a gateway; it serves requests when this returns.
   *
   * @param addresses where the exchanges are
   * @param listener told of every request's milestones
   * @param doubts how patient it is with doubt
   * @throws UserError if the secret key is refused or the databases cannot be used
   */
  static GatewayService start(
      Config config,
      Map<Environment, Map<Venue, URI>> addresses,
      PostgresAccess postgres,
      Secret redisUri,
      @Nullable Secret secretKey,
      Trace.Listener listener,
      DoubtSettings doubts,
      InstantSource clock) {
    try {
      return new GatewayService(
          config, addresses, postgres, redisUri, secretKey, listener, doubts, clock);
    } catch (RedisException e) {
      throw new UserError("Redis cannot be used" + refusal(e), e);
    }
  }

  static Database open(PostgresAccess postgres) {
    Secret password = postgres.password();
    try {
      return Database.open(
          postgres.url(), postgres.user(), password == null ? "" : password.reveal());
    } catch (FlywayException | PoolInitializationException e) {
      throw new UserError("PostgreSQL at " + postgres.url() + " cannot be used" + refusal(e), e);
    }
  }

  /** What the server says if it was reached, such as that the password is wrong. */
  private static String refusal(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      ServerErrorMessage words =
          at instanceof PSQLException told ? told.getServerErrorMessage() : null;
      if (words != null) {
        return ": " + words.getMessage() + ".";
      }
      if (at instanceof RedisCommandExecutionException told) {
        return ": " + String.valueOf(told.getMessage()).replaceFirst("[.]?$", ".");
      }
    }
    return "; is it running?";
  }

  /** A vault with a key that never changes. */
  static Vault vault(Database database, Secret secretKey) {
    return new Vault(database.source(), SecretKey.of(secretKey.reveal(), List.of()));
  }

  private static Alerts.Targets targets(Config.Alerts alerts) {
    return new Alerts.Targets(uri(alerts.discordUrl()), uri(alerts.webhookUrl()));
  }

  private static @Nullable URI uri(@Nullable Secret address) {
    return address == null ? null : URI.create(address.reveal());
  }

  /** The name of this process life, under which it is known on Redis. */
  String id() {
    return id;
  }

  Vault vault() {
    return vault;
  }

  /** Reads the exchanges' market lists into the database, on the side. */
  void loadMarkets() {
    gateway.loadMarkets();
  }

  private void pruneOn(InstantSource clock) {
    try {
      do {
        int rows = journal.pruneWireLog(clock.instant().minus(WIRE_LOG_KEPT));
        log.debug("{} rows of the wire log were older than {}", rows, WIRE_LOG_KEPT);
      } while (!closing.await(PRUNE_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("the wire log could not be pruned", e);
    }
  }

  /** Takes nothing more, lets what is under way finish for a while, and closes everything. */
  @Override
  public void close() {
    closing.countDown();
    watch.close();
    intake.stop(GRACE);
    heartbeat.close();
    gateway.close();
    ledgers.close();
    publisher.close();
    journal.close();
    alerts.close();
    redis.close();
    database.close();
  }
}
