package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.net.HttpResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The error table, row by row, typed from the manual's pages and not from the table under test. */
class BinanceErrorsTest {

  private static final String PROOF =
      "-1002 -1003 -1013 -1014 -1015 -1020 -1021 -1022 -1034 -1100 -1101 -1102 -1103 -1104 -1105"
          + " -1106 -1108 -1111 -1112 -1114 -1115 -1116 -1117 -1118 -1119 -1120 -1121 -1122 -1127"
          + " -1128 -1130 -1131 -1134 -1135 -1145 -1151 -1158 -1160 -1165 -1166 -1168 -1196 -1197"
          + " -1198 -1199 -1210 -1211 -1220 -1222 -1223 -1224 -1225 -2008 -2010 -2014 -2015 -2038";

  private static final String DOUBT =
      "-1000 -1001 -1004 -1006 -1007 -1008 -1016 -1099 -2011 -2013 -2021 -2022 -2026 -2039 1";

  @Test
  void exactly_the_listed_codes_prove_that_nothing_was_executed() {
    for (int code = -9999; code <= 100; code++) {
      BinanceErrors.Row row = BinanceErrors.row(code, "");
      if (has(PROOF, code)) {
        assertThat(Objects.requireNonNull(row).proof()).as("%d", code).isTrue();
      } else if (has(DOUBT, code)) {
        assertThat(Objects.requireNonNull(row).proof()).as("%d", code).isFalse();
      } else {
        assertThat(row).as("%d", code).isNull();
      }
    }
  }

  private static boolean has(String codes, int code) {
    return Arrays.asList(codes.split(" ", -1)).contains(Integer.toString(code));
  }

  private static HttpResult.Answered answer(int status, String body, Map<String, String> headers) {
    Instant at = Instant.ofEpochMilli(1_659_146_000_000L);
    return new HttpResult.Answered(status, headers, body, at, at);
  }

  private static HttpResult.Answered refusal(int status, long code, String text) {
    String said = JsonMapper.shared().writeValueAsString(text);
    return answer(status, "{\"code\":%d,\"msg\":%s}".formatted(code, said), Map.of());
  }

  private static BinanceErrors.Verdict command(int status, long code, String text) {
    return BinanceErrors.onCommand(refusal(status, code, text));
  }

  private static BinanceErrors.Verdict query(int status, long code, String text) {
    return BinanceErrors.onQuery(refusal(status, code, text));
  }

