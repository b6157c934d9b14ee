package org.aristobot.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Outcome;
import org.aristobot.net.HttpResult;
import org.aristobot.net.StubServer.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The error table, row by row, typed from the manual's lists and not from the table under test. */
class BitgetErrorsTest {

  /**
   * What a code means, whether it proves on a command that nothing was executed, and the codes;
   * {@code a-b} are all from a to b.
   */
  private static final String TABLE =
      """
      AUTHENTICATION_FAILED     | proof | 40001-40003 40005 40006 40008 40009 40011 40012 40036 40037 40041 40078 40099 40911
      UNSUPPORTED_OPERATION     | proof | 30032 40084 40085 40404 25245
      PERMISSION_DENIED         | proof | 40013 40014 40016 40018 40022-40026 40038 40068 40199 40301 22004 22010 25013
      PERMISSION_DENIED         | proof | 40000 40035 40100 40101 40103 40104 40111
      INVALID_REQUEST           | proof | 40007 40017 40019 40020 40053 40064 40079 40304 40305 40306 40402 40812 40813
      INVALID_REQUEST           | proof | 40912 40913 40924 43011 43111 48001 00172 400172 25200 25236
      INVALID_REQUEST           | proof | 00001 20001 40704 40705 40707 22003 40925 40923 70218
      UNKNOWN_SYMBOL            | proof | 40034 40072 40102 42016 25100
      MARKET_CLOSED             | proof | 40308 40844 41114 40309 40845 41113 43115 43119 43120 25101-25106 25108
      INVALID_PRICE             | proof | 41103 43028 45115
      INVALID_QUANTITY          | proof | 22038
      MIN_NOTIONAL              | proof | 45110 43010 43027
      INVALID_QUANTITY          | proof | 45111-45114 43006 43007 43037 43038 43041 43042 22034 25207 25208 25230 25611
      INVALID_PRICE             | proof | 40706 40815 40816 41117 41118 25205 25206 43008 43009 43039 43040 22006-22009
      INVALID_PRICE             | proof | 43034 43035 43013-43016 40735-40742 40829-40836 40915 40917
      INVALID_PRICE             | proof | 45060-45062 45064-45067 45122 45135 40895 25579-25592 25602-25609 25650-25653
      INSUFFICIENT_FUNDS        | proof | 43012 40711 40712 40754 40762 40798 40800 40893 43132 45002 50020 25202 25203 25219
      DUPLICATE_CLIENT_ORDER_ID | doubt | 43118 45034 40708 40786 50060 25212
      ORDER_NOT_FOUND           | doubt | 43001 43004 22001 40109 40768 40819 45057 31007 25204 43033 45134 40769
      ORDER_NOT_FOUND           | doubt | 43020 43021 43025 43026 45031
      ORDER_REJECTED            | doubt | 45055 40817 45056 40818 45129
      ORDER_REJECTED            | proof | 25211 25599 43005 43128 45118 40723 40761 43071 40889 40890 22002 43043 40774
      ORDER_REJECTED            | proof | 43075 40757 43029 40717 22042 40928 25107 25225-25227 25601 40920 45117 40730 45097 43050
      ORDER_REJECTED            | proof | 40837 43023 45068
      RATE_LIMITED              | proof | 30006 30007 70228 25004
      EXCHANGE_UNAVAILABLE      | doubt | 40015 40200
      EXCHANGE_UNAVAILABLE      | doubt | 40010 40725 45001 40908 40910 43059 80002 25000 25001 25003
      """;

  /** A limit on decimals, of which only the text says whether of price or of quantity. */
  private static final String DECIMALS = "40808 43125 45035 40787 25244 25610";

  /** Neither in the table nor surely outside: unused, and what throttling answers. */
  private static final String BESIDE = "45063 429 00429";

  /** Saturday, when the venue releases nothing. */
  private static final Instant QUIET = Instant.parse("2026-11-28T07:00:00Z");

  private record Meaning(ErrorKind kind, boolean proof) {}

  private static Map<String, Meaning> table() {
    Map<String, Meaning> table = new TreeMap<>();
    TABLE
        .lines()
        .map(line -> line.split("\\|", -1))
        .forEach(row -> {
          Meaning meaning =
              new Meaning(ErrorKind.valueOf(row[0].strip()), row[1].strip().equals("proof"));
          codes(row[2].strip())
              .forEach(code -> assertThat(table.put(code, meaning)).as(code).isNull());
        });
    return table;
  }

  private static Stream<String> codes(String text) {
    return Stream.of(text.split(" ", -1))
        .flatMap(item -> {
          if (!item.contains("-")) {
            return Stream.of(item);
          }
          int from = Integer.parseInt(item.substring(0, item.indexOf('-')));
          int to = Integer.parseInt(item.substring(item.indexOf('-') + 1));
          return Stream.iterate(from, code -> code <= to, code -> code + 1).map(String::valueOf);
        });
  }

