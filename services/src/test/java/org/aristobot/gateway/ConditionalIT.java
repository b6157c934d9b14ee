package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Orders that wait for a price, over Redis, and what the market tells beside the ticker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionalIT {

  private final GatewayRig rig = new GatewayRig();

  @AfterAll
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'type':'stop_loss','stop_price':'60'} | stop_loss | 60",
        "{'type':'stop_loss','stop_loss_price':'60','price':'59'} | stop_loss | 60",
        "{'type':'take_profit','stop_price':'120'} | take_profit | 120",
        "{'type':'take_profit','take_profit_price':'120','price':'119'} | take_profit | 120",
        "{'type':'trailing_stop','trailing_delta':'1.5'} | trailing_stop | ",
      })
  void an_order_that_waits_is_open_and_can_be_cancelled(
      String more, String type, @Nullable BigDecimal trigger) {
    JsonNode order = rig.placed(sell(more));
    assertThat(order.get("type").asString()).isEqualTo(type);
    assertThat(order.get("status").asString()).isEqualTo("open");
    if (trigger != null) {
      assertThat(order.get("stop_price").decimalValue()).isEqualByComparingTo(trigger);
    }
    JsonNode cancelled =
        rig.data("cancel_order", "{'order_id':'" + order.get("id").asString() + "'}");
    assertThat(cancelled.get("status").asString()).isEqualTo("cancelled");
  }

  @Test
  void a_stop_loss_that_is_hit_is_closed_with_its_fills_and_fees() {
    JsonNode ticker = rig.data("get_ticker", "{'symbol':'LTC/USDT'}");
    String stop =
        ticker
            .get("last")
            .decimalValue()
            .multiply(new BigDecimal("0.9"))
            .setScale(2, RoundingMode.DOWN)
            .toPlainString();
    JsonNode order = rig.placed(sell("{'type':'stop_loss','stop_price':'" + stop + "'}"));
    rig.venue.movePrice("LTC/USDT", new BigDecimal(stop).subtract(BigDecimal.ONE).toPlainString());
    JsonNode hit = rig.data("get_order_info", "{'order_id':'" + order.get("id").asString() + "'}");
    assertThat(hit.get("status").asString()).isEqualTo("closed");
    assertThat(hit.get("type").asString()).isEqualTo("stop_loss");
    assertThat(hit.get("filled").decimalValue()).isEqualByComparingTo("1.5");
    assertThat(hit.get("trades").size()).isPositive();
    assertThat(hit.get("fee").decimalValue()).isPositive();
    assertThat(hit.get("fee_currency").asString()).isEqualTo("USDT");
    assertThat(
            rig.rows(
                "SELECT status FROM trades WHERE raw_response->>'clientOid' = '"
                    + order.get("client_order_id").asString()
                    + "'"))
        .extracting(row -> row.get("status"))
        .containsExactly("closed");
  }

  @Test
  void several_tickers_come_by_symbol() {
    JsonNode two = rig.data("fetch_tickers", "{'symbols':['BTC/USDT','ETH/USDT']}");
    assertThat(two.propertyNames()).containsExactlyInAnyOrder("BTC/USDT", "ETH/USDT");
    assertThat(two.get("BTC/USDT").get("last").decimalValue()).isPositive();
    assertThat(rig.data("get_tickers", "{}").size()).isGreaterThan(2);
    assertThat(rig.call("fetch_tickers", "{'symbols':'BTC/USDT'}").error())
        .startsWith("symbols: must be a list");
  }

  @Test
  void public_trades_tell_side_and_price() {
    rig.placed("{'symbol':'ETH/USDT','side':'buy','type':'market','quantity':'0.5'}");
    JsonNode trades = rig.data("get_trades", "{'symbol':'ETH/USDT','limit':5}");
    assertThat(trades.size()).isBetween(1, 5);
    JsonNode trade = trades.get(trades.size() - 1);
    assertThat(trade.propertyNames())
        .containsExactly("id", "price", "quantity", "side", "timestamp");
    assertThat(trade.get("side").asString()).isEqualTo("buy");
    assertThat(trade.get("price").decimalValue()).isPositive();
  }

  private static String sell(String more) {
    return GatewayRig.with("{'symbol':'LTC/USDT','side':'sell','quantity':'1.5'}", more);
  }
}
