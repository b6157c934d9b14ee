package org.aristobot.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.aristobot.app.PostgresAccess;
import org.aristobot.app.TestServers;
import org.aristobot.exchange.Credentials;
import org.aristobot.journal.Database;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.Broker;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.SecretKey;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;

/**
 * Measures {@code place_order} over Redis, gateway and simulator in processes of their own. Run it
 * with the test class path; arguments are the numbers of callers, {@code 1 16 64} if there are
 * none, with {@code 16@400} for 16 callers who place 400 orders a second together. {@code
 * LOAD_SECONDS} says how long each takes, {@code LOAD_GATEWAY_OPTIONS} adds options to the
 * gateway's JVM, such as a recording.
 */
final class HotPath {

  private static final String KEY = "8f3kQz7Lw2Rt9XbV6mNc4HsJp1YdGa5E";
  private static final Duration START = Duration.ofSeconds(60);
  private static final int WARM_UP_CALLERS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(25);
  private static final Path FOLDER = Path.of("target", "load").toAbsolutePath();

  private final PostgresAccess postgres = TestServers.freshDatabase();
  private final URI redis = URI.create(TestServers.freshRedisUri());
  private final List<Process> children = new ArrayList<>();

  /**
   * How many callers, and how many orders a second they place together; 0 for as many as they can.
   */
  private record Load(int callers, int rate) {

    static Load parse(String text) {
      String[] parts = text.split("@", 2);
      return new Load(
          Integer.parseInt(parts[0]), parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
    }

    long everyNanos() {
      return rate == 0 ? 0 : 1_000_000_000L * callers / rate;
    }

    @Override
    public String toString() {
      return rate == 0 ? Integer.toString(callers) : callers + "@" + rate;
    }
  }

  private HotPath() {}

  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(System.getenv().getOrDefault("LOAD_SECONDS", "8"));
    List<Load> loads =
        arguments.length == 0
            ? List.of(new Load(1, 0), new Load(16, 0), new Load(64, 0))
            : Arrays.stream(arguments).map(Load::parse).toList();
    HotPath run = new HotPath();
    try {
      run.measure(loads, Duration.ofSeconds(seconds));
    } finally {
      run.children.forEach(Process::destroy);
    }
    System.exit(0);
  }

  private void measure(List<Load> loads, Duration time) throws Exception {
    Files.createDirectories(FOLDER);
    String password = Objects.requireNonNull(postgres.password()).reveal();
    try (Database database = Database.open(postgres.url(), postgres.user(), password)) {
      long broker = broker(database).id();
      URI venue = URI.create("http://127.0.0.1:" + freePort());
      Process simulator =
          start(
              "simulator",
              List.of("simulator", "binance", "--frozen", "--limits", "off"),
              Map.of("ARISTOBOT_SIMULATORS_BINANCE_PORT", Integer.toString(venue.getPort())),
              "control plane");
      Process gateway =
          start(
              "gateway",
              List.of("gateway"),
              Map.of(
                  "ARISTOBOT_POSTGRES_URL", postgres.url(),
                  "ARISTOBOT_POSTGRES_USER", postgres.user(),
                  "ARISTOBOT_POSTGRES_PASSWORD", password,
                  "ARISTOBOT_REDIS_URI", redis.toString(),
                  "ARISTOBOT_EXCHANGES_BINANCE_LIVE_URL", venue.toString(),
                  "SECRET_KEY", KEY),
              "serves requests");
      Usage.Processes processes =
          new Usage.Processes(
              pid("postgres/postmaster.pid"),
              pid("redis/redis.pid"),
              gateway.pid(),
              simulator.pid());
      List<Caller> _ = load(new Load(WARM_UP_CALLERS, 0), WARM_UP, broker);
      System.out.println(
          "callers  orders/s    p50    p99 | added p50    p99 | CPU µs an order, WAL an order");
      for (Load load : loads) {
        Usage before = Usage.now(processes, database);
        long start = System.nanoTime();
        List<Caller> done = load(load, time, broker);
        double took = (System.nanoTime() - start) / 1e9;
        report(load, done, took, Usage.now(processes, database).minus(before));
      }
    }
  }

  private static void report(Load load, List<Caller> callers, double seconds, Usage used) {
    double[] all = sorted(callers, Caller::millis);
    double[] added = sorted(callers, Caller::added);
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%7s  %8.0f %6.2f %6.2f |    %6.2f %6.2f |",
            load,
            all.length / seconds,
            at(all, 0.5),
            at(all, 0.99),
            at(added, 0.5),
            at(added, 0.99)));
    used.figures()
        .forEach((name, value) ->
            line.append(String.format(Locale.ROOT, "  %s %.2f", name, value / all.length)));
    System.out.println(line);
  }

  private static double[] sorted(List<Caller> callers, Function<Caller, List<Double>> of) {
    return callers.stream()
        .flatMap(caller -> of.apply(caller).stream())
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private List<Caller> load(Load load, Duration time, long broker) throws Exception {
    List<Caller> callers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < load.callers(); i++) {
      Caller caller = new Caller(redis, broker);
      callers.add(caller);
      threads.add(
          Thread.ofPlatform().name("caller " + i).start(() -> placeUntil(caller, end, load)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Caller caller : callers) {
      caller.close();
    }
    return callers;
  }

  private static void placeUntil(Caller caller, long end, Load load) {
    try {
      caller.placeUntil(end, load.everyNanos());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Broker broker(Database database) {
    Vault vault = new Vault(database.source(), SecretKey.of(KEY, List.of()));
    return vault.add(
        new NewBroker(
            vault.user("caller"), "demo", Venue.BINANCE, Environment.LIVE, true, TradingType.OFF),
        new Credentials("demo", "demo-secret", null));
  }

  /** Runs a sub-command with the launcher's options and waits until it says that it is ready. */
  private Process start(
      String name, List<String> arguments, Map<String, String> settings, String ready)
      throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    line.add("--sun-misc-unsafe-memory-access=allow");
    String more = System.getenv("LOAD_" + name.toUpperCase(Locale.ROOT) + "_OPTIONS");
    if (more != null) {
      line.addAll(List.of(more.split(" ", -1)));
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add("org.aristobot.app.Main");
    line.addAll(arguments);
    Path out = FOLDER.resolve(name + ".out");
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().putAll(new HashMap<>(settings));
    builder.environment().put("ARISTOBOT_DATA", FOLDER.resolve(name).toString());
    Process child = builder.start();
    children.add(child);
    long end = System.nanoTime() + START.toNanos();
    while (!Files.readString(out, StandardCharsets.UTF_8).contains(ready)) {
      if (!child.isAlive() || System.nanoTime() - end > 0) {
        throw new IllegalStateException(name + " does not start, see " + out);
      }
      Thread.sleep(50);
    }
    return child;
  }

  /** What a test server's pid file says in its first line. */
  private static long pid(String file) throws IOException {
    return Long.parseLong(
        Files.readAllLines(TestServers.folder().resolve(file)).getFirst().strip());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
