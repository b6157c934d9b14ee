package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.MARKET;
import static org.aristobot.simulator.bitget.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What everybody may read. */
class BitgetMarketDataTest {

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private JsonNode candles(String granularity, String more) {
    return venue.get(MARKET + "candles?symbol=BTCUSDT&granularity=" + granularity + more);
  }

  private static long opened(JsonNode candle) {
    return Long.parseLong(candle.get(0).asString());
  }

  @Test
  void symbols_have_decimals_instead_of_steps() {
    JsonNode doge = venue.get("/api/v2/spot/public/symbols?symbol=DOGEUSDT").get(0);
    assertThat(text(doge, "pricePrecision")).isEqualTo("5");
    assertThat(text(doge, "quantityPrecision")).isEqualTo("0");
    assertThat(text(doge, "status")).isEqualTo("online");
    assertThat(venue.get("/api/v2/spot/public/symbols")).hasSize(7);
    assertThat(venue.get("/api/v2/spot/public/coins?coin=BTC")).hasSize(1);
    assertThat(venue.demo.get("/api/v2/spot/public/symbols?symbol=NO").error())
        .isEqualTo("400 40034 Parameter NO does not exist");
  }

  @Test
  void the_book_is_best_first_and_may_be_merged() {
    JsonNode book = venue.get(MARKET + "orderbook?symbol=BTCUSDT&limit=5");
    assertThat(book.get("bids")).hasSize(5);
    assertThat(book.get("bids").get(0).get(0).asString()).isEqualTo("43000");
    assertThat(book.get("asks").get(0).get(0).asString()).isEqualTo("43000.01");
    JsonNode merged = venue.get(MARKET + "merge-depth?symbol=BTCUSDT&precision=scale2&limit=1");
    assertThat(merged.get("asks").get(0).get(0).asString()).isEqualTo("43001");
    assertThat(merged.get("bids").get(0).get(0).asString()).isEqualTo("43000");
    assertThat(text(merged, "scale")).isEqualTo("1");
    JsonNode step = venue.get(MARKET + "orderbook?symbol=BTCUSDT&type=step2&limit=1");
    assertThat(step.get("asks")).isEqualTo(merged.get("asks"));
    assertThat(venue.demo.get(MARKET + "merge-depth?symbol=BTCUSDT&limit=20").error())
        .startsWith("400 40020 ");
  }

  @Test
  void the_ticker_tells_fractions_and_dollars() {
    venue.move("43430");
    JsonNode ticker = venue.get(MARKET + "tickers?symbol=BTCUSDT").get(0);
    assertThat(text(ticker, "lastPr")).isEqualTo("43430");
    assertThat(new BigDecimal(text(ticker, "change24h")).abs()).isLessThan(BigDecimal.ONE);
    assertThat(text(ticker, "usdtVolume")).isEqualTo(text(ticker, "quoteVolume"));
    JsonNode cross = venue.get(MARKET + "tickers?symbol=ETHBTC").get(0);
    assertThat(new BigDecimal(text(cross, "usdtVolume")))
        .isGreaterThan(new BigDecimal(text(cross, "quoteVolume")).movePointRight(4));
    assertThat(venue.get(MARKET + "tickers")).hasSize(7);
  }

