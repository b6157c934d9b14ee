package org.aristobot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/** {@code place_order} over Redis and back: the gateway with its journal, and CCXT in its place. */
final class GatewayPart {

  static final String TITLE = "Gateway";

  private static final int BROKERS = 16;
  private static final int[] CALLERS = {1, 16, 64};
  private static final String PEER = "CCXT worker";

  /** Between two orders of a caller who is in no hurry: 320 orders a second from sixteen. */
  private static final Duration UNHURRIED = Duration.ofMillis(50);

  /** How callers get their answers, and how they pause. */
  private enum Mode {
    REPLY_TO("reply-to", "reply_to", Duration.ZERO),
    POLLING("polling", "polling", Duration.ZERO),
    UNHURRIED_CALLERS("reply-to", "reply_to, 50 ms pauses", UNHURRIED);

    private final String word;
    private final String shown;
    private final Duration pause;

    Mode(String word, String shown, Duration pause) {
      this.word = word;
      this.shown = shown;
      this.pause = pause;
    }
  }

  /** Which stretch of orders. */
  private record Stretch(boolean ours, Mode mode, int callers) {}

  /**
   * What was left after the kill.
   *
   * @param answered orders whose callers were told of them in the last stretch
   * @param found those of them in the journal
   * @param sent orders that the stub saw in the last stretch
   * @param stored orders that the journal has of the last stretch
   */
  private record Kill(long answered, long found, long sent, long stored) {
    private long missing() {
      return answered - found + Math.max(0, sent - stored);
    }
  }

  private final Settings settings;
  private final Stage stage;
  private final World world;
  private final double clientP50;
  private final Map<Stretch, List<JsonNode>> loads = new HashMap<>();
  private final Map<Integer, Double> syncs = new HashMap<>();
  private double ourCpu;
  private double theirCpu;
  private Kill kill = new Kill(0, 0, 0, 0);

  private GatewayPart(Settings settings, Stage stage, World world, double clientP50) {
    this.settings = settings;
    this.stage = stage;
    this.world = world;
    this.clientP50 = clientP50;
  }

  /**
   * Measures.
   *
   * @param clientP50 what an order takes through the client alone, in µs; NaN if unknown
   */
  static Section measure(Settings settings, Stage stage, World world, double clientP50) {
    return new GatewayPart(settings, stage, world, clientP50).measure();
  }

  private Section measure() {
    world.addBrokers(BROKERS);
    String redis = world.redis().toString();
    try (Child gateway = Gateways.start(world, stage.stub(), stage.logs());
        Child ccxt =
            Child.node(
                "gateway.mjs",
                List.of(),
                List.of(stage.stub(), redis, list(false), Integer.toString(BROKERS)),
                stage.logs());
        Child callers =
            Child.java(
                RedisCallers.class,
                List.of(),
                List.of(redis, Integer.toString(BROKERS)),
                stage.logs())) {
      String _ = ccxt.hearUntil("ready", Duration.ofSeconds(60));
      String _ = callers.hearUntil("ready", Duration.ofSeconds(30));
      warmUp(callers);
      rounds(callers);
      cpu(callers, gateway, ccxt);
      for (int count : CALLERS) {
        syncs.put(count, walSyncs(callers, count));
      }
      kill = kill(callers, gateway);
    }
    return section();
  }

  private static String list(boolean ours) {
    return ours ? "exchange_requests" : "bench_ccxt_requests";
  }

  private void warmUp(Child callers) {
    for (boolean ours : new boolean[] {true, false}) {
      for (int i = 0; i < 2; i++) {
        JsonNode _ = run(callers, new Stretch(ours, Mode.REPLY_TO, 16), settings.warmUp());
      }
    }
  }

  private void rounds(Child callers) {
    int rounds = settings.quick() ? 2 : 5;
    for (int round = 0; round < rounds; round++) {
      for (Mode mode : Mode.values()) {
        for (int count : mode == Mode.UNHURRIED_CALLERS ? new int[] {16} : CALLERS) {
          for (boolean ours : new boolean[] {true, false}) {
            Stretch stretch = new Stretch(ours, mode, count);
            loads
                .computeIfAbsent(stretch, _ -> new ArrayList<>())
                .add(run(callers, stretch, settings.round()));
          }
        }
      }
    }
  }

  private static JsonNode run(Child callers, Stretch stretch, Duration howLong) {
    return callers.ask(
        "%s %s %d %d %d"
            .formatted(
                list(stretch.ours()),
                stretch.mode().word,
                stretch.callers(),
                howLong.toMillis(),
                stretch.mode().pause.toMillis()),
        howLong.plusSeconds(30));
  }

