package org.aristobot.net;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one HTTP request ended. The three cases differ in what they prove. */
public sealed interface HttpResult {

  /**
   * A complete answer arrived.
   *
   * @param headers by lower-case name; of a repeated header the last one
   * @param sentAt just before the first byte left
   */
  record Answered(
      int status, Map<String, String> headers, String text, Instant sentAt, Instant receivedAt)
      implements HttpResult {

    /** {@code Retry-After} in seconds, where the venue sent one. */
    public @Nullable Duration retryAfter() {
      String seconds = headers.get("retry-after");
      if (seconds == null) {
        return null;
      }
      try {
        return Duration.ofSeconds(Math.clamp(Long.parseLong(seconds.strip()), 0, 7 * 86_400));
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }

  /** No byte of the request left us: surely not executed. */
  record NeverSent(String reason) implements HttpResult {}

  /** The request may have left us, in whole or in part, and no complete answer arrived. */
  record NoAnswer(String reason, boolean timedOut, Instant sentAt) implements HttpResult {}
}
