package org.aristobot.binance;

import java.time.Duration;
import java.time.Instant;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.net.HttpResult;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * The manual's error page as a table: what a code, with its text where the code alone says little,
 * means, and whether it proves that an order-changing call was not executed. Codes are stable,
 * texts vary. A code that is not here proves nothing.
 */
final class BinanceErrors {

  /** The stamp was outside the venue's window. */
  static final long STALE_STAMP = -1021;

  /** What the engine says to a cancel that it does not carry out. */
  static final long CANCEL_REFUSED = -2011;

  /** Too many orders, as opposed to too much request weight. */
  static final long TOO_MANY_ORDERS = -1015;

  /**
   * A line of the table.
   *
   * @param proof whether the command that got this answer was surely not executed
   */
  record Row(ErrorKind kind, boolean proof) {}

  /**
   * What an answer other than success says.
   *
   * @param proof whether the command that got it was surely not executed; true for queries
   * @param pause how long the venue wants to be left alone, where it says so; apart from the
   *     failure, since a command in doubt is never to be tried again
   */
  record Verdict(Failure failure, boolean proof, long code, @Nullable Duration pause) {}

  private static final int LONGEST_TEXT = 300;
  private static final String BANNED = "banned until ";

  private BinanceErrors() {}

  /**
   * Reads an answer to a command. The code goes before the status: a replacement that is half done
   * comes with a 429 too.
   */
  static Verdict onCommand(HttpResult.Answered answer) {
    BinanceWire.Refusal error = error(answer.text());
    if (error == null) {
      ErrorKind refused = refusedByStatus(answer.status());
      return refused == null
          ? verdict(answer, null, ErrorKind.ORDER_STATE_UNKNOWN, false)
          : verdict(answer, null, refused, true);
    }
    Row row = row(error.code(), text(error));
    // 409 is half of a replacement, whatever stands beside it.
    if (row == null || answer.status() / 100 != 4 || answer.status() == 409) {
      return verdict(answer, error, ErrorKind.ORDER_STATE_UNKNOWN, false);
    }
    // A cancel or look-up by an id that is not known says so; any other doubt is just doubt.
    boolean told = row.proof() || row.kind() == ErrorKind.ORDER_NOT_FOUND || error.code() == -2011;
    return verdict(answer, error, told ? row.kind() : ErrorKind.ORDER_STATE_UNKNOWN, row.proof());
  }

  /** Reads the refusal of one half of a replacement. */
  static Verdict ofHalf(String refusal) {
    BinanceWire.Refusal error = error(refusal);
    Row row = error == null ? null : row(error.code(), text(error));
    Failure failure =
        new Failure(
            row == null ? ErrorKind.ORDER_STATE_UNKNOWN : row.kind(),
            "Binance: " + (error == null ? "an unreadable refusal" : shorten(text(error))),
            error == null ? null : Long.toString(error.code()),
            null);
    return new Verdict(failure, row != null && row.proof(), error == null ? 0 : error.code(), null);
  }

  /** Reads an answer to a query. */
  static Verdict onQuery(HttpResult.Answered answer) {
    BinanceWire.Refusal error = error(answer.text());
    Row row = error == null ? null : row(error.code(), text(error));
    ErrorKind kind = row == null ? refusedByStatus(answer.status()) : row.kind();
    return verdict(answer, error, kind == null ? byClass(answer.status()) : kind, true);
  }

  /** HTTP statuses that come from in front of the API, so that nothing was executed. */
  static @Nullable ErrorKind refusedByStatus(int status) {
    return switch (status) {
      case 403, 418, 429 -> ErrorKind.RATE_LIMITED;
      case 451 -> ErrorKind.PERMISSION_DENIED;
      default -> null;
    };
  }

  private static ErrorKind byClass(int status) {
    return switch (status) {
      case 404 -> ErrorKind.UNSUPPORTED_OPERATION;
      default -> status / 100 == 4 ? ErrorKind.INVALID_REQUEST : ErrorKind.EXCHANGE_UNAVAILABLE;
    };
  }

