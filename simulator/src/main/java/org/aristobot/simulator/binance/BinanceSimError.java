package org.aristobot.simulator.binance;

import java.util.Map;
import org.aristobot.simulator.book.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A refusal in the venue's words. */
final class BinanceSimError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  final int status;
  final int code;
  final transient Map<String, String> headers;

  /** What was done and what was not, of a call that does several things. */
  final transient @Nullable JsonNode data;

  BinanceSimError(int status, int code, String message, Map<String, String> headers) {
    this(status, code, message, headers, null);
  }

  BinanceSimError(
      int status, int code, String message, Map<String, String> headers, @Nullable JsonNode data) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.data = data;
  }

  /** Whether an order was placed all the same. */
  boolean placed() {
    return data != null && data.path("newOrderResult").asString("").equals("SUCCESS");
  }

  static BinanceSimError of(int code, String message) {
    return new BinanceSimError(400, code, message, Map.of());
  }

  static BinanceSimError unauthorized(int code, String message) {
    return new BinanceSimError(401, code, message, Map.of());
  }

  static BinanceSimError missing(String name) {
    return of(
        -1102, "Mandatory parameter '" + name + "' was not sent, was empty/null, or malformed.");
  }

  static BinanceSimError missingBoth(String name, String other) {
    return of(
        -1102, "Param '" + name + "' or '" + other + "' must be sent, but both were empty/null!");
  }

  static BinanceSimError notRequired(String name) {
    return of(-1106, "Parameter '" + name + "' sent when not required.");
  }

  static BinanceSimError illegal(String name, String range) {
    return of(
        -1100,
        "Illegal characters found in parameter '" + name + "'; legal range is '" + range + "'.");
  }

  static BinanceSimError invalidData(String name) {
    return of(-1130, "Data sent for parameter '" + name + "' is not valid.");
  }

  static BinanceSimError badCombination() {
    return of(-1128, "Combination of optional parameters invalid.");
  }

  static BinanceSimError marketClosed() {
    return of(-1013, "Market is closed.");
  }

  static BinanceSimError filter(String name) {
    return of(-1013, "Filter failure: " + name);
  }

  static BinanceSimError refusal(Refusal reason) {
    return switch (reason) {
      case MARKET_CLOSED -> marketClosed();
      case INSUFFICIENT_BALANCE ->
          of(-2010, "Account has insufficient balance for requested action.");
      case DUPLICATE_CLIENT_ID -> of(-2010, "Duplicate order sent.");
      case WOULD_TAKE -> of(-2010, "Order would immediately match and take.");
      case WOULD_TRIGGER -> of(-2010, "Order would trigger immediately.");
      case UNRELATED_PRICES ->
          of(-2010, "The relationship of the prices for the orders is not correct.");
      case TOO_MANY_OPEN_ORDERS -> of(-2010, "Filter failure: MAX_NUM_ORDERS");
      case TOO_MANY_CONDITIONAL_ORDERS -> of(-2010, "Filter failure: MAX_NUM_ALGO_ORDERS");
      case TOO_MANY_ICEBERGS -> of(-2010, "Filter failure: MAX_NUM_ICEBERG_ORDERS");
      case TOO_LARGE_A_POSITION -> of(-2010, "Filter failure: MAX_POSITION");
      case TOO_MANY_ORDER_LISTS -> of(-2010, "Filter failure: MAX_NUM_ORDER_LISTS");
      case TOO_MANY_OPEN_ORDERS_IN_ALL -> of(-2010, "Filter failure: EXCHANGE_MAX_NUM_ORDERS");
      case TOO_MANY_CONDITIONAL_ORDERS_IN_ALL ->
          of(-2010, "Filter failure: EXCHANGE_MAX_NUM_ALGO_ORDERS");
      case TOO_MANY_ICEBERGS_IN_ALL -> of(-2010, "Filter failure: EXCHANGE_MAX_NUM_ICEBERG_ORDERS");
      case TOO_MANY_ORDER_LISTS_IN_ALL -> of(-2010, "Filter failure: EXCHANGE_MAX_NUM_ORDER_LISTS");
      case TOO_SMALL -> filter("LOT_SIZE");
      case NO_DEPTH -> of(-1112, "No orders on book for symbol.");
      case UNKNOWN_ORDER -> of(-2011, "Unknown order sent.");
      case CLIENT_ID_MISMATCH -> of(-2039, "Client order ID is not correct for this order ID.");
      case CANCEL_RESTRICTED -> of(-2011, "Order was not canceled due to cancel restrictions.");
      case AMENDED_UPWARD -> of(-2038, "Order amend (quantity increase) is not supported.");
      case AMENDED_TO_THE_SAME ->
          of(-2038, "The requested action would change no state; rejecting");
      case TOO_MANY_AMENDMENTS -> of(-2038, "Filter failure: MAX_NUM_ORDER_AMENDS");
    };
  }
}
