package org.aristobot.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static final String PEM =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIBw\n-----END PRIVATE KEY-----\n";

  private static final Credentials KEYS =
      new Credentials(
          "key-that-is-long-enough", "secret-that-is-long-enough", "pass-long-enough-too");

  @Test
  void keys_are_hidden_wherever_a_text_holds_them() {
    String text = "a key-that-is-long-enough, secret-that-is-long-enough:pass-long-enough-too.";
    assertThat(KEYS.areIn(text)).isTrue();
    assertThat(KEYS.hiddenIn(text)).isEqualTo("a (secret), (secret):(secret).");
    assertThat(KEYS.areIn("key-that-is-long, but not the same")).isFalse();
    assertThat(KEYS.hiddenIn("{\"a\":1}")).isEqualTo("{\"a\":1}");
  }

  @Test
  void a_private_key_is_hidden_as_json_writes_it_too() {
    Credentials keys = new Credentials("key-that-is-long-enough", PEM, null);
    assertThat(keys.hiddenIn("x" + PEM.strip() + "x")).isEqualTo("x(secret)x");
    assertThat(keys.hiddenIn("x" + PEM.strip().replace("\n", "\\n") + "x")).isEqualTo("x(secret)x");
  }

  @Test
  void a_passphrase_is_hidden_as_json_writes_it_too() {
    Credentials keys = new Credentials("k", "s", "with a \" and a \\ inside");
    assertThat(keys.hiddenIn("{\"a\":\"with a \\\" and a \\\\ inside\"}"))
        .isEqualTo("{\"a\":\"(secret)\"}");
  }

  /** The keys of the simulated accounts are ordinary words. */
  @Test
  void a_short_key_does_not_forbid_the_words_that_it_is_part_of() {
    Credentials demo = new Credentials("demo", "demo-secret", "demo-pass");
    assertThat(demo.areIn("a demo of demo-secret")).isFalse();
  }

  @Test
  void they_show_a_fingerprint_only() {
    assertThat(KEYS.toString()).matches("Credentials\\[[0-9a-f]{16}]");
  }
}
