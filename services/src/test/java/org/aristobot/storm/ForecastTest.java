package org.aristobot.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private static StormSettings settings(int orders, long seed) {
    return StormSettings.of(orders, seed, 3, Duration.ofSeconds(2));
  }

  @Test
  void the_same_seed_is_the_same_storm_and_another_is_not() {
    assertThat(Forecast.of(settings(2_000, 1))).isEqualTo(Forecast.of(settings(2_000, 1)));
    assertThat(Forecast.of(settings(2_000, 1))).isNotEqualTo(Forecast.of(settings(2_000, 2)));
  }

  @Test
  void every_order_is_in_a_round_and_every_fault_strikes_often_enough() {
    for (int orders : List.of(100, 2_000, 20_000)) {
      StormSettings settings = settings(orders, 3);
      List<Round> rounds = Forecast.of(settings);
      assertThat(rounds.stream().mapToInt(Round::orders).sum()).isEqualTo(orders);
      for (Fault fault : Fault.values()) {
        long planned =
            rounds.stream()
                .mapToLong(round ->
                    round.armed().stream().filter(armed -> armed == fault).count()
                        + (round.blow() == fault ? 1 : 0))
                .sum();
        // A clock that is wrong strikes every request while it is.
        int least = fault == Fault.CLOCK_SKEW ? 2 : fault.least(settings);
        assertThat(planned).as("%s of %d orders", fault, orders).isGreaterThanOrEqualTo(least);
      }
    }
  }

  @Test
  void nothing_is_armed_while_the_clock_is_wrong() {
    assertThat(Forecast.of(settings(2_000, 4)))
        .filteredOn(round -> round.blow() == Fault.CLOCK_SKEW)
        .isNotEmpty()
        .allMatch(round -> round.armed().isEmpty());
  }
}
