package org.aristobot.app;

import static org.aristobot.vault.ForeignInstallation.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aristobot.app.ChildPrograms.Ended;
import org.aristobot.vault.ForeignInstallation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker import} as an operator types it. */
class BrokerImportCommandIT {

  private static final List<String> SECRETS =
      List.of("demo-secret", "plain-secret", ForeignInstallation.SECRET_KEY, "gAAAA");

  @TempDir Path temp;
  private final ForeignInstallation there = new ForeignInstallation();
  private ChildPrograms programs;

  @BeforeEach
  void start() throws IOException {
    programs = new ChildPrograms(temp);
    Process _ = programs.up();
  }

  @AfterEach
  void end() throws IOException {
    programs.close();
  }

  private Ended runImport(String input, String... more) {
    List<String> line = new ArrayList<>(List.of("broker", "import"));
    line.addAll(List.of(there.access().url(), "--db-user", there.access().user()));
    line.addAll(List.of(more));
    return programs.runWith(input, line.toArray(String[]::new));
  }

  private String password() {
    return Objects.requireNonNull(there.access().password()).reveal();
  }

  @Test
  void an_operator_tries_imports_repeats_and_uses_what_came() {
    there.add(50, 4, "Main", "binance", sealed("demo4", "demo-secret"), "da");
    there.add(51, 4, "Old", "binance", List.of("demo5", "plain-secret"), "");
    there.add(52, 4, "Okx", "okx", sealed("k", "s", "p"), "a");
    String typed = password() + "\n" + ForeignInstallation.SECRET_KEY + "\n";

    Ended tried = runImport(typed, "--dry-run");
    assertThat(tried.code()).as(tried.err()).isZero();
    assertThat(tried.out())
        .contains("live     would be imported", "2 would be imported", "Nothing was changed.");
    assertThat(programs.run("broker", "list").out()).doesNotContain("Main");

    Ended imported = runImport(typed);
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out())
        .containsPattern("50 +4 bob +Main +binance +live +imported")
        .contains("WARNING: its keys stood there in plain text")
        .contains("skipped: there is no client for okx yet")
        .contains("2 were imported, 0 were here already, 1 were skipped.");
    assertThat(programs.run("broker", "test", "50").code()).isZero();

    programs.set(ImportBrokersCommand.PASSWORD, password());
    programs.set(ImportBrokersCommand.SECRET_KEY, ForeignInstallation.SECRET_KEY);
    Ended again = runImport("");
    assertThat(again.out()).contains("0 were imported, 2 were here already, 1 were skipped.");
    programs.printed().values().forEach(text -> assertThat(SECRETS).noneMatch(text::contains));
  }

  @Test
  void what_does_not_fit_is_told_and_nothing_is_imported() {
    programs.set(ImportBrokersCommand.PASSWORD, password());
    programs.set(ImportBrokersCommand.SECRET_KEY, ForeignInstallation.SECRET_KEY);
    there.add(1, 4, "Main", "binance", sealed("k", "s"), "a");
    Ended refused = runImport("");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).contains("refused: its number is that of another broker here");
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains("Nothing was imported", "--renumber");
    Ended renumbered = runImport("", "--renumber");
    assertThat(renumbered.out()).contains("imported as broker ");

    there.execute("DROP TABLE brokers");
    assertThat(runImport("").err())
        .contains("The brokers there cannot be read: ", "\"brokers\" does not exist");
    programs.set(ImportBrokersCommand.PASSWORD, "not-the-password");
    assertThat(runImport("").err()).doesNotContain("not-the-password");
    Ended foreign = programs.run("broker", "import", "mysql://h/d", "--db-user", "x");
    assertThat(foreign.err()).contains("ADDRESS must be a jdbc:postgresql:");
  }
}
