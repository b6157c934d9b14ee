package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class PromptTest {

  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\nBCIEIA==\n-----END PRIVATE KEY-----";

  private static Prompt typing(String text) {
    return new Prompt(null, new BufferedReader(new StringReader(text)));
  }

  @Test
  void a_key_is_one_line_and_the_next_answer_the_next_line() {
    Prompt prompt = typing("  the-key \nthe-secret\nthe phrase\n");
    assertThat(prompt.ask("API key")).isEqualTo("the-key");
    assertThat(prompt.askKey("API secret")).isEqualTo("the-secret");
    assertThat(prompt.ask("Passphrase")).isEqualTo("the phrase");
  }

  @Test
  void a_key_in_pem_goes_on_to_its_end() {
    Prompt prompt = typing(" " + PEM.replace("\n", " \r\n\r\n ") + "\nthe phrase\n");
    assertThat(prompt.askKey("API secret")).isEqualTo(PEM);
    assertThat(prompt.ask("Passphrase")).isEqualTo("the phrase");
  }

  @Test
  void a_key_in_pem_without_an_end_is_refused_without_being_shown() {
    assertThatThrownBy(() -> typing("-----BEGIN PRIVATE KEY-----\nMC4C\n").askKey("API secret"))
        .isInstanceOf(UserError.class)
        .hasMessage("API secret begins as a key in PEM and has no END line.");
    assertThatThrownBy(() ->
            typing("-----BEGIN PRIVATE KEY-----\n" + "MC4C\n".repeat(10_000)).askKey("API secret"))
        .isInstanceOf(UserError.class)
        .message()
        .doesNotContain("MC4C");
  }

  @Test
  void what_is_not_there_is_missing() {
    assertThatThrownBy(() -> typing("").ask("API key")).hasMessage("API key is missing.");
    assertThatThrownBy(() -> typing(" \n").askKey("API secret"))
        .hasMessage("API secret is missing.");
  }
}
