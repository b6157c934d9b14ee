package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The program as its users start it: processes of their own on one data folder. What still runs at
 * the end is ended.
 */
final class ChildPrograms implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Path BINARIES = TestServers.binaries();

  private final Path folder;
  private final Path data;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Process> children = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();

  /** How a command ended. */
  record Ended(int code, String out, String err) {}

  /**
   * @param folder an empty one, for data and outputs
   */
  ChildPrograms(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    data = Files.createDirectory(this.folder.resolve("data"));
    Files.createDirectories(BINARIES);
    Files.createSymbolicLink(data.resolve("bin"), BINARIES);
    environment.put("ARISTOBOT_DATA", data.toString());
    environment.put("ARISTOBOT_POSTGRES_PORT", "0");
    environment.put("ARISTOBOT_REDIS_PORT", "0");
    environment.putAll(TestServers.simulatorsOnAnyPort());
  }

  Path data() {
    return data;
  }

  /** A setting of those that are started from now on. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  void unset(String variable) {
    environment.remove(variable);
  }

  Config config() {
    return Config.load(null, environment, folder, folder);
  }

  Process start(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(ConfigReader::isSetting);
    builder.environment().putAll(environment);
    Path out = folder.resolve("output-" + children.size() + ".txt");
    outputs.add(out);
    outputs.add(errors(out));
    builder.redirectOutput(out.toFile());
    builder.redirectError(errors(out).toFile());
    try {
      Process child = builder.start();
      children.add(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path errors(Path out) {
    return out.resolveSibling(out.getFileName() + ".err");
  }

  private Path out(Process child) {
    return folder.resolve("output-" + children.indexOf(child) + ".txt");
  }

  /** Starts one and waits until it has printed that. */
  Process await(String printed, String... arguments) {
    Process child = start(arguments);
    Path out = out(child);
    Awaitility.await(printed)
        .atMost(PATIENCE)
        .until(() -> {
          assertThat(child.isAlive()).as(() -> read(out) + read(errors(out))).isTrue();
          return read(out).contains(printed);
        });
    return child;
  }

  /** {@code up} on simulated exchanges, serving. */
  Process up() {
    return await("aristobot status", "up", "--limits", "off", "--frozen");
  }

  /** Runs one to its end. */
  Ended run(String... arguments) {
    return runWith("", arguments);
  }

  /** The same with that on standard input. */
  Ended runWith(String input, String... arguments) {
    Process child = start(arguments);
    try (var in = child.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Most commands end without reading any.
    }
    return end(child);
  }

  /** How it ended, once it has. */
  Ended end(Process child) {
    try {
      assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return new Ended(child.exitValue(), read(out(child)), read(errors(out(child))));
  }

  /** Ends one that serves. */
  void stop(Process child) {
    child.destroy();
    assertThat(end(child).code()).isZero();
  }

  /** All that any of them has printed so far, by file. */
  Map<Path, String> printed() {
    Map<Path, String> printed = new HashMap<>();
    outputs.forEach(file -> printed.put(file, read(file)));
    return printed;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Servers that run on the data folder. */
  List<Long> servers() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid ->
            Processes.runs(pid, "postgres", data.resolve("postgres"))
                || Processes.runs(pid, "redis-server", data.resolve("redis/redis.conf")))
        .toList();
  }

  @Override
  public void close() throws IOException {
    children.forEach(Process::destroy);
    for (Process child : children) {
      try {
        if (!child.waitFor(20, TimeUnit.SECONDS)) {
          child.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    servers().forEach(pid -> Processes.end(pid, "INT", Duration.ofSeconds(5)));
    Files.deleteIfExists(data.resolve("bin"));
  }
}
