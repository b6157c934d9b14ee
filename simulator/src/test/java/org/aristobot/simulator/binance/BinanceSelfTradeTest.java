package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.Venue.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Orders of one account that meet each other, mode by mode. */
class BinanceSelfTradeTest {

  private static final String SELL =
      "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&price=43000&newOrderRespType=FULL"
          + "&quantity=";
  private static final String BUY =
      "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=43000&quantity=";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  /** A bid beside the house's best one; at an equal price it goes first. */
  private JsonNode bid(String quantity) {
    return venue.place(BUY + quantity);
  }

  private JsonNode sell(String quantity, String mode) {
    return venue.place(SELL + quantity + mode);
  }

  @ParameterizedTest
  @CsvSource({
    // mode, bid, sale, bid's status, sale's status, prevented of the bid, of the sale
    "'', 0.2, 0.1, EXPIRED_IN_MATCH, FILLED, 0.20000000,",
    "EXPIRE_MAKER, 0.2, 0.1, EXPIRED_IN_MATCH, FILLED, 0.20000000,",
    "EXPIRE_TAKER, 0.2, 0.1, NEW, EXPIRED_IN_MATCH,, 0.10000000",
    "EXPIRE_BOTH, 0.2, 0.1, EXPIRED_IN_MATCH, EXPIRED_IN_MATCH, 0.20000000, 0.10000000",
    "DECREMENT, 0.2, 0.1, NEW, EXPIRED_IN_MATCH, 0.10000000, 0.10000000",
    "DECREMENT, 0.1, 0.2, EXPIRED_IN_MATCH, FILLED, 0.10000000, 0.10000000",
    "DECREMENT, 0.1, 0.1, EXPIRED_IN_MATCH, EXPIRED_IN_MATCH, 0.10000000, 0.10000000",
    "TRANSFER, 0.2, 0.1, NEW, EXPIRED_IN_MATCH, 0.10000000, 0.10000000",
    "NONE, 0.2, 0.1, PARTIALLY_FILLED, FILLED,,",
  })
  void each_mode_takes_from_whom_it_says(
      String mode,
      String bidQuantity,
      String saleQuantity,
      String bidStatus,
      String saleStatus,
      @Nullable String ofBid,
      @Nullable String ofSale) {
    JsonNode bid = bid(bidQuantity);
    JsonNode sale = sell(saleQuantity, mode.isEmpty() ? "" : "&selfTradePreventionMode=" + mode);
    assertThat(text(sale, "status")).isEqualTo(saleStatus);
    assertThat(text(sale, "selfTradePreventionMode"))
        .isEqualTo(mode.isEmpty() ? "EXPIRE_MAKER" : mode);
    JsonNode bidNow = venue.look(bid);
    assertThat(text(bidNow, "status")).isEqualTo(bidStatus);
    assertThat(bidNow.path("preventedQuantity").asString(null)).isEqualTo(ofBid);
    assertThat(venue.look(sale).path("preventedQuantity").asString(null)).isEqualTo(ofSale);
    assertThat(sale.has("preventedMatches")).isEqualTo(!mode.equals("NONE"));
    if (!mode.equals("NONE")) {
      JsonNode match = sale.get("preventedMatches").get(0);
      assertThat(match.get("makerOrderId")).isEqualTo(bid.get("orderId"));
      assertThat(text(match, "price")).isEqualTo("43000.00000000");
      assertThat(match.path("makerPreventedQuantity").asString(null)).isEqualTo(ofBid);
      assertThat(match.path("takerPreventedQuantity").asString(null)).isEqualTo(ofSale);
      JsonNode told = ofBid == null ? venue.look(sale) : bidNow;
      assertThat(told.get("preventedMatchId")).isEqualTo(match.get("preventedMatchId"));
    }
  }

  @Test
  void what_is_left_of_a_market_order_finds_the_next_offer() {
    bid("0.1");
    JsonNode sale =
        venue.place(
            "symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.3&selfTradePreventionMode=DECREMENT");
    assertThat(text(sale, "status")).isEqualTo("FILLED");
    assertThat(text(sale, "executedQty")).isEqualTo("0.20000000");
    assertThat(text(sale, "preventedQuantity")).isEqualTo("0.10000000");
  }
}
