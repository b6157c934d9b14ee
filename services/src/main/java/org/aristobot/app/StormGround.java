package org.aristobot.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.aristobot.exchange.Credentials;
import org.aristobot.journal.Database;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.storm.Ground;
import org.aristobot.storm.Trader;
import org.aristobot.vault.Broker;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.TradingType;
import org.aristobot.vault.Vault;
import org.slf4j.LoggerFactory;

/**
 * What a storm rages over, in a folder of its own: the embedded servers as {@code up} runs them,
 * and the simulated exchanges in a process. Closing it ends them all; the folder stays.
 */
public final class StormGround implements Ground, AutoCloseable {

  private static final int USERS = 3;
  private static final Pattern ADDRESS = Pattern.compile("simulated (\\S+) is at (http://\\S+);");

  /**
   * Below the ports that the system hands out: while a server is down, no client must get its port,
   * least of all the one that tries to reach it.
   */
  private static final int LOWEST_PORT = 15_000;

  private static final int PORTS = 15_000;

  /** What is to be ended, the last one first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private final Path folder;
  private final List<String> gateway;
  private final Duration lag;
  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;
  private final Process simulator;
  private final Map<Venue, URI> venues;
  private final Database database;
  private final Secret secretKey;
  private final List<Trader> traders = new ArrayList<>();

  private StormGround(Path folder, List<String> gateway, String limits, Duration lag)
      throws IOException {
    this.folder = folder;
    this.gateway = List.copyOf(gateway);
    this.lag = lag;
    Path data = folder.resolve("data");
    Path logs = folder.resolve("logs");
    OwnerFiles.createFolder(data);
    OwnerFiles.createFolder(logs);
    try {
      simulator = startSimulator(limits);
      opened.push(this::endSimulator);
      postgres = EmbeddedPostgres.start(data, logs, freePort());
      opened.push(postgres);
      redis = EmbeddedRedis.start(data, logs, freePort(), false);
      opened.push(redis);
      secretKey = OwnerFiles.readOrCreateSecret(data.resolve("secret_key"));
      venues = addressesOfSimulator();
      database = GatewayService.open(postgres.access());
      opened.push(database);
      addTraders(GatewayService.vault(database, secretKey));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything but the gateways.
   *
   * @param folder a new one
   * @param gateway the command line of a gateway
   * @param limits of the simulated exchanges, by their word
   * @param lag the visibility lag that gateways are told
   */
  public static StormGround start(Path folder, List<String> gateway, String limits, Duration lag) {
    try {
      // Resolved, because the servers' command lines are later compared with it.
      return new StormGround(folder.toRealPath(), gateway, limits, lag);
    } catch (IOException e) {
      throw new UncheckedIOException("the storm cannot be prepared in " + folder, e);
    }
  }

  private Process startSimulator(String limits) throws IOException {
    Map<String, String> ports = new HashMap<>();
    for (Venue venue : Venue.values()) {
      ports.put(ConfigKey.simulatorPort(venue).variable(), Integer.toString(freePort()));
    }
    return process(
            java("simulator", "--frozen", "--limits", limits),
            folder.resolve("logs").resolve("simulator"),
            ports)
        .redirectErrorStream(true)
        .start();
  }

  /** The command line of this program in a JVM of its own, started as this one was. */
  public static List<String> java(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(StormGround::isInherited)
        .forEach(line::add);
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    line.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    line.addAll(List.of("-cp", classPath(), Main.class.getName()));
    line.addAll(List.of(arguments));
    return List.copyOf(line);
  }

  /** What makes starts faster. */
  private static boolean isInherited(String option) {
    return option.startsWith("-XX:AOT") || option.startsWith("-Xlog:");
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static int freePort() {
    Random random = new Random();
    while (true) {
      int port = LOWEST_PORT + random.nextInt(PORTS);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException e) {
        // It is taken; another one is not.
      }
    }
  }

