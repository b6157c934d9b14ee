package org.aristobot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.aristobot.app.ChildPrograms.Ended;
import org.aristobot.model.Venue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code broker add} as an operator uses it, beside a running {@code up}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerAddIT {

  @TempDir static Path temp;
  private ChildPrograms programs;

  @BeforeAll
  void start() throws IOException {
    programs = new ChildPrograms(Files.createDirectory(temp.resolve("programs")));
    Process _ = programs.up();
  }

  @AfterAll
  void end() throws IOException {
    programs.close();
  }

  private Ended add(String input, String exchange, String name, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of("broker", "add", "--user", "ann", "--exchange", exchange, "--name", name));
    line.addAll(List.of(more));
    return programs.runWith(input, line.toArray(String[]::new));
  }

  private String list() {
    return programs.run("broker", "list").out();
  }

  private URI simulator(Venue venue) {
    return Objects.requireNonNull(
        RunningInstance.locate(programs.config()).simulators().get(venue.word()));
  }

  private static String keys(Venue venue, String secret) {
    return "demo3\n" + secret + "\n" + (venue.hasPassphrase() ? "demo-pass\n" : "");
  }

  @Test
  void keys_that_work_are_stored_and_what_they_may_do_is_told() {
    for (Venue venue : Venue.values()) {
      Ended added = add(keys(venue, "demo-secret"), venue.word(), "works " + venue.word());
      assertThat(added.code()).as(added.err()).isZero();
      assertThat(added.out())
          .contains(venue.word() + " accepts the keys: they may ", "trade", "was added");
      assertThat(list()).contains("works " + venue.word());
    }
  }

  @Test
  void keys_that_the_exchange_refuses_are_not_stored() {
    for (Venue venue : Venue.values()) {
      String wrong = keys(venue, "not-the-secret-of-this-account");
      Ended refused = add(wrong, venue.word(), "refused " + venue.word());
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err().lines()).hasSize(1);
      assertThat(refused.err())
          .contains(venue.word() + " refuses the keys (", "Nothing was stored.")
          .doesNotContain("not-the-secret");
      assertThat(list()).doesNotContain("refused " + venue.word());
    }
  }

  @Test
  void an_exchange_that_cannot_be_asked_is_told_and_may_be_passed_over() {
    programs.set("ARISTOBOT_EXCHANGES_BINANCE_LIVE_URL", "http://127.0.0.1:1");
    try {
      Ended away = add("any-key\nany-secret\n", "binance", "unasked");
      assertThat(away.code()).isEqualTo(1);
      assertThat(away.err()).contains("binance could not be asked", "--no-check");
      assertThat(list()).doesNotContain("unasked");
      Ended added = add("any-key\nany-secret\n", "Binance", "unasked", "--no-check");
      assertThat(added.code()).as(added.err()).isZero();
      assertThat(added.out()).doesNotContain("accepts").contains("was added");
      assertThat(list()).contains("unasked");
    } finally {
      programs.unset("ARISTOBOT_EXCHANGES_BINANCE_LIVE_URL");
    }
  }

  @Test
  void a_private_key_is_taken_with_all_its_lines_or_from_a_file() throws Exception {
    String pem = pemOf(accountWithPublicKey("signing"));
    Ended typed = add("signing\n" + pem, "binance", "typed");
    assertThat(typed.code()).as(typed.err()).isZero();
    Path file = Files.writeString(temp.resolve("key.pem"), pem);
    Ended filed = add("signing\n", "binance", "filed", "--secret-file", file.toString());
    assertThat(filed.code()).as(filed.err()).isZero();
    assertThat(list()).contains("typed", "filed");

    Ended away = add("signing\n", "binance", "none", "--secret-file", "/no/such.pem");
    assertThat(away.err()).isEqualToIgnoringNewLines("The file /no/such.pem cannot be read.");
    Ended cut = add("signing\n-----BEGIN PRIVATE KEY-----\nMC4C\n", "binance", "none");
    assertThat(cut.err()).contains("no END line").doesNotContain("MC4C");
    assertThat(list()).doesNotContain("none");
  }

  private KeyPair accountWithPublicKey(String key) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    ObjectNode account = JsonMapper.shared().createObjectNode();
    account.put("key", key);
    account.put("public_key", pem("PUBLIC", pair.getPublic().getEncoded()));
    account.putObject("balances").put("USDT", "1000");
    account.putArray("permissions").add("read").add("trade");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(simulator(Venue.BINANCE).resolve("/_sim/accounts"))
              .POST(HttpRequest.BodyPublishers.ofString(account.toString()))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    return pair;
  }

  private static String pemOf(KeyPair pair) throws GeneralSecurityException {
    return pem("PRIVATE", pair.getPrivate().getEncoded());
  }

  private static String pem(String kind, byte[] key) {
    String body = Base64.getMimeEncoder(32, new byte[] {'\n'}).encodeToString(key);
    return "-----BEGIN %s KEY-----\n%s\n-----END %s KEY-----\n".formatted(kind, body, kind);
  }

  @Test
  void what_cannot_be_is_refused_before_any_key_is_asked_for() {
    Ended unknown = add("", "mtgox", "x");
    assertThat(unknown.err())
        .isEqualToIgnoringNewLines("There is no exchange mtgox; known are " + Venues.words() + ".");
    for (Venue venue : Venue.values()) {
      if (!venue.hasTestnet()) {
        assertThat(add("", venue.word(), "x", "--testnet").err()).contains("has no test network");
      }
      assertThat(add("k\ns\n", venue.word(), "x").err())
          .matches(text -> !venue.hasPassphrase() || text.contains("Passphrase is missing."));
    }
  }
}
