package org.aristobot.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.aristobot.simulator.SimClient;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.judge.Column.Verdict;
import org.aristobot.simulator.wire.LimitProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CCXT's opinion of the simulators. */
class CcxtIT {

  private static Simulator start(String venue) {
    return Simulator.start(SimulatorOptions.of(venue).withFrozen(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "bitget"})
  void ccxt_finds_the_simulator_as_the_table_keeps_it(String venue) {
    try (Simulator simulator = start(venue)) {
      JudgeTable.of(venue).settle(CcxtJudge.installed().judge(venue, simulator.uri()).column());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance", "bitget"})
  void no_cell_believes_a_ccxt_that_tells_one_thing_wrong(String venue) {
    SimulatorOptions options =
        SimulatorOptions.of(venue).withFrozen(true).withLimits(LimitProfile.OFF);
    try (Simulator simulator = Simulator.start(options)) {
      String told =
          CcxtJudge.installed().lie(venue, simulator.uri(), Long.getLong("judges.seed", 1));
      System.out.print(told);
      assertThat(told).endsWith(", 0 believed\n");
    }
  }

  @Test
  void the_judge_counts_exactly_and_excuses_only_what_is_listed() {
    CcxtJudge.installed().test();
  }

  @Test
  void a_venue_that_refuses_an_operation_is_found_wrong() {
    try (Simulator simulator = start("binance");
        SimClient client =
            new SimClient(simulator.uri(), Clock.systemUTC(), "demo", "demo-secret")) {
      String fault =
          """
          {"fault": "error_code", "match": "get_order_info", "code": -1000, "msg": "no", "times": 9}
          """;
      assertThat(client.control("POST", "/_sim/faults", fault).status()).isEqualTo(200);
      Column.Finding finding =
          CcxtJudge.installed().judge("binance", simulator.uri(), Cell.FETCH_ORDER);
      assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(finding.reason()).contains("OperationFailed");
    }
  }
}
