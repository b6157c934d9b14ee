package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.aristobot.app.ChildPrograms.Ended;
import org.aristobot.bus.BusClient;
import org.aristobot.bus.RedisAccess;
import org.aristobot.model.Venue;
import org.aristobot.vault.SecretKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code vault rotate} as an operator uses it, while gateways and their callers go on. */
class RotateIT {

  private static final String STRONG = "Zk4@u8Wd1Qe7Rn5Tb2Yc9Vm3Xl6Pf0GhSjO";
  private static final int CALLERS = 4;

  /** Those that {@code up} brings along. */
  private static final int DEMO_BROKERS = Venue.values().length;

  @TempDir Path temp;
  private ChildPrograms programs;

  @BeforeEach
  void prepare() throws IOException {
    programs = new ChildPrograms(temp);
  }

  @AfterEach
  void end() throws IOException {
    programs.close();
  }

  private void addBrokers(int from, int to) {
    for (int number = from; number <= to; number++) {
      Ended added =
          programs.runWith(
              "demo" + number + "\ndemo-secret\n",
              "broker",
              "add",
              "--user",
              "dev",
              "--exchange",
              "binance",
              "--name",
              "broker " + number);
      assertThat(added.code()).as(added.err()).isZero();
    }
  }

  private String key() {
    return ChildPrograms.read(programs.data().resolve("secret_key")).strip();
  }

  private Path oldKeyFile() {
    return programs.data().resolve("secret_key.old");
  }

  private List<String> tokens() throws SQLException {
    List<String> tokens = new ArrayList<>();
    try (Connection connection = RunningInstance.locate(programs.config()).postgres().connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT api_key FROM brokers UNION ALL SELECT api_secret FROM brokers")) {
      while (rows.next()) {
        tokens.add(rows.getString(1));
      }
    }
    return tokens;
  }

  private void assertUnderPresentKeyAlone(int brokers) throws SQLException {
    SecretKey present = SecretKey.of(key(), List.of());
    assertThat(tokens())
        .hasSize(2 * brokers)
        .allSatisfy(token -> assertThat(present.decrypt(token)).isPresent());
    assertThat(oldKeyFile()).doesNotExist();
  }

  /** Places and cancels orders on that broker until told to end; every one must succeed. */
  private static int order(BusClient bus, long broker, AtomicBoolean done) {
    int orders = 0;
    while (!done.get()) {
      ObjectNode order = CallCommand.JSON.createObjectNode();
      order.put("broker_id", broker).put("symbol", "BTC/USDT").put("side", "buy");
      order.put("type", "limit").put("quantity", new BigDecimal("0.001")).put("price", "40000.00");
      BusClient.Answer answer =
          bus.call("place_order", order, 1L, Duration.ofSeconds(60)).orElseThrow();
      assertThat(answer.success()).as(() -> answer.raw().toString()).isTrue();
      ObjectNode cancel = CallCommand.JSON.createObjectNode();
      cancel.put("broker_id", broker).set("order_id", answer.data().get("id"));
      BusClient.Answer cancelled =
          bus.call("cancel_order", cancel, 1L, Duration.ofSeconds(60)).orElseThrow();
      assertThat(cancelled.success()).as(() -> cancelled.raw().toString()).isTrue();
      orders++;
    }
    return orders;
  }

  @Test
  void orders_go_through_while_the_key_is_changed_under_running_gateways() throws Exception {
    Process up = programs.up();
    addBrokers(2, 4);
    int brokers = DEMO_BROKERS + 3;
    Process gateway = programs.await("serves requests", "gateway");
    List<String> keys = new ArrayList<>(List.of(key()));
    AtomicBoolean done = new AtomicBoolean();
    int orders = 0;
    String redis = RunningInstance.locate(programs.config()).redisUri().reveal();
    try (RedisAccess access = new RedisAccess(redis, "callers");
        BusClient bus = new BusClient(access);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> callers = new ArrayList<>();
      for (long broker = 1; broker <= CALLERS; broker++) {
        long id = broker;
        callers.add(threads.submit(() -> order(bus, id, done)));
      }
      try {
        for (int round = 0; round < 3; round++) {
          Ended rotated = programs.run("vault", "rotate");
          assertThat(rotated.err()).isEmpty();
          assertThat(rotated.code()).isZero();
          assertThat(rotated.out())
              .contains(
                  "The keys of " + brokers + " brokers were encrypted anew", "keep a copy of it");
          keys.add(key());
          assertUnderPresentKeyAlone(brokers);
        }
      } finally {
        done.set(true);
      }
      for (Future<Integer> caller : callers) {
        int count = caller.get();
        assertThat(count).isPositive();
        orders += count;
      }
    }
    assertThat(keys).doesNotHaveDuplicates();
    System.out.println(orders + " orders while the key was changed three times");
    programs.stop(gateway);
    programs.stop(up);
    assertNoKeyWasTold(keys);

    up = programs.up();
    assertThat(programs.run("broker", "test", "3").code()).isZero();
    programs.stop(up);
  }

