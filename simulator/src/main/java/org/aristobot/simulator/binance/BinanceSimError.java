package org.aristobot.simulator.binance;

import java.util.Map;

/** A refusal in the venue's words. */
final class BinanceSimError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  final int status;
  final int code;
  final transient Map<String, String> headers;

  BinanceSimError(int status, int code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = headers;
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

  static BinanceSimError filter(String name) {
    return of(-1013, "Filter failure: " + name);
  }
}
