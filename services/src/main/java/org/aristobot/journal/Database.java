package org.aristobot.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The PostgreSQL database: migrated to our schema, then a pool of connections. Thread rule: shared
 * by all threads.
 */
public final class Database implements AutoCloseable {

  private static final int POOL = 12;
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** A server that says nothing for so long is taken for gone. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  /**
   * Prepared plans are kept, and one that was made while the tables were empty would scan them for
   * ever. Everything we ask is served by an index, so the other ways are ruled out.
   */
  private static final String SESSION =
      "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=15s"
          + " -c timezone=UTC"
          + " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    jdbi = Jdbi.create(pool);
  }

  /**
   * Brings the schema up to date and opens the pool.
   *
   * @param url {@code jdbc:postgresql://host:port/database}
   */
  public static Database open(String url, String user, String password) {
    migrate(url, user, password);
    HikariConfig config = new HikariConfig();
    config.setPoolName("journal");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(POOL);
    config.setConnectionTimeout(CONNECT.toMillis());
    // The first connection is waited for like an answer, while the server is there.
    config.setInitializationFailTimeout(SILENCE.toMillis());
    config.addDataSourceProperty("ApplicationName", "aristobot");
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // As texts: the driver passes over numbers without a word.
    config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
    config.addDataSourceProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("options", SESSION);
    return new Database(new HikariDataSource(config));
  }

  /** On a connection of its own: a migration may take longer than a statement is allowed to. */
  private static void migrate(String url, String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password);
    Flyway.configure().dataSource(source).locations("classpath:db/migration").load().migrate();
  }

  public DataSource source() {
    return pool;
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /** A server setting as {@code SHOW} tells it, such as {@code fsync}. */
  public String setting(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT current_setting(:name)")
            .bind("name", name)
            .mapTo(String.class)
            .one());
  }

  /**
   * Returns if the server answers.
   *
   * @throws JdbiException if it does not
   */
  public void ping() {
    int _ = jdbi.withHandle(handle -> handle.select("SELECT 1").mapTo(Integer.class).one());
  }

  @Override
  public void close() {
    pool.close();
  }
}
