package org.aristobot.net;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.WireRecord;
import org.jspecify.annotations.Nullable;

/** How one HTTP request ended. The three cases differ in what they prove. */
public sealed interface HttpResult {

  /**
   * The answer to a query.
   *
   * @param venue its name, for people
   * @throws ExchangeException EXCHANGE_UNAVAILABLE or TIMEOUT if there is none
   */
  default Answered arrived(String venue) {
    return switch (this) {
      case Answered answer -> answer;
      case NeverSent never -> throw new ExchangeException(never.failure(venue));
      case NoAnswer lost ->
          throw new ExchangeException(
              lost.timedOut() ? ErrorKind.TIMEOUT : ErrorKind.EXCHANGE_UNAVAILABLE,
              venue + " did not answer: " + lost.reason() + ".");
    };
  }

  /**
   * A complete answer arrived.
   *
   * @param headers by lower-case name; of a repeated header the last one
   * @param sentAt just before the first byte left
   */
  record Answered(
      int status, Map<String, String> headers, String text, Instant sentAt, Instant receivedAt)
      implements HttpResult {

    /** Whether its status is one of success. */
    public boolean isSuccess() {
      return status / 100 == 2;
    }

    /** The same with another text, from which what is secret was taken. */
    public Answered withText(String cleaned) {
      return new Answered(status, headers, cleaned, sentAt, receivedAt);
    }

    /**
     * Both ways of a command, for the journal.
     *
     * @param request as it may be shown
     */
    public WireRecord record(String operation, String request) {
      return new WireRecord(operation, request, sentAt, status, text, receivedAt);
    }

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
  record NeverSent(String reason) implements HttpResult {

    /**
     * The same for a caller.
     *
     * @param venue its name, for people
     */
    public Failure failure(String venue) {
      return Failure.of(
          ErrorKind.EXCHANGE_UNAVAILABLE, venue + " could not be reached: " + reason + ".");
    }
  }

  /**
   * The request may have left us, in whole or in part, and no complete answer arrived.
   *
   * @param begun the status of an answer that began and did not end; null if none began
   */
  record NoAnswer(String reason, boolean timedOut, Instant sentAt, @Nullable Integer begun)
      implements HttpResult {

    /**
     * How a command ends that it came of. An answer that began tells that the command had arrived,
     * which a native code says in any doubt.
     *
     * @param request as it may be shown
     */
    public Outcome doubt(String operation, String request) {
      return new Outcome.Unconfirmed(
          new Failure(
              ErrorKind.ORDER_STATE_UNKNOWN,
              begun == null
                  ? "Sent, but no answer came: " + reason + "."
                  : "Sent, but its answer did not end: " + reason + ".",
              begun == null ? null : "HTTP " + begun,
              null),
          new WireRecord(operation, request, sentAt, null, null, null));
    }
  }
}
