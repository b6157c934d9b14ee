package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.aristobot.simulator.bitget.Venue.json;
import static org.aristobot.simulator.bitget.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tpsl orders, alone and as the exits that presets make. */
class BitgetExitsTest {

  private static final String PRESETS =
      " presetTakeProfitPrice=45000 executeTakeProfitPrice=44990 presetStopLossPrice=41000";
  private static final String RESTING =
      "side=buy orderType=limit force=gtc price=42900 size=0.01" + PRESETS;

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  private JsonNode exits() {
    return venue.read("unfilled-orders?symbol=BTCUSDT&tpslType=tpsl");
  }

  private JsonNode oldExits() {
    return venue.read("history-orders?symbol=BTCUSDT&tpslType=tpsl");
  }

  private void choose(String field, Object value) {
    venue.control("/_sim/choices", "{\"%s\":\"%s\"}".formatted(field, value));
  }

  private static List<String> all(JsonNode rows, String field) {
    List<String> values = new ArrayList<>();
    rows.forEach(row -> values.add(text(row, field)));
    return values;
  }

  @Test
  void presets_are_shown_on_the_open_parent_and_become_exits_when_it_is_filled() {
    String parent = venue.place(RESTING + " clientOid=bracket");
    JsonNode open = venue.read("unfilled-orders").get(0);
    assertThat(text(open, "presetTakeProfitPrice")).isEqualTo("45000");
    assertThat(text(open, "executeTakeProfitPrice")).isEqualTo("44990");
    assertThat(text(open, "presetStopLossPrice")).isEqualTo("41000");
    assertThat(text(open, "executeStopLossPrice")).isEmpty();
    assertThat(text(open, "tpslType")).isEqualTo("normal");
    assertThat(exits()).isEmpty();

    venue.move("42800");
    assertThat(venue.status(parent)).isEqualTo("filled");
    JsonNode exits = exits();
    assertThat(all(exits, "triggerPrice")).containsExactly("41000", "45000");
    assertThat(all(exits, "side")).containsOnly("sell");
    assertThat(all(exits, "tpslType")).containsOnly("tpsl");
    assertThat(all(exits, "orderType")).containsExactly("market", "limit");
    assertThat(all(exits, "priceAvg")).containsExactly("0", "44990.0000000000000000");
    assertThat(all(exits, "size")).containsOnly("0.0099900000000000");
    assertThat(venue.read("unfilled-orders")).isEmpty();
    assertThat(text(venue.balance("BTC"), "frozen")).isEqualTo("0");
    JsonNode truth = venue.truth().get(1);
    assertThat(text(truth, "parent_id")).isEqualTo(parent);
    assertThat(text(truth.get("native"), "tpslType")).isEqualTo("tpsl");
  }

  @Test
  void an_exit_that_fires_keeps_its_id_and_leaves_the_other_one_alone() {
    venue.place(RESTING);
    venue.move("42800");
    String loss = text(exits().get(0), "orderId");
    venue.move("41000");
    assertThat(venue.status(loss)).isEqualTo("filled");
    assertThat(all(oldExits(), "orderId")).containsExactly(loss);
    assertThat(all(exits(), "triggerPrice")).containsExactly("45000");
    String profit = text(exits().get(0), "orderId");
    assertThat(venue.demo.post(TRADE + "cancel-order", json("orderId=" + profit)).error())
        .startsWith("400 43001 ");
    venue.send("cancel-order", json("tpslType=tpsl orderId=" + profit));
    assertThat(exits()).isEmpty();
  }

  @Test
  void exits_may_cancel_each_other() {
    choose("exits_cancel_each_other", true);
    venue.place(RESTING);
    venue.move("42800");
    venue.move("45000");
    assertThat(exits()).isEmpty();
    assertThat(all(oldExits(), "status")).containsExactlyInAnyOrder("filled", "cancelled");
  }

