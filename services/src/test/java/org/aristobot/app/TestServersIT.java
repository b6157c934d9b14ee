package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestServersIT {
  @Test
  void every_fresh_database_is_another_one_and_empty() throws SQLException {
    PostgresAccess one = TestServers.freshDatabase();
    PostgresAccess two = TestServers.freshDatabase();

    assertThat(one.url()).isNotEqualTo(two.url());
    for (PostgresAccess database : new PostgresAccess[] {one, two}) {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute("CREATE TABLE orders (id bigint)")).isFalse();
      }
    }
  }

  @Test
  void fresh_redis_holds_nothing() throws IOException {
    String uri = TestServers.redisUri();
    int port = Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
    try (RedisProbe probe = new RedisProbe(port, null)) {
      probe.ask("SET", "left", "over");

      assertThat(TestServers.freshRedisUri()).isEqualTo(uri);
      assertThat(probe.ask("DBSIZE")).containsExactly("0");
    }
  }
}
