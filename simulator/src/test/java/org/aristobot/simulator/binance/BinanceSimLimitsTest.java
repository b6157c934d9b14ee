package org.aristobot.simulator.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.aristobot.simulator.FakeClock;
import org.aristobot.simulator.book.SimClock;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.simulator.wire.Stats;
import org.junit.jupiter.api.Test;

/** The limits that a caller on the wire would take too long to reach. */
class BinanceSimLimitsTest {

  private static final String ADDRESS = "10.0.0.1";

  private final FakeClock clock = new FakeClock(1_784_600_100_000L);
  private final BinanceSimLimits limits =
      new BinanceSimLimits(new SimClock(clock), new Stats(), LimitProfile.REAL);

  private BinanceSimError refused(int weight) {
    List<BinanceSimError> errors = new ArrayList<>();
    assertThatExceptionOfType(BinanceSimError.class)
        .isThrownBy(() -> limits.charge(ADDRESS, weight))
        .satisfies(errors::add);
    return errors.getFirst();
  }

  @Test
  void raw_requests_are_counted_for_five_minutes_whatever_they_weigh() {
    for (int i = 0; i < 300_000; i++) {
      limits.charge(ADDRESS, 0);
    }
    BinanceSimError refused = refused(0);
    assertThat(refused.status).isEqualTo(429);
    assertThat(refused.code).isEqualTo(-1003);
    assertThat(refused)
        .hasMessage("Too many requests; current limit is 300000 requests per 5 MINUTE.");
    assertThat(refused.headers).containsEntry("Retry-After", "300");
    limits.charge("10.0.0.2", 0);
    clock.forward(300_000);
    limits.charge(ADDRESS, 0);
  }

  @Test
  void a_ban_grows_with_every_ban_up_to_three_days() {
    List<Long> bans = new ArrayList<>();
    for (int n = 0; n < 13; n++) {
      BinanceSimError refused = refused(6_001);
      while (refused.status == 429) {
        refused = refused(1);
      }
      assertThat(refused.status).isEqualTo(418);
      long seconds = Long.parseLong(refused.headers.getOrDefault("Retry-After", ""));
      assertThat(refused)
          .hasMessage(
              "Way too much request weight used; IP banned until "
                  + (clock.millis() + seconds * 1_000)
                  + ". Please use WebSocket Streams for live updates to avoid bans.");
      bans.add(seconds);
      clock.forward(seconds * 1_000);
    }
    assertThat(bans.subList(0, 4)).containsExactly(120L, 240L, 480L, 960L);
    assertThat(bans.getLast()).isEqualTo(259_200L);
  }
}
