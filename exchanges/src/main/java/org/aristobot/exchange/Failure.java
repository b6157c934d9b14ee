package org.aristobot.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why something did not work, fit for a caller's eyes: never a secret.
 *
 * @param nativeCode the venue's own code, where the venue spoke
 * @param message a sentence
 * @param retryAfter how long to stay away, where that is known
 */
public record Failure(
    ErrorKind kind, String message, @Nullable String nativeCode, @Nullable Duration retryAfter) {

  public static Failure of(ErrorKind kind, String message) {
    return new Failure(kind, message, null, null);
  }
}
