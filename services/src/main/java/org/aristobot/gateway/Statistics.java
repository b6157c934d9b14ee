package org.aristobot.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.aristobot.bus.Reply;

/** Counts and times what the gateway does. Thread rule: any thread. */
final class Statistics {

  private static final String REQUESTS = "gateway.requests";
  private static final String STAGE = "gateway.stage";
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Instant startedAt;
  private final Map<String, Timer> stages = new ConcurrentHashMap<>();

  Statistics(MeterRegistry meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
    startedAt = clock.instant();
  }

  void count(String action, Reply reply, Map<String, BigDecimal> timing) {
    String code = reply instanceof Reply.Failed failed ? failed.failure().kind().name() : "OK";
    Counter.builder(REQUESTS).tags("action", action, "code", code).register(meters).increment();
    timing.forEach((stage, millis) ->
        stages
            .computeIfAbsent(stage, this::timer)
            .record(millis.multiply(MILLION).longValue(), TimeUnit.NANOSECONDS));
  }

  private Timer timer(String stage) {
    return Timer.builder(STAGE).tags("stage", stage).publishPercentiles(0.5, 0.99).register(meters);
  }

  /** The answer of {@code get_stats}, without what the gateway adds to it. */
  Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("started_at", startedAt);
    report.put("uptime_seconds", Duration.between(startedAt, clock.instant()).toSeconds());
    Map<String, Long> byAction = new TreeMap<>();
    Map<String, Long> failures = new TreeMap<>();
    long all = 0;
    long failed = 0;
    for (Counter counter : meters.find(REQUESTS).counters()) {
      long count = Math.round(counter.count());
      String code = String.valueOf(counter.getId().getTag("code"));
      byAction.merge(String.valueOf(counter.getId().getTag("action")), count, Long::sum);
      all += count;
      if (!code.equals("OK")) {
        failures.merge(code, count, Long::sum);
        failed += count;
      }
    }
    report.put("requests", all);
    report.put("requests_by_action", byAction);
    report.put("failures", failures);
    report.put("success_rate", all == 0 ? null : share(all - failed, all));
    report.put("latency_ms", latency());
    return report;
  }

  private Map<String, Object> latency() {
    Map<String, Object> latency = new TreeMap<>();
    for (Timer timer : meters.find(STAGE).timers()) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("count", timer.count());
      figures.put("mean", millis(timer.mean(TimeUnit.NANOSECONDS)));
      for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
        String name = String.format(Locale.ROOT, "p%.0f", value.percentile() * 100);
        figures.put(name, millis(value.value(TimeUnit.NANOSECONDS)));
      }
      latency.put(String.valueOf(timer.getId().getTag("stage")), figures);
    }
    return latency;
  }

  private static BigDecimal millis(double nanos) {
    return BigDecimal.valueOf(Math.round(nanos / 1_000), 3);
  }

  private static BigDecimal share(long part, long whole) {
    return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
  }
}
