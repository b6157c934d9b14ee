package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What breaks a symbol's rules is refused with the venue's code, the first broken rule first. */
class BitgetFiltersTest {

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "symbol=NOUSDT side=buy orderType=market size=9 | 40034 | Parameter NOUSDT does not exist",
        "symbol=btcusdt side=buy orderType=market size=9 | 40034 | Parameter btcusdt does not exist",
        "symbol=BTCUSDT_SPBL side=buy orderType=market size=9 | 40034"
            + " | Parameter BTCUSDT_SPBL does not exist",
        "side=buy orderType=limit force=gtc price=42000.123 size=0.01 | 41103"
            + " | param price scale error error",
        "side=buy orderType=limit force=gtc price=42000.100 size=0.01 | 41103"
            + " | param price scale error error",
        "side=buy orderType=limit force=gtc price=42000 size=0.0100001 | 40808 | Parameter"
            + " verification exception size checkBDScale error value=0.0100001 checkScale=5",
        "side=buy orderType=market size=25.1234567 | 40808 | Parameter"
            + " verification exception size checkBDScale error value=25.1234567 checkScale=6",
        "symbol=DOGEUSDT side=sell orderType=market size=100.5 | 40808 | Parameter"
            + " verification exception size checkBDScale error value=100.5 checkScale=0",
        "side=buy orderType=limit force=gtc price=42000 size=0.00001 | 45110"
            + " | less than the minimum amount 1 USDT",
        "side=buy orderType=market size=0.99 | 45110 | less than the minimum amount 1 USDT",
        "symbol=ETHBTC side=sell orderType=limit force=gtc price=0.05 size=0.001 | ''" + " | ''",
        "side=sell orderType=limit force=gtc price=43000 size=300 | 45113"
            + " | Maximum order value limit triggered",
        "side=sell orderType=limit force=gtc price=40849.99 size=0.1 | 41117"
            + " | BTC/USDT selling price cannot be lower than 40850",
        "side=buy orderType=limit force=gtc price=45150.01 size=0.1 | 41118"
            + " | BTC/USDT buying price cannot be higher than 45150",
        "symbol=ETHBTC side=buy orderType=limit force=gtc price=0.15 size=1 | '' | ''",
        "side=sell orderType=limit force=gtc price=44000 size=10.1 | 43012 | Insufficient balance",
        "side=hold orderType=market size=9 | 40020 | Parameter side error",
        "side=buy orderType=stop size=9 | 40020 | Parameter orderType error",
        "side=buy orderType=market size=-9 | 40020 | Parameter size error",
        "side=buy orderType=market size=1e3 | 40020 | Parameter size error",
        "side=buy orderType=market | 40019 | Parameter size cannot be empty",
        "side=buy orderType=limit force=gtc size=0.1 | 40019 | Parameter price cannot be empty",
        "side=buy orderType=limit price=42000 size=0.1 | 40019 | Parameter force cannot be empty",
        "side=buy orderType=market size=9 stpMode=all | 40020 | Parameter stpMode error",
        "side=buy orderType=market size=9 clientOid=a/b | 40020 | Parameter clientOid error",
        "side=buy orderType=market size=9 requestTime=1784600040000 receiveWindow=60001 | 40079"
            + " | receiveWindow must be less than or equal to 60000",
        "side=buy orderType=market size=9 requestTime=1784600030000 receiveWindow=9999 | 40078"
            + " | The request has expired in the ME receiveWindow",
        "side=buy orderType=market size=9 requestTime=1784600030000 receiveWindow=10000 | '' | ''"
      })
  void a_rule_has_its_code_and_text(String fields, String code, String message) {
    String told = venue.refused(fields);
    assertThat(told)
        .isEqualTo(code.isEmpty() ? "200 00000 success" : "400 " + code + " " + message);
    assertThat(venue.truth().size()).isEqualTo(code.isEmpty() ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40808_size_precision | side=sell orderType=market size=2.0000001",
        "41103_price_precision | side=buy orderType=limit force=gtc price=1.001 size=1",
        "43012_insufficient_balance | side=sell orderType=limit force=gtc price=44000 size=11",
        "45113_max_order_value | side=sell orderType=market size=200"
      })
  void recorded_refusals_have_the_same_code(String fixture, String fields) throws IOException {
    String path = "/fixtures/bitget/spot_place_order_error_" + fixture + ".json";
    try (InputStream in = getClass().getResourceAsStream(path)) {
      var recorded = new JsonMapper().readTree(Objects.requireNonNull(in)).get("response");
      assertThat(venue.refused(fields)).startsWith("400 " + recorded.get("code").asString());
    }
  }

  @Test
  void the_first_rule_that_is_broken_is_told() {
    String broken = "side=sell orderType=limit force=gtc price=1.001 size=0.0000001";
    assertThat(venue.refused(broken + " symbol=NOUSDT")).contains(" 40034 ");
    assertThat(venue.refused(broken)).contains(" 41103 ");
    assertThat(venue.refused(broken.replace("1.001", "1"))).contains(" 40808 ");
    assertThat(venue.refused("side=sell orderType=limit force=gtc price=1 size=0.1"))
        .contains(" 45110 ");
    assertThat(venue.refused("side=sell orderType=limit force=gtc price=20 size=11"))
        .contains(" 41117 ");
    venue.place("side=sell orderType=limit force=gtc price=44000 size=0.01 clientOid=one");
    assertThat(
            venue.refused("side=sell orderType=limit force=gtc price=44000 size=11 clientOid=one"))
        .contains(" 43118 ");
  }

  @Test
  void too_many_open_orders_are_refused_before_a_client_id_is_looked_at() {
    venue.control("/_sim/limits", "{\"profile\":\"off\"}");
    String order = "side=buy orderType=limit force=gtc price=42000 size=0.001";
    venue.place(order + " clientOid=one");
    for (int n = 1; n < 200; n++) {
      venue.place(order);
    }
    assertThat(venue.refused(order)).startsWith("400 43005 ");
    assertThat(venue.refused(order + " clientOid=one")).startsWith("400 43005 ");
    venue.place("side=buy orderType=market size=10");
  }

  @Test
  void a_closed_market_says_why() {
    String order = "side=buy orderType=limit force=gtc price=1.001 size=0.001";
    venue.control("/_sim/markets", "{\"symbol\":\"BTC/USDT\",\"status\":\"cancel_only\"}");
    assertThat(venue.refused(order)).startsWith("400 41114 The current trading pair is under");
    venue.control("/_sim/markets", "{\"symbol\":\"BTC/USDT\",\"status\":\"halted\"}");
    assertThat(venue.refused(order)).startsWith("400 41113 ");
    assertThat(
            venue.get("/api/v2/spot/public/symbols?symbol=BTCUSDT").get(0).get("status").asString())
        .isEqualTo("offline");
  }

  @Test
  void fields_that_bound_a_request_may_count_everywhere() {
    String stale = "requestTime=1784600000000&receiveWindow=1000";
    assertThat(venue.demo.signedGet(TRADE + "unfilled-orders?" + stale).status()).isEqualTo(200);
    venue.control("/_sim/choices", "{\"window_fields\":\"everywhere\"}");
    assertThat(venue.demo.signedGet(TRADE + "unfilled-orders?" + stale).error())
        .startsWith("400 40078 ");
  }

  @Test
  void choices_that_are_not_there_are_refused() {
    assertThat(venue.demo.control("POST", "/_sim/choices", json("exit_size=half")).body())
        .isEqualTo("{\"error\":\"Field 'exit_size' must be 'net' or 'gross'.\"}");
    assertThat(venue.demo.control("POST", "/_sim/choices", json("colour=red")).body())
        .isEqualTo("{\"error\":\"Field 'colour' is unknown.\"}");
  }
}
