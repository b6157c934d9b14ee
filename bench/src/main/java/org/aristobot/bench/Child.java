package org.aristobot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that is spoken to in lines: one line in, one line out. It is killed when this is
 * closed. Thread rule: one thread.
 */
final class Child implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String END = "\0end";

  private final String name;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    Thread.ofVirtual().name("output of " + name).start(this::listen);
  }

  /**
   * Starts it.
   *
   * @param errors where its standard error goes
   */
  static Child start(
      String name, List<String> command, Map<String, String> environment, Path errors) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    try {
      return new Child(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " could not be started", e);
    }
  }

  /** A class of this module as a process, with the collector and the heap of the launcher. */
  static Child java(Class<?> main, List<String> flags, List<String> arguments, Path logs) {
    List<String> command = new ArrayList<>(List.of(Places.java(), "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(Places.OPEN);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    String name = main.getSimpleName() + String.join("-", arguments).replaceAll("[^a-zA-Z-]", "");
    return start(name, command, Map.of(), logs.resolve(name + ".err"));
  }

  /** A script of {@code bench/ccxt}. */
  static Child node(String script, List<String> flags, List<String> arguments, Path logs) {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(flags);
    command.add(Places.home().resolve("bench/ccxt").resolve(script).toString());
    command.addAll(arguments);
    return start(script, command, Map.of(), logs.resolve(script + ".err"));
  }

  /** For the child's own side: it ends when its parent does. */
  static void endWithInput() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (System.in.read() >= 0) {
              // Nothing is said on this way.
            }
          } catch (IOException e) {
            // The parent is gone too.
          }
          System.exit(0);
        });
  }

  private void listen() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It was killed while it spoke.
    }
    lines.add(END);
  }

  long pid() {
    return process.pid();
  }

  /** The next line that it says. */
  String hear(Duration patience) {
    try {
      String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null || line.equals(END)) {
        throw new IllegalStateException(
            name + (line == null ? " said nothing for " + patience : " ended") + ".");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Lines up to the one that begins so. */
  String hearUntil(String start, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      String line = hear(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      if (line.startsWith(start)) {
        return line;
      }
    }
  }

  /** Says a line and reads the JSON that it answers. */
  JsonNode ask(String line, Duration patience) {
    tell(line);
    return answer(patience);
  }

  /** The JSON that it says next. */
  JsonNode answer(Duration patience) {
    return JSON.readTree(hear(patience));
  }

  /** Says a line. */
  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is gone", e);
    }
  }

  /** User and system time that it has used so far. */
  double cpuMicros() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
  }

  /** Lets the others work. */
  static void pause(Duration howLong) {
    try {
      Thread.sleep(howLong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** SIGTERM, and SIGKILL if that is not heard. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
  }
}
