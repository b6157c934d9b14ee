package org.aristobot.bitget;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.net.HttpResult;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * The manual's error codes as a table: what a code means, and whether it proves that an
 * order-changing call was not executed. Texts vary, so they decide only where one code has several
 * meanings. A code that is not here proves nothing.
 */
final class BitgetErrors {

  static final String SUCCESS = "00000";

  /** A parameter is wrong, or, in the hours in which the venue releases, nobody knows what. */
  private static final String VERIFICATION = "40808";

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int LONGEST_TEXT = 300;

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
   * @param code the venue's; null if it gave none
   * @param throttled whether it came too soon after others
   */
  record Verdict(Failure failure, boolean proof, @Nullable String code, boolean throttled) {

    /** Refused for its time stamp or window alone. */
    boolean isStale() {
      return code != null
          && switch (code) {
            case "40008", "40911", "40078" -> true;
            default -> false;
          };
    }
  }

  private BitgetErrors() {}

  /** Reads an answer to a command. */
  static Verdict onCommand(HttpResult.Answered answer) {
    BitgetWire.Envelope error = error(answer.text());
    Row row = error == null ? null : row(error.code(), text(error), time(answer));
    if (row == null || answer.status() / 100 != 4) {
      return verdict(answer, error, ErrorKind.ORDER_STATE_UNKNOWN, false);
    }
    // A cancel or change of what is not there, or no longer, says so; other doubt is just doubt.
    boolean told =
        row.proof()
            || row.kind() == ErrorKind.ORDER_NOT_FOUND
            || row.kind() == ErrorKind.ORDER_REJECTED;
    return verdict(answer, error, told ? row.kind() : ErrorKind.ORDER_STATE_UNKNOWN, row.proof());
  }

  /** Reads an answer to a query. */
  static Verdict onQuery(HttpResult.Answered answer) {
    BitgetWire.Envelope error = error(answer.text());
    if (error != null && isNotInDemo(error.code())) {
      return verdict(answer, error, ErrorKind.UNSUPPORTED_OPERATION, true);
    }
    Row row = error == null ? null : row(error.code(), text(error), time(answer));
    return verdict(answer, error, row == null ? byClass(answer.status()) : row.kind(), true);
  }

  private static ErrorKind byClass(int status) {
    if (status == TOO_MANY_REQUESTS) {
      return ErrorKind.RATE_LIMITED;
    }
    return status / 100 == 4 ? ErrorKind.INVALID_REQUEST : ErrorKind.EXCHANGE_UNAVAILABLE;
  }

  /** What the test network has no such call for (common, "Demo trading"). */
  private static boolean isNotInDemo(String code) {
    return switch (code) {
      case "40081", "40105", "40110" -> true;
      default -> false;
    };
  }

  static boolean isNotInDemo(Failure failure) {
    return failure.nativeCode() != null && isNotInDemo(failure.nativeCode());
  }

