package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.btc;
import static org.aristobot.simulator.bitget.Venue.json;
import static org.aristobot.simulator.bitget.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Plan orders: they hold nothing, and place an order of their own when they fire. */
class BitgetPlansTest {

  private static final String STOP =
      "side=sell orderType=market triggerPrice=42000 size=0.01 planType=amount";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private JsonNode current() {
    return venue.plans("current-plan-order?symbol=BTCUSDT");
  }

  private JsonNode old() {
    return venue.plans("history-plan-order?symbol=BTCUSDT");
  }

  private JsonNode legs(String plan) {
    return venue.read("plan-sub-order?planOrderId=" + plan);
  }

  @Test
  void a_plan_waits_without_funds_fires_and_makes_an_order() {
    String plan = venue.plan(STOP + " clientOid=p-1");
    assertThat(text(venue.balance("BTC"), "frozen")).isEqualTo("0");
    JsonNode row = current().get(0);
    assertThat(text(row, "status")).isEqualTo("live");
    assertThat(text(row, "clientOid")).isEqualTo("p-1");
    assertThat(text(row, "planType")).isEqualTo("amount");
    assertThat(text(row, "triggerPrice")).isEqualTo("42000");
    assertThat(legs(plan)).isEmpty();
    assertThat(venue.read("orderInfo?orderId=" + plan)).isEmpty();
    assertThat(venue.read("unfilled-orders")).isEmpty();

    venue.move("42000");
    assertThat(current()).isEmpty();
    assertThat(text(old().get(0), "status")).isEqualTo("executed");
    JsonNode leg = legs(plan).get(0);
    assertThat(text(leg, "type")).isEqualTo("market");
    assertThat(text(leg, "status")).isEqualTo("success");
    JsonNode order = venue.look(text(leg, "orderId"));
    assertThat(text(order, "status")).isEqualTo("filled");
    assertThat(text(order, "orderId")).isNotEqualTo(plan);
    assertThat(text(order, "clientOid")).isNotEqualTo("p-1");
    JsonNode truth = venue.truth();
    assertThat(text(truth.get(0), "leg_id")).isEqualTo(text(order, "orderId"));
    assertThat(text(truth.get(1), "parent_id")).isEqualTo(plan);
    assertThat(text(truth.get(0).get("native"), "planType")).isEqualTo("amount");
  }

  @Test
  void a_plan_with_a_limit_rests_when_it_fired() {
    String plan =
        venue.plan("side=buy orderType=limit triggerPrice=44000 executePrice=43900 size=0.01");
    venue.move("44000");
    String leg = text(legs(plan).get(0), "orderId");
    JsonNode order = venue.look(leg);
    assertThat(text(order, "status")).isEqualTo("live");
    assertThat(text(order, "price")).isEqualTo("43900.0000000000000000");
    assertThat(text(venue.balance("USDT"), "frozen")).isEqualTo("439");
  }

  @Test
  void a_plan_that_finds_no_funds_fails() {
    String plan = venue.plan("side=sell orderType=market triggerPrice=42000 size=11");
    venue.move("41999");
    JsonNode row = old().get(0);
    assertThat(text(row, "orderId")).isEqualTo(plan);
    assertThat(text(row, "status")).isEqualTo("fail_execute");
    assertThat(legs(plan)).isEmpty();
  }

  @Test
  void a_plan_may_be_seen_executing() {
    venue.control("/_sim/choices", "{\"plan_executing_ms\":2000}");
    String plan = venue.plan(STOP);
    venue.move("42000");
    assertThat(text(current().get(0), "status")).isEqualTo("executing");
    assertThat(legs(plan)).isEmpty();
    assertThat(text(venue.send("cancel-plan-order", json("orderId=" + plan)), "result"))
        .isEqualTo("failure");
    venue.clock.forward(2_000);
    assertThat(text(old().get(0), "status")).isEqualTo("executed");
    assertThat(legs(plan)).hasSize(1);
  }

  @Test
  void a_market_buy_may_be_sized_in_base_and_in_quote() {
    String base = venue.plan("side=buy orderType=market triggerPrice=44000 size=0.01");
    String quote =
        venue.plan("side=buy orderType=market triggerPrice=44000 size=100 planType=total");
    venue.move("44000");
    assertThat(text(venue.look(text(legs(base).get(0), "orderId")), "baseVolume"))
        .isEqualTo("0.0100000000000000");
    assertThat(text(venue.look(text(legs(quote).get(0), "orderId")), "size"))
        .isEqualTo("100.0000000000000000");
  }

