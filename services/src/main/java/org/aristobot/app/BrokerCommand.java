package org.aristobot.app;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.aristobot.bus.BusClient;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.Database;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.Broker;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code broker}: the users' accounts on the exchanges. */
@Command(
    name = "broker",
    description = "Adds, lists and tests brokers: the users' accounts on the exchanges.",
    subcommands = {
      BrokerCommand.AddBroker.class,
      BrokerCommand.ListBrokers.class,
      BrokerCommand.TestBroker.class
    })
final class BrokerCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UserError("Say what: ./aristobot broker add, broker list, or broker test ID.");
  }

  private static <T> T inVault(Config config, Function<Vault, T> work) {
    try (Database database = GatewayService.open(RunningInstance.locate(config).postgres())) {
      return work.apply(
          new Vault(database.source(), SecretKeys.inUse(config), () -> SecretKeys.inUse(config)));
    } catch (ExchangeException e) {
      throw new UserError(e.failure().message(), e);
    }
  }

  @Command(
      name = "add",
      description = {
        "Adds a broker. The keys are asked for, or read from standard input, one a line: API key,"
            + " API secret. They never stand on the command line, where others could see them."
      })
  static final class AddBroker implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
        names = "--user",
        paramLabel = "NAME",
        required = true,
        description = "Name of the user who owns it.")
    private String user = "";

    @Option(
        names = "--exchange",
        paramLabel = "EXCHANGE",
        required = true,
        description = "Which exchange, such as binance.")
    private String exchange = "";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        required = true,
        description = "What to call it.")
    private String name = "";

    @Option(names = "--testnet", description = "An account on the exchange's testnet.")
    private boolean testnet;

    @Option(names = "--default", description = "The user's usual broker.")
    private boolean isDefault;

    @Override
    public Integer call() {
      Venue venue = Venues.named(exchange);
      Config config = common.config();
      RunningInstance.locate(config);
      Credentials credentials = credentials(Prompt.open());
      Broker broker =
          inVault(
              config,
              vault ->
                  vault.add(
                      new NewBroker(
                          vault.user(user),
                          name,
                          venue,
                          testnet ? Environment.TESTNET : Environment.LIVE,
                          isDefault,
                          TradingType.OFF),
                      credentials));
      System.out.printf(
          "Broker %d of user %d was added. Try: ./aristobot broker test %d%n",
          broker.id(), broker.userId(), broker.id());
      return 0;
    }
  }

  private static Credentials credentials(Prompt prompt) {
    return new Credentials(prompt.ask("API key"), prompt.ask("API secret"), null);
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
