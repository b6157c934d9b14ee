package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Where parameters may stand and what they may look like. Nothing is silently ignored. */
class BinanceParametersTest {

  private static final String LIMIT =
      "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=42000";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  @Test
  void a_name_in_query_and_body_counts_from_the_query() {
    JsonNode placed =
        Venue.ok(
            venue.demo.signed(
                "POST", Venue.ORDER, LIMIT + "&quantity=0.001", "quantity=0.002&price=41000"));
    assertThat(text(placed, "origQty")).isEqualTo("0.00100000");
    assertThat(text(placed, "price")).isEqualTo("42000.00000000");
  }

  @Test
  void a_body_is_read_as_strictly_as_a_query() {
    assertThat(venue.demo.signed("POST", Venue.ORDER, LIMIT, "quantity=0.001&quantiti=1").error())
        .isEqualTo(
            "400 -1104 Not all sent parameters were read; read '8' parameter(s) but was sent '9'.");
    assertThat(venue.demo.signed("POST", Venue.ORDER, LIMIT, "quantity=").error())
        .isEqualTo("400 -1105 Parameter 'quantity' was empty.");
    assertThat(venue.demo.signed("POST", Venue.ORDER, LIMIT, "quantity=1&quantity=1").error())
        .isEqualTo("400 -1101 Duplicate values for parameter 'quantity' detected.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.", ".5", "-0.1", "%2B1", "1e-3", "0x1", "1,5", "1_000", "%201"})
  void a_decimal_has_digits_and_at_most_one_point(String quantity) {
    assertThat(venue.refused(LIMIT + "&quantity=" + quantity))
        .isEqualTo(
            "400 -1100 Illegal characters found in parameter 'quantity'; legal range is"
                + " '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quantity=0.001000000  | -1111 Parameter 'quantity' has too much precision.",
        "quantity=0.001&price=42000.000000001 | -1101 Duplicate values for parameter 'price' detected.",
        "quantity=0.001&strategyId=1.5 | -1100 Illegal characters found in parameter 'strategyId'; legal range is '^[0-9]{1,20}$'.",
        "quantity=0.001&strategyId=99999999999999999999 | -1108 Parameter 'strategyId' overflowed.",
        "quantity=0.001&strategyType=999999 | -1134 strategyType was less than 1000000.",
        "quantity=0.001&newOrderRespType=MORE | -1130 Data sent for parameter 'newOrderRespType' is not valid.",
        "quantity=0.001&computeCommissionRates=true | -1104 Not all sent parameters were read; read '8' parameter(s) but was sent '9'.",
        "quantity=0.001&newClientOrderId=0123456789012345678901234567890123456 | -1100 Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.",
      })
  void a_value_that_cannot_be_is_refused(String params, String error) {
    assertThat(venue.refused(LIMIT + "&" + params)).isEqualTo("400 " + error);
  }
}
