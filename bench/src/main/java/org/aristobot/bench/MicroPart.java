package org.aristobot.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.aristobot.binance.HotPathBench;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The steps of an order by themselves, by JMH. */
final class MicroPart {

  static final String TITLE = "Steps of an order";

  private MicroPart() {}

  static Section measure(Settings settings, Stage stage) {
    TimeValue time = TimeValue.milliseconds(settings.quick() ? 300 : 1_000);
    try {
      Collection<RunResult> results =
          new Runner(
                  new OptionsBuilder()
                      .include(HotPathBench.class.getName())
                      .forks(1)
                      // One that fails would else be missing from the page without a word.
                      .shouldFailOnError(true)
                      .warmupIterations(settings.quick() ? 2 : 4)
                      .warmupTime(time)
                      .measurementIterations(settings.quick() ? 3 : 5)
                      .measurementTime(time)
                      .jvmArgs("-Xmx512m", "-XX:+UseSerialGC")
                      .addProfiler(GCProfiler.class)
                      .output(stage.logs().resolve("jmh.log").toString())
                      .build())
              .run();
      return section(results);
    } catch (RunnerException e) {
      throw new IllegalStateException("JMH failed", e);
    }
  }

  private static Section section(Collection<RunResult> results) {
    List<Row> rows = new ArrayList<>();
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      Result<?> time = result.getPrimaryResult();
      rows.add(
          Row.alone(
              TITLE,
              name,
              "ns",
              new Spread(
                  time.getStatistics().getPercentile(50),
                  time.getStatistics().getMin(),
                  time.getStatistics().getMax(),
                  (int) time.getStatistics().getN()),
              null,
              "JMH, one fork"));
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (allocated != null) {
        rows.add(
            Row.alone(
                TITLE,
                name + ", allocated",
                "bytes",
                Spread.once(allocated.getScore()),
                null,
                "JMH, one fork"));
      }
    }
    return new Section(
        TITLE,
        rows,
        List.of(),
        List.of(
            "sign: HMAC-SHA256 over the query of a limit order. encode: its parameters as a query."
                + " decode: a FULL answer read into an order. ledger: permits of four buckets taken and"
                + " given back."));
  }
}