  @Test
  void trades_are_newest_first_and_older_ones_have_whole_seconds() {
    venue.clock.forward(345);
    venue.place("side=buy orderType=market size=50");
    JsonNode fills = venue.get(MARKET + "fills?symbol=BTCUSDT&limit=2");
    JsonNode old = venue.get(MARKET + "fills-history?symbol=BTCUSDT&limit=2");
    assertThat(text(fills.get(0), "side")).isEqualTo("buy");
    assertThat(text(old.get(0), "side")).isEqualTo("Buy");
    assertThat(text(fills.get(0), "ts")).isEqualTo("1784600040345");
    assertThat(text(old.get(0), "ts")).isEqualTo("1784600040000");
    assertThat(text(fills.get(0), "tradeId"))
        .isEqualTo(text(venue.read("fills?symbol=BTCUSDT").get(0), "tradeId"))
        .isEqualTo(text(old.get(0), "tradeId"));
    JsonNode next =
        venue.get(
            MARKET
                + "fills-history?symbol=BTCUSDT&limit=1&idLessThan="
                + text(old.get(0), "tradeId"));
    assertThat(next.get(0)).isEqualTo(old.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "1min, 60000",
    "3min, 180000",
    "5min, 300000",
    "15min, 900000",
    "30min, 1800000",
    "1h, 3600000",
    "4h, 14400000",
    "6h, 21600000",
    "12h, 43200000",
    "1day, 86400000",
    "3day, 259200000",
    "1week, 604800000",
    "6Hutc, 21600000",
    "12Hutc, 43200000",
    "1Dutc, 86400000",
    "3Dutc, 259200000",
    "1Wutc, 604800000"
  })
  void candles_of_every_granularity_follow_each_other(String granularity, long length) {
    JsonNode candles = candles(granularity, "&limit=100");
    assertThat(candles).hasSize(100);
    List<Long> steps = new ArrayList<>();
    for (int n = 1; n < candles.size(); n++) {
      steps.add(opened(candles.get(n)) - opened(candles.get(n - 1)));
    }
    assertThat(steps).containsOnly(length);
    assertThat(candles.get(0)).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1M", "1Mutc"})
  void months_begin_in_one_of_two_zones(String granularity) {
    JsonNode candles = candles(granularity, "&limit=12");
    assertThat(candles).hasSize(12);
    ZoneOffset zone = ZoneOffset.ofHours(granularity.endsWith("utc") ? 0 : 8);
    for (JsonNode candle : candles) {
      var opened = Instant.ofEpochMilli(opened(candle)).atOffset(zone);
      assertThat(opened.getDayOfMonth()).isEqualTo(1);
      assertThat(opened.toLocalTime().toSecondOfDay()).isZero();
    }
  }

  @Test
  void days_begin_at_midnight_in_china_unless_they_say_utc() {
    assertThat(Math.floorMod(opened(candles("1Dutc", "").get(0)), 86_400_000L)).isZero();
    assertThat(Math.floorMod(opened(candles("1day", "").get(0)), 86_400_000L))
        .isEqualTo(16 * 3_600_000L);
  }

  @Test
  void bars_are_counted_back_from_the_end() {
    long now = venue.clock.millis();
    JsonNode three = candles("1min", "&startTime=" + (now - 600_000) + "&limit=3");
    assertThat(opened(three.get(2))).isEqualTo(now);
    JsonNode earlier =
        candles("1min", "&startTime=" + (now - 600_000) + "&endTime=" + (now - 300_000));
    assertThat(earlier).hasSize(5);
    assertThat(opened(earlier.get(0))).isEqualTo(now - 600_000);
    assertThat(candles("1min", "&limit=1000")).hasSize(1_000);
    assertThat(candles("1Dutc", "&limit=1000")).hasSize(300);
    assertThat(candles("1Wutc", "&limit=1000")).hasSize(100);
  }

  @Test
  void older_bars_need_an_end_and_come_two_hundred_at_a_time() {
    String call = MARKET + "history-candles?symbol=BTCUSDT&granularity=1h";
    assertThat(venue.demo.get(call).error()).startsWith("400 40019 ");
    long old = venue.clock.millis() - 100 * 86_400_000L;
    assertThat(venue.get(call + "&limit=1000&endTime=" + old)).hasSize(200);
    assertThat(candles("1h", "&endTime=" + old)).isEmpty();
    assertThat(venue.demo.get(MARKET + "candles?symbol=BTCUSDT&granularity=2h").status())
        .isEqualTo(400);
  }
}
