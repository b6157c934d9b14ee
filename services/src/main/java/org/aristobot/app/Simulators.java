package org.aristobot.app;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;

/**
 * Simulated exchanges, started on the side, all at once. A venue that the simulator does not know
 * is not among them.
 */
final class Simulators implements AutoCloseable {

  /**
   * How long a port may seem taken: a child process that is being started holds our own sockets for
   * a moment, also one that was closed already.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Map<Venue, FutureTask<Optional<Simulator>>> starts = new EnumMap<>(Venue.class);

  private Simulators() {}

  /** Those of {@code up}: an exchange whose live address is configured is not simulated. */
  static Simulators starting(Config config, LimitProfile limits, boolean frozen) {
    List<Venue> venues =
        Stream.of(Venue.values())
            .filter(venue -> config.exchange(venue).liveUrl() == null)
            .toList();
    return starting(config, venues, limits, frozen);
  }

  /** Those of the venues named. */
  static Simulators starting(
      Config config, Collection<Venue> venues, LimitProfile limits, boolean frozen) {
    Simulators simulators = new Simulators();
    for (Venue venue : venues) {
      FutureTask<Optional<Simulator>> start =
          new FutureTask<>(() -> start(venue, config, limits, frozen));
      simulators.starts.put(venue, start);
      Thread.ofVirtual().name("start simulator " + venue.word()).start(start);
    }
    return simulators;
  }

  private static Optional<Simulator> start(
      Venue venue, Config config, LimitProfile limits, boolean frozen) {
    int port = config.exchange(venue).simulatorPort();
    SimulatorOptions options =
        SimulatorOptions.of(venue.word()).withPort(port).withLimits(limits).withFrozen(frozen);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return Optional.of(Simulator.start(options));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      } catch (IllegalStateException e) {
        if (System.nanoTime() > deadline) {
          Ports.free(port, "the simulated " + venue.word(), ConfigKey.simulatorPort(venue));
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
   * @return their addresses by the venues' words, in the order of the venues
   * @throws UserError if one cannot listen
   */
  Map<String, URI> await() {
    Map<String, URI> addresses = new LinkedHashMap<>();
    starts.forEach((venue, start) ->
        outcome(start).ifPresent(running -> addresses.put(venue.word(), running.uri())));
    return Collections.unmodifiableMap(addresses);
  }

  private static Optional<Simulator> outcome(FutureTask<Optional<Simulator>> start) {
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
    starts.values().forEach(Simulators::close);
  }

  private static void close(FutureTask<Optional<Simulator>> start) {
    Optional<Simulator> running;
    try {
      running = outcome(start);
    } catch (UserError | IllegalStateException e) {
      return; // It never ran, and await has said why.
    }
    running.ifPresent(Simulator::close);
  }
}
