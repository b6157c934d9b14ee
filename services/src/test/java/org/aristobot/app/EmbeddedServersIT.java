package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The embedded servers as {@code up} uses them: kept data, settings, left-over processes, refusals.
 */
class EmbeddedServersIT {
  private static final Path BINARIES = TestServers.binaries();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path temp;
  private Path data = Path.of("unset");
  private final List<Process> children = new ArrayList<>();

  /** The folder's name has a blank in it, and the binaries are unpacked once for all tests. */
  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createDirectory(temp.toRealPath().resolve("the data"));
    Files.createDirectories(BINARIES);
    Files.createSymbolicLink(data.resolve("bin"), BINARIES);
  }

  @AfterEach
  void nothing_is_left_running() throws IOException {
    Files.delete(data.resolve("bin"));
    children.forEach(Process::destroyForcibly);
    assertThat(serversOn(data)).isEmpty();
  }

  private Config config() {
    return TestServers.config(data, Map.of());
  }

  private static List<Long> serversOn(Path data) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid ->
            Processes.runs(pid, "postgres", data.resolve("postgres"))
                || Processes.runs(pid, "redis-server", data.resolve("redis/redis.conf")))
        .toList();
  }

  private static int port(String address) {
    return Integer.parseInt(address.replaceFirst(".*:(\\d+)(/.*)?$", "$1"));
  }

  private static RedisProbe redis(Embedded servers) throws IOException {
    String uri = servers.redisUri().reveal();
    int at = uri.indexOf('@');
    Secret password = at < 0 ? null : new Secret(uri.substring("redis://:".length(), at));
    return new RedisProbe(port(uri), password);
  }

  @Test
  void a_second_start_finds_the_data_of_the_first() throws IOException, SQLException {
    try (Embedded first = Embedded.start(config(), false);
        Connection connection = first.postgres().connect();
        Statement statement = connection.createStatement();
        RedisProbe redis = redis(first)) {
      statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
      redis.ask("SET", "kept", "42");
    }
    assertThat(serversOn(data)).isEmpty();

    try (Embedded second = Embedded.start(config(), false);
        Connection connection = second.postgres().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT answer FROM kept");
        RedisProbe redis = redis(second)) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(42);
      assertThat(redis.ask("GET", "kept")).containsExactly("42");
    }
  }

  @Test
  void commits_are_durable_and_strangers_are_kept_out() throws IOException, SQLException {
    try (Embedded servers = Embedded.start(config(), false);
        Connection connection = servers.postgres().connect();
        RedisProbe redis = redis(servers)) {
      assertThat(PostgresSettings.verify(connection)).isEmpty();
      assertThat(redis.ask("CONFIG", "GET", "appendonly")).containsExactly("appendonly", "yes");
      assertThat(redis.ask("CONFIG", "GET", "appendfsync")).contains("everysec");
      assertThat(redis.ask("CONFIG", "GET", "maxmemory-policy")).contains("noeviction");

      PostgresAccess nobody =
          new PostgresAccess(servers.postgres().url(), "aristobot", new Secret("wrong"));
      PostgresAccess superuser = new PostgresAccess(servers.postgres().url(), "postgres", null);
      assertThatThrownBy(nobody::connect).isInstanceOf(SQLException.class);
      assertThatThrownBy(superuser::connect).isInstanceOf(SQLException.class);
      try (RedisProbe stranger = new RedisProbe(port(servers.redisUri().reveal()), null)) {
        assertThatThrownBy(() -> stranger.ask("PING")).hasMessageContaining("NOAUTH");
      }
      for (String file :
          List.of("postgres_password", "redis_password", "up.json", "redis/redis.conf")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
            .as(file)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void a_session_that_commits_carelessly_is_found_out() throws SQLException {
    try (Embedded servers = Embedded.start(config(), true);
        Connection connection = servers.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");

      assertThat(PostgresSettings.verify(connection))
          .singleElement()
          .asString()
          .contains("synchronous_commit=off");
    }
  }

  @Test
  void open_redis_takes_no_password_and_a_lost_postgres_password_is_replaced() throws Exception {
    Embedded.start(config(), false).close();
    Files.delete(data.resolve("postgres_password"));

    try (Embedded servers = Embedded.start(config(), true);
        RedisProbe redis = redis(servers);
        Connection connection = servers.postgres().connect()) {
      assertThat(servers.redisUri().reveal()).doesNotContain("@");
      assertThat(redis.ask("PING")).containsExactly("PONG");
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void servers_left_by_a_killed_up_are_replaced_and_their_data_kept(boolean killedToo)
      throws Exception {
    Process up = up();
    RunningInstance instance = RunningInstance.locate(config());
    try (Connection connection = instance.postgres().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
    }
    up.destroyForcibly().waitFor();
    List<Long> left = serversOn(data);
    assertThat(left).hasSize(2);
    if (killedToo) {
      left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
    assertThatThrownBy(() -> RunningInstance.locate(config())).isInstanceOf(UserError.class);

    try (Embedded servers = Embedded.start(config(), false);
        Connection connection = servers.postgres().connect();
        Statement statement = connection.createStatement()) {
      assertThat(serversOn(data)).hasSize(2).doesNotContainAnyElementsOf(left);
      assertThat(statement.execute("SELECT answer FROM kept")).isTrue();
    }
  }

  @Test
  void up_ends_with_0_when_told_to_and_refuses_company_until_then() throws Exception {
    Process up = up();

    assertThatThrownBy(() -> Embedded.start(config(), false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Another Aristobot (process " + up.pid() + ")");
    up.destroy();

    assertThat(up.waitFor()).isZero();
    assertThat(serversOn(data)).isEmpty();
    assertThat(data.resolve("up.json")).doesNotExist();
    assertThat(Files.readString(data.resolve("logs/aristobot.log"))).contains("Up in", "Stopped");
  }

  @Test
  void a_stale_pid_file_whose_number_was_given_to_another_process_is_no_obstacle()
      throws Exception {
    Embedded.start(config(), false).close();
    long stranger = ProcessHandle.current().pid();
    Files.writeString(
        data.resolve("postgres/postmaster.pid"), stranger + "\n" + data.resolve("postgres") + "\n");
    Files.writeString(data.resolve("redis/redis.pid"), stranger + "\n");

    try (Embedded servers = Embedded.start(config(), false)) {
      assertThat(servers.postgres().user()).isEqualTo("aristobot");
    }
  }

  @Test
  void a_port_that_a_stranger_holds_is_named_and_nothing_stays_running() throws IOException {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(stranger.getLocalPort());
      Config config = TestServers.config(data, Map.of("ARISTOBOT_REDIS_PORT", port));

      assertThatThrownBy(() -> Embedded.start(config, false))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("Port " + port + ", wanted for Redis, is held by ")
          .hasMessageContaining("ARISTOBOT_REDIS_PORT");
    }
    assertThat(serversOn(data)).isEmpty();
  }

  @Test
  void a_folder_of_another_postgresql_is_refused_and_left_alone() throws IOException {
    Path version = data.resolve("postgres/PG_VERSION");
    Files.createDirectories(data.resolve("postgres"));
    Files.writeString(version, "14\n");

    assertThatThrownBy(() -> Embedded.start(config(), false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not one of PostgreSQL 18 (its version: 14)");
    assertThat(version).content().isEqualTo("14\n");
  }

  /**
   * The program in a JVM of its own, once it is up: how soon it can be ended before is no matter.
   */
  private Process up() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "org.aristobot.app.Main",
            "up",
            "--quiet");
    builder.environment().put("ARISTOBOT_DATA", data.toString());
    builder.environment().put("ARISTOBOT_POSTGRES_PORT", "0");
    builder.environment().put("ARISTOBOT_REDIS_PORT", "0");
    builder.environment().putAll(TestServers.simulatorsOnAnyPort());
    Process up = builder.inheritIO().start();
    children.add(up);
    Path log = data.resolve("logs/aristobot.log");
    await()
        .atMost(PATIENCE)
        .until(
            () -> !up.isAlive() || (Files.exists(log) && Files.readString(log).contains("Up in")));
    assertThat(up.isAlive()).isTrue();
    return up;
  }
}
