package org.aristobot.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where Redis and PostgreSQL are for a command that talks to a running Aristobot: as configured,
 * else those of the {@code up} on the same data folder, which leaves a note ({@code up.json}) there
 * while it runs.
 *
 * @param simulators where exchanges are simulated, by their word; empty where they are real
 */
public record RunningInstance(
    Secret redisUri, PostgresAccess postgres, Map<String, URI> simulators) {

  /** The note. A process is known by id and start, since ids are used again. */
  record Note(
      Long pid,
      String startedAt,
      @Nullable Integer postgresPort,
      @Nullable Long postgresPid,
      @Nullable Integer redisPort,
      @Nullable Long redisPid,
      Boolean redisOpen,
      Map<String, URI> simulators) {}

  /**
   * Finds them.
   *
   * @throws UserError when they are not configured and no {@code up} runs on the data folder
   */
  public static RunningInstance locate(Config config) {
    Secret redis = config.redis().external();
    PostgresAccess postgres = config.postgres().external();
    if (redis != null && postgres != null) {
      return new RunningInstance(redis, postgres, Map.of());
    }
    Note note = read(file(config.data()));
    if (note == null || !runs(note)) {
      throw new UserError(
          "Aristobot is not running on the data folder "
              + config.data()
              + ": start it with ./aristobot up.");
    }
    return new RunningInstance(
        redis == null ? redis(config.data(), note) : redis,
        postgres == null ? postgres(config.data(), note) : postgres,
        note.simulators());
  }

  private static Secret redis(Path data, Note note) {
    Integer port = note.redisPort();
    if (port == null) {
      throw new UserError("The running Aristobot uses a Redis of its own: set redis.uri here too.");
    }
    Secret password =
        note.redisOpen() ? null : OwnerFiles.readSecret(EmbeddedRedis.passwordFile(data));
    return EmbeddedRedis.uri(port, password);
  }

  private static PostgresAccess postgres(Path data, Note note) {
    Integer port = note.postgresPort();
    if (port == null) {
      throw new UserError(
          "The running Aristobot uses a PostgreSQL of its own: set postgres.url here too.");
    }
    return EmbeddedPostgres.access(
        port, OwnerFiles.readSecret(EmbeddedPostgres.passwordFile(data)));
  }

  static void write(Path data, Note note) {
    OwnerFiles.write(file(data), JsonMapper.shared().writeValueAsString(note));
  }

  /** Adds to the note where the exchanges are simulated, for gateways that join. */
  static void addSimulators(Path data, Map<String, URI> simulators) {
    Note note = read(file(data));
    if (note != null) {
      write(
          data,
          new Note(
              note.pid(),
              note.startedAt(),
              note.postgresPort(),
              note.postgresPid(),
              note.redisPort(),
              note.redisPid(),
              note.redisOpen(),
              simulators));
    }
  }

  static void delete(Path data) {
    try {
      Files.deleteIfExists(file(data));
    } catch (IOException e) {
      throw new UserError("The file " + file(data) + " cannot be deleted.", e);
    }
  }

  /** When this process started, as the note tells it. */
  static String startedAt(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("");
  }

  private static boolean runs(Note note) {
    return ProcessHandle.of(note.pid())
        .map(process -> process.isAlive() && startedAt(process).equals(note.startedAt()))
        .orElse(false);
  }

  private static @Nullable Note read(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    if (!Files.isReadable(file)) {
      throw new UserError("The file " + file + " cannot be read by this user.");
    }
    try {
      return JsonMapper.shared().readValue(file, Note.class);
    } catch (JacksonException e) {
      throw new UserError("The file " + file + " is damaged: start ./aristobot up again.", e);
    }
  }

  private static Path file(Path data) {
    return data.resolve("up.json");
  }
}
