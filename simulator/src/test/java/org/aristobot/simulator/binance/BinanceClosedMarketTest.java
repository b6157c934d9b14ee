package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Markets that are closed, and who still may do what. */
class BinanceClosedMarketTest {

  private static final String RESTING =
      "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=42000";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private void close(String status) {
    Venue.ok(
        venue.demo.control(
            "POST", "/_sim/markets", "{\"symbol\":\"BTC/USDT\",\"status\":\"" + status + "\"}"));
  }

  @ParameterizedTest
  @CsvSource({"halted, HALT, 400", "cancel_only, CANCEL_ONLY, 200"})
  void nothing_is_placed_in_a_closed_market_and_everything_is_canceled(
      String closed, String word, int amended) {
    JsonNode order = venue.place(RESTING);
    String id = "symbol=BTCUSDT&orderId=" + order.get("orderId");
    close(closed);
    assertThat(venue.refused(RESTING)).isEqualTo("400 -1013 Market is closed.");
    assertThat(venue.demo.signed("POST", "/api/v3/order/test", RESTING).error())
        .isEqualTo("400 -1013 Market is closed.");
    assertThat(
            venue
                .demo
                .signed(
                    "POST",
                    "/api/v3/orderList/oco",
                    "symbol=BTCUSDT&side=SELL&quantity=0.1&aboveType=LIMIT_MAKER&abovePrice=44000"
                        + "&belowType=STOP_LOSS&belowStopPrice=42000")
                .error())
        .isEqualTo("400 -1013 Market is closed.");
    assertThat(
            venue
                .demo
                .signed("PUT", "/api/v3/order/amend/keepPriority", id + "&newQty=0.005")
                .status())
        .isEqualTo(amended);
    assertThat(text(venue.look(order), "status")).isEqualTo("NEW");
    JsonNode replaced =
        venue
            .demo
            .signed(
                "POST",
                "/api/v3/order/cancelReplace",
                RESTING
                    + "&cancelReplaceMode=STOP_ON_FAILURE&cancelOrderId="
                    + order.get("orderId"))
            .json();
    assertThat(replaced.get("code").asInt()).isEqualTo(-2021);
    assertThat(replaced.get("data").get("newOrderResponse").get("msg").asString())
        .isEqualTo("Market is closed.");
    assertThat(
            text(venue.get("/api/v3/exchangeInfo?symbol=BTCUSDT").get("symbols").get(0), "status"))
        .isEqualTo(word);
    assertThat(venue.demo.get("/api/v3/depth?symbol=BTCUSDT&symbolStatus=TRADING").error())
        .startsWith("400 -1220 ");
    assertThat(venue.get("/api/v3/ticker/price?symbolStatus=" + word)).hasSize(1);
    assertThat(venue.get("/api/v3/ticker/price?symbolStatus=TRADING")).hasSize(6);
    close("open");
    venue.place(RESTING);
  }

  @Test
  void a_market_that_does_not_exist_cannot_be_closed() {
    assertThat(
            venue
                .demo
                .control("POST", "/_sim/markets", "{\"symbol\":\"X/Y\",\"status\":\"halted\"}")
                .body())
        .contains("Field 'symbol' names no market");
    assertThat(
            venue
                .demo
                .control("POST", "/_sim/markets", "{\"symbol\":\"BTC/USDT\",\"status\":\"asleep\"}")
                .body())
        .contains("Field 'status' must be one of open cancel_only halted.");
  }
}
