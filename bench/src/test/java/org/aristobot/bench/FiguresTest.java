package org.aristobot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void a_percentile_is_a_latency_that_was_measured() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 10_000; i++) {
      latencies.add(i * 1_000L);
    }
    long[] sorted = Latencies.sorted(List.of(latencies, new Latencies()));
    assertThat(Latencies.percentile(sorted, 50)).isEqualTo(5_000);
    assertThat(Latencies.percentile(sorted, 99.9)).isEqualTo(9_990);
    assertThat(Latencies.percentile(sorted, 100)).isEqualTo(10_000);
    assertThat(Latencies.percentile(new long[0], 50)).isNaN();
  }

  @Test
  void a_spread_is_the_median_of_the_rounds_and_its_range() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3, 3));
    assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4, 2));
    assertThat(Spread.of(List.of(1234.5, 0.5, 8.0)).text()).isEqualTo("8 (0.500 to 1,235)");
    assertThat(Spread.once(12.34).text()).isEqualTo("12.3");
  }

  @Test
  void a_ratio_is_taken_round_by_round() {
    // The second round was disturbed for both.
    assertThat(Spread.ratio(List.of(2.0, 20.0), List.of(1.0, 10.0)).median()).isEqualTo(2);
  }

  @Test
  void a_goal_is_judged_by_the_median_ratio_in_the_better_direction() {
    Row faster =
        Row.beside(
            "part", "latency", "µs", Row.Better.LESS, List.of(1.0), "peer", List.of(3.0), 3, "");
    assertThat(faster.ratio()).isEqualTo(3);
    assertThat(faster.goal()).isEqualTo(new Row.Goal("at least 3 times as good", true));
    Row slower =
        Row.beside(
            "part", "rate", "1/s", Row.Better.MORE, List.of(2.0), "peer", List.of(3.0), 1, "");
    assertThat(slower.goal()).isNotNull().extracting(Row.Goal::met).isEqualTo(false);
  }

  @Test
  void digits_are_lost_from_the_first_wrong_one_on() {
    BigDecimal sent = new BigDecimal("1234567890.12345678901");
    assertThat(Digits.lost(sent, new BigDecimal("1234567890.123456789010"))).isZero();
    assertThat(Digits.lost(sent, new BigDecimal("1234567890.1234567"))).isEqualTo(4);
    assertThat(Digits.lost(sent, new BigDecimal("123"))).isEqualTo(21);
    assertThat(Digits.lost(BigDecimal.ONE, BigDecimal.TWO)).isEqualTo(1);
  }

  @Test
  void random_decimals_are_the_same_for_the_same_seed_and_fit_the_venue() {
    List<String> decimals = Digits.random(7, 2_000);
    assertThat(Digits.random(7, 2_000)).isEqualTo(decimals);
    assertThat(decimals)
        .allSatisfy(text -> {
          BigDecimal value = new BigDecimal(text);
          assertThat(value.signum()).isPositive();
          assertThat(value.precision()).isLessThanOrEqualTo(30);
          assertThat(value.scale()).isBetween(0, 20);
          assertThat(value.precision() - value.scale()).isLessThanOrEqualTo(20);
        });
  }

  @Test
  void a_plot_is_well_formed_and_escapes_its_texts() throws Exception {
    String svg = Plot.bars("a < b & c", "ms", List.of(new Plot.Bar("<x>", Spread.once(0), true)));
    var document =
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new java.io.ByteArrayInputStream(
                    svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("a < b & c");
  }
}
