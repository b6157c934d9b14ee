package org.aristobot.bitget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.aristobot.net.Quota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of calls against the manual's pages, typed from there. */
class BitgetEndpointTest {

  /** Method, who may call, path, limit per second (sections 3 to 6). */
  private static final String CALLS =
      """
      GET  all  /api/v2/public/time                        20
      GET  all  /api/v2/spot/public/symbols                20
      GET  all  /api/v2/spot/public/coins                  3
      GET  all  /api/v2/spot/market/tickers                20
      GET  all  /api/v2/spot/market/orderbook              20
      GET  all  /api/v2/spot/market/merge-depth            20
      GET  all  /api/v2/spot/market/fills                  10
      GET  all  /api/v2/spot/market/fills-history          10
      GET  all  /api/v2/spot/market/candles                20
      GET  all  /api/v2/spot/market/history-candles        20
      GET  key  /api/v2/spot/account/assets                10
      GET  key  /api/v2/spot/account/info                  1
      GET  key  /api/v2/spot/account/bills                 10
      GET  key  /api/v2/common/trade-rate                  10
      POST key  /api/v2/spot/trade/place-order             10
      POST key  /api/v2/spot/trade/batch-orders            5
      POST key  /api/v2/spot/trade/cancel-order            10
      POST key  /api/v2/spot/trade/batch-cancel-order      10
      POST key  /api/v2/spot/trade/cancel-symbol-order     5
      POST key  /api/v2/spot/trade/cancel-replace-order    5
      POST key  /api/v2/spot/trade/batch-cancel-replace-order 5
      GET  key  /api/v2/spot/trade/orderInfo               20
      GET  key  /api/v2/spot/trade/unfilled-orders         20
      GET  key  /api/v2/spot/trade/history-orders          20
      GET  key  /api/v2/spot/trade/fills                   10
      POST key  /api/v2/spot/trade/place-plan-order        20
      POST key  /api/v2/spot/trade/modify-plan-order       20
      POST key  /api/v2/spot/trade/cancel-plan-order       20
      POST key  /api/v2/spot/trade/batch-cancel-plan-order 5
      GET  key  /api/v2/spot/trade/current-plan-order      20
      GET  key  /api/v2/spot/trade/history-plan-order      20
      GET  key  /api/v2/spot/trade/plan-sub-order          20
      """;

  private static Map<String, String[]> calls() {
    Map<String, String[]> calls = new TreeMap<>();
    CALLS.lines().map(line -> line.split(" +", -1)).forEach(row -> calls.put(row[2], row));
    return calls;
  }

  @ParameterizedTest
  @EnumSource
  void a_call_goes_where_the_manual_says(BitgetEndpoint call) {
    String[] row = Objects.requireNonNull(calls().get(call.path()), call.path());
    assertThat(call.method()).isEqualTo(row[0]);
    assertThat(call.signed()).isEqualTo(row[1].equals("key"));
    assertThat(call.perSecond()).isEqualTo(Long.parseLong(row[3]));
  }

  @Test
  void no_two_calls_are_the_same() {
    assertThat(BitgetEndpoint.values()).extracting(BitgetEndpoint::path).doesNotHaveDuplicates();
  }

  /** Section 15: a bucket for each call, and all requests of an address together. */
  @ParameterizedTest
  @EnumSource
  void what_is_used_of_a_limit_is_nine_tenths_at_most(BitgetEndpoint call) {
    String[] row = Objects.requireNonNull(calls().get(call.path()), call.path());
    long limit = Long.parseLong(row[3]);
    Quota quota =
        BitgetEndpoint.quotas().stream()
            .filter(it -> it.pool().equals(call.name()))
            .findFirst()
            .orElseThrow();
    assertThat(quota.limit()).isBetween(1L, Math.max(1, limit * 9 / 10));
    assertThat(quota.window()).isEqualTo(Duration.ofSeconds(1));
    assertThat(quota.scope()).isEqualTo(call.signed() ? Quota.Scope.KEY : Quota.Scope.IP);
    assertThat(call.charges()).hasSize(2);
  }

  @Test
  void all_requests_of_an_address_stay_under_its_limit() {
    assertThat(BitgetEndpoint.quotas())
        .filteredOn(quota -> quota.window().equals(Duration.ofMinutes(1)))
        .singleElement()
        .satisfies(quota -> {
          assertThat(quota.limit()).isBetween(1000L, 5400L);
          assertThat(quota.scope()).isEqualTo(Quota.Scope.IP);
        });
  }

  /**
   * Until when the venue takes a command, and for how long it is looked for by its client id
   * (section 12.1): in seconds and hours; - where it is not found so.
   */
  @ParameterizedTest
  @CsvSource({
    "/api/v2/spot/trade/place-order, 5, 2",
    "/api/v2/spot/trade/cancel-replace-order, 30, 2",
    "/api/v2/spot/trade/place-plan-order, 30, -",
    "/api/v2/spot/trade/modify-plan-order, 30, -"
  })
  void what_proves_absence_is_as_the_manual_has_it(String path, long expiry, String byClientId) {
    BitgetEndpoint call =
        Arrays.stream(BitgetEndpoint.values())
            .filter(it -> it.path().equals(path))
            .findFirst()
            .orElseThrow();
    assertThat(Objects.requireNonNull(call.expiry()).window())
        .isEqualTo(Duration.ofSeconds(expiry));
    BitgetEndpoint.Absence absence = Objects.requireNonNull(call.absence());
    assertThat(absence.visibilityLag()).isEqualTo(Duration.ofSeconds(60));
    assertThat(absence.retention()).isEqualTo(Duration.ofDays(90));
    if (byClientId.equals("-")) {
      assertThat(absence.byClientId()).isNull();
      assertThat(absence.lookUps())
          .extracting(BitgetEndpoint::path)
          .containsExactlyInAnyOrder(
              "/api/v2/spot/trade/current-plan-order", "/api/v2/spot/trade/history-plan-order");
    } else {
      assertThat(absence.byClientId()).isEqualTo(Duration.ofHours(2));
      assertThat(absence.lookUps())
          .extracting(BitgetEndpoint::path)
          .containsExactlyInAnyOrder(
              "/api/v2/spot/trade/orderInfo",
              "/api/v2/spot/trade/unfilled-orders",
              "/api/v2/spot/trade/history-orders",
              "/api/v2/spot/trade/fills");
    }
  }
}
