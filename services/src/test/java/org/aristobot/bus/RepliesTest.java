package org.aristobot.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RepliesTest {

  private static final Map<String, BigDecimal> TIMING = new LinkedHashMap<>();

  static {
    TIMING.put("queue", new BigDecimal("0.010"));
    TIMING.put("total", new BigDecimal("1.250"));
  }

  private static String json(Reply reply, boolean asText) {
    return Replies.json(new Request.Address("r", false, null, asText), reply, TIMING);
  }

  private static String data(Object data, boolean asText) {
    String json = json(new Reply.Done(data), asText);
    int end = json.indexOf(",\"error\":");
    return json.substring(json.indexOf("\"data\":") + "\"data\":".length(), end);
  }

  @Test
  void an_answer_has_all_its_members() {
    assertThat(json(new Reply.Done(Map.of("pong", true)), false))
        .isEqualTo(
            "{\"request_id\":\"r\",\"success\":true,\"data\":{\"pong\":true},\"error\":null,"
                + "\"code\":null,\"replayed\":false,\"processing_time_ms\":1.250,"
                + "\"timing\":{\"queue\":0.010,\"total\":1.250}}");
  }

  @Test
  void a_failure_tells_its_code_its_sentence_and_what_the_venue_said() {
    Failure failure =
        new Failure(ErrorKind.RATE_LIMITED, "too \"fast\"", "-1003", Duration.ofMillis(1_500));
    assertThat(json(new Reply.Failed(failure, Map.of("client_order_id", "c"), true), false))
        .startsWith(
            "{\"request_id\":\"r\",\"success\":false,\"data\":{\"client_order_id\":\"c\"},"
                + "\"error\":\"too \\\"fast\\\"\",\"code\":\"RATE_LIMITED\","
                + "\"native_code\":\"-1003\",\"retry_after_ms\":1500,\"replayed\":true,");
    assertThat(json(new Reply.Failed(Failure.of(ErrorKind.TIMEOUT, "late")), false))
        .contains("\"data\":null,\"error\":\"late\",\"code\":\"TIMEOUT\",\"replayed\":false");
  }

  @ParameterizedTest
  @CsvSource({
    "0.10, 0.10",
    "1E+3, 1000",
    "1e-18, 0.000000000000000001",
    "-0.0, 0.0",
    "12345678901234567890123456789012345678901234567890.0123456789,"
        + "12345678901234567890123456789012345678901234567890.0123456789"
  })
  void decimals_keep_all_their_digits_and_have_no_exponent(BigDecimal value, String plain) {
    assertThat(data(value, false)).isEqualTo(plain);
    assertThat(data(value, true)).isEqualTo("\"" + plain + "\"");
  }

  @Test
  void whole_numbers_stay_numbers_and_instants_have_milliseconds() {
    List<Object> row = Arrays.asList(1_700_000_000_000L, 7, BigInteger.TEN, null, "é", false);
    assertThat(data(row, true)).isEqualTo("[1700000000000,7,10,null,\"é\",false]");
    assertThat(data(Instant.parse("2026-03-01T12:00:00Z"), false))
        .isEqualTo("\"2026-03-01T12:00:00.000Z\"");
    assertThat(data(Instant.parse("2026-03-01T12:00:00.123456Z"), false))
        .isEqualTo("\"2026-03-01T12:00:00.123Z\"");
  }

  @Test
  void what_an_answer_must_not_hold_is_an_error_in_our_code() {
    for (Object wrong :
        List.of(1.5, 1.5f, new Object(), Map.of(1, 2), new BigDecimal("1e999999999"))) {
      assertThatThrownBy(() -> data(wrong, false)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_rejected_message_is_kept_in_part_with_reason_and_time() {
    byte[] message = ("\"" + "x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(Replies.rejection(message, "why", Instant.EPOCH))
        .startsWith("{\"message\":\"\\\"xxx")
        .endsWith("\"reason\":\"why\",\"at\":\"1970-01-01T00:00:00.000Z\"}")
        .hasSizeLessThan(9_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"api_key\": \"hunter2\", \"a\":1} | {\"api_key\": \"(secret)\", \"a\":1}",
        "{\"a\":{\"apiSecret\":\"x\\\"hunter2\",\"b\":\"c\"}} | {\"a\":{\"apiSecret\":\"(secret)\",\"b\":\"c\"}}",
        "{\"PASSWORD\":\"hunter2 | {\"PASSWORD\":\"(secret)",
        "{\"token\":\"\",\"signature\":\"hunter2\"} | {\"token\":\"(secret)\",\"signature\":\"(secret)\"}",
        "{\"symbol\":\"BTC/USDT\"} | {\"symbol\":\"BTC/USDT\"}",
      })
  void what_calls_itself_a_key_is_left_out_of_a_rejected_message(String message, String kept) {
    String json = Replies.rejection(message.getBytes(StandardCharsets.UTF_8), "why", Instant.EPOCH);
    assertThat(new JsonMapper().readTree(json).get("message").asString()).isEqualTo(kept);
  }
}
