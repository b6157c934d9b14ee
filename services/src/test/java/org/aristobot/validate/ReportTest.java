package org.aristobot.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.aristobot.model.Environment;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.aristobot.vault.Broker;
import org.aristobot.vault.TradingType;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReportTest {

  private static final Subject SUBJECT =
      new Subject(
          new Broker(3, 1, "main", Venue.BINANCE, Environment.LIVE, true, true, TradingType.OFF),
          "ann",
          World.REAL,
          URI.create("https://example.org"),
          Symbol.parse("BTC/USDT"));

  private static Row row(String number, Verdict verdict) {
    return new Row(number, "something", verdict, Duration.ofMillis(12), "why");
  }

  private static Report report(boolean stopped, Verdict... verdicts) {
    List<Row> rows = java.util.Arrays.stream(verdicts).map(v -> row("1.2", v)).toList();
    return new Report(SUBJECT, false, new BigDecimal("20.0"), rows, List.of("0.1 BTC"), stopped);
  }

  @Test
  void only_a_failure_or_an_early_end_is_not_passed() {
    assertThat(report(false, Verdict.PASS, Verdict.NOT_OFFERED, Verdict.DRY_RUN).passed()).isTrue();
    assertThat(report(false, Verdict.PASS, Verdict.FAIL).passed()).isFalse();
    assertThat(report(true, Verdict.PASS).passed()).isFalse();
    assertThat(Report.notReady(SUBJECT, false, "no price").passed()).isFalse();
  }

  @Test
  void a_section_begins_with_its_heading() {
    assertThat(Report.lines(row("3.1", Verdict.PASS))).contains("3  Kinds of orders").hasSize(3);
    assertThat(Report.lines(row("3.11", Verdict.FAIL)))
        .singleElement()
        .asString()
        .matches(" {2}3\\.11 +something +FAIL +12 ms {2}why");
  }

  @Test
  void what_is_left_is_named() {
    assertThat(report(true, Verdict.PASS, Verdict.FAIL).summary())
        .containsExactly(
            "", "1 passed, 1 failed, 0 not offered; stopped before its end.", "Left: 0.1 BTC.");
  }

  @Test
  void the_data_say_the_same() {
    ObjectNode json = report(false, Verdict.FAIL).json();
    assertThat(json.get("passed").asBoolean()).isFalse();
    assertThat(json.get("world").asString()).isEqualTo("real");
    assertThat(json.get("cap").asString()).isEqualTo("20");
    assertThat(json.get("items").get(0).toString())
        .isEqualTo(
            "{\"number\":\"1.2\",\"item\":\"something\",\"result\":\"fail\",\"ms\":12,"
                + "\"why\":\"why\"}");
    assertThat(json.get("left").get(0).asString()).isEqualTo("0.1 BTC");
  }
}
