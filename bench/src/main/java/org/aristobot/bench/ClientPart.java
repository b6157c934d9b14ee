package org.aristobot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/** A limit order through each client: built, signed, sent, its answer read into an order. */
final class ClientPart {

  static final String TITLE = "Client";

  private static final int[] IN_FLIGHT = {1, 32};

  /** In the order in which they take turns. */
  private enum Contender {
    OURS("Aristobot"),
    CCXT("CCXT"),
    XCHANGE("XChange"),
    SOCKET("bare socket");

    private final String shown;

    Contender(String shown) {
      this.shown = shown;
    }

    private Child start(Stage stage) {
      return switch (this) {
        case OURS, XCHANGE, SOCKET ->
            Child.java(
                JvmClients.class,
                // The JDK's own client, which XChange uses, would keep five connections only.
                List.of("-Dhttp.maxConnections=64"),
                List.of(name().toLowerCase(Locale.ROOT), stage.stub()),
                stage.logs());
        case CCXT -> Child.node("client.mjs", List.of(), List.of(stage.stub()), stage.logs());
      };
    }
  }

  private record Stretch(Contender contender, int inFlight) {}

  private final Settings settings;
  private final Map<Contender, Child> children = new EnumMap<>(Contender.class);
  private final Map<Stretch, List<JsonNode>> loads = new HashMap<>();

  private ClientPart(Settings settings) {
    this.settings = settings;
  }

  static Section measure(Settings settings, Stage stage) {
    return new ClientPart(settings).measure(stage);
  }

  private Section measure(Stage stage) {
    try {
      for (Contender contender : Contender.values()) {
        Child child = contender.start(stage);
        children.put(contender, child);
        String _ = child.hearUntil("ready", Duration.ofSeconds(60));
      }
      for (int inFlight : IN_FLIGHT) {
        for (Contender contender : Contender.values()) {
          JsonNode _ = run(contender, inFlight, settings.warmUp());
        }
      }
      for (int round = 0; round < settings.rounds(); round++) {
        for (int inFlight : IN_FLIGHT) {
          for (Contender contender : Contender.values()) {
            loads
                .computeIfAbsent(new Stretch(contender, inFlight), _ -> new ArrayList<>())
                .add(run(contender, inFlight, settings.round()));
          }
        }
      }
    } finally {
      children.values().forEach(Child::close);
    }
    return section();
  }

  private JsonNode run(Contender contender, int inFlight, Duration howLong) {
    JsonNode load =
        Objects.requireNonNull(children.get(contender))
            .ask(inFlight + " " + howLong.toMillis(), howLong.plusSeconds(30));
    if (load.required("orders").asLong() == 0) {
      throw new IllegalStateException(contender.shown + " placed no order");
    }
    return load;
  }

  private List<Double> of(Contender contender, int inFlight, ToDoubleFunction<JsonNode> measure) {
    return loads.getOrDefault(new Stretch(contender, inFlight), List.of()).stream()
        .map(measure::applyAsDouble)
        .toList();
  }

  private static ToDoubleFunction<JsonNode> field(String name) {
    return load -> load.required(name).asDouble();
  }

  private static ToDoubleFunction<JsonNode> perOrder(String name) {
    return load -> load.required(name).asDouble() / load.required("orders").asDouble();
  }

  private static double rate(JsonNode load) {
    return load.required("orders").asDouble() / load.required("seconds").asDouble();
  }