  /**
   * The codes (errors, "10xx", "11xx", "20xx"): HTTP status, what it means on a query, what on a
   * command and whether it proves that the command was not executed.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | -1000 | An unknown error occurred while processing the request.              | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          400 | -1001 | Internal error; unable to process your request. Please try again.    | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          401 | -1002 | You are not authorized to execute this request.                      | PERMISSION_DENIED     | PERMISSION_DENIED     | proof
          429 | -1003 | Too much request weight used; current limit is 6000 request weight per 1 MINUTE. | RATE_LIMITED | RATE_LIMITED        | proof
          418 | -1003 | Way too much request weight used; IP banned until 1659146400000.     | RATE_LIMITED          | RATE_LIMITED          | proof
          503 | -1004 | Server is busy, please wait and try again                            | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          400 | -1006 | An unexpected response was received from the message bus. Execution status unknown. | EXCHANGE_UNAVAILABLE | ORDER_STATE_UNKNOWN | doubt
          408 | -1007 | Timeout waiting for response from backend server. Send status unknown; execution status unknown. | EXCHANGE_UNAVAILABLE | ORDER_STATE_UNKNOWN | doubt
          503 | -1008 | Server is currently overloaded with other requests.                  | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          400 | -1008 | Server is currently overloaded with other requests.                  | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          400 | -1014 | Unsupported order combination.                                       | UNSUPPORTED_PARAMETER | UNSUPPORTED_PARAMETER | proof
          429 | -1015 | Too many new orders; current limit is 50 orders per 10 SECOND.       | RATE_LIMITED          | RATE_LIMITED          | proof
          400 | -1016 | This service is no longer available.                                 | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          400 | -1020 | This operation is not supported.                                     | UNSUPPORTED_OPERATION | UNSUPPORTED_OPERATION | proof
          400 | -1021 | Timestamp for this request is outside of the recvWindow.             | AUTHENTICATION_FAILED | AUTHENTICATION_FAILED | proof
          400 | -1021 | Timestamp for this request was 1000ms ahead of the server's time.    | AUTHENTICATION_FAILED | AUTHENTICATION_FAILED | proof
          400 | -1022 | Signature for this request is not valid.                             | AUTHENTICATION_FAILED | AUTHENTICATION_FAILED | proof
          400 | -1034 | Too many connections.                                                | RATE_LIMITED          | RATE_LIMITED          | proof
          400 | -1099 | Not found, authenticated, or authorized                              | AUTHENTICATION_FAILED | ORDER_STATE_UNKNOWN   | doubt
          400 | -1100 | Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'. | INVALID_REQUEST | INVALID_REQUEST | proof
          400 | -1101 | Too many parameters sent for this endpoint.                          | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1102 | Mandatory parameter 'price' was not sent, was empty/null, or malformed. | INVALID_REQUEST    | INVALID_REQUEST       | proof
          400 | -1103 | An unknown parameter was sent.                                       | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1104 | Not all sent parameters were read; read '7' parameter(s) but was sent '8'. | INVALID_REQUEST | INVALID_REQUEST       | proof
          400 | -1105 | Parameter 'price' was empty.                                         | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1106 | Parameter 'timeInForce' sent when not required.                      | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1108 | Parameter 'orderId' overflowed.                                      | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1112 | No orders on book for symbol.                                        | ORDER_REJECTED        | ORDER_REJECTED        | proof
          400 | -1114 | TimeInForce parameter sent when not required.                        | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1115 | Invalid timeInForce.                                                 | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1116 | Invalid orderType.                                                   | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1117 | Invalid side.                                                        | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1118 | New client order ID was empty.                                       | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1119 | Original client order ID was empty.                                  | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1120 | Invalid interval.                                                    | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1121 | Invalid symbol.                                                      | UNKNOWN_SYMBOL        | UNKNOWN_SYMBOL        | proof
          400 | -1122 | Invalid symbolStatus.                                                | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1127 | Lookup interval is too big. More than 24 hours between startTime and endTime. | INVALID_REQUEST | INVALID_REQUEST    | proof
          400 | -1128 | Combination of optional parameters invalid.                          | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1130 | Data sent for parameter 'limit' is not valid.                        | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1131 | recvWindow must be less than 60000                                   | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1134 | strategyType was less than 1000000.                                  | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1135 | Invalid JSON Request                                                 | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1145 | Invalid cancelRestrictions                                           | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1151 | Symbol is present multiple times in the list.                        | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1158 | Invalid order type for the list.                                     | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1160 | Parameter not sent for the leg.                                      | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1165 | Invalid time in force for the leg.                                   | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1166 | Invalid time in force for the pending leg.                           | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1168 | At least one order must be a stop.                                   | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1196 | Type of the above leg is on the wrong side.                          | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1197 | Type of the above leg is on the wrong side.                          | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1198 | Type of the below leg is on the wrong side.                          | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1199 | Type of the below leg is on the wrong side.                          | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1210 | Invalid pegPriceType.                                                | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1211 | Invalid pegOffset.                                                   | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1220 | The symbol is not in that status.                                    | MARKET_CLOSED         | MARKET_CLOSED         | proof
          400 | -1222 | The working leg of an OPO must be a BUY.                             | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1223 | The pending leg of an OPO must be a SELL.                            | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1224 | A rule of OPO lists.                                                 | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -1225 | pendingQuantity sent when not required.                              | INVALID_REQUEST       | INVALID_REQUEST       | proof
          400 | -2008 | Invalid Api-Key ID.                                                  | AUTHENTICATION_FAILED | AUTHENTICATION_FAILED | proof
          400 | -2013 | Order does not exist.                                                | ORDER_NOT_FOUND       | ORDER_NOT_FOUND       | doubt
          401 | -2014 | API-key format invalid.                                              | AUTHENTICATION_FAILED | AUTHENTICATION_FAILED | proof
          401 | -2015 | Invalid API-key, IP, or permissions for action.                      | AUTHENTICATION_FAILED | AUTHENTICATION_FAILED | proof
          409 | -2021 | Order cancel-replace partially failed.                               | ORDER_STATE_UNKNOWN   | ORDER_STATE_UNKNOWN   | doubt
          429 | -2021 | Order cancel-replace partially failed.                               | ORDER_STATE_UNKNOWN   | ORDER_STATE_UNKNOWN   | doubt
          400 | -2022 | Order cancel-replace failed.                                         | ORDER_STATE_UNKNOWN   | ORDER_STATE_UNKNOWN   | doubt
          429 | -2022 | Order cancel-replace failed.                                         | ORDER_STATE_UNKNOWN   | ORDER_STATE_UNKNOWN   | doubt
          400 | -2026 | Order was canceled or expired with no executed qty over 90 days ago and has been archived. | ORDER_NOT_FOUND | ORDER_NOT_FOUND | doubt
          400 | -2039 | Client order ID is not correct for this order ID.                    | ORDER_NOT_FOUND       | ORDER_NOT_FOUND       | doubt
          503 | 1     | System is under maintenance.                                         | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          400 | 1     | System is under maintenance.                                         | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN   | doubt
          """)
  void a_code_means_what_the_manual_says(
      int status, int code, String text, ErrorKind asked, ErrorKind commanded, String proof) {
    assertThat(query(status, code, text).failure().kind()).isEqualTo(asked);
    BinanceErrors.Verdict verdict = command(status, code, text);
    assertThat(verdict.failure().kind()).isEqualTo(commanded);
    assertThat(verdict.proof()).isEqualTo(proof.equals("proof"));
    assertThat(verdict.failure().nativeCode()).isEqualTo(Integer.toString(code));
    assertThat(verdict.failure().message()).isEqualTo("Binance: " + text);
  }

  /** Texts of the engine (errors, "Messages for -1010, -2010, -2011 and -2038"), and of -1111. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -2010 | Account has insufficient balance for requested action.           | INSUFFICIENT_FUNDS    | proof
          -2010 | Order would immediately match and take.                          | ORDER_REJECTED        | proof
          -2010 | Order would trigger immediately.                                 | INVALID_PRICE         | proof
          -2010 | Stop price would trigger immediately.                            | INVALID_PRICE         | proof
          -2010 | The relationship of the prices for the orders is not correct.    | INVALID_PRICE         | proof
          -2010 | Market is closed.                                                | MARKET_CLOSED         | proof
          -1013 | Market is closed.                                                | MARKET_CLOSED         | proof
          -2010 | This order type is not possible in this trading phase.           | MARKET_CLOSED         | proof
          -2010 | Limit orders require GTC for this phase.                         | MARKET_CLOSED         | proof
          -2010 | Market orders are not supported for this symbol.                 | UNSUPPORTED_PARAMETER | proof
          -2010 | Stop loss orders are not supported for this symbol.              | UNSUPPORTED_PARAMETER | proof
          -1013 | Stop loss orders are not supported for this symbol.              | UNSUPPORTED_PARAMETER | proof
          -2010 | Stop loss limit orders are not supported for this symbol.        | UNSUPPORTED_PARAMETER | proof
          -2010 | Take profit orders are not supported for this symbol.            | UNSUPPORTED_PARAMETER | proof
          -2010 | Take profit limit orders are not supported for this symbol.      | UNSUPPORTED_PARAMETER | proof
          -2010 | Iceberg orders are not supported for this symbol.                | UNSUPPORTED_PARAMETER | proof
          -2010 | Trailing stop orders are not supported for this symbol.          | UNSUPPORTED_PARAMETER | proof
          -2010 | OCO orders are not supported for this symbol.                    | UNSUPPORTED_PARAMETER | proof
          -2010 | OPO orders are not supported for this symbol.                    | UNSUPPORTED_PARAMETER | proof
          -2010 | Pegged orders are not supported for this symbol.                 | UNSUPPORTED_PARAMETER | proof
          -2010 | Quote order qty market orders are not support for this symbol.   | UNSUPPORTED_PARAMETER | proof
          -2038 | Order amend is not supported for this symbol.                    | UNSUPPORTED_PARAMETER | proof
          -2010 | Order cancel-replace is not supported for this symbol.           | UNSUPPORTED_PARAMETER | proof
          -2010 | Unsupported order combination                                    | INVALID_REQUEST       | proof
          -2010 | IcebergQty exceeds QTY.                                          | INVALID_QUANTITY      | proof
          -2010 | Price * QTY is zero or less.                                     | INVALID_QUANTITY      | proof
          -1013 | Price * QTY is zero or less.                                     | INVALID_QUANTITY      | proof
          -2010 | This action is disabled on this account.                         | PERMISSION_DENIED     | proof
          -2010 | This account may not place or cancel orders.                     | PERMISSION_DENIED     | proof
          -2010 | This symbol is not permitted for this account.                   | PERMISSION_DENIED     | proof
          -2010 | This symbol is restricted for this account.                      | PERMISSION_DENIED     | proof
          -2010 | Rest API trading is not enabled.                                 | PERMISSION_DENIED     | proof
          -2010 | Order book liquidity is less than LOT_SIZE filter minimum quantity. | ORDER_REJECTED     | proof
          -2010 | Order book liquidity is less than symbol minimum quantity.       | ORDER_REJECTED        | proof
          -2010 | A sentence that nobody documented.                               | ORDER_REJECTED        | proof
          -1013 | A sentence that nobody documented.                               | ORDER_REJECTED        | proof
          -2010 | Duplicate order sent.                                            | ORDER_STATE_UNKNOWN   | doubt
          -1013 | Duplicate order sent.                                            | ORDER_STATE_UNKNOWN   | doubt
          -2011 | Unknown order sent.                                              | ORDER_NOT_FOUND       | doubt
          -2011 | Order was not canceled due to cancel restrictions.               | ORDER_REJECTED        | doubt
          -2011 | This action is disabled on this account.                         | PERMISSION_DENIED     | doubt
          -2011 | Market is closed.                                                | MARKET_CLOSED         | doubt
          -2011 | A sentence that nobody documented.                               | ORDER_REJECTED        | doubt
          -2038 | Order amend (quantity increase) is not supported.                | INVALID_QUANTITY      | proof
          -2038 | The requested action would change no state; rejecting            | ORDER_REJECTED        | proof
          -2038 | Unknown order sent.                                              | ORDER_NOT_FOUND       | proof
          -2038 | Filter failure: MAX_NUM_ORDER_AMENDS                             | ORDER_REJECTED        | proof
          -2038 | A sentence that nobody documented.                               | ORDER_REJECTED        | proof
          -1010 | Account has insufficient balance for requested action.           | ORDER_STATE_UNKNOWN   | doubt
          -1111 | Parameter 'price' has too much precision.                        | INVALID_PRICE         | proof
          -1111 | Parameter 'stopPrice' has too much precision.                    | INVALID_PRICE         | proof
          -1111 | Parameter 'pendingAboveStopPrice' has too much precision.        | INVALID_PRICE         | proof
          -1111 | Parameter 'quantity' has too much precision.                     | INVALID_QUANTITY      | proof
          -1111 | Parameter 'quoteOrderQty' has too much precision.                | INVALID_QUANTITY      | proof
          -1111 | Parameter 'icebergQty' has too much precision.                   | INVALID_QUANTITY      | proof
          -1111 | Parameter 'newQty' has too much precision.                       | INVALID_QUANTITY      | proof
          -1111 | Parameter 'workingQuantity' has too much precision.              | INVALID_QUANTITY      | proof
          -1111 | Parameter 'pendingQuantity' has too much precision.              | INVALID_QUANTITY      | proof
          -1111 | Parameter 'pegOffsetValue' has too much precision.               | INVALID_REQUEST       | proof
          """)
  void the_text_decides_where_the_code_says_little(
      int code, String text, ErrorKind kind, String proof) {
    BinanceErrors.Verdict verdict = command(400, code, text);
    assertThat(verdict.failure().kind()).isEqualTo(kind);
    assertThat(verdict.proof()).isEqualTo(proof.equals("proof"));
  }

  /** Filters (filters), under either code: the API refuses with the one, the engine the other. */
  @ParameterizedTest
  @CsvSource({
    "PRICE_FILTER, INVALID_PRICE",
    "PERCENT_PRICE, INVALID_PRICE",
    "PERCENT_PRICE_BY_SIDE, INVALID_PRICE",
    "LOT_SIZE, INVALID_QUANTITY",
    "MARKET_LOT_SIZE, INVALID_QUANTITY",
    "MIN_NOTIONAL, MIN_NOTIONAL",
    "NOTIONAL, MIN_NOTIONAL",
    "ICEBERG_PARTS, INVALID_QUANTITY",
    "TRAILING_DELTA, INVALID_REQUEST",
    "MAX_POSITION, ORDER_REJECTED",
    "MAX_NUM_ORDERS, ORDER_REJECTED",
    "MAX_NUM_ALGO_ORDERS, ORDER_REJECTED",
    "MAX_NUM_ICEBERG_ORDERS, ORDER_REJECTED",
    "MAX_NUM_ORDER_LISTS, ORDER_REJECTED",
    "EXCHANGE_MAX_NUM_ORDERS, ORDER_REJECTED",
    "EXCHANGE_MAX_NUM_ALGO_ORDERS, ORDER_REJECTED",
    "EXCHANGE_MAX_NUM_ICEBERG_ORDERS, ORDER_REJECTED",
    "EXCHANGE_MAX_NUM_ORDER_LISTS, ORDER_REJECTED",
    "MAX_ASSET, ORDER_REJECTED",
    "A_FILTER_THAT_NOBODY_KNOWS, ORDER_REJECTED"
  })
  void a_breach_of_a_filter_is_named_by_what_it_limits(String filter, ErrorKind kind) {
    for (int code : new int[] {-1013, -2010}) {
      BinanceErrors.Verdict verdict = command(400, code, "Filter failure: " + filter);
      assertThat(verdict.failure().kind()).isEqualTo(kind);
      assertThat(verdict.proof()).isTrue();
    }
  }

