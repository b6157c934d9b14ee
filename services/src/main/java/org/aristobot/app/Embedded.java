package org.aristobot.app;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL and Redis for {@code up}: servers of our own in the data folder, or those that the
 * configuration names. Holds the data folder as long as it lives. Close it last: what uses the
 * servers must have ended.
 */
public final class Embedded implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Embedded.class);

  private final DataFolder folder;
  private final @Nullable EmbeddedPostgres postgres;
  private final @Nullable EmbeddedRedis redis;
  private final PostgresAccess postgresAccess;
  private final Secret redisUri;

  private Embedded(
      DataFolder folder,
      @Nullable EmbeddedPostgres postgres,
      @Nullable EmbeddedRedis redis,
      PostgresAccess postgresAccess,
      Secret redisUri) {
    this.folder = folder;
    this.postgres = postgres;
    this.redis = redis;
    this.postgresAccess = postgresAccess;
    this.redisUri = redisUri;
  }

  /**
   * Starts both at once and returns when they answer with the settings that keep orders safe.
   *
   * @param open embedded Redis without a password
   * @throws UserError when one cannot run; nothing is left running then
   */
  public static Embedded start(Config config, boolean open) {
    return start(config, open, DataFolder.open(config.data()));
  }

  /**
   * The same with a data folder that is held already; from here on this holds it, also when it
   * fails.
   */
  static Embedded start(Config config, boolean open, DataFolder folder) {
    try {
      Logging.createFolder(config.logs());
      return startBoth(config, open, folder);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static Embedded startBoth(Config config, boolean open, DataFolder folder) {
    Future<@Nullable EmbeddedPostgres> postgres;
    Future<@Nullable EmbeddedRedis> redis;
    try (var starts = Executors.newVirtualThreadPerTaskExecutor()) {
      postgres = starts.submit(() -> startPostgres(config, folder.path()));
      redis = starts.submit(() -> startRedis(config, folder.path(), open));
    }
    EmbeddedPostgres postgresServer = null;
    EmbeddedRedis redisServer = null;
    RuntimeException failure = null;
    try {
      postgresServer = outcome(postgres);
    } catch (RuntimeException e) {
      failure = e;
    }
    try {
      redisServer = outcome(redis);
    } catch (RuntimeException e) {
      failure = failure == null ? e : failure;
    }
    if (failure != null) {
      close(postgresServer, redisServer);
      throw failure;
    }
    Embedded embedded =
        new Embedded(
            folder,
            postgresServer,
            redisServer,
            postgresServer == null ? external(config.postgres()) : postgresServer.access(),
            redisServer == null ? external(config.redis()) : redisServer.uri());
    embedded.leaveNote(open);
    return embedded;
  }

  private static @Nullable EmbeddedPostgres startPostgres(Config config, Path data) {
    PostgresAccess external = config.postgres().external();
    if (external == null) {
      return EmbeddedPostgres.start(data, config.logs(), config.postgres().port());
    }
    try (Connection connection = external.connect()) {
      PostgresSettings.verify(connection).forEach(log::warn);
      return null;
    } catch (SQLException e) {
      throw new UserError(
          "PostgreSQL at " + external.url() + " cannot be reached: " + e.getMessage(), e);
    }
  }

  private static @Nullable EmbeddedRedis startRedis(Config config, Path data, boolean open) {
    return config.redis().external() == null
        ? EmbeddedRedis.start(data, config.logs(), config.redis().port(), open)
        : null;
  }

  private static <T extends @Nullable Object> T outcome(Future<T> start) {
    try {
      return start.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("A server did not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the servers start", e);
    }
  }

  private static PostgresAccess external(Config.Postgres postgres) {
    if (postgres.external() == null) {
      throw new IllegalStateException("Neither an embedded nor an own PostgreSQL");
    }
    return postgres.external();
  }

  private static Secret external(Config.Redis redis) {
    if (redis.external() == null) {
      throw new IllegalStateException("Neither an embedded nor an own Redis");
    }
    return redis.external();
  }

  private void leaveNote(boolean open) {
    ProcessHandle self = ProcessHandle.current();
    RunningInstance.write(
        folder.path(),
        new RunningInstance.Note(
            self.pid(),
            RunningInstance.startedAt(self),
            postgres == null ? null : postgres.port(),
            postgres == null ? null : postgres.pid(),
            redis == null ? null : redis.port(),
            redis == null ? null : redis.pid(),
            open,
            Map.of()));
  }

  public PostgresAccess postgres() {
    return postgresAccess;
  }

  public Secret redisUri() {
    return redisUri;
  }

  /** Stops Redis, then PostgreSQL. Nothing that was committed or written is lost. */
  @Override
  public void close() {
    RunningInstance.delete(folder.path());
    close(postgres, redis);
    folder.close();
  }

  private static void close(@Nullable EmbeddedPostgres postgres, @Nullable EmbeddedRedis redis) {
    if (redis != null) {
      redis.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }
}
