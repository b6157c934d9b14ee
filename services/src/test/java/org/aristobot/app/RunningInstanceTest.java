package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningInstanceTest {
  @TempDir Path data;

  private final ProcessHandle self = ProcessHandle.current();

  private RunningInstance locate(Map<String, String> environment) {
    return RunningInstance.locate(TestServers.config(data, environment));
  }

  private void note(long pid, String startedAt, boolean open) {
    RunningInstance.write(
        data, new RunningInstance.Note(pid, startedAt, 1111, 5L, 2222, 6L, open, Map.of()));
  }

  @Test
  void the_servers_of_a_running_up_are_found_with_their_passwords() {
    OwnerFiles.write(data.resolve("postgres_password"), "pg\n");
    OwnerFiles.write(data.resolve("redis_password"), "red\n");
    note(self.pid(), RunningInstance.startedAt(self), false);

    RunningInstance found = locate(Map.of());

    assertThat(found.redisUri()).isEqualTo(new Secret("redis://:red@127.0.0.1:2222"));
    assertThat(found.postgres())
        .isEqualTo(
            new PostgresAccess(
                "jdbc:postgresql://127.0.0.1:1111/aristobot", "aristobot", new Secret("pg")));
    assertThat(found.toString()).doesNotContain("red@").doesNotContain("pg\"");
  }

  @Test
  void an_open_redis_is_addressed_without_a_password() {
    OwnerFiles.write(data.resolve("redis_password"), "red\n");
    note(self.pid(), RunningInstance.startedAt(self), true);

    assertThat(locate(Map.of()).redisUri()).isEqualTo(new Secret("redis://127.0.0.1:2222"));
  }

  @Test
  void servers_of_ones_own_need_no_running_up() {
    RunningInstance found =
        locate(
            Map.of(
                "ARISTOBOT_REDIS_URI", "redis://r",
                "ARISTOBOT_POSTGRES_URL", "jdbc:postgresql://p/d",
                "ARISTOBOT_POSTGRES_USER", "u"));

    assertThat(found.redisUri()).isEqualTo(new Secret("redis://r"));
    assertThat(found.postgres()).isEqualTo(new PostgresAccess("jdbc:postgresql://p/d", "u", null));
  }

  @Test
  void without_a_note_the_user_is_told_to_start_it() {
    assertThatThrownBy(() -> locate(Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("./aristobot up");
  }

  @Test
  void a_note_of_another_process_with_the_same_id_does_not_count() {
    note(self.pid(), "2001-01-01T00:00:00Z", false);

    assertThatThrownBy(() -> locate(Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("not running");
  }

  @Test
  void a_damaged_note_is_told() throws IOException {
    Files.writeString(data.resolve("up.json"), "{\"pid\":");

    assertThatThrownBy(() -> locate(Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("up.json is damaged");
  }
}
