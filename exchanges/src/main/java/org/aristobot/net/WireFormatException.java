package org.aristobot.net;

import java.util.Objects;
import java.util.function.Supplier;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.jspecify.annotations.Nullable;

/** A venue's text has not the shape that we know: names the path, never quotes the text. */
public final class WireFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WireFormatException(String path, String reason) {
    super(path.isEmpty() ? reason : path + " " + reason);
  }

  /**
   * What the answer to a query says.
   *
   * @param venue its name, for people
   * @throws ExchangeException EXCHANGE_UNAVAILABLE if it has not the shape that we know
   */
  public static <T extends @Nullable Object> T told(String venue, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (WireFormatException e) {
      throw unreadable(venue, Objects.requireNonNullElse(e.getMessage(), "?"));
    }
  }

  /** The same for a caller. */
  public static ExchangeException unreadable(String venue, String what) {
    return new ExchangeException(
        ErrorKind.EXCHANGE_UNAVAILABLE, venue + " answered what cannot be read: " + what + ".");
  }
}
