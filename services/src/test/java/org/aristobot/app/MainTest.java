package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

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
  void every_sub_command_explains_itself_and_all_its_options() {
    for (CommandLine command : Main.commandLine().getSubcommands().values()) {
      for (CommandLine sub : command.getSubcommands().values()) {
        out.getBuffer().setLength(0);
        assertThat(run(command.getCommandName(), sub.getCommandName(), "--help")).isZero();
        assertThat(out.toString())
            .contains("aristobot " + command.getCommandName() + " " + sub.getCommandName());
        for (OptionSpec option : sub.getCommandSpec().options()) {
          assertThat(option.description()).as(option.longestName()).isNotEmpty();
          assertThat(out.toString()).contains(option.longestName());
          if (option.arity().max() > 0) {
            assertThat(option.paramLabel()).as(option.longestName()).matches("[A-Z]+");
          }
        }
      }
    }
  }

  @Test
  void wrong_usage_is_one_hint_and_exit_code_2() {
    assertThat(run("up", "--nonsense")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("nonsense")).isEqualTo(2);
    assertThat(run("orders")).isEqualTo(2);
    assertThat(run("broker")).isEqualTo(2);
    assertThat(run("vault")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--nonsense", "--help", "Not understood: nonsense.", "Say what: ")
        .doesNotContain("\tat ", "at index");
  }

  @Test
  void a_number_that_is_none_is_told_in_plain_words() {
    assertThat(run("orders", "show", "x")).isEqualTo(2);
    assertThat(run("orders", "list", "--limit", "many")).isEqualTo(2);
    assertThat(run("orders", "list", "--user", "me")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'x' is not a whole number", "'many' is not a whole number")
        .doesNotContain("not a long", "not an int");
  }

  @Test
  void a_users_error_is_one_sentence_and_exit_code_1() {
    assertThat(run("up", "--config", "/no/such/file.yaml")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("/no/such/file.yaml");
  }

  @Test
  void a_simulator_of_an_exchange_that_nobody_knows_is_refused_by_name() {
    assertThat(run("simulator", "binance", "mtgox")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("There is no exchange mtgox; known are " + Venues.words() + ".");
  }

  @Test
  void parameters_that_are_no_json_object_are_told_in_one_sentence() {
    assertThat(run("call", "get_ticker", "{")).isEqualTo(1);
    assertThat(err.toString()).doesNotContain("start marker", "REDACTED");
    err.getBuffer().setLength(0);
    assertThat(run("call", "get_ticker", "{broker_id")).isEqualTo(1);
    assertThat(run("call", "get_ticker", "[1]")).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("The parameters are not JSON"),
            second -> assertThat(second).startsWith("The parameters must be a JSON object"));
  }

  @Test
  void the_version_is_told() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("aristobot ");
  }
}