  /** CPU of the two workers per order, at sixteen callers. */
  private void cpu(Child callers, Child gateway, Child ccxt) {
    ourCpu = cpu(callers, gateway, true);
    theirCpu = cpu(callers, ccxt, false);
  }

  private double cpu(Child callers, Child worker, boolean ours) {
    double before = worker.cpuMicros();
    JsonNode load = run(callers, new Stretch(ours, Mode.REPLY_TO, 16), settings.round());
    return (worker.cpuMicros() - before) / load.required("orders").asDouble();
  }

  /**
   * Counted inside a steady stretch, so that the lateness of the count is the same at both ends.
   */
  private double walSyncs(Child callers, int count) {
    Duration third = settings.quick() ? Duration.ofMillis(1_200) : Duration.ofMillis(1_500);
    callers.tell(
        "%s reply-to %d %d 0".formatted(list(true), count, third.multipliedBy(3).toMillis()));
    Child.pause(third);
    long orders = stage.ordersSeen();
    long before = world.walSyncs();
    Child.pause(third);
    double placed = stage.ordersSeen() - orders;
    double synced = world.walSyncs() - before;
    JsonNode _ = callers.answer(third.plusSeconds(30));
    return synced / placed;
  }

  /** Kills PostgreSQL under load and looks whether what was answered is there. */
  private Kill kill(Child callers, Child gateway) {
    long seen = stage.ordersSeen();
    long rows = Long.parseLong(world.ask("SELECT count(*) FROM orders"));
    callers.tell("%s until-silence 16 20000 0".formatted(list(true)));
    Child.pause(Duration.ofMillis(1_500));
    world.killPostgres();
    String[] answered =
        callers
            .answer(Duration.ofSeconds(60))
            .valueStream()
            .map(JsonNode::asString)
            .toArray(String[]::new);
    gateway.close();
    world.restart();
    long found =
        Long.parseLong(
            world.ask(
                "SELECT count(DISTINCT client_order_id) FROM orders WHERE client_order_id = ANY (?)",
                (Object) answered));
    long sent = stage.ordersSeen() - seen;
    long stored = Long.parseLong(world.ask("SELECT count(*) FROM orders")) - rows;
    return new Kill(answered.length, found, sent, stored);
  }

  // --- what is told of it

  private List<Double> of(Stretch stretch, ToDoubleFunction<JsonNode> measure) {
    return loads.getOrDefault(stretch, List.of()).stream().map(measure::applyAsDouble).toList();
  }

  private static ToDoubleFunction<JsonNode> millis(String name) {
    return load -> load.required(name).asDouble() / 1e3;
  }

  private static double rate(JsonNode load) {
    return load.required("orders").asDouble() / load.required("seconds").asDouble();
  }

  private Section section() {
    List<Row> rows = new ArrayList<>();
    goals(rows);
    for (Mode mode : Mode.values()) {
      for (int count : mode == Mode.UNHURRIED_CALLERS ? new int[] {16} : CALLERS) {
        String conditions = callers(count) + ", " + mode.shown;
        for (String percentile : List.of("p50", "p99", "p999")) {
          rows.add(
              row(
                  "latency " + percentile.replace("p999", "p99.9"),
                  "ms",
                  Row.Better.LESS,
                  mode,
                  count,
                  millis(percentile),
                  conditions));
        }
        if (mode != Mode.UNHURRIED_CALLERS) {
          rows.add(
              row(
                  "orders per second",
                  "1/s",
                  Row.Better.MORE,
                  mode,
                  count,
                  GatewayPart::rate,
                  conditions));
        }
      }
    }
    rows.add(
        Row.beside(
            TITLE,
            "CPU of the worker per order",
            "µs",
            Row.Better.LESS,
            List.of(ourCpu),
            PEER,
            List.of(theirCpu),
            0,
            "16 callers, reply_to; databases and callers not counted"));
    for (int count : CALLERS) {
      rows.add(
          Row.alone(
              TITLE,
              "WAL syncs per order",
              "",
              Spread.once(syncs.getOrDefault(count, Double.NaN)),
              null,
              callers(count) + ", reply_to"));
    }
    rows.add(
        Row.alone(
            TITLE,
            "orders missing after SIGKILL of PostgreSQL",
            "",
            Spread.once((double) kill.missing()),
            new Row.Goal("none", kill.answered() > 0 && kill.missing() == 0),
            "16 callers; %,d answered and %,d found, %,d seen by the venue and %,d stored"
                .formatted(kill.answered(), kill.found(), kill.sent(), kill.stored())));
    return new Section(TITLE, rows, charts(), notes());
  }

  private static String callers(int count) {
    return count == 1 ? "1 caller" : count + " callers";
  }

