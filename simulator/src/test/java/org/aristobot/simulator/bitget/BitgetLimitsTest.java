package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.Venue.TRADE;
import static org.assertj.core.api.Assertions.assertThat;

import org.aristobot.simulator.SimClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often each endpoint may be asked, and an address in all. */
class BitgetLimitsTest {

  private static final String TIME = "/api/v2/public/time";
  private static final String LEFT = "x-mbx-used-remain-limit";

  private final Venue venue = new Venue();

  @AfterEach
  void stop() {
    venue.close();
  }

  @Test
  void an_endpoint_counts_down_within_the_second_and_refuses_then() {
    for (int left = 19; left >= 0; left--) {
      Answer answer = venue.demo.get(TIME);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header(LEFT)).isEqualTo(Integer.toString(left));
    }
    Answer refused = venue.demo.get(TIME);
    assertThat(refused.error()).isEqualTo("429 429 Too many requests");
    assertThat(refused.header(LEFT)).isEqualTo("0");
    assertThat(venue.demo.get("/api/v2/spot/public/symbols").status()).isEqualTo(200);
    venue.clock.forward(1_000);
    assertThat(venue.demo.get(TIME).status()).isEqualTo(200);
  }

  @Test
  void signed_calls_count_for_their_account() {
    String path = "/api/v2/spot/account/info";
    assertThat(venue.demo.signedGet(path).status()).isEqualTo(200);
    assertThat(venue.demo.signedGet(path).status()).isEqualTo(429);
    assertThat(venue.demo.as("demo2").signedGet(path).status()).isEqualTo(200);
  }

  @Test
  void a_refused_order_is_not_placed() {
    String order = Venue.btc("side=buy orderType=limit force=gtc price=42000 size=0.001");
    for (int n = 0; n < 10; n++) {
      assertThat(venue.demo.post(TRADE + "place-order", order).status()).isEqualTo(200);
    }
    assertThat(venue.demo.post(TRADE + "place-order", order).status()).isEqualTo(429);
    assertThat(venue.truth()).hasSize(10);
  }

  @Test
  void an_address_that_asks_too_much_is_blocked_for_five_minutes() {
    for (int n = 0; n < 6_000; n++) {
      venue.demo.get("/nothing");
    }
    assertThat(venue.demo.get(TIME).status()).isEqualTo(429);
    venue.clock.forward(299_999);
    assertThat(venue.demo.get(TIME).status()).isEqualTo(429);
    venue.clock.forward(1);
    assertThat(venue.demo.get(TIME).status()).isEqualTo(200);
  }

  @Test
  void a_looser_profile_starts_afresh() {
    for (int n = 0; n < 21; n++) {
      venue.demo.get(TIME);
    }
    venue.control("/_sim/limits", "{\"profile\":\"fast\"}");
    assertThat(venue.demo.get(TIME).header(LEFT)).isEqualTo("1999");
  }
}
