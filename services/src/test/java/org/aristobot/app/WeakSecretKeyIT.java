package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aristobot.app.ChildPrograms.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A SECRET_KEY that can be guessed starts nothing. */
class WeakSecretKeyIT {

  @TempDir Path temp;
  private ChildPrograms programs;

  @BeforeEach
  void prepare() throws IOException {
    programs = new ChildPrograms(temp);
  }

  @AfterEach
  void end() throws IOException {
    programs.close();
  }

  private void assertRefused(Ended ended, String sentence, String key) {
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err()).startsWith("SECRET_KEY " + sentence);
    if (!key.isEmpty()) {
      assertThat(ended.err()).doesNotContain(key);
    }
    assertThat(programs.servers()).isEmpty();
    assertThat(programs.data().resolve("postgres")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "short-but-q7G!x2Lm9$Zt4vB8, is shorter than 32 characters",
    "changeme-changeme-changeme-4711-ab, is well known",
    "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbcccc, has fewer than 10 different characters"
  })
  void neither_a_gateway_nor_up_starts_with_a_weak_one(String key, String sentence) {
    programs.set("SECRET_KEY", key);
    assertRefused(programs.run("gateway"), sentence, key);
    assertRefused(programs.run("up"), sentence, key);
  }

  @Test
  void a_weak_one_in_the_file_or_in_the_settings_is_refused_too() throws IOException {
    String key = "password-password-password-4711-ab";
    Files.writeString(programs.data().resolve("secret_key"), key);
    assertRefused(programs.run("up"), "is well known", key);
    Files.delete(programs.data().resolve("secret_key"));
    programs.set("ARISTOBOT_SECRET_KEY", key);
    assertRefused(programs.run("vault", "rotate"), "is well known", key);
  }

  @Test
  void a_gateway_makes_no_key_of_its_own() {
    assertRefused(programs.run("gateway"), "is missing", "");
    assertThat(programs.data().resolve("secret_key")).doesNotExist();
  }
}