  @Test
  void a_plan_is_changed_where_it_is() {
    String plan = venue.plan(STOP + " clientOid=p-2");
    JsonNode changed =
        venue.send(
            "modify-plan-order",
            json("clientOid=p-2 triggerPrice=41000 orderType=limit executePrice=40990 size=0.02"));
    assertThat(text(changed, "orderId")).isEqualTo(plan);
    JsonNode row = current().get(0);
    assertThat(text(row, "triggerPrice")).isEqualTo("41000");
    assertThat(text(row, "executePrice")).isEqualTo("40990");
    assertThat(text(row, "size")).isEqualTo("0.02");
    assertThat(text(row, "clientOid")).isEqualTo("p-2");
    venue.move("42000");
    assertThat(current()).hasSize(1);
    venue.move("40991");
    assertThat(text(venue.look(text(legs(plan).get(0), "orderId")), "status")).isEqualTo("filled");
    assertThat(
            venue
                .demo
                .post(
                    TRADE + "modify-plan-order",
                    json("orderId=" + plan + " triggerPrice=41000 orderType=market size=0.02"))
                .error())
        .startsWith("400 43026 ");
  }

  @Test
  void a_plan_is_canceled_alone_by_symbol_or_with_all_others() {
    String one = venue.plan(STOP);
    assertThat(text(venue.send("cancel-plan-order", json("orderId=" + one)), "result"))
        .isEqualTo("success");
    assertThat(text(venue.send("cancel-plan-order", json("orderId=" + one)), "result"))
        .isEqualTo("failure");
    assertThat(text(old().get(0), "status")).isEqualTo("cancelled");
    venue.plan(STOP);
    venue.plan("symbol=ETHUSDT side=sell orderType=market triggerPrice=2000 size=0.1");
    JsonNode some = venue.send("batch-cancel-plan-order", "{\"symbolList\":[\"BTCUSDT\"]}");
    assertThat(some.get("successList")).hasSize(1);
    assertThat(venue.plans("current-plan-order")).hasSize(1);
    JsonNode all = venue.send("batch-cancel-plan-order", "{\"symbols\":[\"BTCUSDT\"]}");
    assertThat(all.get("successList")).hasSize(1);
    assertThat(venue.plans("current-plan-order")).isEmpty();
  }

  @Test
  void lists_of_plans_are_read_page_by_page() {
    for (int n = 0; n < 5; n++) {
      venue.plan(STOP);
    }
    JsonNode page = venue.read("current-plan-order?limit=3");
    assertThat(page.get("nextFlag").booleanValue()).isTrue();
    assertThat(page.get("orderList")).hasSize(3);
    JsonNode next = venue.read("current-plan-order?limit=3&idLessThan=" + text(page, "idLessThan"));
    assertThat(next.get("nextFlag").booleanValue()).isFalse();
    assertThat(next.get("orderList")).hasSize(2);
  }

  @Test
  void what_a_plan_lacks_or_breaks_is_refused() {
    assertThat(plan("side=sell orderType=market triggerPrice=42000 size=0.01"))
        .isEqualTo("400 40019 Parameter triggerType cannot be empty");
    assertThat(plan(STOP + " triggerType=last")).startsWith("400 40020 ");
    assertThat(plan("side=sell orderType=limit triggerPrice=42000 size=1 triggerType=fill_price"))
        .isEqualTo("400 40019 Parameter executePrice cannot be empty");
    assertThat(plan(STOP.replace("42000", "42000.123") + " triggerType=mark_price"))
        .startsWith("400 41103 ");
    assertThat(plan(STOP.replace("0.01", "0.00001") + " triggerType=fill_price"))
        .startsWith("400 45110 ");
    venue.plan(STOP + " clientOid=twice");
    assertThat(plan(STOP + " clientOid=twice triggerType=fill_price")).startsWith("400 43118 ");
  }

  private String plan(String fields) {
    return venue.demo.post(TRADE + "place-plan-order", btc(fields)).error();
  }

  @Test
  void only_so_many_plans_may_wait() {
    venue.control("/_sim/limits", "{\"profile\":\"off\"}");
    for (int n = 0; n < 50; n++) {
      venue.plan(STOP);
    }
    assertThat(plan(STOP + " triggerType=fill_price")).startsWith("400 43071 ");
    venue.place("side=buy orderType=limit force=gtc price=42000 size=0.001");
  }
}
