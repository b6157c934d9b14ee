package org.aristobot.app;

import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.RedisAccess;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.Database;
import org.aristobot.journal.InstrumentStore;
import org.aristobot.model.Environment;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.aristobot.validate.Checklist;
import org.aristobot.validate.ControlPlane;
import org.aristobot.validate.Report;
import org.aristobot.validate.Subject;
import org.aristobot.validate.World;
import org.aristobot.vault.Broker;
import org.aristobot.vault.Vault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code validate}: the acceptance checklist of a broker, through the running gateway. */
@Command(
    name = "validate",
    description =
        "Tries out through the running gateway what an exchange and Aristobot can be trusted with:"
            + " keys, orders of every kind, edits, storage, repetitions, faults. Orders are as"
            + " small as the market allows and taken back at the end. Exit 0 only if nothing"
            + " failed.",
    footer = {
      "",
      "Examples:",
      "  ./aristobot validate binance --dry-run",
      "  ./aristobot validate --user ann --json --yes"
    })
final class ValidateCommand implements Callable<Integer> {

  private static final String DEMO_USER = "dev";
  private static final Duration PING = Duration.ofSeconds(5);

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "EXCHANGE",
      description = "Which exchange; without it, all brokers of the user.")
  private @Nullable String exchange;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Name of the user whose brokers are meant (default: dev).")
  private @Nullable String user;

  @Option(
      names = "--symbol",
      paramLabel = "SYMBOL",
      defaultValue = "BTC/USDT",
      description = "The market in which orders are placed (default: ${DEFAULT-VALUE}).")
  private String symbol = "BTC/USDT";

  @Option(
      names = "--dry-run",
      description =
          "Place nothing: read, have orders tested where the exchange does that, and say"
              + " what would be placed.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one JSON object instead of lines.")
  private boolean json;

  @Option(names = "--yes", description = "Do not ask before orders are placed with real money.")
  private boolean yes;

  @Override
  public Integer call() {
    if (exchange == null && user == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "Say what to validate: an exchange, or --user NAME for all brokers of a user.");
    }
    Config config = common.config();
    RunningInstance running = RunningInstance.locate(config);
    Shutdown shutdown = Shutdown.install(Main.NOT_DONE);
    try (Database database = GatewayService.open(running.postgres());
        RedisAccess redis = new RedisAccess(running.redisUri().reveal(), "aristobot-validate");
        BusClient bus = new BusClient(redis)) {
      requireGateway(bus);
      return validate(new Work(config, running, database, bus, shutdown));
    } catch (RedisException e) {
      throw new UserError("Redis cannot be reached: is ./aristobot up running?", e);
    } catch (ExchangeException e) {
      throw new UserError(e.failure().message(), e);
    } finally {
      shutdown.done();
    }
  }

  private record Work(
      Config config,
      RunningInstance running,
      Database database,
      BusClient bus,
      Shutdown shutdown) {}

  private static void requireGateway(BusClient bus) {
    if (bus.call("ping", null, null, PING).isEmpty()) {
      throw new UserError(
          "No gateway answers: start one with ./aristobot up or ./aristobot gateway.");
    }
  }

  private int validate(Work work) {
    Vault vault =
        new Vault(
            work.database().source(),
            SecretKeys.inUse(work.config()),
            () -> SecretKeys.inUse(work.config()));
    List<Report> reports = new ArrayList<>();
    for (Broker broker : brokers(vault)) {
      if (!work.shutdown().isAsked()) {
        reports.add(validate(broker, vault.credentials(broker), work));
      }
    }
    boolean passed = reports.stream().allMatch(Report::passed);
    if (json) {
      ObjectNode all = CallCommand.JSON.createObjectNode().put("passed", passed);
      ArrayNode list = all.putArray("brokers");
      reports.forEach(report -> list.add(report.json()));
      System.out.println(CallCommand.JSON.writeValueAsString(all));
    }
    return passed ? 0 : Main.NOT_DONE;
  }

  /** The user's active brokers, or of an exchange the usual one. */
  private List<Broker> brokers(Vault vault) {
    String name = owner();
    long owner =
        vault.knownUser(name).orElseThrow(() -> new UserError("There is no user " + name + "."));
    List<Broker> active = vault.list(owner).stream().filter(Broker::active).toList();
    if (exchange == null) {
      if (active.isEmpty()) {
        throw new UserError("User " + name + " has no active broker.");
      }
      return active;
    }
    Venue venue = Venues.named(exchange);
    return List.of(
        active.stream()
            .filter(broker -> broker.venue() == venue)
            .min(
                Comparator.comparing((Broker broker) -> !broker.isDefault())
                    .thenComparingLong(Broker::id))
            .orElseThrow(() ->
                new UserError("User " + name + " has no active broker on " + venue.word() + ".")));
  }

  private String owner() {
    return user == null ? DEMO_USER : user;
  }

  private Report validate(Broker broker, Credentials keys, Work work) {
    URI address = address(broker, work);
    ControlPlane control = simulator(address);
    InstrumentStore store = new InstrumentStore(work.database().source(), InstantSource.system());
    try (VenueProbe probe =
        new VenueProbe(
            broker, address, () -> store.load(broker.venue(), broker.environment()), keys)) {
      if (control != null && !reaches(broker, keys, control, work.bus())) {
        control.close();
        control = null;
      }
      Subject subject = new Subject(broker, owner(), world(broker, control), address, symbol());
      return validate(subject, probe, control, work);
    } finally {
      if (control != null) {
        control.close();
      }
    }
  }

  private static URI address(Broker broker, Work work) {
    URI address =
        Objects.requireNonNullElse(
                Addresses.of(work.config(), work.running().simulators()).get(broker.environment()),
                Map.<Venue, URI>of())
            .get(broker.venue());
    if (address == null) {
      throw new UserError(
          broker.venue().word() + " is not configured for broker " + broker.id() + ".");
    }
    return address;
  }

  private static World world(Broker broker, @Nullable ControlPlane control) {
    if (control != null) {
      return World.SIMULATOR;
    }
    return broker.environment() == Environment.TESTNET ? World.TESTNET : World.REAL;
  }

  /**
   * The simulator that listens there; nothing is asked of an address that is not on this machine.
   */
  private static @Nullable ControlPlane simulator(URI address) {
    if (!isLoopback(address.getHost())) {
      return null;
    }
    ControlPlane control = new ControlPlane(address);
    if (control.answers()) {
      return control;
    }
    control.close();
    return null;
  }

  private static boolean isLoopback(@Nullable String host) {
    try {
      return host != null && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether the gateway's requests arrive there: its settings could differ from ours. */
  private static boolean reaches(
      Broker broker, Credentials keys, ControlPlane control, BusClient bus) {
    String before = control.newestRequest(keys.apiKey());
    ObjectNode params = CallCommand.JSON.createObjectNode().put("broker_id", broker.id());
    Optional<BusClient.Answer> _ =
        bus.call("get_balance", params, broker.userId(), Duration.ofSeconds(30));
    return !control.newestRequest(keys.apiKey()).equals(before);
  }

  private Symbol symbol() {
    try {
      return Symbol.parse(symbol);
    } catch (IllegalArgumentException e) {
      throw new UserError("--symbol " + e.getMessage() + ".", e);
    }
  }

  private Report validate(
      Subject subject, VenueProbe probe, @Nullable ControlPlane control, Work work) {
    say("Validates " + subject.text());
    Checklist checklist;
    try {
      checklist =
          Checklist.prepare(
              subject,
              dryRun,
              new Checklist.Tools(
                  work.bus(),
                  probe,
                  control,
                  work.database().source(),
                  Long.toString(InstantSource.system().millis(), Character.MAX_RADIX),
                  work.shutdown()::isAsked));
    } catch (Checklist.NotReady e) {
      Report report = Report.notReady(subject, dryRun, String.valueOf(e.getMessage()));
      report.rows().forEach(row -> Report.lines(row).forEach(this::say));
      return report;
    }
    say(checklist.announcement());
    if (subject.world() == World.REAL && !dryRun && !yes) {
      confirm(subject, checklist);
    }
    Report report = checklist.run(row -> Report.lines(row).forEach(this::say));
    report.summary().forEach(this::say);
    return report;
  }

  private void say(String line) {
    if (!json) {
      System.out.println(line);
    }
  }

  private static void confirm(Subject subject, Checklist checklist) {
    System.err.println("This is real money: " + subject.text() + ". " + checklist.announcement());
    String answer = Prompt.open().askOpenly("Type yes to go on");
    if (!answer.equals("yes")) {
      throw new UserError("Nothing was placed. Say --yes to go on without being asked.");
    }
  }
}
