package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void every_command_explains_itself() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      assertThat(run(command.getCommandName(), "--help")).isZero();
    }
    assertThat(out.toString())
        .contains("aristobot up", "--open", "aristobot simulator", "--frozen");
  }

  @Test
  void wrong_usage_is_one_hint_and_exit_code_2() {
    assertThat(run("up", "--nonsense")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("--nonsense", "--help").doesNotContain("\tat ");
  }

  @Test
  void a_users_error_is_one_sentence_and_exit_code_1() {
    assertThat(run("up", "--config", "/no/such/file.yaml")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("/no/such/file.yaml");
  }

  @Test
  void the_version_is_told() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("aristobot ");
  }
}
