package org.aristobot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of our own in the data folder, reachable from this machine only, with an
 * append-only file. It puts itself into a session of its own, so that Ctrl-C in a terminal does not
 * reach it before its users are done.
 */
final class EmbeddedRedis implements AutoCloseable {
  /** A machine that stands still for some seconds is no reason to leave a server behind. */
  private static final Duration LAUNCH = Duration.ofSeconds(20);

  /** Longer than reading any append-only file that a gateway leaves. */
  private static final Duration START = Duration.ofMinutes(1);

  private static final Duration STOP = Duration.ofSeconds(5);

  /** What is asserted after the start, beside being set before. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "bind", "127.0.0.1",
          "protected-mode", "yes",
          "appendonly", "yes",
          "appendfsync", "everysec",
          "maxmemory-policy", "noeviction");

  private final Path folder;
  private final Path program;
  private final Path log;
  private final int port;
  private final @Nullable Secret password;
  private long pid = -1;

  private EmbeddedRedis(Path folder, Path program, Path log, int port, @Nullable Secret password) {
    this.folder = folder;
    this.program = program;
    this.log = log;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts it and returns when it answers with the settings we rely on.
   *
   * @param data the data folder, held by the caller
   * @param open without a password
   * @throws UserError when it cannot run; nothing is left running then
   */
  static EmbeddedRedis start(Path data, Path logs, int wantedPort, boolean open) {
    Path folder = data.resolve("redis");
    try {
      OwnerFiles.createFolder(folder);
    } catch (IOException e) {
      throw new UserError("The folder " + folder + " cannot be made by this user.", e);
    }
    endLeftover(folder);
    int port = Ports.free(wantedPort, "Redis", ConfigKey.REDIS_PORT);
    Secret password = open ? null : OwnerFiles.readOrCreateSecret(passwordFile(data));
    EmbeddedRedis server =
        new EmbeddedRedis(
            folder,
            new Binaries(data.resolve("bin")).redis(),
            logs.resolve("redis.log"),
            port,
            password);
    try {
      server.launch();
      server.verify();
      return server;
    } catch (UserError e) {
      server.close();
      throw e;
    }
  }

  static Path passwordFile(Path data) {
    return data.resolve("redis_password");
  }

  Secret uri() {
    return uri(port, password);
  }

  static Secret uri(int port, @Nullable Secret password) {
    String login = password == null ? "" : ":" + password.reveal() + "@";
    return new Secret("redis://" + login + "127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  long pid() {
    return pid;
  }

  private static Path settingsFile(Path folder) {
    return folder.resolve("redis.conf");
  }

  private static Path pidFile(Path folder) {
    return folder.resolve("redis.pid");
  }

  private static void endLeftover(Path folder) {
    long left = pidIn(folder);
    if (left > 0
        && Processes.runs(left, "redis-server", settingsFile(folder))
        && !Processes.end(left, "TERM", STOP)) {
      throw new UserError(
          "Redis of an earlier run (process " + left + ") does not end: stop it first.");
    }
    try {
      Files.deleteIfExists(pidFile(folder));
    } catch (IOException e) {
      throw new UserError("The folder " + folder + " cannot be written by this user.", e);
    }
  }

  private static long pidIn(Path folder) {
    try {
      Path file = pidFile(folder);
      String text = Files.exists(file) ? Files.readString(file).strip() : "";
      return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    } catch (IOException e) {
      throw new UserError("The folder " + folder + " cannot be read by this user.", e);
    }
  }

  /**
   * Ends it and starts it again on the same port, with what its append-only file holds.
   *
   * @param hard by SIGKILL, as a machine's memory killer does; the last second may be forgotten
   */
  void restart(boolean hard) {
    boolean _ = Processes.end(pid, hard ? "KILL" : "TERM", STOP);
    endLeftover(folder);
    Ports.awaitFree(port, STOP);
    pid = -1;
    launch();
    verify();
  }

  private void launch() {
    prepareLog();
    OwnerFiles.write(settingsFile(folder), settings());
    Processes.Ended ended =
        Processes.run(
            List.of(program.toString(), settingsFile(folder).toString()), Duration.ofSeconds(10));
    if (!ended.ok()) {
      throw new UserError("Redis did not start: " + ended.lastLine());
    }
    // It goes to the background before it binds its port, and writes its process id after.
    long deadline = System.nanoTime() + LAUNCH.toNanos();
    pid = pidIn(folder);
    while (pid < 0) {
      boolean late = System.nanoTime() - deadline > 0;
      Processes.pause();
      pid = pidIn(folder);
      if (late && pid < 0) {
        throw new UserError("Redis did not start; " + log + " says why.");
      }
    }
  }

  private void prepareLog() {
    try {
      if (Files.exists(log) && Files.size(log) > Logging.FILE_BYTES) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UserError("The log file " + log + " cannot be written by this user.", e);
    }
  }

  private String settings() {
    Map<String, String> all = new LinkedHashMap<>(SETTINGS);
    all.put("port", Integer.toString(port));
    all.put("daemonize", "yes");
    // The command line stays as it was given: by it a server that was left behind is recognised.
    all.put("set-proc-title", "no");
    all.put("pidfile", pidFile(folder).toString());
    all.put("logfile", log.toString());
    all.put("dir", folder.toString());
    all.put("save", "");
    if (password != null) {
      all.put("requirepass", password.reveal());
    }
    return all.entrySet().stream()
        .map(setting -> setting.getKey() + " " + quoted(setting.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private void verify() {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (RedisProbe probe = new RedisProbe(port, password)) {
        probe.ask("PING");
        verify(probe);
        return;
      } catch (IOException e) {
        // Not listening yet, or still reading its append-only file.
        if (!Processes.alive(pid) || System.nanoTime() - deadline > 0) {
          throw new UserError("Redis did not start; " + log + " says why.", e);
        }
        Processes.pause();
      }
    }
  }

  private static void verify(RedisProbe probe) throws IOException {
    for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
      String value = probe.ask("CONFIG", "GET", setting.getKey()).getLast();
      if (!value.equals(setting.getValue())) {
        throw new UserError(
            "Redis runs with %s=%s instead of %s."
                .formatted(setting.getKey(), value, setting.getValue()));
      }
    }
  }

  /** Redis writes its append-only file to disk before it ends. */
  @Override
  public void close() {
    if (pid > 0 && Processes.runs(pid, "redis-server", settingsFile(folder))) {
      Processes.end(pid, "TERM", STOP);
    }
  }
}
