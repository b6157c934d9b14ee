package org.aristobot.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A {@link GatewayMain} as the test sees it: stand-by, serving, dead. */
final class GatewayProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final CompletableFuture<String> serving = new CompletableFuture<>();
  private final CompletableFuture<String> reached = new CompletableFuture<>();
  private final AtomicInteger standing = new AtomicInteger();

  private GatewayProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().name("output of gateway " + process.pid()).start(this::listen);
  }

  /** Starts a process that gets ready and waits. */
  static GatewayProcess launch(World world) {
    return launch(GatewayMain.environment(world));
  }

  /** The same, with leases and signs of life of a few seconds only. */
  static GatewayProcess launchImpatient(World world) {
    Map<String, String> environment = new HashMap<>(GatewayMain.environment(world));
    environment.put(GatewayMain.IMPATIENT, "yes");
    return launch(environment);
  }

  /** The same as usual, but that it records its intents after the send only. */
  static GatewayProcess launchIntentsOff(World world) {
    Map<String, String> environment = new HashMap<>(GatewayMain.environment(world));
    environment.put(GatewayMain.INTENTS_OFF, "yes");
    return launch(environment);
  }

  /** The same as usual, with callers who wait so long and that visibility lag in milliseconds. */
  static GatewayProcess launchPatient(World world, Duration wait, int lag) {
    Map<String, String> environment = new HashMap<>(GatewayMain.environment(world));
    environment.put(GatewayMain.DOUBTS, wait.toMillis() + " " + lag);
    return launch(environment);
  }

  /**
   * The same with the program's own settings but for callers, who do not wait.
   *
   * @param data where it keeps its own files; a folder of its own makes it one of another machine
   */
  static GatewayProcess launchStandard(World world, Path data) {
    Map<String, String> environment = new HashMap<>(GatewayMain.environment(world));
    environment.put(GatewayMain.DOUBTS, "0");
    environment.put(GatewayMain.Variable.FAULT_DATA.name(), data.toString());
    return launch(environment);
  }

  private static GatewayProcess launch(Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(FastStart.command(environment));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      return new GatewayProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        heard(line);
      }
    } catch (IOException _) {
      // The process was killed while it spoke.
    }
    IllegalStateException end = new IllegalStateException("gateway " + process.pid() + " is gone");
    ready.completeExceptionally(end);
    serving.completeExceptionally(end);
    reached.completeExceptionally(end);
  }

  private void heard(String line) {
    if (line.equals(GatewayMain.READY)) {
      ready.complete(line);
    } else if (line.equals(GatewayMain.SERVING)) {
      serving.complete(line);
    } else if (line.startsWith(GatewayMain.REACHED)) {
      standing.incrementAndGet();
      reached.complete(line);
    } else {
      System.out.println("gateway " + process.pid() + ": " + line);
    }
  }

  /** Waits until it is ready, has it serve, and returns when it does. */
  void serve(Death death) {
    await(ready, PATIENCE);
    tell(
        switch (death) {
          case Death.AtStep(var step, var nth) -> step + " " + nth;
          case Death.Holding() -> GatewayMain.HOLD + " 0";
          case Death.Poisoned() -> GatewayMain.POISON + " 0";
          case Death.Answered _, Death.Never() -> GatewayMain.NONE + " 0";
        });
    await(serving, PATIENCE);
  }

  /** How many requests have come to stand still so far. */
  int standing() {
    return standing.get();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets the request that stands still go on. */
  void goOn() {
    tell("go on");
  }

  private void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * SIGSTOP: the process stands still as a whole, as on a machine that was suspended. Returns when
   * it does; on a busy machine its threads run on for a while after the signal was sent.
   */
  void freeze() {
    signal("STOP");
    Awaitility.await().atMost(PATIENCE).until(() -> state().startsWith("T"));
  }

  private String state() throws IOException {
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    if (Files.exists(stat)) {
      String line = Files.readString(stat);
      // proc_pid_stat(5): the state follows the name, which is in brackets and may hold blanks.
      return line.substring(line.lastIndexOf(')') + 2);
    }
    Process ps =
        new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(process.pid())).start();
    return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("gateway " + process.pid() + " took no " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a request stands still; false if none did in time. */
  boolean awaitStandstill(Duration atMost) {
    try {
      String _ = reached.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it died before it was killed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void await(CompletableFuture<String> word, Duration atMost) {
    try {
      String _ = word.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a gateway did not come up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("gateway " + process.pid() + " survived SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