  private void assertNoKeyWasTold(List<String> keys) {
    programs
        .printed()
        .forEach((file, text) ->
            assertThat(text).as(file.toString()).doesNotContain(keys).doesNotContain("gAAAA"));
    for (String log : List.of("aristobot.log", "gateway.log")) {
      assertThat(ChildPrograms.read(programs.data().resolve("logs").resolve(log)))
          .doesNotContain(keys)
          .doesNotContain("gAAAA");
    }
  }

  @Test
  void an_operator_may_bring_a_key_interrupt_and_repeat() throws Exception {
    Process up = programs.up();
    addBrokers(2, 2);
    int brokers = DEMO_BROKERS + 1;
    String first = key();
    assertAskedKeysAreChecked(first);

    // Interrupted before the new key was in place: nothing has begun, and a new one is made.
    Files.writeString(oldKeyFile(), first + "\n");
    Ended asked = programs.runWith(STRONG + "\n", "vault", "rotate", "--ask");
    assertThat(asked.err()).isEmpty();
    assertThat(key()).isEqualTo(STRONG);
    assertUnderPresentKeyAlone(brokers);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(programs.data().resolve("secret_key"))))
        .isEqualTo("rw-------");

    // Interrupted after: the rows are under the old one, and the new one stays.
    String next = OwnerFiles.randomSecret().reveal();
    SecretKeys.replace(programs.config(), new Secret(STRONG), new Secret(next));
    assertThat(programs.run("broker", "test", "2").code()).isZero();
    assertThat(programs.runWith(first + "\n", "vault", "rotate", "--ask").err())
        .contains("The last rotation has not ended");
    Ended repeated = programs.run("vault", "rotate");
    assertThat(repeated.out())
        .contains("goes on", "The keys of " + brokers + " brokers were encrypted anew");
    assertThat(key()).isEqualTo(next);
    assertUnderPresentKeyAlone(brokers);
    assertConfiguredKeysAreRotatedByConfiguration(next);
    programs.stop(up);
  }

  private void assertAskedKeysAreChecked(String present) {
    Map<String, String> refusals =
        Map.of(
            "short",
            "The new SECRET_KEY is shorter than 32 characters.",
            "changeme-changeme-changeme-4711-ab",
            "The new SECRET_KEY is well known",
            present + "more",
            "begins with the same 32 characters",
            "",
            "New secret key is missing.");
    refusals.forEach((key, sentence) -> {
      Ended refused = programs.runWith(key + "\n", "vault", "rotate", "--ask");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains(sentence);
      assertThat(refused.err().lines()).hasSize(1);
    });
    assertThat(key()).isEqualTo(present);
    assertThat(oldKeyFile()).doesNotExist();
  }

  /** Commands with a configured key, beside the running gateway. */
  private void assertConfiguredKeysAreRotatedByConfiguration(String present) throws SQLException {
    programs.set("SECRET_KEY", STRONG);
    assertThat(programs.run("vault", "rotate").err())
        .contains("The secret key is configured", "old_secret_key", "restart the gateways");

    programs.set("ARISTOBOT_OLD_SECRET_KEY", "8f3kQz7Lw2Rt9XbV6mNc4HsJp1YdGa5E");
    Ended wrong = programs.run("vault", "rotate");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err())
        .contains(
            "Broker "
                + LongStream.rangeClosed(1, DEMO_BROKERS + 1)
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(", "))
                + ": none of the secret keys decrypts its keys");

    programs.set("ARISTOBOT_OLD_SECRET_KEY", present);
    Ended rotated = programs.run("vault", "rotate");
    assertThat(rotated.err()).isEmpty();
    assertThat(rotated.out()).contains("Take old_secret_key out of the configuration now.");
    SecretKey configured = SecretKey.of(STRONG, List.of());
    assertThat(tokens()).allSatisfy(token -> assertThat(configured.decrypt(token)).isPresent());
  }
}
