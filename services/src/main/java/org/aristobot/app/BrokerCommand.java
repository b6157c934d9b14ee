package org.aristobot.app;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.aristobot.bus.BusClient;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.Database;
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
import tools.jackson.databind.node.ObjectNode;

/** {@code broker}: the users' accounts on the exchanges. */
@Command(
    name = "broker",
    description = "Adds, lists, tests and imports brokers: the users' accounts on the exchanges.",
    subcommands = {
      AddBrokerCommand.class,
      BrokerCommand.ListBrokers.class,
      BrokerCommand.TestBroker.class,
      ImportBrokersCommand.class
    })
final class BrokerCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "Say what: ./aristobot broker add, list, test ID, or import ADDRESS.");
  }

  static <T> T inVault(Config config, Function<Vault, T> work) {
    try (Database database = GatewayService.open(RunningInstance.locate(config).postgres())) {
      return work.apply(
          new Vault(database.source(), SecretKeys.inUse(config), () -> SecretKeys.inUse(config)));
    } catch (ExchangeException e) {
      throw new UserError(e.failure().message(), e);
    }
  }

  @Command(name = "list", description = "Lists brokers, without their keys.")
  static final class ListBrokers implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(names = "--user", paramLabel = "ID", description = "Only this user's, by number.")
    private @Nullable Long user;

    @Override
    public Integer call() {
      List<Broker> brokers = inVault(common.config(), vault -> vault.list(user));
      String row = "%-6s %-6s %-20s %-10s %-12s %-8s %s%n";
      System.out.printf(row, "id", "user", "name", "exchange", "environment", "active", "trading");
      for (Broker broker : brokers) {
        System.out.printf(
            row,
            broker.id(),
            broker.userId(),
            broker.name() + (broker.isDefault() ? " *" : ""),
            broker.venue().word(),
            broker.environment().name().toLowerCase(Locale.ROOT),
            broker.active() ? "yes" : "no",
            broker.tradingType().word());
      }
      return 0;
    }
  }

  @Command(
      name = "test",
      description = "Asks the exchange whether a broker's keys work and what they may do.")
  static final class TestBroker implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "As the list shows it.")
    private long id;

    @Override
    public Integer call() {
      Config config = common.config();
      Broker broker =
          inVault(config, vault -> vault.list(null)).stream()
              .filter(candidate -> candidate.id() == id)
              .findFirst()
              .orElseThrow(() -> new UserError("There is no broker " + id + "."));
      ObjectNode params = CallCommand.JSON.createObjectNode().put("broker_id", id);
      Optional<BusClient.Answer> answer =
          CallCommand.call(
              config, "test_connection", params, broker.userId(), Duration.ofSeconds(30));
      if (answer.isEmpty()) {
        throw new UserError("No answer came within 30 s: is a gateway running?");
      }
      System.out.println(CallCommand.JSON.writeValueAsString(answer.get().raw()));
      return answer.get().success() ? 0 : Main.NOT_DONE;
    }
  }
}
