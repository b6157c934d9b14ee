package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aristobot.exchange.Credentials;
import org.aristobot.gateway.DoubtSettings;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.aristobot.vault.NewBroker;
import org.aristobot.vault.TradingType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as users run it, against a gateway and a simulator of every venue that there is. */
class ValidateIT {

  private static final String SECRET = "kZ3v-Qm7!xTf0aLw9#RbY2pHs6^NcE4u8";
  private static final JsonMapper JSON = new JsonMapper();

  /** A row: number, item, result, milliseconds, reason. */
  private static final Pattern ROW =
      Pattern.compile("^ {2}(\\d+\\.\\d+) +(.{38}) (.{12}) +(\\d+) ms {2}(.*)$");

  @TempDir static Path folder;

  private static final Map<Venue, Simulator> simulators = new EnumMap<>(Venue.class);
  private static final HttpClient http = HttpClient.newHttpClient();
  private static GatewayService gateway;
  private static Path settings;

  private record Ended(int code, String out, String err) {
    List<String> results(String result) {
      List<String> numbers = new ArrayList<>();
      out.lines()
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .filter(row -> row.group(3).strip().equals(result))
          .forEach(row -> numbers.add(row.group(1)));
      return numbers;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    PostgresAccess postgres = TestServers.freshDatabase();
    String redis = TestServers.freshRedisUri();
    Map<Venue, URI> addresses = new EnumMap<>(Venue.class);
    Map<Venue, Duration> lags = new EnumMap<>(Venue.class);
    StringBuilder yaml = new StringBuilder();
    yaml.append("data: ").append(folder.resolve("data")).append('\n');
    yaml.append("postgres:\n  url: ").append(postgres.url()).append("\n  user: ");
    yaml.append(postgres.user()).append("\n  password: \"");
    yaml.append(Objects.requireNonNull(postgres.password()).reveal()).append("\"\n");
    yaml.append("redis:\n  uri: ").append(redis).append('\n');
    yaml.append("secret_key: \"").append(SECRET).append("\"\nexchanges:\n");
    for (Venue venue : Venue.values()) {
      Simulator simulator =
          Simulator.start(
              SimulatorOptions.of(venue.word()).withFrozen(true).withLimits(LimitProfile.OFF));
      simulators.put(venue, simulator);
      addresses.put(venue, simulator.uri());
      lags.put(venue, Duration.ofSeconds(2));
      yaml.append("  ").append(venue.word()).append(":\n    live_url: ");
      yaml.append(simulator.uri()).append('\n');
    }
    settings = Files.writeString(folder.resolve("aristobot.yaml"), yaml);
    gateway =
        GatewayService.start(
            Config.load(settings, Map.of(), folder, folder),
            Map.of(Environment.LIVE, addresses),
            postgres,
            new Secret(redis),
            new Secret(SECRET),
            (_, _) -> {},
            DoubtSettings.standard(lags),
            InstantSource.system());
    long user = gateway.vault().user("dev");
    for (Venue venue : Venue.values()) {
      gateway
          .vault()
          .add(
              new NewBroker(
                  user,
                  venue.word(),
                  venue,
                  Environment.LIVE,
                  venue == Venue.BINANCE,
                  TradingType.OFF),
              new Credentials("demo", "demo-secret", venue.hasPassphrase() ? "demo-pass" : null));
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
    simulators.values().forEach(Simulator::close);
    http.close();
  }

  @AfterEach
  void calm() throws Exception {
    for (Venue venue : Venue.values()) {
      control(venue, "DELETE", "/_sim/faults", "");
    }
  }

  private static JsonNode control(Venue venue, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(Objects.requireNonNull(simulators.get(venue)).uri().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static Ended validate(String... arguments) {
    return validate(settings, "", arguments);
  }

  private static Ended validate(Path config, String input, String... arguments) {
    List<String> line = new ArrayList<>(List.of("validate", "--config", config.toString()));
    line.addAll(List.of(arguments));
    PrintStream before = System.out;
    InputStream inputBefore = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    int code;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      code = Main.commandLine().setErr(new PrintWriter(err)).execute(line.toArray(String[]::new));
    } finally {
      System.setOut(before);
      System.setIn(inputBefore);
    }
    Ended ended = new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString());
    System.out.println(ended.out());
    return ended;
  }

  private static List<JsonNode> open(Venue venue) throws Exception {
    List<JsonNode> open = new ArrayList<>();
    for (JsonNode order : control(venue, "GET", "/_sim/orders?key=demo", "")) {
      String status = order.get("status").asString("").toLowerCase(Locale.ROOT);
      if (status.equals("new") || status.equals("live") || status.contains("partially")) {
        open.add(order);
      }
    }
    return open;
  }

  @ParameterizedTest
  @EnumSource(Venue.class)
  void every_item_passes_on_every_venue_and_nothing_stays_open(Venue venue) throws Exception {
    Ended ended = validate(venue.word());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.results("FAIL")).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.results("pass"))
        .hasSizeGreaterThan(30)
        .contains("1.3", "5.3", "7.6", "7.7", "7.8");
    assertThat(open(venue)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Venue.class)
  void a_dry_run_places_nothing(Venue venue) throws Exception {
    int before = control(venue, "GET", "/_sim/orders", "").size();
    Ended ended = validate(venue.word(), "--dry-run");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.results("FAIL")).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.results("dry run")).contains("2.1", "4.4", "7.2");
    assertThat(ended.results("pass")).contains("1.2", "1.3", "1.7");
    assertThat(control(venue, "GET", "/_sim/orders", "").size()).isEqualTo(before);
  }

  @Test
  void what_a_simulator_does_wrong_fails_where_it_should_and_nothing_stays_open() throws Exception {
    Venue venue = Venue.BINANCE;
    control(
        venue,
        "POST",
        "/_sim/faults",
        "{\"fault\":\"unknown_status\",\"times\":1000,\"match\":\"place_order\"}");
    Ended ended = validate(venue.word());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.results("FAIL")).contains("2.4", "5.1").doesNotContain("1.2", "7.1", "7.2");
    assertThat(ended.out()).contains("TRANSMOGRIFIED");
    assertThat(open(venue)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Venue.class)
  void a_market_that_takes_no_orders_fails_what_places_and_nothing_that_reads(Venue venue)
      throws Exception {
    market(venue, "halted");
    try {
      Ended ended = validate(venue.word());
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.results("FAIL")).contains("2.1", "2.4", "3.1", "4.1", "6.1");
      assertThat(ended.results("pass")).contains("1.2", "1.3", "1.7", "7.1", "7.2", "7.3");
      assertThat(open(venue)).isEmpty();
    } finally {
      market(venue, "open");
    }
  }

  private static void market(Venue venue, String status) throws Exception {
    JsonNode _ =
        control(
            venue,
            "POST",
            "/_sim/markets",
            "{\"symbol\":\"BTC/USDT\",\"status\":\"%s\"}".formatted(status));
  }

  /** Stands before a simulator and hides that it is one. */
  private static HttpServer disguised(Venue venue) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> pass(exchange, venue));
    server.start();
    return server;
  }

  private static void pass(HttpExchange exchange, Venue venue) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      if (target.startsWith("/_sim/")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  Objects.requireNonNull(simulators.get(venue)).uri().resolve(target))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> {
            String word = name.toLowerCase(Locale.ROOT);
            if (word.startsWith("x-")
                || word.startsWith("access-")
                || word.equals("content-type")) {
              values.forEach(value -> request.header(name, value));
            }
          });
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @ParameterizedTest
  @EnumSource(Venue.class)
  void real_money_is_asked_about_and_never_met_by_faults(Venue venue) throws Exception {
    HttpServer real = disguised(venue);
    try {
      String simulated = Objects.requireNonNull(simulators.get(venue)).uri().toString();
      Path config =
          Files.writeString(
              folder.resolve(venue.word() + ".yaml"),
              Files.readString(settings)
                  .replace(simulated, "http://127.0.0.1:" + real.getAddress().getPort()));
      int before = control(venue, "GET", "/_sim/orders", "").size();
      Ended refused = validate(config, "no\n", venue.word());
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("Nothing was placed").doesNotContain("\tat ");
      assertThat(control(venue, "GET", "/_sim/orders", "").size()).isEqualTo(before);

      Ended agreed = validate(config, "yes\n", venue.word());
      assertThat(agreed.results("FAIL")).isEmpty();
      assertThat(agreed.code()).isZero();
      assertThat(agreed.out()).contains("(real money at ", "none worth more than");
      assertThat(agreed.results("not offered")).contains("4.7", "5.3", "7.7", "7.8");
      assertThat(open(venue)).isEmpty();
    } finally {
      real.stop(0);
    }
  }

  @Test
  void json_has_the_same_rows_for_all_brokers_of_the_user() {
    Ended lines = validate("--user", "dev", "--dry-run");
    Ended data = validate("--user", "dev", "--dry-run", "--json");
    JsonNode json = JSON.readTree(data.out());
    assertThat(json.get("passed").asBoolean()).isTrue();
    assertThat(json.get("brokers").size()).isEqualTo(Venue.values().length);
    List<String> told = new ArrayList<>();
    for (JsonNode broker : json.get("brokers")) {
      assertThat(broker.get("dry_run").asBoolean()).isTrue();
      assertThat(broker.get("world").asString()).isEqualTo("simulator");
      assertThat(broker.get("left").isEmpty()).isTrue();
      for (JsonNode item : broker.get("items")) {
        told.add(
            item.get("number").asString()
                + " "
                + item.get("item").asString()
                + " "
                + item.get("result").asString());
      }
    }
    assertThat(told)
        .isEqualTo(
            lines
                .out()
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2).strip() + " " + row.group(3).strip())
                .toList());
  }

  @Test
  void without_a_gateway_one_sentence_says_so() throws Exception {
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"),
            Files.readString(settings)
                .replace(TestServers.redisUri(), TestServers.redisUri() + "/7"));
    Ended ended = validate(other, "", "binance");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err().lines())
        .containsExactly(
            "No gateway answers: start one with ./aristobot up or ./aristobot gateway.");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void who_or_what_is_not_there_is_told_in_a_sentence() {
    assertThat(validate("nosuch").err()).contains("There is no exchange nosuch; known are binance");
    assertThat(validate("--user", "nobody").err()).contains("There is no user nobody.");
    assertThat(validate("binance", "--user", "nobody").code()).isEqualTo(1);
    assertThat(validate().code()).isEqualTo(2);
    Ended market = validate("binance", "--symbol", "NO/SUCH");
    assertThat(market.code()).isEqualTo(1);
    assertThat(market.out()).contains("NO/SUCH is not traded there now");
  }
}
