package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.aristobot.simulator.SimClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Units of time, the windows that requests must arrive in, and what becomes too old. */
class BinanceTimesTest {

  private static final String RESTING =
      "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=42000";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  @Test
  void times_are_told_in_microseconds_to_those_who_ask() {
    JsonNode placed = venue.place(RESTING);
    String params = "symbol=BTCUSDT&orderId=" + placed.get("orderId");
    JsonNode micros = ask(Venue.ORDER, params, "MICROSECOND");
    assertThat(micros.get("time").asLong()).isEqualTo(placed.get("transactTime").asLong() * 1_000);
    assertThat(micros.get("workingTime").asLong()).isEqualTo(micros.get("updateTime").asLong());
    assertThat(micros.get("orderId")).isEqualTo(placed.get("orderId"));
    JsonNode millis = ask(Venue.ORDER, params, "millisecond");
    assertThat(millis.get("time")).isEqualTo(placed.get("transactTime"));
    assertThat(venue.demo.signedWithTimeUnit(Venue.ORDER, params, now(0), "FORTNIGHT").error())
        .isEqualTo(
            "400 -1194 Invalid value for time unit; expected either MICROSECOND or MILLISECOND.");
  }

  @Test
  void market_data_is_told_in_microseconds_too() {
    String candles = "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1";
    JsonNode micros = Venue.ok(venue.demo.getWithTimeUnit(candles, "microsecond")).get(0);
    JsonNode millis = venue.get(candles).get(0);
    assertThat(micros.get(0).asLong()).isEqualTo(millis.get(0).asLong() * 1_000);
    assertThat(micros.get(6).asLong()).isEqualTo(millis.get(6).asLong() * 1_000);
    assertThat(micros.get(8)).isEqualTo(millis.get(8));
    JsonNode time = Venue.ok(venue.demo.getWithTimeUnit("/api/v3/time", "MICROSECOND"));
    assertThat(time.get("serverTime").asLong()).isEqualTo(venue.clock.millis() * 1_000);
    JsonNode trade =
        Venue.ok(
                venue.demo.getWithTimeUnit(
                    "/api/v3/aggTrades?symbol=BTCUSDT&limit=1", "MICROSECOND"))
            .get(0);
    assertThat(trade.get("T").asLong() % 1_000).isZero();
    assertThat(trade.get("T").asLong()).isGreaterThan(1_700_000_000_000_000L);
  }

  private JsonNode ask(String path, String params, String unit) {
    return Venue.ok(venue.demo.signedWithTimeUnit(path, params, now(0), unit));
  }

  private String now(long ahead) {
    return Long.toString(venue.clock.millis() + ahead);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "999000  | 5000    | 200",
        "1000000 | 5000    | 400 -1021 Timestamp for this request was 1000ms ahead of the server's time.",
        "-5000000 | 5000   | 200",
        "-5001000 | 5000   | 400 -1021 Timestamp for this request is outside of the recvWindow.",
        "-2000   | 1.5     | 400 -1021 Timestamp for this request is outside of the recvWindow.",
        "-1000   | 1.5     | 200",
        "0       | 60000   | 200",
        "0       | 60001   | 400 -1131 recvWindow must be less than 60000",
        "0       | 5.1234  | 400 -1100 Illegal characters found in parameter 'recvWindow'; legal range is '^[0-9]{1,20}(\\.[0-9]{1,3})?$'.",
      })
  void a_request_in_microseconds_arrives_in_its_window(
      long micros, String window, String expected) {
    String query = "recvWindow=" + window + "&timestamp=" + (venue.clock.millis() * 1_000 + micros);
    var answer =
        venue.demo.raw(
            "GET",
            "/api/v3/account",
            query + "&signature=" + SimClient.sign("demo-secret", query),
            "");
    assertThat(answer.status() == 200 ? "200" : answer.error()).isEqualTo(expected);
  }

  @Test
  void an_unfilled_order_that_ended_long_ago_is_archived() {
    JsonNode filled = venue.place(RESTING.replace("42000", "43000.01"));
    JsonNode canceled = venue.place(RESTING);
    String id = "symbol=BTCUSDT&orderId=" + canceled.get("orderId");
    Venue.ok(venue.demo.signed("DELETE", Venue.ORDER, id));
    venue.clock.forward(90 * 86_400_000L);
    assertThat(text(venue.look(canceled), "status")).isEqualTo("CANCELED");
    venue.clock.forward(1);
    assertThat(venue.demo.signed("GET", Venue.ORDER, id).error())
        .isEqualTo(
            "400 -2026 Order was canceled or expired with no executed qty over 90 days ago and has"
                + " been archived.");
    assertThat(text(venue.look(filled), "status")).isEqualTo("FILLED");
    assertThat(venue.signed("/api/v3/allOrders", "symbol=BTCUSDT")).hasSize(1);
  }
}
