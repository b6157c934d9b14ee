package org.aristobot.app;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.jspecify.annotations.Nullable;

/**
 * The simulated exchanges of {@code up}, started on the side while the databases start. An exchange
 * whose live address is configured is not simulated.
 */
final class Simulators implements AutoCloseable {

  static final String BINANCE = "binance";

  /**
   * How long a port may seem taken: a child process that is being started holds our own sockets for
   * a moment, also one that was closed already.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final @Nullable FutureTask<Simulator> binance;

  private Simulators(@Nullable FutureTask<Simulator> binance) {
    this.binance = binance;
  }

  static Simulators starting(Config config, LimitProfile limits, boolean frozen) {
    if (config.exchanges().binance().urls().live() != null) {
      return new Simulators(null);
    }
    FutureTask<Simulator> start = new FutureTask<>(() -> binance(config, limits, frozen));
    Thread.ofVirtual().name("start simulator").start(start);
    return new Simulators(start);
  }

  /**
   * Starts one.
   *
   * @throws UserError if something else listens on its port
   */
  static Simulator binance(Config config, LimitProfile limits, boolean frozen) {
    int port = config.simulators().binance();
    SimulatorOptions options =
        SimulatorOptions.of(BINANCE).withPort(port).withLimits(limits).withFrozen(frozen);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return Simulator.start(options);
      } catch (IllegalStateException e) {
        if (System.nanoTime() > deadline) {
          Ports.free(port, "the simulated binance", ConfigKey.BINANCE_SIMULATOR_PORT);
          throw new UserError(String.valueOf(e.getMessage()), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(50));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("The start of the simulated exchange was interrupted.", e);
    }
  }

  /**
   * Waits until they answer.
   *
   * @return their addresses, by venue
   * @throws UserError if one cannot listen
   */
  Map<String, URI> await() {
    return binance == null ? Map.of() : Map.of(BINANCE, outcome(binance).uri());
  }

  private static Simulator outcome(FutureTask<Simulator> start) {
    try {
      return start.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserError refused) {
        throw refused;
      }
      throw new IllegalStateException("a simulator did not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a simulator starts", e);
    }
  }

  @Override
  public void close() {
    if (binance == null) {
      return;
    }
    Simulator running;
    try {
      running = outcome(binance);
    } catch (UserError | IllegalStateException e) {
      return; // It never ran, and await has said why.
    }
    running.close();
  }
}
