package org.aristobot.app;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.aristobot.journal.Database;
import org.aristobot.vault.BrokerImport;
import org.aristobot.vault.ForeignBroker;
import org.aristobot.vault.SecretKey;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker import}: takes the brokers of an existing installation over. */
@Command(
    name = "import",
    description = {
      "Takes over the brokers of an existing installation, with their users and all their numbers:"
          + " reads its tables brokers and users, decrypts the keys and encrypts them under the"
          + " SECRET_KEY here. All or nothing; repeated, it changes nothing.",
      "The password of that database and the SECRET_KEY of that installation are asked for, or read"
          + " from standard input, one a line, or from the variables ARISTOBOT_IMPORT_PASSWORD and"
          + " ARISTOBOT_IMPORT_SECRET_KEY. Nothing there is changed."
    })
final class ImportBrokersCommand implements Callable<Integer> {

  static final String PASSWORD = "ARISTOBOT_IMPORT_PASSWORD";
  static final String SECRET_KEY = "ARISTOBOT_IMPORT_SECRET_KEY";

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "ADDRESS",
      description = "Where that database is: jdbc:postgresql://HOST:PORT/DATABASE.")
  private String address = "";

  @Option(
      names = "--db-user",
      paramLabel = "NAME",
      required = true,
      description = "Who may read there.")
  private String databaseUser = "";

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean dryRun;

  @Option(
      names = "--renumber",
      description = "Give another number to whoever cannot keep the own, instead of refusing all.")
  private boolean renumber;

  @Override
  public Integer call() {
    if (!address.startsWith("jdbc:postgresql:") || address.contains("password=")) {
      throw new UserError("ADDRESS must be " + ConfigKey.Kind.JDBC_URL.expected + ".");
    }
    Config config = common.config();
    SecretKeys.inUse(config);
    PostgresAccess here = RunningInstance.locate(config).postgres();
    Prompt prompt = Prompt.open();
    List<ForeignBroker> brokers = read(prompt);
    SecretKey importKey =
        brokers.stream().anyMatch(ForeignBroker::isEncrypted) ? key(prompt) : null;
    try (Database database = GatewayService.open(here)) {
      BrokerImport brokerImport =
          new BrokerImport(database.source(), () -> SecretKeys.inUse(config), importKey, renumber);
      return report(brokerImport.run(brokers, dryRun));
    } catch (JdbiException e) {
      throw new UserError("PostgreSQL went away or is busy; nothing was imported.", e);
    }
  }

  private List<ForeignBroker> read(Prompt prompt) {
    String set = System.getenv(PASSWORD);
    String password = set == null ? prompt.ask("Password of " + databaseUser + " there") : set;
    PostgresAccess there = new PostgresAccess(address, databaseUser, new Secret(password));
    try (Connection connection = there.connect()) {
      return ForeignBroker.read(connection);
    } catch (SQLException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new UserError("The brokers there cannot be read: " + why + ".", e);
    }
  }

  private static SecretKey key(Prompt prompt) {
    String set = System.getenv(SECRET_KEY);
    return SecretKey.weak(
        set == null || set.isEmpty() ? prompt.ask("SECRET_KEY of that installation") : set);
  }

  private int report(BrokerImport.Result result) {
    String row = "%-6s %-16s %-24s %-10s %-8s %s%n";
    System.out.printf(row, "id", "user", "name", "exchange", "network", "");
    for (BrokerImport.Line line : result.lines()) {
      ForeignBroker broker = line.broker();
      System.out.printf(
          row,
          broker.id(),
          broker.userId() + " " + printable(broker.user()),
          printable(broker.name()),
          printable(broker.exchange()),
          broker.testnet() ? "testnet" : "live",
          word(line.end(), result.done()) + printable(line.what()));
    }
    long refused = result.count(BrokerImport.End.REFUSED);
    if (refused > 0) {
      throw new UserError(
          "Nothing was imported: %d of the brokers cannot be, as is said beside them%s."
              .formatted(refused, renumber ? "" : " (--renumber gives other numbers)"));
    }
    System.out.printf(
        "%d %s, %d were here already, %d were skipped.%n",
        result.count(BrokerImport.End.IMPORTED),
        result.done() ? "were imported" : "would be imported",
        result.count(BrokerImport.End.PRESENT),
        result.count(BrokerImport.End.SKIPPED));
    if (!result.done()) {
      System.out.println("Nothing was changed.");
    }
    return 0;
  }

  private static String word(BrokerImport.End end, boolean done) {
    return switch (end) {
      case IMPORTED -> done ? "" : "would be ";
      case PRESENT -> "";
      case SKIPPED -> "skipped: ";
      case REFUSED -> "refused: ";
    };
  }

  private static String printable(@Nullable String text) {
    return text == null ? "" : text.replaceAll("\\p{Cntrl}", "?");
  }
}
