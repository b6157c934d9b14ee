package org.aristobot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.app.Config;
import org.aristobot.app.Embedded;
import org.aristobot.app.PostgresAccess;
import org.aristobot.app.Secret;
import org.aristobot.exchange.Credentials;
import org.aristobot.journal.Database;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.SecretKey;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;

/** PostgreSQL and Redis as the program itself embeds them, with users' brokers in them. */
final class World implements AutoCloseable {

  static final String SECRET_KEY = "vT3mQ9xLw7Zr2Kc5Hn8Yb4Jd6Gf1Ps0A";

  private final Path data;
  private Embedded servers;

  private World(Path data) {
    this.data = data;
    this.servers = start();
  }

  static World open(Path data) {
    return new World(data);
  }

  private Embedded start() {
    Config config =
        Config.load(
            null,
            Map.of(
                "ARISTOBOT_DATA", data.toString(),
                "ARISTOBOT_POSTGRES_PORT", "0",
                "ARISTOBOT_REDIS_PORT", "0"),
            data.resolveSibling("."),
            data.resolveSibling("."));
    return Embedded.start(config, true);
  }

  /** Stops what still runs and starts both again on the same folder. */
  void restart() {
    servers.close();
    servers = start();
  }

  URI redis() {
    return URI.create(servers.redisUri().reveal());
  }

  Path data() {
    return data;
  }

  /** Adds brokers with the stub's keys until there are so many. */
  void addBrokers(int wanted) {
    PostgresAccess access = servers.postgres();
    try (Database database = Database.open(access.url(), access.user(), password())) {
      Vault vault = new Vault(database.source(), SecretKey.of(SECRET_KEY, List.of()));
      long user = vault.user("bench");
      for (int i = vault.list(null).size() + 1; i <= wanted; i++) {
        vault.add(
            new NewBroker(
                user, "broker " + i, Venue.BINANCE, Environment.LIVE, false, TradingType.OFF),
            new Credentials("bench-key-" + i, Stub.SECRET, null));
      }
    }
  }

  private String password() {
    Secret password = servers.postgres().password();
    return password == null ? "" : password.reveal();
  }

  /** What a gateway on these servers and in front of that stub is told. */
  Map<String, String> environment(String stub, Path gatewayData) {
    return Map.of(
        "ARISTOBOT_DATA", gatewayData.toString(),
        "ARISTOBOT_POSTGRES_URL", servers.postgres().url(),
        "ARISTOBOT_POSTGRES_USER", servers.postgres().user(),
        "ARISTOBOT_POSTGRES_PASSWORD", password(),
        "ARISTOBOT_REDIS_URI", servers.redisUri().reveal(),
        "ARISTOBOT_EXCHANGES_BINANCE_LIVE_URL", stub,
        "SECRET_KEY", SECRET_KEY);
  }

  Connection connect() throws SQLException {
    return servers.postgres().connect();
  }

  /** The one value that a query gives, as text. */
  String ask(String sql, Object... values) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof String[] texts) {
          statement.setArray(i + 1, connection.createArrayOf("text", texts));
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        boolean _ = rows.next();
        return Objects.requireNonNull(rows.getString(1), sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  /** How often PostgreSQL has had its log written through to the disk; up to a second late. */
  long walSyncs() {
    return Long.parseLong(
        ask("SELECT coalesce(sum(fsyncs), 0)::bigint FROM pg_stat_io WHERE object = 'wal'"));
  }

  /** SIGKILL to every process of PostgreSQL. */
  void killPostgres() {
    try {
      long pid =
          Long.parseLong(
              Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip());
      ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> all = server.descendants().toList();
      server.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
