package org.aristobot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of our own in the data folder, reachable from this machine only. It runs in a
 * session of its own (pg_ctl sees to that), so that Ctrl-C in a terminal does not reach it before
 * its users are done.
 */
final class EmbeddedPostgres implements AutoCloseable {
  private static final String MAJOR = "18";
  private static final String NAME = "aristobot";
  private static final Duration INIT = Duration.ofMinutes(1);

  /** Longer than any start without a crash: after one, PostgreSQL first replays its log. */
  private static final Duration START = Duration.ofMinutes(2);

  /**
   * After a kill, PostgreSQL refuses to start until the last process of the one before has noticed.
   */
  private static final Duration ORPHANS = Duration.ofSeconds(5);

  private static final Duration STOP = Duration.ofSeconds(6);

  /**
   * On the command line they win over the files in the data folder. None of them trades safety for
   * speed.
   */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("shared_buffers", "64MB"),
          Map.entry("max_connections", "200"),
          Map.entry("jit", "off"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_checkpoints", "off"),
          Map.entry("log_min_messages", "warning"));

  private final Path home;
  private final Path logs;
  private final Path log;
  private final Path bin;
  private final Unprivileged user;
  private final Secret password;
  private final int port;
  private long pid;

  private EmbeddedPostgres(
      Path home, Path logs, Path bin, Unprivileged user, Secret password, int port) {
    this.home = home;
    this.logs = logs;
    this.log = logs.resolve("postgresql.log");
    this.bin = bin;
    this.user = user;
    this.password = password;
    this.port = port;
  }

  /**
   * Starts it, makes the database when there is none, and returns when it answers with the settings
   * we rely on.
   *
   * @param data the data folder, held by the caller
   * @throws UserError when it cannot run; nothing is left running then
   */
  static EmbeddedPostgres start(Path data, Path logs, int wantedPort) {
    Path home = data.resolve("postgres");
    checkVersion(home);
    endLeftover(home);
    int port = Ports.free(wantedPort, "PostgreSQL", ConfigKey.POSTGRES_PORT);
    Unprivileged user = Unprivileged.current();
    Path bin = new Binaries(data.resolve("bin")).postgres().resolve("bin");
    user.letThrough(data);
    Secret known = OwnerFiles.readSecret(passwordFile(data));
    Secret password = known == null ? OwnerFiles.createSecret(passwordFile(data)) : known;
    EmbeddedPostgres server = new EmbeddedPostgres(home, logs, bin, user, password, port);
    server.checkReach();
    if (!Files.exists(home)) {
      server.create();
    } else {
      user.own(home);
      if (known == null) {
        server.alone(home, "ALTER ROLE aristobot PASSWORD '" + password.reveal() + "';\n");
      }
    }
    server.launch();
    return server;
  }

  PostgresAccess access() {
    return access(port, password);
  }

  static PostgresAccess access(int port, @Nullable Secret password) {
    return new PostgresAccess("jdbc:postgresql://127.0.0.1:" + port + "/" + NAME, NAME, password);
  }

  static Path passwordFile(Path data) {
    return data.resolve("postgres_password");
  }

  int port() {
    return port;
  }

  long pid() {
    return pid;
  }

  private static void checkVersion(Path home) {
    if (!Files.exists(home)) {
      return;
    }
    try {
      Path file = home.resolve("PG_VERSION");
      String version = Files.exists(file) ? Files.readString(file).strip() : "none";
      if (!version.equals(MAJOR)) {
        throw new UserError(
            "The folder %s is not one of PostgreSQL %s (its version: %s): move it away, or dump and reload it."
                .formatted(home, MAJOR, version));
      }
    } catch (IOException e) {
      throw new UserError("The folder " + home + " cannot be read by this user.", e);
    }
  }

  /**
   * Ends the server of an earlier run that was killed. Its pid file may also be stale, its id
   * reused.
   */
  private static void endLeftover(Path home) {
    long left = pidIn(home);
    if (left <= 0 || !Processes.alive(left)) {
      return;
    }
    if (!Processes.runs(left, "postgres", home)) {
      deletePidFile(home);
    } else if (!Processes.end(left, "INT", STOP)) {
      throw new UserError(
          "PostgreSQL of an earlier run (process " + left + ") does not end: stop it first.");
    }
  }

