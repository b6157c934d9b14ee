package org.aristobot.net;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Decimals;
import org.jspecify.annotations.Nullable;

/**
 * What every venue's requests are checked for before anything is sent.
 *
 * <p>Thread rule: any thread.
 */
public final class Checks {

  private Checks() {}

  /**
   * How many digits a venue takes.
   *
   * @param otherwise what is wrong with more of them, for people
   */
  public record Digits(int mostInteger, int mostDecimals, String otherwise) {

    /**
     * Plain digits without surplus zeros.
     *
     * @param field the caller's, which the error names
     * @throws ExchangeException of that kind, if it is not positive or has too many
     */
    public String plain(BigDecimal value, String field, ErrorKind kind) {
      if (value.signum() <= 0) {
        throw new ExchangeException(kind, field + ": must be greater than zero.");
      }
      BigDecimal stripped = value.stripTrailingZeros();
      if (stripped.precision() - stripped.scale() > mostInteger
          || stripped.scale() > mostDecimals) {
        throw new ExchangeException(kind, field + ": " + otherwise + ".");
      }
      return Decimals.plain(value);
    }
  }

  /**
   * The limit itself, if the venue lists as many at once.
   *
   * @throws ExchangeException INVALID_REQUEST
   */
  public static @Nullable Integer limit(String venue, @Nullable Integer limit, int most) {
    if (limit != null && (limit < 1 || limit > most)) {
      throw invalid("limit: " + venue + " takes 1 to " + most + ".");
    }
    return limit;
  }

  /** Adds the limit, if there is one and the venue lists as many at once. */
  public static void putLimit(
      String venue, @Nullable Integer limit, int most, Map<String, String> parameters) {
    Integer checked = limit(venue, limit, most);
    if (checked != null) {
      parameters.put("limit", checked.toString());
    }
  }

  /** Adds a time in milliseconds, if there is one. */
  public static void putTime(String name, @Nullable Instant time, Map<String, String> parameters) {
    if (time != null) {
      parameters.put(name, Long.toString(time.toEpochMilli()));
    }
  }

  /** INVALID_REQUEST. */
  public static ExchangeException invalid(String message) {
    return new ExchangeException(ErrorKind.INVALID_REQUEST, message);
  }
}
