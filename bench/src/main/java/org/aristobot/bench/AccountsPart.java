package org.aristobot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What many accounts cost: the time until requests are served, and memory. */
final class AccountsPart {

  static final String TITLE = "Accounts";

  private static final int[] BROKERS = {1, 100, 1_000};
  private static final int[] CLIENTS = {1, 10, 100};
  private static final int[] CLIENTS_QUICK = {1, 5, 20};
  private static final int ORDERS = 1_000;

  /** Each may wait for permits itself. */
  private static final int MOST_TRIES = 100;

  private static final Pattern USED =
      Pattern.compile("(?:new generation|[Tt]enured|DefNew|Tenured).*?used (\\d+)K");

  /**
   * One start.
   *
   * @param ready seconds from the start of the process
   * @param resident MB after the orders
   * @param heap bytes in use after a full collection
   */
  private record Start(double ready, double resident, double heap) {}

  private final Settings settings;
  private final Stage stage;
  private final World world;
  private final Map<Integer, List<Start>> ours = new TreeMap<>();
  private final Map<Integer, List<Start>> theirs = new TreeMap<>();
  private final int[] clients;
  private int run;

  private AccountsPart(Settings settings, Stage stage, World world) {
    this.settings = settings;
    this.stage = stage;
    this.world = world;
    this.clients = settings.quick() ? CLIENTS_QUICK : CLIENTS;
  }

  static Section measure(Settings settings, Stage stage, World world) {
    return new AccountsPart(settings, stage, world).measure();
  }

  private Section measure() {
    int rounds = settings.quick() ? 1 : 3;
    for (int i = 0; i < BROKERS.length; i++) {
      world.addBrokers(BROKERS[i]);
      if (i == 0) {
        // The first start reads the markets from the venue; those that are measured, from
        // PostgreSQL.
        Start _ = start(1);
      }
      for (int round = 0; round < rounds; round++) {
        ours.computeIfAbsent(BROKERS[i], _ -> new ArrayList<>()).add(start(BROKERS[i]));
        theirs.computeIfAbsent(clients[i], _ -> new ArrayList<>()).add(startPeer(clients[i]));
      }
    }
    return section();
  }

  private Start start(int brokers) {
    long started = System.nanoTime();
    try (Child gateway = Gateways.launch(world, stage.stub(), stage.logs())) {
      String _ = gateway.hearUntil("The gateway gw-", Duration.ofSeconds(60));
      double ready = (System.nanoTime() - started) / 1e9;
      placeOrders(brokers);
      double resident = Machine.residentMegabytes(gateway.pid());
      double heap = heapInUse(gateway.pid());
      gateway.stop();
      return new Start(ready, resident, heap);
    }
  }

