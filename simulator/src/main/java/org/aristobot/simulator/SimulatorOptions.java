package org.aristobot.simulator;

import java.time.Clock;
import java.time.InstantSource;
import org.aristobot.simulator.wire.LimitProfile;

/**
 * How to start a simulator.
 *
 * @param venue such as {@code binance}
 * @param host to listen on
 * @param port to listen on, 0 for any free one
 * @param frozen whether prices stand still
 * @param limits how strict the rate limits are
 * @param seed of the price walk and the history: the same seed, the same market
 * @param clock where the venue's time comes from
 */
public record SimulatorOptions(
    String venue,
    String host,
    int port,
    boolean frozen,
    LimitProfile limits,
    long seed,
    InstantSource clock) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final long DEFAULT_SEED = 42;

  /** A walking market with the venue's own limits on any free port of this machine. */
  public static SimulatorOptions of(String venue) {
    return new SimulatorOptions(
        venue, DEFAULT_HOST, 0, false, LimitProfile.REAL, DEFAULT_SEED, Clock.systemUTC());
  }

  public SimulatorOptions withPort(int newPort) {
    return new SimulatorOptions(venue, host, newPort, frozen, limits, seed, clock);
  }

  public SimulatorOptions withFrozen(boolean newFrozen) {
    return new SimulatorOptions(venue, host, port, newFrozen, limits, seed, clock);
  }

  public SimulatorOptions withLimits(LimitProfile newLimits) {
    return new SimulatorOptions(venue, host, port, frozen, newLimits, seed, clock);
  }

  public SimulatorOptions withSeed(long newSeed) {
    return new SimulatorOptions(venue, host, port, frozen, limits, newSeed, clock);
  }

  public SimulatorOptions withClock(InstantSource newClock) {
    return new SimulatorOptions(venue, host, port, frozen, limits, seed, newClock);
  }
}