  /**
   * The table; null for a code that is not in it.
   *
   * @param at when it was said
   */
  static @Nullable Row row(String code, String text, Instant at) {
    if (code.equals(VERIFICATION) && isReleased(at)) {
      return new Row(ErrorKind.EXCHANGE_UNAVAILABLE, false);
    }
    return switch (code) {
      case "40001", "40002", "40003", "40005", "40006", "40008", "40009", "40011", "40012" ->
          new Row(ErrorKind.AUTHENTICATION_FAILED, true);
      case "40036", "40037", "40041", "40078", "40099", "40911" ->
          new Row(ErrorKind.AUTHENTICATION_FAILED, true);
      case "25245", "30032", "40084", "40085", "40404" ->
          new Row(ErrorKind.UNSUPPORTED_OPERATION, true);
      case "22004", "22010", "25013", "40013", "40014", "40016", "40018", "40038", "40068" ->
          new Row(ErrorKind.PERMISSION_DENIED, true);
      case "40022", "40023", "40024", "40025", "40026", "40199", "40301" ->
          new Row(ErrorKind.PERMISSION_DENIED, true);
      case "40000", "40035", "40100", "40101", "40103", "40104", "40111" ->
          new Row(ErrorKind.PERMISSION_DENIED, true);
      case "00172", "400172", "43011", "43111", "48001", "25200", "25236" ->
          new Row(ErrorKind.INVALID_REQUEST, true);
      case "40007", "40017", "40019", "40020", "40053", "40064", "40079" ->
          new Row(ErrorKind.INVALID_REQUEST, true);
      case "40304", "40305", "40306", "40402", "40812", "40813", "40912", "40913", "40924" ->
          new Row(ErrorKind.INVALID_REQUEST, true);
      case "00001", "20001", "40704", "40705", "40707" -> new Row(ErrorKind.INVALID_REQUEST, true);
      case "22003", "40923", "40925", "70218" -> new Row(ErrorKind.INVALID_REQUEST, true);
      case "25100", "40034", "40072", "40102", "42016" -> new Row(ErrorKind.UNKNOWN_SYMBOL, true);
      case "40308", "40309", "40844", "40845", "41113", "41114", "43115", "43119", "43120" ->
          new Row(ErrorKind.MARKET_CLOSED, true);
      case "25101", "25102", "25103", "25104", "25105", "25106", "25108" ->
          new Row(ErrorKind.MARKET_CLOSED, true);
      case "41103", "43028", "45115" -> new Row(ErrorKind.INVALID_PRICE, true);
      case "22038" -> new Row(ErrorKind.INVALID_QUANTITY, true);
      case VERIFICATION, "25244", "25610", "40787", "43125", "45035" ->
          new Row(precision(text), true);
      case "43010", "43027", "45110" -> new Row(ErrorKind.MIN_NOTIONAL, true);
      case "45111", "45112", "45113", "45114", "43006", "43007", "43037", "43038", "43041" ->
          new Row(ErrorKind.INVALID_QUANTITY, true);
      case "43042", "22034", "25207", "25208", "25230", "25611" ->
          new Row(ErrorKind.INVALID_QUANTITY, true);
      case "40706", "40815", "40816", "41117", "41118", "25205", "25206" ->
          new Row(ErrorKind.INVALID_PRICE, true);
      case "43008", "43009", "43034", "43035", "43039", "43040", "40895", "40915", "40917" ->
          new Row(ErrorKind.INVALID_PRICE, true);
      case "45122", "45135" -> new Row(ErrorKind.INVALID_PRICE, true);
      case "43012", "40711", "40712", "40754", "40762", "40798", "40800", "40893", "43132" ->
          new Row(ErrorKind.INSUFFICIENT_FUNDS, true);
      case "45002", "50020", "25202", "25203", "25219" ->
          new Row(ErrorKind.INSUFFICIENT_FUNDS, true);
      // An order with that id is or was open: perhaps an earlier copy, which must be looked up.
      case "43118", "45034", "40708", "40786", "50060", "25212" ->
          new Row(ErrorKind.DUPLICATE_CLIENT_ORDER_ID, false);
      case "43001", "43004", "22001", "40109", "40768", "40769", "40819", "45057", "31007" ->
          new Row(ErrorKind.ORDER_NOT_FOUND, false);
      case "25204", "43020", "43021", "43025", "43026", "43033", "45031", "45134" ->
          new Row(ErrorKind.ORDER_NOT_FOUND, false);
      // Said to a cancel: the order's own state must be read.
      case "40817", "40818", "45055", "45056", "45129" -> new Row(ErrorKind.ORDER_REJECTED, false);
      case "25211", "25599", "40723", "40761", "40889", "40890", "43005", "43071", "43128" ->
          new Row(ErrorKind.ORDER_REJECTED, true);
      case "45118", "22002", "22042", "40717", "40730", "40757", "40774", "40837", "40920" ->
          new Row(ErrorKind.ORDER_REJECTED, true);
      case "40928", "43023", "43029", "43043", "43050", "43075", "45068", "45097", "45117" ->
          new Row(ErrorKind.ORDER_REJECTED, true);
      case "25107", "25225", "25226", "25227", "25601" -> new Row(ErrorKind.ORDER_REJECTED, true);
      case "429", "30006", "30007", "70228", "25004" -> new Row(ErrorKind.RATE_LIMITED, true);
      case "40010", "40015", "40200", "40725", "40908", "40910", "43059", "45001", "80002" ->
          new Row(ErrorKind.EXCHANGE_UNAVAILABLE, false);
      case "25000", "25001", "25003" -> new Row(ErrorKind.EXCHANGE_UNAVAILABLE, false);
      default -> isTriggerPrice(code) ? new Row(ErrorKind.INVALID_PRICE, true) : null;
    };
  }