  @Test
  void an_exit_may_have_the_size_before_fees() {
    choose("exit_size", "gross");
    venue.place(RESTING);
    venue.move("42800");
    assertThat(all(exits(), "size")).containsOnly("0.0100000000000000");
  }

  @ParameterizedTest
  @CsvSource({"whole_only, 0, 0", "at_end, 0, 2", "each_fill, 2, 2"})
  void what_a_part_is_worth_is_chosen(String choice, int before, int after) {
    choose("exits_of_part_fills", choice);
    String parent = venue.place("side=buy orderType=limit force=gtc price=42999 size=2" + PRESETS);
    venue.control(
        "/_sim/accounts",
        "{\"key\":\"seller\",\"secret\":\"demo-secret\",\"passphrase\":\"demo-pass\"}");
    Venue.data(
        venue
            .demo
            .as("seller")
            .post(
                TRADE + "place-order",
                Venue.btc("side=sell orderType=limit force=ioc price=42999 size=1.2")));
    assertThat(venue.status(parent)).isEqualTo("partially_filled");
    assertThat(exits()).hasSize(before);
    venue.send("cancel-order", json("orderId=" + parent));
    assertThat(venue.status(parent)).isEqualTo("cancelled");
    assertThat(exits()).hasSize(after);
  }

  @Test
  void a_parent_that_ends_unfilled_takes_its_presets_with_it() {
    String parent = venue.place(RESTING);
    venue.send("cancel-order", json("orderId=" + parent));
    assertThat(exits()).isEmpty();
    assertThat(venue.truth()).hasSize(1);
  }

  @Test
  void a_preset_on_the_wrong_side_is_refused() {
    String buy = "side=buy orderType=limit force=gtc price=42900 size=0.01 ";
    assertThat(venue.refused(buy + "presetStopLossPrice=42900")).startsWith("400 43034 ");
    assertThat(venue.refused(buy + "presetTakeProfitPrice=42900")).startsWith("400 43035 ");
    assertThat(venue.refused(buy + "presetStopLossPrice=41000.123")).startsWith("400 41103 ");
  }

  @Test
  void a_tpsl_order_stands_alone_too_and_forgets_its_client_id() {
    String id =
        venue.place(
            "side=sell orderType=market size=0.01 tpslType=tpsl triggerPrice=42000 clientOid=mine");
    JsonNode order = exits().get(0);
    assertThat(text(order, "orderId")).isEqualTo(id);
    assertThat(text(order, "clientOid")).isNotEqualTo("mine");
    assertThat(venue.read("unfilled-orders")).isEmpty();
    assertThat(venue.read("orderInfo?clientOid=mine")).isEmpty();
    assertThat(text(venue.balance("BTC"), "frozen")).isEqualTo("0");
    venue.move("42000");
    assertThat(venue.status(id)).isEqualTo("filled");
    assertThat(venue.read("history-orders")).isEmpty();
    assertThat(all(oldExits(), "orderId")).containsExactly(id);
  }

  @Test
  void a_tpsl_order_without_funds_ends_when_it_fires() {
    String id = venue.place("side=sell orderType=market size=11 tpslType=tpsl triggerPrice=42000");
    venue.move("42000");
    assertThat(venue.status(id)).isEqualTo("cancelled");
    assertThat(text(venue.look(id), "baseVolume")).isEqualTo("0.0000000000000000");
  }

  @Test
  void a_tpsl_market_buy_spends_quote() {
    String id = venue.place("side=buy orderType=market size=100 tpslType=tpsl triggerPrice=44000");
    venue.move("44000");
    assertThat(venue.status(id)).isEqualTo("filled");
    assertThat(text(venue.look(id), "size")).isEqualTo("100.0000000000000000");
  }

  @Test
  void a_trigger_price_alone_makes_a_plain_order() {
    String id = venue.place("side=sell orderType=market size=0.01 triggerPrice=42000");
    assertThat(venue.status(id)).isEqualTo("filled");
  }
}
