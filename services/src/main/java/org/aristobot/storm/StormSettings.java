package org.aristobot.storm;

import java.time.Duration;

/**
 * How large a storm is and what it must have reached to count.
 *
 * @param orders that the callers place
 * @param seed of everything that is left to chance
 * @param gateways that serve at the same time
 * @param lag the visibility lag that the gateways are told; no fault of the venue hides an order
 *     for longer
 * @param leastHits of every fault of the venue, else the run is void
 * @param leastStops of every restart and of standstills, else the run is void
 * @param leastKills of gateways with work in flight, else the run is void
 */
public record StormSettings(
    int orders,
    long seed,
    int gateways,
    Duration lag,
    int leastHits,
    int leastStops,
    int leastKills) {

  private static final int LEAST_HITS = 20;
  private static final int LEAST_KILLS = 10;
  private static final int LEAST_STOPS = 3;

  /** The rule: twenty hits of every fault, ten kills that hurt, restarts as the size allows. */
  public static StormSettings of(int orders, long seed, int gateways, Duration lag) {
    return new StormSettings(
        orders,
        seed,
        gateways,
        lag,
        LEAST_HITS,
        Math.clamp(orders / 1_000, LEAST_STOPS, LEAST_HITS),
        LEAST_KILLS);
  }
}
