package org.aristobot.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the embedded servers need of the operating system's processes. */
final class Processes {
  private static final long POLL_MILLIS = 10;

  /** How a short command ended, with what it printed on either stream. */
  record Ended(int code, String output) {
    boolean ok() {
      return code == 0;
    }

    String lastLine() {
      return output.lines().filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("");
    }
  }

  private Processes() {}

  /**
   * Whether the process does anything yet: one that only waits to be reaped by its parent does not.
   */
  static boolean alive(long pid) {
    if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      return false;
    }
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The name before the state stands in parentheses and may hold anything (proc(5)).
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException | IndexOutOfBoundsException e) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  /**
   * Whether the process is that program with that path among its arguments: a process id may have
   * been reused.
   */
  static boolean runs(long pid, String program, Path argument) {
    if (!alive(pid)) {
      return false;
    }
    return ProcessHandle.of(pid)
        .map(ProcessHandle::info)
        .filter(info -> info.command().map(command -> command.contains(program)).orElse(true))
        .flatMap(ProcessHandle.Info::arguments)
        .map(arguments -> Arrays.asList(arguments).contains(argument.toString()))
        .orElse(false);
  }

  static boolean awaitEnd(long pid, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (alive(pid)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  /**
   * Signals the process, then kills it if that was not enough in time. False when it could not be
   * ended at all.
   */
  static boolean end(long pid, String signal, Duration atMost) {
    signal(pid, signal);
    if (awaitEnd(pid, atMost)) {
      return true;
    }
    signal(pid, "KILL");
    return awaitEnd(pid, Duration.ofSeconds(1));
  }

  /** By the shell's own kill: small systems have no program of that name. */
  private static void signal(long pid, String signal) {
    run(List.of("sh", "-c", "kill -" + signal + " " + pid), Duration.ofSeconds(5));
  }

  static Ended run(List<String> command, Duration atMost) {
    return run(command, "", atMost);
  }

  /**
   * Runs a command that prints little and gives it that input. A background process that it leaves
   * behind is not waited for.
   */
  static Ended run(List<String> command, String input, Duration atMost) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // Settings may be secrets, and a process shows its environment to others of its user.
      builder.environment().keySet().removeIf(ConfigReader::isSetting);
      Process process = builder.start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended without reading; its exit code tells more than the broken pipe does.
      }
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Ended(-1, "no end within " + atMost.toSeconds() + " s");
      }
      var out = process.getInputStream();
      return new Ended(
          process.exitValue(), new String(out.readNBytes(out.available()), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Ended(127, command.getFirst() + " cannot be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ended(-1, "interrupted");
    }
  }

  static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a process", e);
    }
  }
}
