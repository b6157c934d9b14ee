package org.aristobot.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecretKeyTest {

  private static final String GOOD = "q7G!x2Lm9$Zt4vB8nR1wK6yD3sF5hJ0pXcA";
  private static final String OTHER = "Zk4@u8Wd1Qe7Rn5Tb2Yc9Vm3Xl6Pf0GhSjO";

  private static void refused(@Nullable String secret, String rule) {
    assertThatThrownBy(() -> SecretKey.of(secret, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SECRET_KEY ")
        .hasMessageContaining(rule)
        .satisfies(e -> {
          if (secret != null && !secret.isBlank()) {
            assertThat(e.getMessage()).doesNotContain(secret);
          }
        });
  }

  @Test
  void a_missing_key_is_refused() {
    refused(null, "missing");
    refused("", "missing");
    refused("    ", "missing");
  }

  @Test
  void a_short_key_is_refused() {
    refused(GOOD.substring(0, 31), "shorter than 32");
  }

  @Test
  void a_well_known_key_is_refused() {
    refused("changeme-changeme-changeme-4711-abcdef", "well known");
    refused("your-secret-key-here-please-1234567890", "well known");
    refused("django-insecure-8f#k2!mz0q$w7e&r5t^y3u", "well known");
    refused("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=", "well known");
    refused("a-string-secret-at-least-256-bits-long", "well known");
    refused("0123456789abcdef0123456789abcdef", "well known");
    refused("09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7", "well known");
  }

  @Test
  void a_key_of_little_entropy_is_refused() {
    refused("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "different characters");
    refused("q7G!x2Lm9$Zt4vB8q7G!x2Lm9$Zt4vB8", "repeats a pattern");
    refused("aaaaaaaaaaaaaaaaaaaaaaaB7c9!kM2x", "bits of entropy");
    refused("a".repeat(32) + GOOD, "different characters");
    // Of these 32 characters only the first 8 become part of the key.
    refused("\ud83d\ude80".repeat(8) + GOOD, "different characters");
  }

  @Test
  void a_random_key_is_taken_and_never_shown() {
    SecretKey key = SecretKey.of(GOOD, List.of(OTHER));
    assertThat(key.toString()).doesNotContain(GOOD.substring(0, 8));
    assertThat(SecretKey.of("8f3c1d9a7b2e4f60a5c8d1e3b7f92046", List.of())).isNotNull();
  }

  @Test
  void the_first_key_encrypts_and_all_decrypt() {
    String old = SecretKey.of(OTHER, List.of()).encrypt("api-key");
    SecretKey rotated = SecretKey.of(GOOD, List.of(OTHER));
    assertThat(rotated.decrypt(old)).contains("api-key");
    assertThat(SecretKey.of(GOOD, List.of()).decrypt(rotated.encrypt("api-key")))
        .contains("api-key");
    assertThat(SecretKey.of(GOOD, List.of()).decrypt(old)).isEmpty();
  }

  @Test
  void a_weak_key_decrypts_for_an_import() {
    SecretKey weak = SecretKey.weak("short");
    assertThat(weak.decrypt(weak.encrypt("x"))).contains("x");
  }
}
