package org.aristobot.storm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A gateway process from its start to its end. Any thread. */
final class GatewayLife {

  private static final Pattern SERVES = Pattern.compile("gateway ([A-Za-z0-9_-]+) serves");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private volatile @Nullable String id;
  private volatile boolean frozen;

  private GatewayLife(Process process) {
    this.process = process;
    Thread.ofVirtual().name("output of gateway " + process.pid()).start(this::listen);
  }

  static GatewayLife start(ProcessBuilder builder) {
    try {
      return new GatewayLife(builder.redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException("a gateway cannot be started", e);
    }
  }

  private void listen() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = SERVES.matcher(line);
        if (matcher.find()) {
          id = matcher.group(1);
        }
      }
    } catch (IOException _) {
      // It was killed while it spoke; what it has to say is in its log.
    }
  }

  /** Its name, once it serves. */
  Optional<String> id() {
    return Optional.ofNullable(id);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it can be expected to answer. */
  boolean isServing() {
    return isAlive() && !frozen && id != null;
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGSTOP: it stands still as on a machine that was suspended. */
  void freeze() {
    frozen = true;
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() {
    if (frozen && isAlive()) {
      signal("CONT");
    }
    frozen = false;
  }

  /** Asks it to end and waits for that; kills it if it takes too long. */
  void stop() {
    thaw();
    process.destroy();
    if (!awaitEnd()) {
      kill();
    }
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return false;
    }
  }

  /** By the shell's own kill: small systems have no program of that name. */
  private void signal(String name) {
    try {
      int _ =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("no shell can be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