  /** As many orders for few brokers as for many, so that orders are not taken for brokers. */
  private void placeOrders(int brokers) {
    run++;
    try (Resp redis = new Resp(world.redis())) {
      // Until the gateway has read the stub's limits on the side, the documented ones hold.
      for (int tries = 0; !isPlaced(redis, "accounts-" + run + "-first-" + tries, 1, 0); tries++) {
        if (tries == MOST_TRIES) {
          throw new IllegalStateException("the gateway does not learn the stub's limits");
        }
      }
      for (int i = 1; i < ORDERS; i++) {
        String id = "accounts-" + run + "-" + i;
        if (!isPlaced(redis, id, 1 + i % brokers, i)) {
          throw new IllegalStateException("order " + id + " is one too many");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Places an order; false if the limits leave no room for it. */
  private static boolean isPlaced(Resp redis, String id, int broker, int number)
      throws IOException {
    String _ = redis.call("RPUSH", "exchange_requests", request(id, broker, number));
    String answer = redis.call("BLPOP", "bench_accounts", "20");
    if (answer == null
        || !(answer.contains("\"success\":true") || answer.contains("\"RATE_LIMITED\""))) {
      throw new IllegalStateException("order " + id + ": " + answer);
    }
    return answer.contains("\"success\":true");
  }

  private static String request(String id, int broker, int number) {
    return ("{\"request_id\":\"%1$s\",\"action\":\"place_order\",\"user_id\":1,\"reply_to\":\"bench_accounts\","
            + "\"params\":{\"broker_id\":%2$d,\"symbol\":\"%3$s\",\"side\":\"buy\",\"type\":\"limit\","
            + "\"quantity\":\"%4$s\",\"price\":\"%5$s\"}}")
        .formatted(id, broker, StubMarkets.TRADED, JvmClients.QUANTITY, JvmClients.price(number));
  }

  private static double heapInUse(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String _ = Machine.run(jcmd, Long.toString(pid), "GC.run");
    Matcher used = USED.matcher(Machine.run(jcmd, Long.toString(pid), "GC.heap_info"));
    double kilobytes = 0;
    while (used.find()) {
      kilobytes += Double.parseDouble(used.group(1));
    }
    return kilobytes * 1024;
  }

  private Start startPeer(int clients) {
    long started = System.nanoTime();
    try (Child ccxt =
        Child.node(
            "accounts.mjs",
            List.of("--expose-gc"),
            List.of(stage.stub(), Integer.toString(clients)),
            stage.logs())) {
      String _ = ccxt.hearUntil("ready", Duration.ofMinutes(2));
      double ready = (System.nanoTime() - started) / 1e9;
      JsonNode memory = ccxt.ask(Integer.toString(ORDERS), Duration.ofMinutes(1));
      return new Start(
          ready,
          memory.required("resident").asDouble() / 1024 / 1024,
          memory.required("heap").asDouble());
    }
  }

  private Section section() {
    List<Row> rows = new ArrayList<>();
    for (int brokers : BROKERS) {
      Spread ready = of(ours, brokers, 's');
      rows.add(
          Row.alone(
              TITLE,
              "start until requests are served",
              "s",
              ready,
              brokers == 1_000 ? Row.Goal.atMost(ready.median(), 1.5, "at most 1.5 s") : null,
              conditions(brokers)));
      Spread resident = of(ours, brokers, 'r');
      rows.add(
          Row.alone(
              TITLE,
              "resident memory",
              "MB",
              resident,
              brokers == 1_000 ? Row.Goal.atMost(resident.median(), 200, "at most 200 MB") : null,
              conditions(brokers)));
    }
    for (int count : clients) {
      rows.add(
          Row.alone(
              TITLE,
              "CCXT: start until all are ready",
              "s",
              of(theirs, count, 's'),
              null,
              peer(count)));
      rows.add(
          Row.alone(
              TITLE, "CCXT: resident memory", "MB", of(theirs, count, 'r'), null, peer(count)));
    }
    double further = perFurther(ours, 1_000);
    int most = clients[clients.length - 1];
    double peersFurther = perFurther(theirs, most);
    rows.add(
        new Row(
            TITLE,
            "memory per further account",
            "kB",
            Spread.once(further),
            "CCXT",
            Spread.once(peersFurther),
            peersFurther / further,
            Row.Goal.atMost(further, 2, "at most 2 kB"),
            "heap in use after a full collection: 1,000 accounts less 1 (CCXT: %d less 1), after as many orders"
                .formatted(most)));
    return new Section(TITLE, rows, charts(), notes());
  }

  private static String conditions(int brokers) {
    return "%,d broker%s, %,d markets from PostgreSQL, %,d orders"
        .formatted(brokers, brokers == 1 ? "" : "s", StubMarkets.COUNT, ORDERS);
  }

  private static String peer(int clients) {
    return "%,d client%s, each with the %,d markets, %,d orders"
        .formatted(clients, clients == 1 ? "" : "s", StubMarkets.COUNT, ORDERS);
  }

  private static Spread of(Map<Integer, List<Start>> starts, int accounts, char which) {
    return Spread.of(
        starts.getOrDefault(accounts, List.of()).stream()
            .map(start ->
                switch (which) {
                  case 's' -> start.ready();
                  case 'r' -> start.resident();
                  default -> start.heap();
                })
            .toList());
  }

  private static double perFurther(Map<Integer, List<Start>> starts, int most) {
    return (of(starts, most, 'h').median() - of(starts, 1, 'h').median()) / (most - 1) / 1000;
  }

  private List<Section.Chart> charts() {
    List<Plot.Bar> bars = new ArrayList<>();
    for (int brokers : BROKERS) {
      bars.add(new Plot.Bar("Aristobot, %,d".formatted(brokers), of(ours, brokers, 'r'), true));
    }
    for (int count : clients) {
      bars.add(new Plot.Bar("CCXT, %,d".formatted(count), of(theirs, count, 'r'), false));
    }
    String title = "Resident memory by number of accounts";
    return List.of(
        new Section.Chart("accounts-memory", title, Plot.bars(title, "MB; less is better", bars)));
  }

  private static List<String> notes() {
    return List.of(
        "A start is measured from the start of the process to the moment in which requests are"
            + " served, with the markets in PostgreSQL and the launcher's own flags and cache of classes"
            + " (there is one: "
            + (Gateways.hasCache() ? "yes" : "no")
            + "). Then the same number of orders is placed, spread over all accounts. CCXT has one"
            + " client per account, as its manual asks for, and each reads the market list itself.");
  }
}
