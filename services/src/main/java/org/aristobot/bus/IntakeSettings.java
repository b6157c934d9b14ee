package org.aristobot.bus;

import java.time.Duration;

/**
 * How much a gateway takes on, and how often it looks after itself and others.
 *
 * @param gatewayId unique per life of a process; visible ASCII without blanks
 * @param ordersInFlight orders and cancels worked on at once; with that many taken, further ones
 *     stay on the request list
 * @param queriesInFlight other requests worked on at once
 * @param queriesWaiting other requests that may wait; more are answered RATE_LIMITED
 * @param tidyEvery between looks for messages that were lost sight of, here or by a dead gateway
 * @param livenessTtl after which a silent gateway counts as dead; with {@code tidyEvery} the
 *     longest that its messages lie idle
 */
public record IntakeSettings(
    String gatewayId,
    int ordersInFlight,
    int queriesInFlight,
    int queriesWaiting,
    Duration tidyEvery,
    Duration livenessTtl) {

  public static IntakeSettings of(String gatewayId) {
    return new IntakeSettings(
        gatewayId, 256, 64, 1_000, Duration.ofSeconds(1), Duration.ofSeconds(10));
  }

  /** Several renewals fit into a life, so that one that fails does not end it. */
  Duration renewEvery() {
    return livenessTtl.dividedBy(5);
  }
}