  /** The table; null for a code that is not in it. */
  static @Nullable Row row(long code, String text) {
    return switch (Math.clamp(code, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
      case -1000, -1001, -1004, -1006, -1007, -1008, -1016, 1 ->
          new Row(ErrorKind.EXCHANGE_UNAVAILABLE, false);
      case -1002 -> new Row(ErrorKind.PERMISSION_DENIED, true);
      case -1003, -1015, -1034 -> new Row(ErrorKind.RATE_LIMITED, true);
      case -1013 -> new Row(engine(text), !isDuplicate(text));
      case -1014 -> new Row(ErrorKind.UNSUPPORTED_PARAMETER, true);
      case -1020 -> new Row(ErrorKind.UNSUPPORTED_OPERATION, true);
      case -1021, -1022, -2008, -2014, -2015 -> new Row(ErrorKind.AUTHENTICATION_FAILED, true);
      case -1099 -> new Row(ErrorKind.AUTHENTICATION_FAILED, false);
      case -1100, -1101, -1102, -1103, -1104, -1105, -1106, -1108 ->
          new Row(ErrorKind.INVALID_REQUEST, true);
      case -1111 -> new Row(precision(text), true);
      case -1112 -> new Row(ErrorKind.ORDER_REJECTED, true);
      case -1114, -1115, -1116, -1117, -1118, -1119, -1120 ->
          new Row(ErrorKind.INVALID_REQUEST, true);
      case -1121 -> new Row(ErrorKind.UNKNOWN_SYMBOL, true);
      case -1122 -> new Row(ErrorKind.INVALID_REQUEST, true);
      case -1127, -1128, -1130, -1131, -1134, -1135, -1145, -1151 ->
          new Row(ErrorKind.INVALID_REQUEST, true);
      case -1158, -1160, -1165, -1166, -1168, -1196, -1197, -1198, -1199, -1210, -1211 ->
          new Row(ErrorKind.INVALID_REQUEST, true);
      case -1220 -> new Row(ErrorKind.MARKET_CLOSED, true);
      case -1222, -1223, -1224, -1225 -> new Row(ErrorKind.INVALID_REQUEST, true);
      case -2010 -> new Row(engine(text), !isDuplicate(text));
      // Whatever is said to a cancel, the order's own state must be read.
      case -2011 -> new Row(engine(text), false);
      case -2013, -2026, -2039 -> new Row(ErrorKind.ORDER_NOT_FOUND, false);
      // A replacement that did not go through as a whole: each half has an answer of its own.
      case -2021, -2022 -> new Row(ErrorKind.ORDER_STATE_UNKNOWN, false);
      case -2038 -> new Row(engine(text), true);
      default -> null;
    };
  }

  /** An order with that id is open: perhaps an earlier copy, which must be looked up. */
  private static boolean isDuplicate(String text) {
    return text.startsWith("Duplicate order sent");
  }

  private static ErrorKind engine(String text) {
    ErrorKind kind = engineText(text);
    return kind == null ? ErrorKind.ORDER_REJECTED : kind;
  }

  /** The texts of the matching engine and of the filters (errors, "Messages for -1010 …"). */
  static @Nullable ErrorKind engineText(String text) {
    if (text.startsWith("Filter failure: ")) {
      return filter(text.substring("Filter failure: ".length()).strip());
    }
    if (text.contains("not supported for this symbol")
        || text.contains("not support for this symbol")) {
      return ErrorKind.UNSUPPORTED_PARAMETER;
    }
    if (text.startsWith("Order book liquidity is less than")) {
      return ErrorKind.ORDER_REJECTED;
    }
    return switch (text.endsWith(".") ? text.substring(0, text.length() - 1) : text) {
      case "Account has insufficient balance for requested action" -> ErrorKind.INSUFFICIENT_FUNDS;
      case "Duplicate order sent" -> ErrorKind.DUPLICATE_CLIENT_ORDER_ID;
      case "Unknown order sent" -> ErrorKind.ORDER_NOT_FOUND;
      case "Order would immediately match and take" -> ErrorKind.ORDER_REJECTED;
      case "Order was not canceled due to cancel restrictions" -> ErrorKind.ORDER_REJECTED;
      case "Order would trigger immediately" -> ErrorKind.INVALID_PRICE;
      case "Stop price would trigger immediately" -> ErrorKind.INVALID_PRICE;
      case "The relationship of the prices for the orders is not correct" ->
          ErrorKind.INVALID_PRICE;
      case "Market is closed" -> ErrorKind.MARKET_CLOSED;
      case "This order type is not possible in this trading phase" -> ErrorKind.MARKET_CLOSED;
      case "Limit orders require GTC for this phase" -> ErrorKind.MARKET_CLOSED;
      case "Unsupported order combination" -> ErrorKind.INVALID_REQUEST;
      case "IcebergQty exceeds QTY" -> ErrorKind.INVALID_QUANTITY;
      // An amendment to what the order already is.
      case "The requested action would change no state; rejecting" -> ErrorKind.ORDER_REJECTED;
      case "Price * QTY is zero or less" -> ErrorKind.INVALID_QUANTITY;
      case "Order amend (quantity increase) is not supported" -> ErrorKind.INVALID_QUANTITY;
      case "This action is disabled on this account" -> ErrorKind.PERMISSION_DENIED;
      case "This account may not place or cancel orders" -> ErrorKind.PERMISSION_DENIED;
      case "This symbol is not permitted for this account" -> ErrorKind.PERMISSION_DENIED;
      case "This symbol is restricted for this account" -> ErrorKind.PERMISSION_DENIED;
      case "Rest API trading is not enabled" -> ErrorKind.PERMISSION_DENIED;
      default -> null;
    };
  }

  private static ErrorKind filter(String name) {
    return switch (name) {
      case "PRICE_FILTER", "PERCENT_PRICE", "PERCENT_PRICE_BY_SIDE" -> ErrorKind.INVALID_PRICE;
      case "LOT_SIZE", "MARKET_LOT_SIZE", "ICEBERG_PARTS" -> ErrorKind.INVALID_QUANTITY;
      case "MIN_NOTIONAL", "NOTIONAL" -> ErrorKind.MIN_NOTIONAL;
      case "TRAILING_DELTA" -> ErrorKind.INVALID_REQUEST;
      default -> ErrorKind.ORDER_REJECTED;
    };
  }

  private static ErrorKind precision(String text) {
    if (text.contains("'price'") || text.contains("Price'")) {
      return ErrorKind.INVALID_PRICE;
    }
    boolean isQuantity =
        text.contains("'quantity'") || text.contains("Quantity'") || text.contains("Qty'");
    return isQuantity ? ErrorKind.INVALID_QUANTITY : ErrorKind.INVALID_REQUEST;
  }

  private static BinanceWire.@Nullable Refusal error(String body) {
    try {
      return WireJson.read(body, BinanceWire.Refusal.class);
    } catch (WireFormatException e) {
      return null;
    }
  }

  private static String text(BinanceWire.Refusal error) {
    return error.msg() == null ? "" : error.msg();
  }

  private static String shorten(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  private static Verdict verdict(
      HttpResult.Answered answer,
      BinanceWire.@Nullable Refusal error,
      ErrorKind kind,
      boolean proof) {
    String said = error == null ? "" : text(error);
    boolean isLimited =
        kind == ErrorKind.RATE_LIMITED
            || refusedByStatus(answer.status()) == ErrorKind.RATE_LIMITED;
    Duration pause = isLimited ? retryAfter(answer, said) : null;
    String message =
        said.isEmpty()
            ? "Binance answered HTTP " + answer.status() + "."
            : "Binance: " + shorten(said);
    return new Verdict(
        new Failure(
            kind,
            message,
            error == null ? null : Long.toString(error.code()),
            kind == ErrorKind.RATE_LIMITED ? pause : null),
        proof,
        error == null ? 0 : error.code(),
        pause);
  }

  /**
   * The header, else the moment that a ban's text names, else a minute, which every window fits.
   */
  private static Duration retryAfter(HttpResult.Answered answer, String text) {
    Duration told = answer.retryAfter();
    if (told != null) {
      return told;
    }
    Instant until = banEnd(text);
    if (until == null) {
      return Duration.ofMinutes(1);
    }
    Duration left = Duration.between(answer.receivedAt(), until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** From {@code IP banned until 1659146400000}. */
  private static @Nullable Instant banEnd(String text) {
    int start = text.indexOf(BANNED) + BANNED.length();
    int end = start;
    while (start >= BANNED.length() && end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    boolean isTime = end > start && end - start <= 15;
    return isTime ? Instant.ofEpochMilli(Long.parseLong(text.substring(start, end))) : null;
  }
}
