package org.aristobot.gateway;

import java.time.Duration;
import java.util.Map;
import org.aristobot.model.Venue;

/**
 * How patient a gateway is with doubt.
 *
 * @param callerWait the age of a request up to which its caller, whose command is in doubt, is kept
 *     waiting for the settlement; zero to answer at once
 * @param alertAfter the age at which a doubt is told to people
 * @param scanEvery between looks for doubts that other gateways left behind
 * @param visibilityLags of venues, in place of what their clients take for each call
 */
public record DoubtSettings(
    Duration callerWait,
    Duration alertAfter,
    Duration scanEvery,
    Map<Venue, Duration> visibilityLags) {
  public DoubtSettings {
    visibilityLags = Map.copyOf(visibilityLags);
  }

  /** Those of the program: a caller gives up after 120 s. */
  public static DoubtSettings standard(Map<Venue, Duration> visibilityLags) {
    return new DoubtSettings(
        Duration.ofSeconds(115), Duration.ofSeconds(60), Duration.ofSeconds(2), visibilityLags);
  }
}
