package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program itself, as its users start it: a child process, its banner, and the commands. */
class UpIT {

  private static final Path BINARIES = TestServers.binaries();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What the banner says to try: an action and its parameters in quotes. */
  private static final Pattern BANNER_CALL = Pattern.compile("aristobot call (\\S+) '([^']+)'");

  @TempDir Path temp;
  private Path data = Path.of("unset");
  private final List<Process> children = new ArrayList<>();

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createDirectory(temp.toRealPath().resolve("the data"));
    Files.createDirectories(BINARIES);
    Files.createSymbolicLink(data.resolve("bin"), BINARIES);
  }

  @AfterEach
  void nothing_is_left_running() throws IOException {
    Files.deleteIfExists(data.resolve("bin"));
    for (Process child : children) {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      child.destroyForcibly();
    }
    assertThat(serversOnData()).isEmpty();
  }

  private List<Long> serversOnData() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid ->
            Processes.runs(pid, "postgres", data.resolve("postgres"))
                || Processes.runs(pid, "redis-server", data.resolve("redis/redis.conf")))
        .toList();
  }

  private Process start(Path out, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ARISTOBOT_"));
    builder.environment().put("ARISTOBOT_DATA", data.toString());
    builder.environment().put("ARISTOBOT_POSTGRES_PORT", "0");
    builder.environment().put("ARISTOBOT_REDIS_PORT", "0");
    builder.environment().putAll(TestServers.simulatorsOnAnyPort());
    builder.redirectOutput(out.toFile());
    builder.redirectError(errors(out).toFile());
    Process child = builder.start();
    children.add(child);
    return child;
  }

  private static Path errors(Path out) {
    return out.resolveSibling(out.getFileName() + ".err");
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return runWith("", arguments);
  }

  private Ended runWith(String input, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(temp, "out", ".txt");
    Process child = start(out, arguments);
    try (var stdin = child.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Most commands end without reading any.
    }
    assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ended(child.exitValue(), Files.readString(out), Files.readString(errors(out)));
  }

  /** Starts {@code up} and returns its banner. */
  private String up(String name, List<Process> started) throws IOException {
    Path out = temp.resolve(name);
    Process up = start(out, "up", "--limits", "off");
    started.add(up);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          assertThat(up.isAlive()).as(() -> read(errors(out))).isTrue();
          return read(out).contains("aristobot status");
        });
    assertThat(read(errors(out))).isEmpty();
    return read(out);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void stop(Process up) throws InterruptedException {
    long start = System.nanoTime();
    up.destroy();
    assertThat(up.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("stopped after %s", Duration.ofNanos(System.nanoTime() - start))
        .isTrue();
    assertThat(up.exitValue()).isZero();
    assertThat(serversOnData()).isEmpty();
    assertThat(data.resolve("up.json")).doesNotExist();
  }

  @Test
  void the_program_serves_its_commands_stops_in_time_and_finds_its_data_again() throws Exception {
    List<Process> ups = new ArrayList<>();
    String banner = up("first", ups);
    assertThat(banner).contains("PostgreSQL", "Redis", "binance, simulated", data.toString());
    Matcher call = BANNER_CALL.matcher(banner);
    assertThat(call.find()).isTrue();
    Ended placed = run("call", call.group(1), call.group(2));
    assertThat(placed.err()).isEmpty();
    assertThat(placed.code()).isZero();
    assertThat(placed.out()).contains("\"status\" : \"closed\"", "\"success\" : true");

    assertEveryVenueIsServed(banner);
    assertFailingCall();
    assertOrdersAreShown();
    assertLegsAreShown();
    assertBrokersAreKept();
    Ended status = run("status");
    assertThat(status.code()).isZero();
    assertThat(status.out()).contains("terminal5", "gateway", "UP");
    Ended second = run("up");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err().lines()).hasSize(1);
    stop(ups.getFirst());

    Ended away = run("status");
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.err()).contains("./aristobot up").doesNotContain("\tat ");
    assertThat(away.err().lines()).hasSize(1);

    up("second", ups);
    assertThat(run("orders", "list").out()).contains("BTC/USDT", "closed");
    stop(ups.getLast());
    assertLogIsClean();
  }

  /** Each is simulated and has a broker of the demo user, in their order. */
  private void assertEveryVenueIsServed(String banner) throws Exception {
    String list = run("broker", "list").out();
    long broker = 0;
    for (Venue venue : Venue.values()) {
      broker++;
      assertThat(banner).contains(venue.word() + ", simulated, http://127.0.0.1:");
      assertThat(list).containsPattern("(?m)^" + broker + " +1 +" + venue.word() + " demo");
      assertThat(run("broker", "test", Long.toString(broker)).out())
          .contains("\"connected\" : true");
      String ticker = "{\"broker_id\":%d,\"symbol\":\"BTC/USDT\"}".formatted(broker);
      assertThat(run("call", "get_ticker", ticker).code()).isZero();
    }
  }

  private void assertFailingCall() throws Exception {
    Ended refused = run("call", "get_ticker", "{\"broker_id\":1,\"symbol\":\"NO/SUCH\"}");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).contains("\"code\" : \"UNKNOWN_SYMBOL\"");
  }

  private void assertOrdersAreShown() throws Exception {
    Ended list = run("orders", "list", "--status", "closed");
    assertThat(list.code()).isZero();
    assertThat(list.out().lines()).hasSize(2);
    assertThat(list.out()).contains("BTC/USDT", "buy", "limit", "0.001", "43000.1", "FILLED");
    Ended show = run("orders", "show", "1");
    assertThat(show.code()).isZero();
    assertThat(show.out())
        .contains("ARISTO_1_", "limit buy of 0.001 BTC", "Requested", "Accepted", "\"exchange\"");
    Ended story = run("orders", "explain", "1");
    assertThat(story.code()).isZero();
    assertThat(story.out()).contains("limit buy of 0.001 BTC", "requested", "HTTP 200", "accepted");
  }

  private void assertLegsAreShown() throws Exception {
    String pair =
        "{\"broker_id\":1,\"symbol\":\"BTC/USDT\",\"side\":\"sell\",\"type\":\"oco\","
            + "\"quantity\":\"0.001\",\"price\":\"60000\",\"stop_price\":\"30000\"}";
    assertThat(run("call", "place_order", pair).code()).isZero();
    assertThat(run("orders", "list", "--status", "open").out().lines()).hasSize(4);
    assertThat(run("orders", "show", "2").out())
        .containsPattern("leg +3: stop_loss sell .* open")
        .containsPattern("leg +4: limit sell .* open");
    assertThat(run("orders", "show", "4").out()).containsPattern("leg of order +2");
  }

  private void assertBrokersAreKept() throws Exception {
    Ended added =
        runWith(
            "demo2\ndemo-secret\n",
            "broker",
            "add",
            "--user",
            "ann",
            "--exchange",
            "binance",
            "--name",
            "anns");
    assertThat(added.err()).isEmpty();
    assertThat(added.code()).isZero();
    Matcher id = Pattern.compile("Broker (\\d+) of user \\d+ was added").matcher(added.out());
    assertThat(id.find()).isTrue();
    Ended tested = run("broker", "test", id.group(1));
    assertThat(tested.code()).isZero();
    assertThat(tested.out()).contains("\"connected\" : true");
    Ended list = run("broker", "list");
    assertThat(list.out()).contains("binance demo", "anns").doesNotContain("demo-secret", "gAAAA");
  }

  private void assertLogIsClean() {
    assertThat(read(data.resolve("logs").resolve("aristobot.log")))
        .doesNotContain(" ERROR ", "demo-secret");
  }
}