  /** Bodies without a code, which is what stands in front of the API answers with. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          301 | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN | doubt
          307 | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN | doubt
          400 | INVALID_REQUEST       | ORDER_STATE_UNKNOWN | doubt
          401 | INVALID_REQUEST       | ORDER_STATE_UNKNOWN | doubt
          403 | RATE_LIMITED          | RATE_LIMITED        | proof
          404 | UNSUPPORTED_OPERATION | ORDER_STATE_UNKNOWN | doubt
          408 | INVALID_REQUEST       | ORDER_STATE_UNKNOWN | doubt
          409 | INVALID_REQUEST       | ORDER_STATE_UNKNOWN | doubt
          418 | RATE_LIMITED          | RATE_LIMITED        | proof
          429 | RATE_LIMITED          | RATE_LIMITED        | proof
          451 | PERMISSION_DENIED     | PERMISSION_DENIED   | proof
          500 | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN | doubt
          502 | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN | doubt
          503 | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN | doubt
          504 | EXCHANGE_UNAVAILABLE  | ORDER_STATE_UNKNOWN | doubt
          """)
  void without_a_code_the_status_decides(
      int status, ErrorKind asked, ErrorKind commanded, String proof) {
    for (String body : new String[] {"<html>no</html>", "", "{\"msg\":\"no code\"}", "[]"}) {
      HttpResult.Answered answer = answer(status, body, Map.of());
      assertThat(BinanceErrors.onQuery(answer).failure().kind()).isEqualTo(asked);
      assertThat(BinanceErrors.onCommand(answer).failure().kind()).isEqualTo(commanded);
      assertThat(BinanceErrors.onCommand(answer).proof()).isEqualTo(proof.equals("proof"));
      assertThat(BinanceErrors.onCommand(answer).failure().nativeCode()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 418, 429, 451, 500, 503, 307})
  void a_code_that_no_table_lists_proves_nothing_whatever_the_status(int status) {
    // -2035 -2036 -2042 -2043 belong to streams and prices; -4116 -5022 to futures.
    long[] unlisted = {-31337, 7, 0, -1010, -2035, -2036, -2042, -2043, -4116, -5022, 1L << 40};
    for (long code : unlisted) {
      BinanceErrors.Verdict verdict = command(status, code, "Nobody documented this.");
      assertThat(verdict.proof()).as("%d", code).isFalse();
      assertThat(verdict.failure().kind()).isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
      assertThat(verdict.failure().nativeCode()).isEqualTo(Long.toString(code));
      assertThat(verdict.failure().message()).isEqualTo("Binance: Nobody documented this.");
    }
  }

  @ParameterizedTest
  @CsvSource({"400, INVALID_REQUEST", "404, UNSUPPORTED_OPERATION", "500, EXCHANGE_UNAVAILABLE"})
  void a_query_with_an_unlisted_code_goes_by_its_status_and_keeps_the_text(
      int status, ErrorKind kind) {
    BinanceErrors.Verdict verdict = query(status, -31337, "Nobody documented this.");
    assertThat(verdict.failure().kind()).isEqualTo(kind);
    assertThat(verdict.failure().nativeCode()).isEqualTo("-31337");
    assertThat(verdict.failure().message()).isEqualTo("Binance: Nobody documented this.");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 409, 500, 502, 503, 504})
  void a_code_that_proves_does_so_only_under_a_status_that_refuses(int status) {
    BinanceErrors.Verdict verdict = command(status, -1013, "Filter failure: LOT_SIZE");
    assertThat(verdict.proof()).isFalse();
    assertThat(verdict.failure().kind()).isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
  }

  @Test
  void a_code_out_of_any_range_is_no_listed_one() {
    assertThat(command(400, (1L << 32) - 1013, "Filter failure: LOT_SIZE").proof()).isFalse();
  }

  @Test
  void a_ban_names_its_end_in_header_or_text() {
    String banned =
        "{\"code\":-1003,\"msg\":\"Way too much request weight used; IP banned until 1659146400000.\"}";
    assertThat(BinanceErrors.onQuery(answer(418, banned, Map.of())).failure().retryAfter())
        .isEqualTo(Duration.ofSeconds(400));
    assertThat(
            BinanceErrors.onQuery(answer(418, banned, Map.of("retry-after", "7")))
                .failure()
                .retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(BinanceErrors.onQuery(answer(429, "", Map.of())).failure().retryAfter())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void a_command_in_doubt_slows_us_down_and_is_not_to_be_tried_again() {
    String half = "{\"code\":-2021,\"msg\":\"Order cancel-replace partially failed.\"}";
    BinanceErrors.Verdict verdict =
        BinanceErrors.onCommand(answer(429, half, Map.of("retry-after", "7")));
    assertThat(verdict.pause()).isEqualTo(Duration.ofSeconds(7));
    assertThat(verdict.failure().retryAfter()).isNull();
    assertThat(command(400, -2022, "Order cancel-replace failed.").pause()).isNull();
  }
}
