package org.aristobot.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request whose envelope and parameters are of the right shape.
 *
 * @param address where the answer goes
 * @param userId null when the caller gave none, which every action that needs a broker refuses
 * @param askedAt the caller's time stamp if it is one, else when a gateway first saw the message
 */
public record Request(
    Address address,
    String action,
    Command command,
    @Nullable Long userId,
    @Nullable String traceId,
    Instant askedAt) {

  /**
   * How to answer.
   *
   * @param legacy whether it came from the older list and is answered under both keys
   * @param replyTo a list to push the answer to, instead of the keys
   */
  public record Address(
      String requestId, boolean legacy, @Nullable String replyTo, boolean decimalsAsText) {}
}