  /** PostgreSQL itself would take any living process with that id for a server on its folder. */
  private static void deletePidFile(Path home) {
    try {
      Files.deleteIfExists(home.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long pidIn(Path home) {
    try {
      Path file = home.resolve("postmaster.pid");
      if (!Files.exists(file)) {
        return -1;
      }
      String first = Files.readAllLines(file).stream().findFirst().orElse("");
      return first.matches("[0-9]{1,9}") ? Long.parseLong(first) : -1;
    } catch (IOException e) {
      throw new UserError("The folder " + home + " cannot be read by this user.", e);
    }
  }

  private void checkReach() {
    Processes.Ended ended =
        Processes.run(user.command(program("postgres"), "--version"), Duration.ofSeconds(10));
    if (!ended.ok()) {
      throw new UserError(
          "PostgreSQL cannot be run from "
              + bin
              + (user.owner() > 0
                  ? " by the user nobody, which it needs as root: run Aristobot as an ordinary user."
                  : ": " + ended.lastLine()));
    }
  }

  private String program(String name) {
    return bin.resolve(name).toString();
  }

  /** Made under another name first: a folder with the right name is complete. */
  private void create() {
    // An initdb orphaned by a kill may still be writing under its own name.
    Path part = home.resolveSibling("postgres.part." + ProcessHandle.current().pid());
    try {
      OwnerFiles.createFolder(part);
      user.own(part);
      Processes.Ended ended =
          Processes.run(
              user.command(
                  program("initdb"),
                  "-D",
                  part.toString(),
                  "-U",
                  "postgres",
                  "-A",
                  "trust",
                  "-E",
                  "UTF8",
                  "--locale=C",
                  "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8"),
              INIT);
      if (!ended.ok()) {
        throw new UserError("PostgreSQL could not make its folder: " + ended.lastLine());
      }
      alone(
          part,
          "CREATE ROLE aristobot LOGIN CREATEDB PASSWORD '"
              + password.reveal()
              + "';\n"
              + "CREATE DATABASE aristobot OWNER aristobot;\n");
      // The superuser has no password, so that this leaves the one role that has.
      Files.writeString(part.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
      deleteParts();
    } catch (IOException e) {
      throw new UserError("PostgreSQL could not make its folder " + part + ".", e);
    }
  }

  /** What earlier starts left unfinished. */
  private void deleteParts() throws IOException {
    try (Stream<Path> files = Files.list(home.resolveSibling("."))) {
      files
          .filter(file -> file.getFileName().toString().startsWith("postgres.part."))
          .forEach(Binaries::deleteTree);
    }
  }

  /** Runs statements, one a line, without a server. */
  private void alone(Path folder, String statements) {
    Processes.Ended ended =
        Processes.run(
            user.command(
                program("postgres"),
                "--single",
                "-D",
                folder.toString(),
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_checkpoints=off",
                "postgres"),
            statements,
            INIT);
    if (!ended.ok() || ended.output().contains("ERROR:")) {
      throw new UserError("PostgreSQL could not set up its database: " + ended.lastLine());
    }
  }

  private void launch() {
    prepareLog();
    String options =
        SETTINGS.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "))
            + " -p "
            + port;
    boolean started = startOnce(options);
    long deadline = System.nanoTime() + ORPHANS.toNanos();
    while (!started && System.nanoTime() - deadline < 0) {
      Processes.pause();
      started = startOnce(options);
    }
    pid = pidIn(home);
    try {
      if (!started) {
        throw new UserError("PostgreSQL did not start; " + log + " says why.");
      }
      verify();
    } catch (UserError e) {
      close();
      throw e;
    }
  }

  private boolean startOnce(String options) {
    return Processes.run(
            user.command(
                program("pg_ctl"),
                "start",
                "-s",
                "-w",
                "-t",
                Long.toString(START.toSeconds()),
                "-D",
                home.toString(),
                "-l",
                log.toString(),
                "-o",
                options),
            START.plusSeconds(5))
        .ok();
  }

  private void prepareLog() {
    try {
      if (!Files.exists(log)) {
        Files.createFile(log);
      } else if (Files.size(log) > Logging.FILE_BYTES) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(log);
      }
      user.letThrough(logs);
      user.own(log);
    } catch (IOException e) {
      throw new UserError("The log file " + log + " cannot be written by this user.", e);
    }
  }

  private void verify() {
    try (Connection connection = access().connect()) {
      List<String> wrong = PostgresSettings.verify(connection);
      if (!wrong.isEmpty()) {
        throw new UserError(wrong.getFirst());
      }
    } catch (SQLException e) {
      throw new UserError("PostgreSQL runs but cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Ends it as a crash does (immediate shutdown) and starts it again on the same port, where it
   * replays its log.
   */
  void crash() {
    boolean _ = Processes.end(pid, "QUIT", STOP);
    launch();
  }

  /** Fast shutdown: open connections are cut, everything committed is on disk already. */
  @Override
  public void close() {
    if (pid > 0 && Processes.runs(pid, "postgres", home)) {
      Processes.end(pid, "INT", STOP);
    }
  }
}
