package org.aristobot.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request whose envelope and parameters are of the right shape.
 *
 * @param userId null when the caller gave none, which only actions without a broker allow
 * @param askedAt the caller's time stamp if it is one, else when a gateway first saw the message
 * @param expired whether its caller has surely given up. Only orders to place reach a handler so:
 *     one that is known is replayed, a new one is answered TIMEOUT and not sent
 */
public record Request(
    Address address,
    String action,
    Command command,
    @Nullable Long userId,
    @Nullable String traceId,
    Instant askedAt,
    boolean expired) {

  /** The same request, too old. */
  public Request asExpired() {
    return new Request(address, action, command, userId, traceId, askedAt, true);
  }

  /**
   * How to answer.
   *
   * @param legacy whether it came from the older list and is answered under both keys
   * @param replyTo a list to push the answer to, instead of the keys
   */
  public record Address(
      String requestId, boolean legacy, @Nullable String replyTo, boolean decimalsAsText) {}
}