  /** A process that reads our settings and no others. */
  private ProcessBuilder process(List<String> line, Path logs, Map<String, String> settings) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(name -> name.startsWith("ARISTOBOT_") || name.equals("SECRET_KEY"));
    environment.putAll(settings);
    environment.put(ConfigKey.DATA.variable(), folder.resolve("data").toString());
    environment.put(ConfigKey.LOGS.variable(), logs.toString());
    return builder;
  }

  private Map<Venue, URI> addressesOfSimulator() throws IOException {
    Map<Venue, URI> addresses = new EnumMap<>(Venue.class);
    BufferedReader out = simulator.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        addresses.put(Venue.of(address.group(1)).orElseThrow(), URI.create(address.group(2)));
      }
      if (addresses.size() == Venue.values().length) {
        Thread.ofVirtual()
            .name("output of the simulator")
            .start(() -> out.lines().forEach(_ -> {}));
        return addresses;
      }
    }
    throw new UserError("The simulated exchanges did not start; their log says why.");
  }

  private void addTraders(Vault vault) {
    Venue first = List.of(Venue.values()).getFirst();
    for (int user = 1; user <= USERS; user++) {
      long userId = vault.user("storm" + user);
      for (Venue venue : Venue.values()) {
        String key = "storm" + (traders.size() + 1);
        Broker broker =
            vault.add(
                new NewBroker(
                    userId, key, venue, Environment.LIVE, venue == first, TradingType.OFF),
                new Credentials(key, Trader.SECRET, Trader.passphrase(venue)));
        traders.add(new Trader(venue, userId, broker.id(), key));
      }
    }
  }

  @Override
  public List<Trader> traders() {
    return List.copyOf(traders);
  }

  @Override
  public Map<Venue, URI> venues() {
    return venues;
  }

  @Override
  public String redisUri() {
    return redis.uri().reveal();
  }

  @Override
  public DataSource journal() {
    return database.source();
  }

  /** With the data folder of all, where the send marks are, and a log folder of its own. */
  @Override
  public ProcessBuilder gateway(int number) {
    PostgresAccess access = postgres.access();
    Map<String, String> settings = new HashMap<>();
    settings.put(ConfigKey.POSTGRES_URL.variable(), access.url());
    settings.put(ConfigKey.POSTGRES_USER.variable(), access.user());
    settings.put(
        ConfigKey.POSTGRES_PASSWORD.variable(), Objects.requireNonNull(access.password()).reveal());
    settings.put(ConfigKey.REDIS_URI.variable(), redisUri());
    settings.put(ConfigKey.SECRET_KEY.variable(), secretKey.reveal());
    venues.forEach((venue, address) -> {
      settings.put(ConfigKey.liveUrl(venue).variable(), address.toString());
      settings.put(ConfigKey.visibilityLag(venue).variable(), Long.toString(lag.toSeconds()));
    });
    return process(gateway, folder.resolve("logs").resolve("gateway" + number), settings);
  }

  @Override
  public void restartRedis(boolean hard) {
    redis.restart(hard);
  }

  @Override
  public void restartPostgres() {
    postgres.crash();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // The others are to end all the same; what is left behind is in the folder of this run.
        LoggerFactory.getLogger(StormGround.class).warn("A part of the storm does not end", e);
      }
    }
  }

  private void endSimulator() {
    // It keeps nothing that would have to be put in order.
    simulator.destroyForcibly();
  }

  /** Takes away what only servers can read, and what only they may. */
  public static void sweepServers(Path folder) {
    Binaries.deleteTree(folder.resolve("data"));
  }

  /** Takes the folder away. */
  public static void delete(Path folder) {
    Binaries.deleteTree(folder);
  }

  /** A folder for a storm. */
  static Path newFolder() {
    try {
      return Files.createTempDirectory("aristobot-storm-");
    } catch (IOException e) {
      throw new UserError("No folder can be made for temporary files.", e);
    }
  }
}
