package org.aristobot.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.aristobot.app.TestGateway;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.gateway.AlertStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * A venue that has had enough of us: nobody asks it anything for as long as it says, one alert is
 * raised, and everything goes on by itself. Two gateways share the ledger.
 */
class BanIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the simulator says with a 429 that was armed. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** How long a query waits for the limits. */
  private static final Duration QUERY_WAIT = Duration.ofSeconds(10);

  private World world;
  private AlertStub alerts;
  private final List<AutoCloseable> gateways = new ArrayList<>();

  @BeforeEach
  void open(@TempDir Path data) throws IOException {
    world = new World(data);
    alerts = new AlertStub();
    for (int i = 0; i < 2; i++) {
      gateways.add(
          TestGateway.start(
              data,
              world.postgres(),
              world.redisUri(),
              world.venue().uri(),
              World.SECRET_KEY,
              (_, _) -> {},
              TestGateway.AT_ONCE,
              Map.of("ARISTOBOT_ALERTS_WEBHOOK_URL", alerts.uri().toString())));
    }
    // Both have read the markets and the clock before anything is forbidden.
    for (int i = 0; i < 8; i++) {
      assertThat(balance().success()).isTrue();
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable gateway : gateways) {
      gateway.close();
    }
    alerts.close();
    world.close();
  }

  private Answer balance() {
    return world.answer(pushBalance(), PATIENCE);
  }

  private String pushBalance() {
    return world.push("get_balance", World.JSON.createObjectNode());
  }

  @Test
  void a_429_closes_the_bucket_everywhere_for_as_long_as_the_venue_says() {
    world.venue().arm("{\"fault\":\"rate_limited\",\"times\":1,\"match\":\"get_balance\"}");
    closesAndReopens(refused -> refused.plus(RETRY_AFTER));
  }

  @Test
  void a_418_closes_it_until_the_moment_that_the_ban_names() {
    Instant until = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.MILLIS);
    world
        .venue()
        .arm(
            "{\"fault\":\"error_code\",\"status\":418,\"code\":-1003,\"times\":1,"
                + "\"match\":\"get_balance\",\"msg\":\"Way too much request weight used; IP banned"
                + " until "
                + until.toEpochMilli()
                + ". Please use WebSocket Streams for live updates to avoid bans.\"}");
    closesAndReopens(_ -> until);
  }

  private void closesAndReopens(UnaryOperator<Instant> opens) {
    int before = world.venue().arrivals("get_balance").size();
    assertThat(balance().code()).isEqualTo("RATE_LIMITED");
    long pushed = System.nanoTime();
    List<String> requests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      requests.add(pushBalance());
    }
    for (String request : requests) {
      Answer answer = served(request, pushed);
      assertThat(answer.success()).as("%s", answer.raw()).isTrue();
    }
    List<Instant> arrivals = world.venue().arrivals("get_balance");
    assertThat(arrivals).hasSize(before + 1 + requests.size());
    // The gateway's idea of the venue's clock is not exact.
    assertThat(arrivals.get(before + 1))
        .isAfterOrEqualTo(opens.apply(arrivals.get(before)).minusMillis(100));
    await().atMost(PATIENCE).until(() -> !alerts.of("RATE_LIMIT_BAN").isEmpty());
    assertThat(alerts.of("RATE_LIMIT_BAN"))
        .hasSize(1)
        .allSatisfy(text ->
            assertThat(text).startsWith("binance live").contains("REQUEST_WEIGHT is closed until"));
  }

  /**
   * What had to wait for too long because the machine stood still was not sent: once more, then.
   */
  private Answer served(String request, long pushed) {
    Answer answer = world.answer(request, PATIENCE);
    boolean tired = System.nanoTime() - pushed >= QUERY_WAIT.toNanos();
    return tired && "RATE_LIMITED".equals(answer.code()) ? balance() : answer;
  }

  @Test
  void a_sweep_that_is_refused_alerts_too_and_settles_the_doubt_later() {
    // Wherever it looks first.
    for (String look : List.of("get_order_info", "fetch_open_orders")) {
      world.venue().arm("{\"fault\":\"rate_limited\",\"times\":1,\"match\":\"" + look + "\"}");
    }
    world
        .venue()
        .arm("{\"fault\":\"reply_lost_after_accept\",\"match\":\"place_order\",\"times\":1}");
    ObjectNode order = Orders.mixed(2).put("client_order_id", "ban-sweep");
    Answer answer = world.answer(world.push("place_order", order), PATIENCE);
    assertThat(answer.code()).isEqualTo("ORDER_STATE_UNKNOWN");
    await().atMost(PATIENCE).until(() -> alerts.of("RATE_LIMIT_BAN").size() == 1);
    await()
        .atMost(PATIENCE)
        .until(() -> world.status("ban-sweep").filter("NEW"::equals).isPresent());
  }
}