  private void goals(List<Row> rows) {
    if (!Double.isNaN(clientP50)) {
      for (int count : new int[] {1, 16}) {
        rows.add(added(count, Mode.REPLY_TO));
      }
      rows.add(added(16, Mode.UNHURRIED_CALLERS));
    }
    for (Mode mode : List.of(Mode.REPLY_TO, Mode.UNHURRIED_CALLERS)) {
      Spread p99 = Spread.of(of(new Stretch(true, mode, 16), millis("p99")));
      rows.add(
          Row.alone(
              TITLE,
              "latency p99",
              "ms",
              p99,
              Row.Goal.atMost(p99.median(), 4, "at most 4 ms"),
              "16 callers, " + mode.shown));
    }
    double best = 0;
    int at = 0;
    for (int count : CALLERS) {
      double rate =
          Spread.of(of(new Stretch(true, Mode.REPLY_TO, count), GatewayPart::rate)).median();
      at = rate > best ? count : at;
      best = Math.max(rate, best);
    }
    rows.add(
        Row.alone(
            TITLE,
            "orders per second, at best",
            "1/s",
            Spread.of(of(new Stretch(true, Mode.REPLY_TO, at), GatewayPart::rate)),
            Row.Goal.atLeast(best, 3_000, "at least 3,000 on 2 cores"),
            callers(at) + ", reply_to, " + Runtime.getRuntime().availableProcessors() + " cores"));
  }

  private Row added(int count, Mode mode) {
    Spread added =
        Spread.of(
            of(new Stretch(true, mode, count), millis("p50")).stream()
                .map(p50 -> p50 - clientP50 / 1e3)
                .toList());
    return Row.alone(
        TITLE,
        "added latency p50",
        "ms",
        added,
        Row.Goal.atMost(added.median(), 0.8, "at most 0.8 ms over the client"),
        callers(count) + ", " + mode.shown);
  }

  private Row row(
      String name,
      String unit,
      Row.Better better,
      Mode mode,
      int count,
      ToDoubleFunction<JsonNode> measure,
      String conditions) {
    return Row.beside(
        TITLE,
        name,
        unit,
        better,
        of(new Stretch(true, mode, count), measure),
        PEER,
        of(new Stretch(false, mode, count), measure),
        0,
        conditions);
  }

  private List<Section.Chart> charts() {
    return List.of(
        chart(
            "gateway-latency",
            "Latency of place_order over Redis, p50",
            "milliseconds; less is better",
            millis("p50")),
        chart(
            "gateway-rate",
            "Orders per second over Redis",
            "orders per second; more is better",
            GatewayPart::rate));
  }

  private Section.Chart chart(
      String file, String title, String note, ToDoubleFunction<JsonNode> measure) {
    List<Plot.Bar> bars = new ArrayList<>();
    for (int count : CALLERS) {
      for (boolean ours : new boolean[] {true, false}) {
        String label = (ours ? "Aristobot, " : PEER + ", ") + callers(count);
        bars.add(
            new Plot.Bar(
                label, Spread.of(of(new Stretch(ours, Mode.REPLY_TO, count), measure)), ours));
      }
    }
    return new Section.Chart(file, title, Plot.bars(title, note, bars));
  }

  private List<String> notes() {
    return List.of(
        "The gateway is the program's own (`gateway`), on the embedded PostgreSQL and Redis with"
            + " the settings that `up` uses: fsync %s, synchronous_commit %s, full_page_writes %s,"
                .formatted(
                    world.ask("SHOW fsync"),
                    world.ask("SHOW synchronous_commit"),
                    world.ask("SHOW full_page_writes"))
            + " Redis with its append-only file. Every order is committed twice before its caller is"
            + " answered: as an intent before it is sent, with its outcome after. One write of 8 kB"
            + " through to this disk takes %s ms (p50)."
                .formatted(Spread.number(Machine.syncMillis(world.data()))),
        "The CCXT worker serves the same contract in the way that such workers are usually written:"
            + " a Node process that takes messages off the list, has one CCXT client per account (%d"
                .formatted(BROKERS)
            + " of them), calls `createOrder` without waiting for other orders, and answers. It"
            + " stores nothing: an order whose answer is lost is lost. Its latency is therefore that of less"
            + " work, not of the same.",
        "Everything shares the same cores: the callers (one process, a connection each), Redis,"
            + " PostgreSQL, the stub and the worker. Callers have no pause between two orders, but"
            + " where it says so. Who polls looks once a millisecond. Rate limits are out of reach.",
        "At the end every process of PostgreSQL is killed under load and started again. Every order"
            + " that was answered must then be in the journal, and so must every order that the stub saw."
            + " A killed server proves the commits, not the disk: what the operating system holds"
            + " survives it.");
  }
}
