package org.aristobot.app;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.aristobot.exchange.CredentialCheck;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.Broker;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.TradingType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code broker add}: asks for the keys, has the exchange check them, and stores the broker. */
@Command(
    name = "add",
    description = {
      "Adds a broker. The keys are asked for, or read from standard input, one a line: API key, API"
          + " secret and, where the exchange gives one, the passphrase. They never stand on the"
          + " command line, where others could see them.",
      "An API secret that begins with -----BEGIN is a private key in PEM and goes on to its END"
          + " line.",
      "The exchange is asked about the keys before they are stored."
    })
final class AddBrokerCommand implements Callable<Integer> {

  /** A private key in PEM is much shorter. */
  private static final long LONGEST_SECRET = 16_384;

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

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "What to call it.")
  private String name = "";

  @Option(names = "--testnet", description = "An account on the exchange's testnet.")
  private boolean testnet;

  @Option(names = "--default", description = "The user's usual broker.")
  private boolean isDefault;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Read the API secret, such as a private key in PEM, from that file.")
  private @Nullable Path secretFile;

  @Option(
      names = "--no-check",
      description = "Store the keys without asking the exchange, for machines without network.")
  private boolean unchecked;

  @Override
  public Integer call() {
    Venue venue = Venues.named(exchange);
    if (user.isBlank() || name.isBlank()) {
      throw new UserError((user.isBlank() ? "--user" : "--name") + " must not be empty.");
    }
    if (testnet && !venue.hasTestnet()) {
      throw new UserError(venue.word() + " has no test network.");
    }
    Environment environment = testnet ? Environment.TESTNET : Environment.LIVE;
    Config config = common.config();
    RunningInstance running = RunningInstance.locate(config);
    Credentials credentials = credentials(venue, Prompt.open());
    if (!unchecked) {
      System.out.println(checked(venue, environment, credentials, config, running));
    }
    Broker broker =
        BrokerCommand.inVault(
            config,
            vault ->
                vault.add(
                    new NewBroker(
                        vault.user(user), name, venue, environment, isDefault, TradingType.OFF),
                    credentials));
    System.out.printf(
        "Broker %d of user %d was added. Try: ./aristobot broker test %d%n",
        broker.id(), broker.userId(), broker.id());
    return 0;
  }

  private Credentials credentials(Venue venue, Prompt prompt) {
    String key = prompt.ask("API key");
    String secret = secretFile == null ? prompt.askKey("API secret") : secret(secretFile);
    return new Credentials(key, secret, venue.hasPassphrase() ? prompt.ask("Passphrase") : null);
  }

  /** A complaint never repeats what is in the file. */
  private static String secret(Path file) {
    try {
      if (Files.size(file) > LONGEST_SECRET) {
        throw new UserError("The file " + file + " is too long for an API secret.");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new UserError("The file " + file + " is empty.");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new UserError("The file " + file + " is no text.", e);
    } catch (IOException e) {
      throw new UserError("The file " + file + " cannot be read.", e);
    }
  }

  /**
   * What the exchange says of the keys.
   *
   * @throws UserError if it refuses them or cannot be asked
   */
  private static String checked(
      Venue venue,
      Environment environment,
      Credentials credentials,
      Config config,
      RunningInstance running) {
    Map<Venue, URI> addresses =
        Objects.requireNonNull(Addresses.of(config, running.simulators()).get(environment));
    try (Exchange client =
        Exchanges.create(
            venue,
            environment,
            Objects.requireNonNull(addresses.get(venue)),
            InstantSource.system())) {
      return told(venue, client.checkCredentials(credentials));
    } catch (ExchangeException e) {
      throw new UserError(credentials.hiddenIn(refusal(venue, e.failure())));
    }
  }

  private static String told(Venue venue, CredentialCheck check) {
    String told =
        "%s accepts the keys: they may %s; %d assets have a balance."
            .formatted(
                venue.word(),
                check.permissions().isEmpty()
                    ? "do nothing"
                    : String.join(", ", check.permissions()),
                check.balanceCount());
    if (check.permissions().contains("withdraw")) {
      told +=
          "%nThey may withdraw, which nothing here ever needs: take that permission away there."
              .formatted();
    }
    return told;
  }

  private static String refusal(Venue venue, Failure failure) {
    String code = failure.nativeCode() == null ? "" : " (" + failure.nativeCode() + ")";
    return switch (failure.kind()) {
      case EXCHANGE_UNAVAILABLE, TIMEOUT, RATE_LIMITED ->
          "%s could not be asked about the keys%s: %s. Nothing was stored; --no-check stores without asking."
              .formatted(venue.word(), code, bare(venue, failure));
      default ->
          "%s refuses the keys%s: %s. Nothing was stored."
              .formatted(venue.word(), code, bare(venue, failure));
    };
  }

  /** Without the name of the exchange and the stop, which stand around it already. */
  private static String bare(Venue venue, Failure failure) {
    return failure
        .message()
        .strip()
        .replaceFirst("(?i)^" + venue.word() + ": ", "")
        .replaceFirst("[.]$", "");
  }
}