  /**
   * What a refusal inside a success means, which has a text and no code: the texts that are known
   * of refusals with a code.
   */
  static @Nullable Row inside(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("duplicate")) {
      return new Row(ErrorKind.DUPLICATE_CLIENT_ORDER_ID, false);
    }
    if (lower.contains("insufficient balance")) {
      return new Row(ErrorKind.INSUFFICIENT_FUNDS, true);
    }
    if (lower.contains("less than the minimum amount")) {
      return new Row(ErrorKind.MIN_NOTIONAL, true);
    }
    if (lower.contains("maximum order value")) {
      return new Row(ErrorKind.INVALID_QUANTITY, true);
    }
    if (lower.contains("price cannot be lower than") || lower.contains("price cannot be higher")) {
      return new Row(ErrorKind.INVALID_PRICE, true);
    }
    if (lower.contains("price scale") || lower.contains("checkbdscale")) {
      return new Row(precision(text), true);
    }
    return null;
  }

  /** Codes that come in rows: a price, mostly a trigger's, on the wrong side of the market. */
  private static boolean isTriggerPrice(String code) {
    int number;
    try {
      number = Integer.parseInt(code);
    } catch (NumberFormatException e) {
      return false;
    }
    return isIn(number, 22006, 22009)
        || isIn(number, 43013, 43016)
        || isIn(number, 40735, 40742)
        || isIn(number, 40829, 40836)
        || (isIn(number, 45060, 45067) && number != 45063)
        || isIn(number, 25579, 25592)
        || isIn(number, 25602, 25609)
        || isIn(number, 25650, 25653);
  }

  private static boolean isIn(int number, int from, int to) {
    return number >= from && number <= to;
  }

  /** Which field has too many decimals, as the text names it. */
  private static ErrorKind precision(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("price")) {
      return ErrorKind.INVALID_PRICE;
    }
    boolean isQuantity =
        lower.contains("size") || lower.contains("quantity") || lower.contains("amount");
    return isQuantity ? ErrorKind.INVALID_QUANTITY : ErrorKind.INVALID_REQUEST;
  }

  /** The hours in which the venue releases: Tuesday to Thursday, 14 to 17 o'clock in UTC+8. */
  private static boolean isReleased(Instant at) {
    ZonedDateTime there = at.atZone(ZoneOffset.ofHours(8));
    DayOfWeek day = there.getDayOfWeek();
    boolean isDay = day.compareTo(DayOfWeek.TUESDAY) >= 0 && day.compareTo(DayOfWeek.THURSDAY) <= 0;
    return isDay && there.getHour() >= 14 && there.getHour() < 17;
  }

  /** The venue's time of an answer, else ours. */
  private static Instant time(HttpResult.Answered answer) {
    try {
      String told = WireJson.member(answer.text(), "requestTime");
      return told == null ? answer.receivedAt() : Instant.ofEpochMilli(Long.parseLong(told));
    } catch (WireFormatException | NumberFormatException e) {
      return answer.receivedAt();
    }
  }

  /** What is around an answer; null if it is no envelope. */
  static BitgetWire.@Nullable Envelope error(String body) {
    try {
      return WireJson.read(body, BitgetWire.Envelope.class);
    } catch (WireFormatException e) {
      return null;
    }
  }

  private static String text(BitgetWire.Envelope error) {
    String text = error.msg() == null ? error.message() : error.msg();
    return text == null ? "" : text;
  }

  private static Verdict verdict(
      HttpResult.Answered answer,
      BitgetWire.@Nullable Envelope error,
      ErrorKind kind,
      boolean proof) {
    String code = error == null ? null : error.code();
    boolean throttled = answer.status() == TOO_MANY_REQUESTS || kind == ErrorKind.RATE_LIMITED;
    return new Verdict(
        new Failure(
            kind,
            sentence(answer, error),
            code,
            kind == ErrorKind.RATE_LIMITED ? pause(answer) : null),
        proof,
        code,
        throttled);
  }

  private static String sentence(HttpResult.Answered answer, BitgetWire.@Nullable Envelope error) {
    String said = error == null ? "" : text(error);
    String shown = said.length() > LONGEST_TEXT ? said.substring(0, LONGEST_TEXT) : said;
    return switch (error == null ? "" : error.code()) {
      case "40085" ->
          "This is a unified account (UTA); the gateway speaks to classic accounts of Bitget only."
              + " Use a key of a classic (sub-)account. Bitget: "
              + shown;
      case "40084" ->
          "This is a classic account, and the call is for unified ones. Bitget: " + shown;
      case "40099" ->
          "The key is of Bitget's other environment: a demo key works on the test network only, any"
              + " other key on the live one only. Bitget: "
              + shown;
      case "40081", "40105", "40110" -> "Bitget's test network does not offer this: " + shown;
      default ->
          said.isEmpty() ? "Bitget answered HTTP " + answer.status() + "." : "Bitget: " + shown;
    };
  }

  /** No such header is documented; buckets are of a second. */
  static Duration pause(HttpResult.Answered answer) {
    Duration told = answer.retryAfter();
    Duration least = Duration.ofSeconds(1);
    return told == null || told.compareTo(least) < 0 ? least : told;
  }
}