  private Section section() {
    List<Row> rows = new ArrayList<>();
    for (int inFlight : IN_FLIGHT) {
      String flight = inFlight == 1 ? "one order in flight" : inFlight + " orders in flight";
      rows.add(overSocket(inFlight, flight));
      for (Contender peer : List.of(Contender.CCXT, Contender.XCHANGE)) {
        double factor = inFlight > 1 ? 0 : peer == Contender.CCXT ? 3 : 2;
        rows.add(latency("p50", inFlight, flight, peer, factor));
      }
      rows.add(latency("p99", inFlight, flight, Contender.CCXT, 0));
      rows.add(latency("p99", inFlight, flight, Contender.XCHANGE, 0));
      rows.add(
          row(
              "orders per second",
              "1/s",
              inFlight,
              flight,
              Contender.CCXT,
              Row.Better.MORE,
              0,
              ClientPart::rate));
      rows.add(
          row(
              "orders per second",
              "1/s",
              inFlight,
              flight,
              Contender.XCHANGE,
              Row.Better.MORE,
              0,
              ClientPart::rate));
      rows.add(
          row(
              "CPU per order",
              "µs",
              inFlight,
              flight,
              Contender.CCXT,
              Row.Better.LESS,
              3,
              perOrder("cpuMicros")));
      rows.add(
          row(
              "CPU per order",
              "µs",
              inFlight,
              flight,
              Contender.XCHANGE,
              Row.Better.LESS,
              0,
              perOrder("cpuMicros")));
      rows.add(
          row(
              "allocated per order",
              "bytes",
              inFlight,
              flight,
              Contender.XCHANGE,
              Row.Better.LESS,
              0,
              perOrder("allocatedBytes")));
    }
    return new Section(TITLE, rows, charts(), notes());
  }

  private Row latency(
      String percentile, int inFlight, String flight, Contender peer, double factor) {
    return row(
        "latency " + percentile,
        "µs",
        inFlight,
        flight,
        peer,
        Row.Better.LESS,
        factor,
        field(percentile));
  }

  private Row row(
      String name,
      String unit,
      int inFlight,
      String flight,
      Contender peer,
      Row.Better better,
      double factor,
      ToDoubleFunction<JsonNode> measure) {
    return Row.beside(
        TITLE,
        name,
        unit,
        better,
        of(Contender.OURS, inFlight, measure),
        peer.shown,
        of(peer, inFlight, measure),
        factor,
        flight);
  }

  private Row overSocket(int inFlight, String flight) {
    List<Double> ours = of(Contender.OURS, inFlight, field("p50"));
    List<Double> socket = of(Contender.SOCKET, inFlight, field("p50"));
    double times = Spread.ratio(ours, socket).median();
    return new Row(
        TITLE,
        "latency p50",
        "µs",
        Spread.of(ours),
        Contender.SOCKET.shown,
        Spread.of(socket),
        1 / times,
        inFlight > 1 ? null : Row.Goal.atMost(times, 1.3, "at most 1.3 times the bare socket's"),
        flight);
  }

  private List<Section.Chart> charts() {
    return List.of(
        chart(
            "client-latency",
            "Latency of a limit order, p50, one in flight",
            "microseconds; less is better",
            1,
            field("p50")),
        chart(
            "client-rate",
            "Limit orders per second, 32 in flight",
            "orders per second; more is better",
            32,
            ClientPart::rate),
        chart(
            "client-cpu",
            "CPU per limit order, one in flight",
            "microseconds of the process, user and system; less is better",
            1,
            perOrder("cpuMicros")));
  }

  private Section.Chart chart(
      String file, String title, String note, int inFlight, ToDoubleFunction<JsonNode> measure) {
    List<Plot.Bar> bars = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      bars.add(
          new Plot.Bar(
              contender.shown,
              Spread.of(of(contender, inFlight, measure)),
              contender == Contender.OURS));
    }
    return new Section.Chart(file, title, Plot.bars(title, note, bars));
  }

  private List<String> notes() {
    return List.of(
        "Each client is a process of its own and places limit orders that rest, over kept-alive"
            + " connections, on a stub that answers at once and checks the signature of the first"
            + " order on each connection. The bare socket sends the bytes that our client sends,"
            + " signed beforehand, and reads the answer without looking at it: no client can be"
            + " faster. Callers on the JVMs are virtual threads; CCXT's are promises on the one"
            + " thread that Node has.",
        "Rate limits are out of reach: the stub's market list tells our ledger limits of"
            + " 1,000,000,000, CCXT's own throttle is off, XChange's is off by default. CPU is that of the"
            + " whole process, its collector and compiler included. What Node allocates cannot be"
            + " counted in this way, so there is no such row for CCXT.");
  }

  /** What the gateway's latency is compared to: the median p50, one order in flight, in µs. */
  static double clientP50(Section section) {
    return section.rows().getFirst().ours().median();
  }
}
