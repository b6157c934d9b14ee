package org.aristobot.simulator.bitget;

import org.aristobot.simulator.book.Refusal;

/** A refusal in the venue's words; every code comes with HTTP 400 but that of throttling. */
final class BitgetSimError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  final int status;
  final String code;

  private BitgetSimError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static BitgetSimError of(String code, String message) {
    return new BitgetSimError(400, code, message);
  }

  static BitgetSimError tooMany() {
    return new BitgetSimError(429, "429", "Too many requests");
  }

  static BitgetSimError empty(String name) {
    return of("40019", "Parameter " + name + " cannot be empty");
  }

  static BitgetSimError wrong(String name) {
    return of("40020", "Parameter " + name + " error");
  }

  static BitgetSimError noId() {
    return of("40913", "orderId or clientOid must be passed one");
  }

  static BitgetSimError unknownOrder() {
    return of("43001", "The order does not exist");
  }

  static BitgetSimError finishedOrder() {
    return of("43004", "There is no order to cancel");
  }

  static BitgetSimError unknownPlan() {
    return of("43025", "Plan order does not exist");
  }

  static BitgetSimError finishedPlan() {
    return of("43026", "Plan order has been closed");
  }

  static BitgetSimError maintenance() {
    return of(
        "41114",
        "The current trading pair is under maintenance, please refer to the official announcement"
            + " for the opening time");
  }

  static BitgetSimError offline() {
    return of("41113", "The current trading pair is offline");
  }

  static BitgetSimError tooSmall(String least) {
    return of("45110", "less than the minimum amount " + least + " USDT");
  }

  /** What the book refuses an order for. */
  static BitgetSimError refusal(Refusal reason) {
    return switch (reason) {
      case MARKET_CLOSED -> maintenance();
      case INSUFFICIENT_BALANCE -> of("43012", "Insufficient balance");
      case DUPLICATE_CLIENT_ID -> of("43118", "clientOrderId duplicate");
      case TOO_MANY_OPEN_ORDERS, TOO_MANY_OPEN_ORDERS_IN_ALL ->
          of("43005", "Exceed the maximum number of orders");
      case TOO_MANY_CONDITIONAL_ORDERS, TOO_MANY_CONDITIONAL_ORDERS_IN_ALL ->
          of("43071", "The number of trigger orders exceeds the limit");
      case TOO_SMALL -> tooSmall("1");
      case UNKNOWN_ORDER -> finishedOrder();
      default -> throw new IllegalStateException("this venue never meets " + reason);
    };
  }
}
