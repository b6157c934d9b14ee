package org.aristobot.app;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.Database;
import org.aristobot.vault.Rotation;
import org.aristobot.vault.SecretKey;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vault}: the encryption of the brokers' keys. */
@Command(
    name = "vault",
    description = "Changes the SECRET_KEY under which the brokers' keys are stored.",
    subcommands = VaultCommand.Rotate.class)
final class VaultCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "Say what: ./aristobot vault rotate.");
  }

  @Command(
      name = "rotate",
      description = {
        "Makes a new secret key and encrypts the keys of all brokers with it, while gateways work.",
        "Gateways on the same data folder follow by themselves. It may be interrupted and repeated"
            + " at any time: repeated, it goes on where it was.",
        "Where the key is configured instead of kept in the data folder, set the new one as"
            + " secret_key and the one before as old_secret_key, restart the gateways one by one,"
            + " and then run this."
      })
  static final class Rotate implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(
        names = "--ask",
        description =
            "Ask for the new key, or read it from standard input, instead of making one at random.")
    private boolean ask;

    @Override
    public Integer call() {
      Config config = common.config();
      SecretKeys.inUse(config);
      PostgresAccess postgres = RunningInstance.locate(config).postgres();
      try (Database database = GatewayService.open(postgres);
          Rotation rotation = Rotation.begin(database.source())) {
        if (config.secretKey() == null) {
          putNewKey(config);
        } else if (config.oldSecretKey() == null || ask) {
          throw new UserError(
              "The secret key is configured, so it is changed there: set the new one as secret_key"
                  + " and the one before as old_secret_key, restart the gateways one by one, and"
                  + " run ./aristobot vault rotate (without --ask) again.");
        }
        return report(config, rotation.run(SecretKeys.inUse(config)), System.out);
      } catch (ExchangeException e) {
        throw new UserError(e.failure().message(), e);
      } catch (JdbiException e) {
        throw new UserError(
            "PostgreSQL went away: run ./aristobot vault rotate again to go on.", e);
      }
    }

    private void putNewKey(Config config) {
      if (SecretKeys.isBeingRotated(config)) {
        if (ask) {
          throw new UserError(
              "The last rotation has not ended: run ./aristobot vault rotate without --ask first.");
        }
        System.out.println("The last rotation was interrupted and goes on; no new key is made.");
        return;
      }
      Secret present = SecretKeys.loadOrCreate(config);
      Secret next = ask ? asked(present) : OwnerFiles.randomSecret();
      SecretKeys.replace(config, present, next);
    }

    /** Refused if it is weak, or the same. */
    private static Secret asked(Secret present) {
      Secret next = new Secret(Prompt.open().ask("New secret key"));
      try {
        SecretKey key = SecretKey.of(next.reveal(), List.of());
        if (key.encryptsLike(SecretKey.of(present.reveal(), List.of()))) {
          throw new UserError(
              "The new SECRET_KEY begins with the same 32 characters as the present one, and no"
                  + " others count.");
        }
        return next;
      } catch (IllegalArgumentException e) {
        throw new UserError("The new " + e.getMessage() + ".", e);
      }
    }

    private static int report(Config config, Rotation.Result result, PrintStream out) {
      out.printf(
          "The keys of %d brokers were encrypted anew; those of %d were already.%n",
          result.rotated(), result.present());
      if (!result.unreadable().isEmpty()) {
        throw new UserError(
            "Broker "
                + result.unreadable().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "))
                + ": none of the secret keys decrypts its keys, which are left as they were: set"
                + " the key that they were encrypted with as old_secret_key and run this again, or"
                + " delete the broker if that key is lost.");
      }
      if (config.secretKey() != null) {
        out.println("Take old_secret_key out of the configuration now.");
        return 0;
      }
      SecretKeys.forgetOld(config);
      out.printf(
          "The new secret key is in %s: keep a copy of it. The one before is deleted; backups of"
              + " the database from before need it.%n",
          SecretKeys.file(config));
      if (config.oldSecretKey() != null) {
        out.println("Take old_secret_key out of the configuration now.");
      }
      return 0;
    }
  }
}
