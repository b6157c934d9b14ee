package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.MARKET;
import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.btc;
import static org.aristobot.simulator.bitget.Venue.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aristobot.simulator.SimClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every answer has the fields of the venue's recorded one, of the same types. */
class BitgetShapesTest {

  private static final String BUY = "side=buy orderType=limit force=gtc price=42000 size=0.01";
  private static final String PLAN =
      "side=sell orderType=limit triggerPrice=42500 executePrice=42400 size=0.01"
          + " planType=amount triggerType=fill_price";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  /** Orders of every kind, so that no list is empty. */
  @BeforeEach
  void trade() {
    venue.place("side=buy orderType=market size=100 clientOid=filled");
    venue.place("side=sell orderType=market size=0.01 clientOid=sold");
    venue.place(BUY + " clientOid=open presetTakeProfitPrice=44000 presetStopLossPrice=41000");
    venue.send("place-plan-order", btc(PLAN + " clientOid=plan"));
    venue.send("place-plan-order", btc(PLAN + " clientOid=gone"));
    venue.send("cancel-plan-order", json("clientOid=gone"));
  }

  @ParameterizedTest
  @CsvSource({
    "get_server_time, /api/v2/public/time",
    "get_markets, /api/v2/spot/public/symbols",
    "get_markets_recorded, /api/v2/spot/public/symbols",
    "get_currencies, /api/v2/spot/public/coins",
    "get_tickers, " + MARKET + "tickers?symbol=BTCUSDT",
    "get_order_book, " + MARKET + "orderbook?symbol=BTCUSDT&limit=2",
    "get_recent_trades, " + MARKET + "fills?symbol=BTCUSDT",
    "get_trades_history, " + MARKET + "fills-history?symbol=BTCUSDT",
    "get_candles, " + MARKET + "candles?symbol=BTCUSDT&granularity=1min",
    "get_history_candles, "
        + MARKET
        + "history-candles?symbol=BTCUSDT&granularity=1Mutc&endTime=1784600040000"
  })
  void public_answers_look_like_the_recorded_ones(String fixture, String call) throws IOException {
    assertSame(fixture, venue.demo.get(call));
  }

  @ParameterizedTest
  @CsvSource({
    "get_balances, /api/v2/spot/account/assets",
    "get_account_info, /api/v2/spot/account/info",
    "get_trading_fee, /api/v2/common/trade-rate?symbol=BTCUSDT&businessType=spot",
    "get_order_market_buy_recorded, " + TRADE + "orderInfo?clientOid=filled",
    "get_order_market_sell_recorded, " + TRADE + "orderInfo?clientOid=sold",
    "get_open_orders, " + TRADE + "unfilled-orders",
    "get_open_orders_with_preset_tpsl, " + TRADE + "unfilled-orders",
    "get_closed_orders, " + TRADE + "history-orders",
    "get_my_trades_recorded, " + TRADE + "fills?symbol=BTCUSDT",
    "get_open_trigger_orders, " + TRADE + "current-plan-order",
    "get_closed_trigger_orders, " + TRADE + "history-plan-order"
  })
  void private_answers_look_like_the_recorded_ones(String fixture, String call) throws IOException {
    assertSame(fixture, venue.demo.signedGet(call));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "place_order | place-order | " + BUY + " symbol=BTCUSDT",
        "cancel_order | cancel-order | symbol=BTCUSDT clientOid=open",
        "cancel_all_orders | cancel-symbol-order | symbol=BTCUSDT",
        "modify_order | cancel-replace-order | symbol=BTCUSDT clientOid=open price=42001 size=0.01",
        "place_trigger_order | place-plan-order | symbol=BTCUSDT " + PLAN,
        "modify_trigger_order | modify-plan-order"
            + " | clientOid=plan triggerPrice=42000 orderType=market size=0.01",
        "cancel_trigger_order | cancel-plan-order | clientOid=plan"
      })
  void answers_to_commands_look_like_the_recorded_ones(String fixture, String call, String fields)
      throws IOException {
    assertSame(fixture, venue.demo.post(TRADE + call, json(fields)));
  }

  @Test
  void batches_tell_their_successes_and_failures_in_two_lists() throws IOException {
    String good = btc(BUY + " clientOid=b-1");
    String bad = btc("side=buy orderType=limit force=gtc price=42000 size=9999 clientOid=b-2");
    Answer placed =
        venue.demo.post(
            TRADE + "batch-orders",
            "{\"symbol\":\"BTCUSDT\",\"orderList\":[%s,%s]}".formatted(good, bad));
    assertSame("place_orders_batch", placed);
    assertThat(placed.json().get("data").get("failureList").get(0).get("errorCode").asString())
        .isEqualTo("45113");
    Answer canceled =
        venue.demo.post(
            TRADE + "batch-cancel-order",
            "{\"symbol\":\"BTCUSDT\",\"orderList\":[{\"clientOid\":\"b-1\"},"
                + "{\"clientOid\":\"b-2\"}]}");
    assertSame("cancel_orders_batch", canceled);
    Answer plans = venue.demo.post(TRADE + "batch-cancel-plan-order", "{}");
    assertThat(Venue.data(plans).get("successList")).hasSize(1);
  }

  @Test
  void the_order_that_a_plan_made_looks_like_the_recorded_one() throws IOException {
    String plan = venue.plan("side=sell orderType=market triggerPrice=42900 size=0.01");
    venue.move("42800");
    assertSame(
        "get_trigger_sub_orders",
        venue.demo.signedGet(TRADE + "plan-sub-order?planOrderId=" + plan));
  }

  // --- comparing

  private static void assertSame(String fixture, Answer answer) throws IOException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode recorded = recorded(fixture);
    assertThat(answer.json().get("code")).isEqualTo(recorded.get("code"));
    assertThat(answer.json().get("requestTime").isIntegralNumber()).isTrue();
    List<String> findings = new ArrayList<>();
    compare("data", recorded.get("data"), answer.json().get("data"), findings);
    assertThat(findings).as(answer.body()).isEmpty();
  }

  private static JsonNode recorded(String fixture) throws IOException {
    String path = "/fixtures/bitget/spot_" + fixture + ".json";
    try (InputStream in = BitgetShapesTest.class.getResourceAsStream(path)) {
      return new JsonMapper().readTree(Objects.requireNonNull(in, path)).get("response");
    }
  }

  /** What is missing in ours, or of another type; absent may be null where it is not always. */
  private static void compare(
      String path, JsonNode recorded, JsonNode ours, List<String> findings) {
    if (recorded.isNull() || ours.isNull()) {
      return;
    }
    if (recorded.getNodeType() != ours.getNodeType()) {
      findings.add(path + " is " + ours.getNodeType());
      return;
    }
    recorded
        .properties()
        .forEach(field -> {
          JsonNode own = ours.get(field.getKey());
          String name = path + "." + field.getKey();
          if (own == null) {
            findings.add(name + " is missing");
          } else {
            compare(name, field.getValue(), own, findings);
          }
        });
    if (recorded.isArray()) {
      if (ours.isEmpty()) {
        findings.add(path + " is empty");
        return;
      }
      compare(path + "[]", recorded.get(0), ours.get(0), findings);
      if (recorded.get(0).isArray() && recorded.get(0).size() != ours.get(0).size()) {
        findings.add(path + "[] has " + ours.get(0).size());
      }
    }
  }
}
