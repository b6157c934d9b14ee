package org.aristobot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.model.Venue;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Real PostgreSQL and Redis for integration tests: the same code as {@code up} runs, on any free
 * ports, started when first asked for and stopped with the JVM. Any thread may ask.
 */
public final class TestServers {

  /** Tests run in several JVMs at once, each with servers of its own. */
  private static final Path FOLDER =
      Path.of("target", "test-servers-" + System.getProperty("test.fork", "0"));

  private static final AtomicInteger databases = new AtomicInteger();
  private static @Nullable Embedded servers;

  private TestServers() {}

  /** A new empty database, one per test class (or test). They are dropped by the next run. */
  public static PostgresAccess freshDatabase() {
    PostgresAccess main = servers().postgres();
    String name = "test_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
    try (Connection connection = main.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new PostgresAccess(
        main.url().replaceFirst("/[^/]*$", "/" + name), main.user(), main.password());
  }

  /** Where what the servers are made of is unpacked: tests with servers of their own share it. */
  public static Path binaries() {
    return FOLDER.resolve("bin").toAbsolutePath();
  }

  /** Where they keep their data, and their pid files. */
  public static Path folder() {
    return FOLDER;
  }

  /** The address of Redis, with its password, as it is. */
  public static String redisUri() {
    return servers().redisUri().reveal();
  }

  /** The address of Redis after everything in it was deleted. */
  public static String freshRedisUri() {
    String uri = redisUri();
    // The probe gives up on a Redis that is held up by its disk sooner than a test should.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .ignoreException(IOException.class)
        .until(() -> flushed(port(uri)));
    return uri;
  }

  /**
   * No test ends the machine, and what Redis wrote survives its own end as it is; but while a disk
   * is busy with a flush, Redis stands still.
   */
  private static void spareTheDisk(String uri) {
    try (RedisProbe probe = new RedisProbe(port(uri), null)) {
      probe.ask("CONFIG", "SET", "appendfsync", "no");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(String uri) {
    return Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
  }

  private static boolean flushed(int port) throws IOException {
    try (RedisProbe probe = new RedisProbe(port, null)) {
      return probe.ask("FLUSHALL").contains("OK");
    }
  }

  private static synchronized Embedded servers() {
    if (servers == null) {
      Embedded started = Embedded.start(config(FOLDER.toAbsolutePath(), Map.of()), true);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "test-servers"));
      dropOldDatabases(started.postgres());
      spareTheDisk(started.redisUri().reveal());
      System.out.println(
          "Test servers: " + started.postgres().url() + ", " + started.redisUri().reveal());
      servers = started;
    }
    return servers;
  }

  /** Settings for servers in that folder on any free ports. */
  static Config config(Path data, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("ARISTOBOT_DATA", data.toString());
    environment.putIfAbsent("ARISTOBOT_POSTGRES_PORT", "0");
    environment.putIfAbsent("ARISTOBOT_REDIS_PORT", "0");
    return Config.load(null, environment, data, data);
  }

  /** Settings for programs that start simulators. */
  static Map<String, String> simulatorsOnAnyPort() {
    Map<String, String> ports = new HashMap<>();
    for (Venue venue : Venue.values()) {
      ports.put(ConfigKey.simulatorPort(venue).variable(), "0");
    }
    return ports;
  }

  private static void dropOldDatabases(PostgresAccess main) {
    try (Connection connection = main.connect();
        Statement statement = connection.createStatement()) {
      List<String> old = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")) {
        while (rows.next()) {
          old.add(rows.getString(1));
        }
      }
      for (String name : old) {
        drop(name, statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An autovacuum worker must not be ended by us: what it works on is left to the next run. */
  private static void drop(String name, Statement statement) {
    try {
      statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
    } catch (SQLException e) {
      System.out.println("Test servers: " + name + " is kept: " + e.getMessage());
    }
  }
}
