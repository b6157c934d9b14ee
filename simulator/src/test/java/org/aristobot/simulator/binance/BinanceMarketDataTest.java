package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.aristobot.simulator.SimClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tickers, candles and symbols beyond what the recordings show. */
class BinanceMarketDataTest {

  private static final String[] MINI = {
    "symbol",
    "openPrice",
    "highPrice",
    "lowPrice",
    "lastPrice",
    "volume",
    "quoteVolume",
    "openTime",
    "closeTime",
    "firstId",
    "lastId",
    "count"
  };

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  // --- windows

  @Test
  void a_rolling_ticker_covers_its_window_from_the_begin_of_a_minute() {
    venue.clock.forward(20_000);
    JsonNode ticker = venue.get("/api/v3/ticker?symbol=BTCUSDT&windowSize=2h");
    long now = venue.clock.millis();
    assertThat(ticker.get("openTime").asLong()).isEqualTo(now - 20_000 - 7_200_000);
    assertThat(ticker.get("closeTime").asLong()).isEqualTo(now);
    assertThat(text(ticker, "lastPrice")).isEqualTo("43000.00000000");
    long count = ticker.get("count").asLong();
    assertThat(ticker.get("lastId").asLong() - ticker.get("firstId").asLong() + 1).isEqualTo(count);
    assertThat(ticker.has("bidPrice")).isFalse();
    assertThat(ticker.has("prevClosePrice")).isFalse();
    assertThat(ticker.has("weightedAvgPrice")).isTrue();
  }

  @Test
  void a_rolling_window_holds_the_candles_that_lie_in_it() {
    JsonNode ticker = venue.get("/api/v3/ticker?symbol=BTCUSDT&windowSize=3m");
    JsonNode candles =
        venue.get("/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=" + ticker.get("openTime"));
    assertThat(candles).hasSize(4);
    long trades = 0;
    for (JsonNode candle : candles) {
      trades += candle.get(8).asLong();
    }
    assertThat(ticker.get("count").asLong()).isEqualTo(trades);
    assertThat(text(ticker, "openPrice")).isEqualTo(candles.get(0).get(1).asString());
  }

  @Test
  void a_trading_day_is_the_calendar_day_of_a_time_zone() {
    long day = 86_400_000;
    long midnight = venue.clock.millis() - venue.clock.millis() % day;
    JsonNode utc = venue.get("/api/v3/ticker/tradingDay?symbol=BTCUSDT");
    assertThat(utc.get("openTime").asLong()).isEqualTo(midnight);
    assertThat(utc.get("closeTime").asLong()).isEqualTo(midnight + day - 1);
    JsonNode west = venue.get("/api/v3/ticker/tradingDay?symbol=BTCUSDT&timeZone=-5:45&type=MINI");
    assertThat(Math.floorMod(west.get("openTime").asLong(), day)).isEqualTo(20_700_000);
    assertThat(west.propertyNames()).containsExactlyInAnyOrder(MINI);
  }

