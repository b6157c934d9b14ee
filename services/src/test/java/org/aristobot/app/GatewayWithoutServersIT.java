package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.aristobot.gateway.DoubtSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that starts while a database is away says so in a sentence; it is no defect of ours.
 */
class GatewayWithoutServersIT {

  private static final String NOBODY = "127.0.0.1:1";

  @TempDir Path data;

  private GatewayService start(PostgresAccess postgres, String redis) {
    return GatewayService.start(
        TestServers.config(data, Map.of()),
        Map.of(),
        postgres,
        new Secret(redis),
        new Secret("8f3kQz7Lw2Rt9XbV6mNc4HsJp1YdGa5E"),
        (_, _) -> {},
        DoubtSettings.standard(Map.of()),
        InstantSource.system());
  }

  @Test
  void without_postgresql_it_names_postgresql() {
    PostgresAccess away = new PostgresAccess("jdbc:postgresql://" + NOBODY + "/none", "none", null);
    assertThatThrownBy(() -> start(away, TestServers.redisUri()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("PostgreSQL at jdbc:postgresql://" + NOBODY);
  }

  @Test
  void what_postgresql_refuses_is_told_in_its_own_words() {
    PostgresAccess there = TestServers.freshDatabase();
    PostgresAccess stranger =
        new PostgresAccess(there.url(), "nobody", new Secret("not-the-password"));
    assertThatThrownBy(() -> start(stranger, TestServers.redisUri()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("nobody")
        .hasMessageEndingWith(".")
        .hasMessageNotContaining("is it running")
        .hasMessageNotContaining("not-the-password");
  }

  @Test
  void without_redis_it_names_redis() {
    assertThatThrownBy(() -> start(TestServers.freshDatabase(), "redis://" + NOBODY))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Redis cannot be used");
  }
}