  static Stream<Arguments> rows() {
    return table().entrySet().stream()
        .map(row -> Arguments.of(row.getKey(), row.getValue().kind(), row.getValue().proof()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_listed_code_means_what_the_manual_says(String code, ErrorKind kind, boolean proof) {
    BitgetErrors.Verdict asked = BitgetErrors.onQuery(refusal(400, code, "Some text."));
    assertThat(asked.failure().kind()).isEqualTo(kind);
    assertThat(asked.failure().nativeCode()).isEqualTo(code);
    assertThat(asked.failure().message()).endsWith("Bitget: Some text.");
    BitgetErrors.Verdict commanded = command(code, "Some text.");
    assertThat(commanded.proof()).isEqualTo(proof);
    assertThat(commanded.failure().nativeCode()).isEqualTo(code);
    boolean isDown = kind == ErrorKind.EXCHANGE_UNAVAILABLE;
    assertThat(commanded.failure().kind()).isEqualTo(isDown ? ErrorKind.ORDER_STATE_UNKNOWN : kind);
  }

  @Test
  void the_whole_table_is_there() {
    assertThat(table()).hasSize(283);
  }

  /** Whatever has five digits, and a few of another length. */
  @Test
  void a_code_that_no_list_has_proves_nothing_on_a_command() {
    Map<String, Meaning> table = table();
    List<String> beside = codes("00000 " + DECIMALS + " " + BESIDE).toList();
    Stream<String> five =
        Stream.iterate(0, code -> code < 100_000, code -> code + 1).map("%05d"::formatted);
    Stream<String> others = Stream.of("0", "1", "172", "4001", "400171", "999999", "-1", "x", "");
    Stream.concat(five, others)
        .filter(code -> !table.containsKey(code) && !beside.contains(code))
        .forEach(code -> {
          BitgetErrors.Verdict verdict = command(code, "Nobody documented this.");
          assertThat(verdict.proof()).as(code).isFalse();
          assertThat(verdict.failure().kind()).as(code).isEqualTo(ErrorKind.ORDER_STATE_UNKNOWN);
        });
  }

  @ParameterizedTest
  @CsvSource({"400, INVALID_REQUEST", "403, INVALID_REQUEST", "500, EXCHANGE_UNAVAILABLE"})
  void a_query_with_an_unlisted_code_goes_by_its_status_and_keeps_code_and_text(
      int status, ErrorKind kind) {
    BitgetErrors.Verdict verdict =
        BitgetErrors.onQuery(refusal(status, "49999", "Nobody documented this."));
    assertThat(verdict.failure().kind()).isEqualTo(kind);
    assertThat(verdict.failure().nativeCode()).isEqualTo("49999");
    assertThat(verdict.failure().message()).isEqualTo("Bitget: Nobody documented this.");
  }

  /** Section 8: the recorded texts, and their like. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          40808 | Parameter verification exception size checkBDScale error value=2293.577 checkScale=2 | INVALID_QUANTITY
          40808 | Parameter verification exception price checkBDScale error value=0.12345 checkScale=2 | INVALID_PRICE
          41103 | param price scale error error                                                        | INVALID_PRICE
          """)
  void too_many_decimals_are_those_of_the_field_that_the_text_names(
      String code, String text, ErrorKind kind) {
    assertThat(command(code, text).failure().kind()).isEqualTo(kind);
    assertThat(command(code, text).proof()).isTrue();
  }

  @Test
  void too_many_decimals_are_refused_with_proof_whatever_field_has_them() {
    codes(DECIMALS)
        .forEach(code -> {
          BitgetErrors.Verdict verdict = command(code, "The number of decimals is wrong.");
          assertThat(verdict.proof()).as(code).isTrue();
          assertThat(verdict.failure().kind())
              .as(code)
              .isIn(ErrorKind.INVALID_PRICE, ErrorKind.INVALID_QUANTITY, ErrorKind.INVALID_REQUEST);
        });
  }

  /** Tuesday to Thursday, 14:00 to 17:00 in UTC+8. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-24T06:00:01Z, false",
    "2026-11-24T08:59:59Z, false",
    "2026-11-25T07:30:00Z, false",
    "2026-11-26T08:59:59Z, false",
    "2026-11-24T05:59:59Z, true",
    "2026-11-24T09:00:01Z, true",
    "2026-11-23T07:00:00Z, true",
    "2026-11-27T07:00:00Z, true",
    "2026-11-28T07:00:00Z, true"
  })
  void while_the_venue_releases_a_failed_verification_proves_nothing(Instant at, boolean proof) {
    String text = "Parameter verification exception size checkBDScale error";
    assertThat(BitgetErrors.onCommand(answer(400, body("40808", text, at), at)).proof())
        .isEqualTo(proof);
    assertThat(BitgetErrors.onCommand(answer(400, body("40009", "sign", at), at)).proof()).isTrue();
    for (String code : new String[] {"40015", "45001", "40725"}) {
      assertThat(BitgetErrors.onCommand(answer(400, body(code, "", at), at)).proof()).isFalse();
    }
  }

  /** Section 13: only together with the code is it proof. */
  @Test
  void throttling_is_proof_with_a_code_and_doubt_without() {
    BitgetErrors.Verdict told = BitgetErrors.onCommand(refusal(429, "429", "Too many requests"));
    assertThat(told.proof()).isTrue();
    assertThat(told.failure().kind()).isEqualTo(ErrorKind.RATE_LIMITED);
    for (String bare : new String[] {"", "<html>429</html>", "{\"msg\":\"Too many requests\"}"}) {
      assertThat(BitgetErrors.onCommand(answer(429, bare, QUIET)).proof()).isFalse();
      assertThat(BitgetErrors.onQuery(answer(429, bare, QUIET)).failure().kind())
          .isEqualTo(ErrorKind.RATE_LIMITED);
    }
  }

  /** Section 15: none is documented, so that one that comes all the same is obeyed. */
  @Test
  void a_throttled_query_says_how_long_to_stay_away() {
    assertThat(
            BitgetErrors.onQuery(refusal(429, "429", "Too many requests")).failure().retryAfter())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  /** What stands in front of the API, or is half of an answer (section 1). */
  @ParameterizedTest
  @ValueSource(ints = {200, 301, 307, 400, 401, 403, 404, 408, 409, 418, 500, 502, 503, 504})
  void without_a_code_nothing_is_proven(int status) {
    for (String body : new String[] {"<html>no</html>", "", "{\"msg\":\"no code\"}", "[]", "{"}) {
      BitgetErrors.Verdict verdict = BitgetErrors.onCommand(answer(status, body, QUIET));
      assertThat(verdict.proof()).isFalse();
      assertThat(verdict.failure().nativeCode()).isNull();
      assertThat(verdict.failure().kind())
          .isIn(ErrorKind.ORDER_STATE_UNKNOWN, ErrorKind.EXCHANGE_UNAVAILABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 500, 502, 503, 504})
  void a_code_that_proves_does_so_only_under_a_status_that_refuses(int status) {
    BitgetErrors.Verdict verdict =
        BitgetErrors.onCommand(refusal(status, "43012", "Insufficient balance"));
    assertThat(verdict.proof()).isFalse();
  }

  /** Section 1: some pages call it message. */
  @Test
  void the_text_may_be_called_message() {
    String body = "{\"code\":\"43012\",\"message\":\"Insufficient balance\",\"data\":null}";
    assertThat(BitgetErrors.onCommand(answer(400, body, QUIET)).failure().message())
        .isEqualTo("Bitget: Insufficient balance");
  }

  /** Section 13: only these three are about the stamp, which a new copy may have right. */
  @ParameterizedTest
  @CsvSource({
    "40008, true",
    "40911, true",
    "40078, true",
    "40009, false",
    "40012, false",
    "43012, false"
  })
  void only_a_stale_stamp_lets_a_new_copy_go(String code, boolean stale) {
    try (BitgetStub stub = new BitgetStub()) {
      stub.answering(Reply.of(400, body(code, "No.", stub.clock.instant())));
      Outcome outcome =
          stub.bitget
              .prepareOrder(BitgetStub.CREDENTIALS, BitgetStub.limitBuy(), Duration.ofSeconds(5))
              .send();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Rejected.class, it -> assertThat(it.staleStamp()).isEqualTo(stale));
    }
  }

  private static BitgetErrors.Verdict command(String code, @Nullable String text) {
    return BitgetErrors.onCommand(refusal(400, code, text));
  }

  private static HttpResult.Answered refusal(int status, String code, @Nullable String text) {
    return answer(status, body(code, text, QUIET), QUIET);
  }

  private static String body(String code, @Nullable String text, Instant at) {
    return "{\"code\":%s,\"msg\":%s,\"requestTime\":%d,\"data\":null}"
        .formatted(
            JsonMapper.shared().writeValueAsString(code),
            JsonMapper.shared().writeValueAsString(text),
            at.toEpochMilli());
  }

  private static HttpResult.Answered answer(int status, String body, Instant at) {
    return new HttpResult.Answered(status, Map.of(), body, at, at);
  }
}
