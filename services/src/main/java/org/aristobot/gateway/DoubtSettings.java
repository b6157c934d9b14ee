package org.aristobot.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How patient a gateway is with doubt.
 *
 * @param callerWait the age of a request up to which its caller, whose command is in doubt, is kept
 *     waiting for the settlement; zero to answer at once
 * @param alertAfter the age at which a doubt is told to people
 * @param scanEvery between looks for doubts that other gateways left behind
 * @param visibilityLag in place of what the venues' clients take for each call; null for just that
 */
public record DoubtSettings(
    Duration callerWait,
    Duration alertAfter,
    Duration scanEvery,
    @Nullable Duration visibilityLag) {

  /** Those of the program: a caller gives up after 120 s. */
  public static DoubtSettings standard(@Nullable Duration visibilityLag) {
    return new DoubtSettings(
        Duration.ofSeconds(115), Duration.ofSeconds(60), Duration.ofSeconds(2), visibilityLag);
  }
}
