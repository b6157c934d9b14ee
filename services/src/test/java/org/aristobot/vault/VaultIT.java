package org.aristobot.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.Database;
import org.aristobot.journal.TestPostgres;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VaultIT {

  private static final SecretKey KEY =
      SecretKey.of("q7G!x2Lm9$Zt4vB8nR1wK6yD3sF5hJ0pXcA", List.of());
  private static final Credentials KEYS =
      new Credentials("api-key-visible", "api-secret-visible", "passphrase-visible");

  private Database database;
  private Vault vault;
  private long ann;
  private Broker broker;

  @BeforeEach
  void open() {
    database = TestPostgres.fresh();
    vault = new Vault(database.source(), KEY, Duration.ofMillis(50));
    ann = vault.user("ann");
    broker = vault.add(account("main"), KEYS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private NewBroker account(String name) {
    return new NewBroker(
        ann, name, Venue.BINANCE, Environment.TESTNET, true, TradingType.STRATEGIE);
  }

  private static void refused(ErrorKind kind, String sentence, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(kind);
              assertThat(e.failure().message()).contains(sentence);
            });
  }

  @Test
  void a_broker_and_its_keys_are_read_back() {
    Vault other = new Vault(database.source(), KEY);
    assertThat(other.open(broker.id(), ann)).isEqualTo(broker);
    assertThat(other.credentials(broker)).isEqualTo(KEYS);
    assertThat(other.list(ann)).containsExactly(broker);
    assertThat(other.list(null)).containsExactly(broker);
    assertThat(other.preload()).isEqualTo(1);
  }

  @Test
  void a_user_is_made_once() {
    assertThat(vault.user("ann")).isEqualTo(ann);
    assertThat(vault.user("bob")).isNotEqualTo(ann);
  }

  @Test
  void a_foreign_broker_is_denied_in_the_words_of_an_absent_one() {
    long bob = vault.user("bob");
    long absent = broker.id() + 1000;
    refused(
        ErrorKind.ACCESS_DENIED,
        "broker_id: this user has no broker " + broker.id(),
        () -> vault.open(broker.id(), bob));
    refused(
        ErrorKind.ACCESS_DENIED,
        "broker_id: this user has no broker " + absent,
        () -> vault.open(absent, bob));
    refused(ErrorKind.ACCESS_DENIED, "user_id", () -> vault.open(broker.id(), null));
  }

  @Test
  void a_broker_that_is_switched_off_is_denied_soon() {
    vault.open(broker.id(), ann);
    update("is_active = false");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            refused(ErrorKind.ACCESS_DENIED, "switched off", () -> vault.open(broker.id(), ann)));
    refused(ErrorKind.ACCESS_DENIED, "has no broker", () -> vault.open(broker.id(), ann + 1));
  }

  private void update(String assignment) {
    database.jdbi().useHandle(h -> h.execute("UPDATE brokers SET " + assignment));
  }

  @Test
  void changed_keys_are_used_soon() {
    assertThat(vault.credentials(broker)).isEqualTo(KEYS);
    update("api_key = '" + KEY.encrypt("new-key") + "'");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(vault.credentials(broker).apiKey()).isEqualTo("new-key"));
  }

  @Test
  void keys_that_another_secret_key_encrypted_are_an_internal_error_that_names_the_broker() {
    SecretKey other = SecretKey.of("Zk4@u8Wd1Qe7Rn5Tb2Yc9Vm3Xl6Pf0GhSjO", List.of());
    Vault locked = new Vault(database.source(), other);
    refused(
        ErrorKind.INTERNAL, "the keys of broker " + broker.id(), () -> locked.credentials(broker));
  }

  @Test
  void a_second_default_takes_the_role_and_a_second_name_is_refused() {
    Broker second = vault.add(account("second"), KEYS);
    assertThat(vault.list(ann)).filteredOn(Broker::isDefault).containsExactly(second);
    refused(ErrorKind.INVALID_REQUEST, "name:", () -> vault.add(account("main"), KEYS));
    refused(
        ErrorKind.INVALID_REQUEST,
        "user_id:",
        () ->
            vault.add(
                new NewBroker(999, "x", Venue.BINANCE, Environment.LIVE, false, TradingType.OFF),
                KEYS));
  }

  @Test
  void nothing_that_is_stored_shown_or_thrown_holds_a_secret() {
    List<String> seen = new ArrayList<>();
    seen.add(broker.toString());
    seen.add(vault.credentials(broker).toString());
    seen.add(KEY.toString());
    seen.addAll(
        database
            .jdbi()
            .withHandle(
                h -> h.select("SELECT brokers::text FROM brokers").mapTo(String.class).list()));
    try {
      vault.add(account("main"), KEYS);
    } catch (ExchangeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        seen.add(cause.toString());
      }
    }
    assertThat(seen).hasSizeGreaterThan(4);
    assertThat(seen).noneMatch(text -> text.contains("visible") || text.contains("q7G!"));
    String token =
        database
            .jdbi()
            .withHandle(h -> h.select("SELECT api_key FROM brokers").mapTo(String.class).one());
    assertThat(token).startsWith("gAAAA");
  }
}
