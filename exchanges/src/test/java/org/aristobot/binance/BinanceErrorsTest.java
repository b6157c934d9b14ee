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

class BinanceErrorsTest {

  /** Typed from the manual's page, not from the table under test. */
  private static final String PROOF =
      "-1002 -1003 -1013 -1014 -1015 -1020 -1021 -1022 -1034 -1100 -1101 -1102 -1103 -1104 -1105"
          + " -1106 -1108 -1111 -1112 -1114 -1115 -1116 -1117 -1118 -1119 -1120 -1121 -1122 -1127"
          + " -1128 -1130 -1131 -1134 -1135 -1145 -1151 -1158 -1160 -1165 -1166 -1168 -1196 -1197"
          + " -1198 -1199 -1210 -1211 -1220 -1222 -1223 -1224 -1225 -2008 -2010 -2014 -2015 -2038";

  private static final String DOUBT =
      "-1000 -1001 -1004 -1006 -1007 -1008 -1016 -1099 -2011 -2013 -2026 -2039 1";

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1013 | Filter failure: PRICE_FILTER | INVALID_PRICE",
        "-1013 | Filter failure: PERCENT_PRICE | INVALID_PRICE",
        "-1013 | Filter failure: PERCENT_PRICE_BY_SIDE | INVALID_PRICE",
        "-1013 | Filter failure: LOT_SIZE | INVALID_QUANTITY",
        "-1013 | Filter failure: MARKET_LOT_SIZE | INVALID_QUANTITY",
        "-1013 | Filter failure: ICEBERG_PARTS | INVALID_QUANTITY",
        "-1013 | Filter failure: MIN_NOTIONAL | MIN_NOTIONAL",
        "-1013 | Filter failure: NOTIONAL | MIN_NOTIONAL",
        "-1013 | Filter failure: TRAILING_DELTA | INVALID_REQUEST",
        "-2010 | Filter failure: MAX_POSITION | ORDER_REJECTED",
        "-2010 | Filter failure: MAX_NUM_ALGO_ORDERS | ORDER_REJECTED",
        "-1013 | Market is closed. | MARKET_CLOSED",
        "-2010 | Account has insufficient balance for requested action. | INSUFFICIENT_FUNDS",
        "-2010 | Order would immediately match and take. | ORDER_REJECTED",
        "-2010 | Order would trigger immediately. | INVALID_PRICE",
        "-2010 | Stop price would trigger immediately. | INVALID_PRICE",
        "-2010 | This symbol is restricted for this account. | PERMISSION_DENIED",
        "-2010 | Rest API trading is not enabled. | PERMISSION_DENIED",
        "-2010 | Iceberg orders are not supported for this symbol. | UNSUPPORTED_PARAMETER",
        "-2010 | Quote order qty market orders are not support for this symbol. | UNSUPPORTED_PARAMETER",
        "-2010 | Order book liquidity is less than LOT_SIZE filter minimum quantity. | ORDER_REJECTED",
        "-2010 | Price * QTY is zero or less. | INVALID_QUANTITY",
        "-2010 | A sentence that nobody documented. | ORDER_REJECTED",
        "-2011 | Unknown order sent. | ORDER_NOT_FOUND",
        "-2011 | Order was not canceled due to cancel restrictions. | ORDER_REJECTED",
        "-2011 | A sentence that nobody documented. | ORDER_NOT_FOUND",
        "-2038 | Order amend (quantity increase) is not supported. | INVALID_QUANTITY",
        "-1111 | Parameter 'price' has too much precision. | INVALID_PRICE",
        "-1111 | Parameter 'quantity' has too much precision. | INVALID_QUANTITY",
        "-1111 | Parameter 'quoteOrderQty' has too much precision. | INVALID_QUANTITY",
        "-1121 | Invalid symbol. | UNKNOWN_SYMBOL",
        "-1220 | The symbol is not in that status. | MARKET_CLOSED",
        "-2013 | Order does not exist. | ORDER_NOT_FOUND",
      })
  void code_and_text_decide_the_kind(int code, String text, ErrorKind kind) {
    assertThat(Objects.requireNonNull(BinanceErrors.row(code, text)).kind()).isEqualTo(kind);
  }

  @Test
  void a_duplicate_order_proves_nothing() {
    assertThat(Objects.requireNonNull(BinanceErrors.row(-2010, "Duplicate order sent.")).proof())
        .isFalse();
  }

  private static HttpResult.Answered answer(int status, String body, Map<String, String> headers) {
    Instant at = Instant.ofEpochMilli(1_659_146_000_000L);
    return new HttpResult.Answered(status, headers, body, at, at);
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

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST", "404, UNSUPPORTED_OPERATION", "500, EXCHANGE_UNAVAILABLE",
    "301, EXCHANGE_UNAVAILABLE", "403, RATE_LIMITED", "451, PERMISSION_DENIED"
  })
  void a_query_without_a_listed_code_goes_by_its_status(int status, ErrorKind kind) {
    assertThat(BinanceErrors.onQuery(answer(status, "<html>", Map.of())).failure().kind())
        .isEqualTo(kind);
  }
}