  @Test
  void a_mini_ticker_leaves_out_change_average_and_book() {
    assertThat(venue.get("/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI").propertyNames())
        .containsExactlyInAnyOrder(MINI);
    assertThat(venue.get("/api/v3/ticker?symbols=%5B%22BTCUSDT%22%5D&type=MINI").get(0).size())
        .isEqualTo(MINI.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/ticker | -1102 | Param 'symbol' or 'symbols' must be sent, but both were empty/null!",
        "/ticker/tradingDay | -1102 | Param 'symbol' or 'symbols' must be sent, but both were empty/null!",
        "/ticker?symbol=BTCUSDT&windowSize=60m | -1130 | Data sent for parameter 'windowSize' is not valid.",
        "/ticker?symbol=BTCUSDT&windowSize=8d | -1130 | Data sent for parameter 'windowSize' is not valid.",
        "/ticker?symbol=BTCUSDT&windowSize=1d2h | -1130 | Data sent for parameter 'windowSize' is not valid.",
        "/ticker/24hr?symbol=BTCUSDT&type=TINY | -1139 | Invalid ticker type.",
        "/ticker/tradingDay?symbol=BTCUSDT&timeZone=15 | -1130 | Data sent for parameter 'timeZone' is not valid.",
        "/klines?symbol=BTCUSDT&interval=1d&timeZone=-12:01 | -1130 | Data sent for parameter 'timeZone' is not valid.",
        "/ticker/price?symbol=BTCUSDT&symbolStatus=HALT | -1220 | The symbol's status does not match the requested symbolStatus.",
        "/depth?symbol=BTCUSDT&symbolStatus=BREAK | -1220 | The symbol's status does not match the requested symbolStatus.",
        "/ticker/price?symbolStatus=ASLEEP | -1122 | Invalid symbolStatus.",
        "/ticker/price?symbol=BTCUSDT&symbols=%5B%22BTCUSDT%22%5D | -1128 | Combination of optional parameters invalid.",
        "/exchangeInfo?symbol=BTCUSDT&symbolStatus=TRADING | -1128 | Combination of optional parameters invalid.",
        "/exchangeInfo?symbol=BTCUSDT&permissions=SPOT | -1128 | Combination of optional parameters invalid.",
        "/exchangeInfo?permissions=%5BSPOT%5D | -1130 | Data sent for parameter 'permissions' is not valid.",
      })
  void a_call_that_makes_no_sense_is_refused(String call, int code, String text) {
    assertThat(venue.demo.get("/api/v3" + call).error()).isEqualTo("400 " + code + " " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "/ticker?symbol=BTCUSDT, 4",
    "/ticker?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D, 8",
    "/ticker/tradingDay?symbol=BTCUSDT, 4",
    "/ticker/24hr?symbol=BTCUSDT, 2",
    "/ticker/24hr?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D, 2",
    "/ticker/24hr, 80",
    "/ticker/price?symbol=BTCUSDT, 2",
    "/ticker/bookTicker, 4",
    "/depth?symbol=BTCUSDT&limit=500, 25",
    "/depth?symbol=BTCUSDT&limit=5000, 250",
  })
  void a_call_costs_what_it_asks_for(String call, String weight) {
    Answer answer = venue.demo.get("/api/v3" + call);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("X-MBX-USED-WEIGHT-1M")).isEqualTo(weight);
  }

  // --- symbols

  @Test
  void symbols_are_chosen_by_status_and_permission() {
    assertThat(venue.get("/api/v3/ticker/price?symbolStatus=TRADING")).hasSize(7);
    assertThat(venue.get("/api/v3/ticker/price?symbolStatus=HALT")).isEmpty();
    assertThat(symbols("symbolStatus=TRADING")).hasSize(7);
    assertThat(symbols("symbolStatus=BREAK")).isEmpty();
    assertThat(symbols("permissions=SPOT")).hasSize(7);
    assertThat(symbols("permissions=%5B%22MARGIN%22%2C%22SPOT%22%5D")).hasSize(7);
    assertThat(symbols("permissions=LEVERAGED")).isEmpty();
    assertThat(symbols("symbol=BTCUSDT").get(0).get("permissionSets").toString())
        .isEqualTo("[[\"SPOT\"]]");
    assertThat(symbols("symbol=BTCUSDT&showPermissionSets=false").get(0).get("permissionSets"))
        .isEmpty();
  }

  private JsonNode symbols(String query) {
    return venue.get("/api/v3/exchangeInfo?" + query).get("symbols");
  }

  // --- candles

  @ParameterizedTest
  @ValueSource(strings = {"8", "05:45", "-1:00"})
  void candles_begin_with_the_days_of_the_time_zone(String zone) {
    JsonNode candles =
        venue.get("/api/v3/klines?symbol=BTCUSDT&interval=1d&limit=3&timeZone=" + zone);
    long ahead =
        switch (zone) {
          case "8" -> 480;
          case "05:45" -> 345;
          default -> -60;
        };
    for (JsonNode candle : candles) {
      assertThat(Math.floorMod(candle.get(0).asLong() + ahead * 60_000, 86_400_000)).isZero();
      assertThat(candle.get(6).asLong()).isEqualTo(candle.get(0).asLong() + 86_399_999);
    }
    assertThat(candles.get(2).get(4).asString()).isEqualTo("43000.00000000");
  }

  @Test
  void the_newest_trades_add_up_to_the_candles_of_their_minutes() {
    JsonNode trades = venue.get("/api/v3/trades?symbol=BTCUSDT&limit=1000");
    assertThat(trades).hasSize(1_000);
    JsonNode last = trades.get(999);
    assertThat(text(last, "price")).isEqualTo("43000.00000000");
    long minute = 60_000;
    long first = trades.get(0).get("time").asLong();
    long open = first - first % minute + minute;
    while (open + minute <= last.get("time").asLong()) {
      JsonNode candle =
          venue
              .get(
                  "/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=%d&endTime=%d"
                      .formatted(open, open + minute - 1))
              .get(0);
      BigDecimal volume = BigDecimal.ZERO;
      BigDecimal quote = BigDecimal.ZERO;
      BigDecimal bought = BigDecimal.ZERO;
      List<BigDecimal> prices = new ArrayList<>();
      for (JsonNode trade : trades) {
        long time = trade.get("time").asLong();
        if (time >= open && time < open + minute) {
          prices.add(new BigDecimal(text(trade, "price")));
          BigDecimal quantity = new BigDecimal(text(trade, "qty"));
          volume = volume.add(quantity);
          quote = quote.add(new BigDecimal(text(trade, "quoteQty")));
          bought = trade.get("isBuyerMaker").asBoolean() ? bought : bought.add(quantity);
        }
      }
      assertThat(prices).hasSize(60);
      assertThat(candle.get(8).asInt()).isEqualTo(60);
      assertThat(candle.get(1).asString()).isEqualTo(prices.getFirst().toPlainString());
      assertThat(candle.get(2).asString()).isEqualTo(Collections.max(prices).toPlainString());
      assertThat(candle.get(3).asString()).isEqualTo(Collections.min(prices).toPlainString());
      assertThat(candle.get(4).asString()).isEqualTo(prices.getLast().toPlainString());
      assertThat(candle.get(5).asString()).isEqualTo(volume.toPlainString());
      assertThat(candle.get(7).asString()).isEqualTo(quote.toPlainString());
      assertThat(candle.get(9).asString()).isEqualTo(bought.toPlainString());
      open += minute;
    }
  }

  @Test
  void trades_are_numbered_without_a_gap() {
    JsonNode trades = venue.get("/api/v3/historicalTrades?symbol=ETHBTC&limit=1000");
    long first = trades.get(0).get("id").asLong();
    for (int i = 0; i < trades.size(); i++) {
      assertThat(trades.get(i).get("id").asLong()).isEqualTo(first + i);
    }
    assertThat(venue.get("/api/v3/historicalTrades?symbol=ETHBTC&limit=2&fromId=" + (first + 5)))
        .extracting(trade -> trade.get("id").asLong())
        .containsExactly(first + 5, first + 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "1m", "1h", "1d"})
  void there_are_a_thousand_candles_without_a_gap(String interval) {
    JsonNode candles = venue.get("/api/v3/klines?symbol=BTCUSDT&limit=1000&interval=" + interval);
    assertThat(candles).hasSize(1_000);
    for (int i = 1; i < 1_000; i++) {
      assertThat(candles.get(i).get(0).asLong()).isEqualTo(candles.get(i - 1).get(6).asLong() + 1);
    }
  }
}
