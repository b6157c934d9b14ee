package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.with;
import static org.aristobot.gateway.GatewayRig.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.aristobot.bus.BusClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code create_and_execute_trade}, as those send and read it who know orders as trades. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TradeIT {

  /** All that such a caller sends, null where it has nothing to say. */
  private static final String MARKET_BUY =
      "{'action':'create_and_execute_trade','demandeur':'Trading Manuel','user_id':1,"
          + "'timestamp':1706000000000,'trade_type':'manual','source':'trading_manual',"
          + "'symbol':'BTC/USDT','side':'buy','order_type':'market','quantity':0.00058139,"
          + "'price':null,'total_value':25.0,'stop_loss_price':null,'take_profit_price':null,"
          + "'trigger_price':null}";

  private static final String LIMIT_BUY =
      with(
          MARKET_BUY, "{'order_type':'limit','quantity':0.001,'price':40000.0,'total_value':40.0}");

  private final GatewayRig rig = new GatewayRig();
  private long before;

  @BeforeEach
  void count() {
    before = rig.venue.orders().size();
  }

  @AfterEach
  void calm() {
    rig.venue.calm();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private Answer trade(String requestId, String params) {
    ObjectNode message = rig.message(requestId, "create_and_execute_trade", params);
    ((ObjectNode) message.get("params")).put("user_id", rig.user);
    return rig.call(message);
  }

  private void assertOrdersOnTheVenue(int expected) {
    assertThat(rig.venue.orders().size() - before).isEqualTo(expected);
  }

  private static long tradeId(Answer answer) {
    JsonNode id = answer.raw().get("trade_id");
    assertThat(id.isIntegralNumber()).as("%s", answer.raw()).isTrue();
    assertThat(answer.data().get("trade_id")).isEqualTo(id);
    return id.asLong();
  }

  private Map<String, Object> row(long tradeId) {
    return rig.row("SELECT * FROM trades WHERE id = ?", tradeId);
  }

  @Test
  void a_market_buy_spends_its_total_value_and_is_answered_as_callers_read_it() {
    Answer answer = trade("spends", MARKET_BUY);

    assertThat(answer.raw().propertyNames())
        .containsExactly(
            "request_id",
            "success",
            "data",
            "trade_id",
            "error",
            "code",
            "replayed",
            "processing_time_ms",
            "timing");
    assertThat(answer.data().propertyNames())
        .containsExactly(
            "trade_id",
            "status",
            "exchange_order_id",
            "message",
            "client_order_id",
            "filled",
            "average",
            "warnings",
            "unprotected",
            "replayed");
    assertThat(answer.success()).isTrue();
    assertThat(answer.data().get("status").asString()).isEqualTo("closed");
    assertThat(answer.data().get("message").asString()).isEqualTo("The order is filled.");
    Map<String, Object> row = row(tradeId(answer));
    assertThat(row.get("venue_order_id"))
        .isEqualTo(answer.data().get("exchange_order_id").asString());
    assertThat(row.get("source")).isEqualTo("manual");
    assertThat((BigDecimal) row.get("quote_quantity")).isEqualByComparingTo("25");
    JsonNode order = rig.venue.order(answer.data().get("exchange_order_id"));
    assertThat(order.get("type").asString()).isEqualToIgnoringCase("market");
    assertOrdersOnTheVenue(1);
  }

  @Test
  void what_is_no_market_buy_is_measured_in_base() {
    Answer bought = trade("base-limit", LIMIT_BUY);
    assertThat(bought.data().get("status").asString()).isEqualTo("open");
    assertThat(bought.data().get("message").asString()).isEqualTo("The order is open.");
    assertThat((BigDecimal) row(tradeId(bought)).get("quantity")).isEqualByComparingTo("0.001");
    String sale = with(MARKET_BUY, "{'side':'sell','quantity':0.002,'total_value':1.0}");
    Map<String, Object> sold = row(tradeId(trade("base-sell", sale)));
    assertThat((BigDecimal) sold.get("quantity")).isEqualByComparingTo("0.002");
    String plain = without(with(MARKET_BUY, "{'quantity':0.003}"), "total_value");
    Map<String, Object> base = row(tradeId(trade("base-buy", plain)));
    assertThat((BigDecimal) base.get("quantity")).isEqualByComparingTo("0.003");
    assertOrdersOnTheVenue(3);
  }

  @Test
  void triggers_are_understood_under_each_of_their_names() {
    String sale = with(MARKET_BUY, "{'side':'sell','quantity':0.001}");
    for (String[] order :
        new String[][] {
          {"{'order_type':'stop_limit','trigger_price':40000.0,'price':39900.0}", "stop_loss"},
          {"{'order_type':'stop_loss','trigger_price':40000.0}", "stop_loss"},
          {"{'order_type':'stop_loss','stop_loss_price':40000.0}", "stop_loss"},
          {"{'order_type':'take_profit','take_profit_price':50000.0}", "take_profit"},
        }) {
      Map<String, Object> row = row(tradeId(trade("trigger" + order[0], with(sale, order[0]))));
      assertThat(row.get("type")).as(order[0]).isEqualTo(order[1]);
      assertThat(row.get("status")).as(order[0]).isEqualTo("open");
      assertThat((BigDecimal) row.get("stop_price"))
          .as(order[0])
          .isBetween(new BigDecimal("40000"), new BigDecimal("50000"));
      assertThat(row.get("stop_loss_price")).as(order[0]).isNull();
    }
  }

  @Test
  void the_same_again_is_the_same_trade_under_either_id_and_either_action() {
    String named = with(LIMIT_BUY, "{'client_order_id':'trade-1'}");
    Answer first = trade("again", named);
    assertThat(first.replayed()).isFalse();
    for (Answer again : List.of(trade("again", named), trade("again-2", named))) {
      assertThat(again.success()).isTrue();
      assertThat(again.replayed()).isTrue();
      assertThat(again.data().get("replayed").asBoolean()).isTrue();
      assertThat(tradeId(again)).isEqualTo(tradeId(first));
    }
    Answer order = rig.place(with(GatewayRig.RESTING, "{'client_order_id':'trade-1'}"));
    assertThat(order.replayed()).isTrue();
    assertThat(order.data().get("id")).isEqualTo(first.data().get("exchange_order_id"));
    Answer other = trade("again-3", with(named, "{'quantity':0.002}"));
    assertThat(other.code()).isEqualTo("DUPLICATE_CLIENT_ORDER_ID");
    assertThat(other.raw().has("trade_id")).isFalse();
    assertOrdersOnTheVenue(1);
  }

  @Test
  void a_trade_in_doubt_says_so_with_its_id_and_is_never_sent_again() {
    rig.venue.arm(
        "{'fault':'reply_lost_after_accept','times':1,'match':'place_order'}".replace('\'', '"'));
    Answer doubt = trade("doubt", MARKET_BUY);
    assertThat(doubt.success()).isFalse();
    assertThat(doubt.code()).isEqualTo("ORDER_STATE_UNKNOWN");
    assertThat(doubt.data().get("status").asString()).isEqualTo("UNKNOWN");
    assertThat(doubt.data().get("message").asString()).isEqualTo(doubt.error());
    assertThat(doubt.data().get("client_order_id").asString()).startsWith("ARISTO_");
    long id = tradeId(doubt);

    await().atMost(GatewayRig.PATIENCE).until(() -> "closed".equals(row(id).get("status")));
    Answer again = trade("doubt", MARKET_BUY);
    assertThat(again.data().get("status").asString()).isEqualTo("closed");
    assertThat(again.replayed()).isTrue();
    assertThat(tradeId(again)).isEqualTo(id);
    assertOrdersOnTheVenue(1);
  }

  @Test
  void a_refusal_of_the_exchange_names_the_trade_and_is_replayed() {
    String dear = with(MARKET_BUY, "{'total_value':4000000.0}");
    Answer refused = trade("dear", dear);
    assertThat(refused.code()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(refused.data().get("status").asString()).isEqualTo("cancelled");
    assertThat(refused.data().get("exchange_order_id").isNull()).isTrue();
    Answer again = trade("dear", dear);
    assertThat(again.code()).isEqualTo("INSUFFICIENT_FUNDS");
    assertThat(again.replayed()).isTrue();
    assertThat(tradeId(again)).isEqualTo(tradeId(refused));
  }

  @Test
  void protection_that_the_market_cannot_have_is_told_or_required() {
    String guarded = with(MARKET_BUY, "{'stop_loss_price':39000.0}");
    Answer bare = trade("bare", guarded);
    assertThat(bare.data().get("unprotected").asBoolean()).isTrue();
    assertThat(bare.data().get("warnings").get(0).asString()).contains("stop_loss_price");
    assertThat(bare.data().get("message").asString())
        .startsWith("The order is filled. Warning: ")
        .endsWith("The position is unprotected.");
    Answer required = trade("required", with(guarded, "{'protection':'required'}"));
    assertThat(required.code()).isEqualTo("UNSUPPORTED_PARAMETER");
    assertOrdersOnTheVenue(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'order_type':'oco'} | INVALID_REQUEST | order_type: must be one of market",
        "{'order_type':null} | INVALID_REQUEST | order_type: is required",
        "{'symbol':null} | INVALID_REQUEST | symbol: is required",
        "{'symbol':'NO/SUCH'} | UNKNOWN_SYMBOL | ",
        "{'side':'up'} | INVALID_REQUEST | side: must be one of",
        "{'side':'sell','quantity':null} | INVALID_REQUEST | quantity: is required",
        "{'total_value':0} | INVALID_QUANTITY | total_value: must be greater than zero",
        "{'total_value':'much'} | INVALID_REQUEST | total_value: ",
        "{'total_value':0.5} | MIN_NOTIONAL | ",
        "{'order_type':'limit','total_value':[]} | INVALID_REQUEST | total_value: must be a decimal",
        "{'price':40000} | INVALID_REQUEST | price: does not belong",
        "{'trigger_price':40000} | INVALID_REQUEST | trigger_price: does not belong",
        "{'order_type':'limit'} | INVALID_REQUEST | price: is required",
        "{'order_type':'stop_limit','price':1} | INVALID_REQUEST | trigger_price: is required",
        "{'order_type':'stop_limit','trigger_price':1} | INVALID_REQUEST | price: is required",
        "{'order_type':'stop_loss'} | INVALID_REQUEST | trigger_price: is required",
        "{'stop_los_price':1} | INVALID_REQUEST | stop_los_price: is not a field of this action",
        "{'type':'market'} | INVALID_REQUEST | type: is not a field of this action",
        "{'source':'nobody'} | INVALID_REQUEST | source: must be one of",
        "{'broker_id':999} | ACCESS_DENIED | broker_id: ",
        "{'broker_id':'x'} | INVALID_REQUEST | broker_id: ",
      })
  void bad_input_is_refused_in_the_callers_words(String more, String code, String sentence) {
    Answer answer = trade("bad" + more.hashCode(), with(MARKET_BUY, more));
    assertThat(answer.code()).as(answer.raw().toString()).isEqualTo(code);
    assertThat(answer.error()).startsWith(sentence == null ? "" : sentence);
    assertThat(answer.raw().has("trade_id")).isFalse();
    assertOrdersOnTheVenue(0);
  }

  @Test
  void a_trade_that_holds_a_key_of_its_broker_is_refused() {
    String key = "q7GAx2Lm9ZZt4vB8nR1wK6yD";
    long broker = rig.broker(rig.user, key, "another-secret-of-length");
    Answer told =
        trade("told", with(MARKET_BUY, "{'broker_id':%d,'demandeur':'%s'}".formatted(broker, key)));
    assertThat(told.code()).isEqualTo("INVALID_REQUEST");
    assertThat(told.raw().toString()).doesNotContain(key);
    assertOrdersOnTheVenue(0);
  }

  @Test
  void a_trade_whose_caller_has_given_up_is_not_executed() {
    ObjectNode message = rig.message("late", "create_and_execute_trade", LIMIT_BUY);
    ((ObjectNode) message.get("params")).put("user_id", rig.user);
    message.put("timestamp", System.currentTimeMillis() / 1000 - 61);
    Answer late = rig.call(message);
    assertThat(late.code()).isEqualTo("TIMEOUT");
    assertOrdersOnTheVenue(0);
  }
}
