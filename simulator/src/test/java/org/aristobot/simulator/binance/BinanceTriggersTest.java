package org.aristobot.simulator.binance;

import static org.assertj.core.api.Assertions.assertThat;

import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.SimClient.Answer;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Conditional, trailing and iceberg orders and self-trades as a caller on the wire meets them. */
class BinanceTriggersTest {

  private static final String ORDER = "/api/v3/order";
  private static final String STOP =
      "symbol=BTCUSDT&side=SELL&type=STOP_LOSS&quantity=0.1&stopPrice=42000";

  private final FakeClock clock = new FakeClock(1_784_600_000_000L);
  private final Simulator simulator =
      Simulator.start(
          SimulatorOptions.of("binance")
              .withFrozen(true)
              .withClock(clock)
              .withLimits(LimitProfile.REAL));
  private final SimClient demo = new SimClient(simulator.uri(), clock, "demo", "demo-secret");

  @AfterEach
  void stop() {
    demo.close();
    simulator.close();
  }

  private JsonNode place(String params) {
    Answer answer = demo.signed("POST", ORDER, params);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode look(JsonNode placed) {
    return demo.signed("GET", ORDER, "symbol=BTCUSDT&orderId=" + placed.get("orderId")).json();
  }

  private void move(String price) {
    demo.control("POST", "/_sim/prices", "{\"symbol\":\"BTC/USDT\",\"price\":\"" + price + "\"}");
  }

  @Test
  void a_stop_is_acknowledged_by_default_and_says_that_it_is_not_working_yet() {
    JsonNode acknowledged = place(STOP);
    assertThat(acknowledged.propertyNames())
        .containsExactly("symbol", "orderId", "orderListId", "clientOrderId", "transactTime");
    JsonNode full = place(STOP + "&newOrderRespType=FULL");
    assertThat(full.get("status").asString()).isEqualTo("NEW");
    assertThat(full.get("type").asString()).isEqualTo("STOP_LOSS");
    assertThat(full.get("price").asString()).isEqualTo("0.00000000");
    assertThat(full.get("stopPrice").asString()).isEqualTo("42000.00000000");
    assertThat(full.get("workingTime").asLong()).isEqualTo(-1);
    assertThat(full.get("fills")).isEmpty();
    JsonNode waiting = look(full);
    assertThat(waiting.get("isWorking").asBoolean()).isFalse();
    assertThat(waiting.has("workingTime")).isFalse();
    assertThat(waiting.get("icebergQty").asString()).isEqualTo("0.00000000");
    assertThat(demo.signed("GET", "/api/v3/openOrders", "").json()).hasSize(2);
  }

  @Test
  void a_price_that_is_moved_fires_it_and_it_stays_the_same_order() {
    JsonNode placed = place(STOP);
    clock.forward(2_000);
    move("42000");
    JsonNode fired = look(placed);
    assertThat(fired.get("orderId")).isEqualTo(placed.get("orderId"));
    assertThat(fired.get("type").asString()).isEqualTo("STOP_LOSS");
    assertThat(fired.get("status").asString()).isEqualTo("FILLED");
    assertThat(fired.get("stopPrice").asString()).isEqualTo("42000.00000000");
    assertThat(fired.get("isWorking").asBoolean()).isTrue();
    assertThat(fired.get("workingTime").asLong()).isEqualTo(clock.millis());
    JsonNode truth = demo.get("/_sim/orders").json().get(0);
    assertThat(truth.get("type").asString()).isEqualTo("stop_loss");
    assertThat(truth.get("stop_price").asString()).isEqualTo("42000");
    assertThat(truth.has("list_id")).isFalse();
  }

  @Test
  void a_canceled_stop_still_shows_its_trigger() {
    JsonNode placed = place(STOP);
    JsonNode canceled =
        demo.signed("DELETE", ORDER, "symbol=BTCUSDT&orderId=" + placed.get("orderId")).json();
    assertThat(canceled.get("status").asString()).isEqualTo("CANCELED");
    assertThat(canceled.get("stopPrice").asString()).isEqualTo("42000.00000000");
    assertThat(canceled.has("workingTime")).isFalse();
  }

  @Test
  void a_sixth_waiting_order_of_a_symbol_is_refused() {
    for (int n = 0; n < 5; n++) {
      place(STOP);
    }
    assertThat(demo.signed("POST", ORDER, STOP).error())
        .isEqualTo("400 -2010 Filter failure: MAX_NUM_ALGO_ORDERS");
  }

  @Test
  void a_trailing_stop_shows_its_distance_and_since_when_it_follows() {
    String trailing =
        "symbol=BTCUSDT&side=SELL&quantity=0.1&trailingDelta=150&newOrderRespType=FULL";
    JsonNode atOnce = place(trailing + "&type=STOP_LOSS");
    assertThat(atOnce.get("trailingDelta").asInt()).isEqualTo(150);
    assertThat(atOnce.get("trailingTime").asLong()).isEqualTo(clock.millis());
    assertThat(atOnce.has("stopPrice")).isFalse();
    assertThat(look(atOnce).get("stopPrice").asString()).isEqualTo("0.00000000");
    JsonNode later = place(trailing + "&type=TAKE_PROFIT&stopPrice=44000");
    assertThat(later.get("trailingTime").asLong()).isEqualTo(-1);
  }

  @Test
  void an_iceberg_shows_a_part_in_the_book_and_all_of_it_to_its_owner() {
    JsonNode placed =
        place(
            "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=42999.99"
                + "&icebergQty=0.25&selfTradePreventionMode=NONE&newOrderRespType=RESULT");
    assertThat(placed.get("icebergQty").asString()).isEqualTo("0.25000000");
    assertThat(look(placed).get("icebergQty").asString()).isEqualTo("0.25000000");
    assertThat(look(placed).get("origQty").asString()).isEqualTo("1.00000000");
  }

  @Test
  void orders_of_one_account_end_rather_than_trade_with_each_other() {
    String sell = "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=0.1&price=43000.01";
    JsonNode resting = place(sell);
    assertThat(resting.get("selfTradePreventionMode").asString()).isEqualTo("EXPIRE_MAKER");
    String buy = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=43000.01";
    JsonNode taking = place(buy + "&selfTradePreventionMode=EXPIRE_BOTH");
    assertThat(taking.get("status").asString()).isEqualTo("EXPIRED_IN_MATCH");
    assertThat(taking.get("preventedQuantity").asString()).isEqualTo("0.10000000");
    assertThat(taking.has("expiryReason")).isFalse();
    JsonNode maker = look(resting);
    assertThat(maker.get("status").asString()).isEqualTo("EXPIRED_IN_MATCH");
    assertThat(maker.get("preventedMatchId")).isEqualTo(taking.get("preventedMatchId"));
  }
}
