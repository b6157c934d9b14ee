package org.aristobot.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAccessIT {

  @Test
  void who_connects_waits_for_a_redis_that_stands_still(@TempDir Path folder) throws Exception {
    try (TestRedis server = new TestRedis(folder);
        RedisAccess access = new RedisAccess(server.uri(), "patient");
        var other = access.open()) {
      // Longer than a connection takes that is given up.
      other.sync().clientPause(RedisAccess.COMMAND_TIMEOUT.plusSeconds(1).toMillis());
      assertThatThrownBy(access::ping).isInstanceOf(RedisException.class);
      other.setTimeout(Duration.ofMinutes(1));
      assertThat(other.sync().ping()).isEqualTo("PONG");
      other.sync().clientPause(RedisAccess.COMMAND_TIMEOUT.plusSeconds(1).toMillis());
      try (var connection = access.connect(Duration.ofMinutes(1))) {
        assertThat(connection.sync().ping()).isEqualTo("PONG");
      }
    }
  }

  @Test
  void the_password_of_the_address_is_shown_nowhere() {
    try (RedisAccess secret = new RedisAccess("redis://u:hunter2@127.0.0.1:1/3", "x")) {
      assertThat(secret.toString()).isEqualTo("127.0.0.1:1/3");
      assertThatThrownBy(secret::ping).isInstanceOf(RedisException.class);
      assertThatThrownBy(secret::ping)
          .satisfies(e -> assertThat(stack(e)).doesNotContain("hunter2"));
    }
    assertThatThrownBy(() -> new RedisAccess("nonsense:hunter2@", "x"))
        .satisfies(e -> assertThat(stack(e)).doesNotContain("hunter2"));
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
