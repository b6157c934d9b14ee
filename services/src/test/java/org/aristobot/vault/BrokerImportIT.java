package org.aristobot.vault;

import static org.aristobot.vault.ForeignInstallation.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.aristobot.exchange.Credentials;
import org.aristobot.journal.Database;
import org.aristobot.journal.TestPostgres;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.aristobot.vault.BrokerImport.End;
import org.aristobot.vault.BrokerImport.Line;
import org.aristobot.vault.BrokerImport.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An existing installation's brokers, taken over into a database of ours. */
class BrokerImportIT {

  private static final SecretKey KEY =
      SecretKey.of("q7G!x2Lm9$Zt4vB8nR1wK6yD3sF5hJ0pXcA", List.of());
  private static final SecretKey IMPORT_KEY = SecretKey.weak(ForeignInstallation.SECRET_KEY);

  private final ForeignInstallation there = new ForeignInstallation();
  private Database database;
  private Vault vault;

  @BeforeEach
  void open() {
    database = TestPostgres.fresh();
    vault = new Vault(database.source(), KEY);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Result run(boolean renumber) {
    return new BrokerImport(database.source(), () -> KEY, IMPORT_KEY, renumber)
        .run(there.read(), false);
  }

  private static List<String> ends(Result result) {
    return result.lines().stream()
        .map(line -> line.broker().id() + " " + line.end() + ": " + line.what())
        .toList();
  }

  private List<Map<String, Object>> rows() {
    return database
        .jdbi()
        .withHandle(handle -> handle.select("SELECT * FROM brokers ORDER BY id").mapToMap().list());
  }

  private List<String> users() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT id || ' ' || name FROM users ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  private Credentials keysOf(long id) {
    Vault fresh = new Vault(database.source(), KEY);
    return fresh.list(null).stream()
        .filter(broker -> broker.id() == id)
        .map(fresh::credentials)
        .findFirst()
        .orElseThrow();
  }

  private long addHere(long user, String name) {
    return vault
        .add(
            new NewBroker(user, name, Venue.BINANCE, Environment.LIVE, true, TradingType.OFF),
            new Credentials("other-key", "other-secret", null))
        .id();
  }

  @Test
  void brokers_come_with_numbers_names_users_flags_and_keys_under_our_own_key() {
    there.add(5, 4, "Main", "binance", sealed("key-5", "secret-5"), "da");
    there.add(7, 1, "Test", "Binance", sealed("key-7", "secret-7", ""), "t");
    for (Venue venue : Venue.values()) {
      if (venue.hasPassphrase()) {
        there.add(
            20 + List.of(Venue.values()).indexOf(venue),
            9,
            venue.word(),
            venue.word(),
            sealed("k", "s", "phrase"),
            "a");
      }
    }

    Result result = run(false);

    assertThat(result.done()).isTrue();
    assertThat(ends(result)).startsWith("5 IMPORTED: imported", "7 IMPORTED: imported");
    assertThat(users()).contains("1 ann", "4 bob");
    assertThat(vault.list(null))
        .contains(
            new Broker(
                5, 4, "Main", Venue.BINANCE, Environment.LIVE, true, true, TradingType.WEBHOOKS),
            new Broker(
                7,
                1,
                "Test",
                Venue.BINANCE,
                Environment.TESTNET,
                false,
                false,
                TradingType.WEBHOOKS));
    assertThat(keysOf(5)).isEqualTo(new Credentials("key-5", "secret-5", null));
    assertThat(keysOf(7)).isEqualTo(new Credentials("key-7", "secret-7", null));
    assertThat(vault.list(9L))
        .allSatisfy(broker ->
            assertThat(keysOf(broker.id())).isEqualTo(new Credentials("k", "s", "phrase")));
    assertThat(rows())
        .allSatisfy(row -> {
          assertThat(KEY.made(String.valueOf(row.get("api_key")))).isTrue();
          assertThat(KEY.made(String.valueOf(row.get("api_secret")))).isTrue();
        });
  }

  @Test
  void who_is_added_later_gets_a_number_beyond() {
    there.add(5, 4, "Main", "binance", sealed("k", "s"), "a");
    assertThat(run(false).done()).isTrue();
    assertThat(vault.user("dora")).isGreaterThan(4);
    assertThat(addHere(vault.user("dora"), "new")).isGreaterThan(5);
  }

  @Test
  void a_second_import_changes_nothing_and_says_so() {
    there.add(5, 4, "Main", "binance", sealed("key-5", "secret-5"), "da");
    there.add(7, 4, "Plain", "binance", List.of("key-7", "secret-7"), "a");
    assertThat(run(false).count(End.IMPORTED)).isEqualTo(2);
    List<Map<String, Object>> before = rows();

    Result second = run(false);

    assertThat(ends(second))
        .containsExactly("5 PRESENT: is here already", "7 PRESENT: is here already");
    assertThat(rows()).isEqualTo(before);
    there.execute(
        "UPDATE brokers SET is_active = false, api_key = '%s' WHERE id = 5"
            .formatted(ForeignInstallation.token("changed")));
    assertThat(ends(run(true)).getFirst())
        .isEqualTo("5 PRESENT: is here already, with other keys; left as it is");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void plain_keys_are_taken_with_a_warning() {
    there.add(5, 4, "Main", "binance", List.of("key-5", ForeignInstallation.token("s")), "a");
    assertThat(ends(run(false)))
        .containsExactly("5 IMPORTED: imported; WARNING: its keys stood there in plain text");
    assertThat(keysOf(5)).isEqualTo(new Credentials("key-5", "s", null));
  }

  @Test
  void brokers_that_we_cannot_serve_are_passed_over_with_the_reason() {
    there.add(5, 4, "Main", "binance", sealed("k", "s"), "a");
    there.add(6, 4, "Okx", "okx", sealed("k", "s", "p"), "a");
    there.add(7, 4, "Us", "binanceus", sealed("k", "s"), "a");
    there.add(8, 4, "Empty", "binance", List.of("", ""), "a");

    Result result = run(false);

    assertThat(result.done()).isTrue();
    assertThat(ends(result))
        .containsExactly(
            "5 IMPORTED: imported",
            "6 SKIPPED: there is no client for okx yet",
            "7 SKIPPED: there is no client for binanceus yet",
            "8 SKIPPED: it has no keys");
    assertThat(rows()).hasSize(1);
    for (Venue venue : Venue.values()) {
      if (venue.hasPassphrase()) {
        there.add(
            30 + List.of(Venue.values()).indexOf(venue),
            4,
            venue.word(),
            venue.word(),
            sealed("k", "s"),
            "a");
        assertThat(ends(run(false)).getLast())
            .contains("SKIPPED: it has no passphrase (api_password), which " + venue.word());
      }
    }
  }

  @Test
  void one_broker_that_cannot_be_read_keeps_all_out() {
    there.add(5, 4, "Main", "binance", sealed("k", "s"), "a");
    String foreign = SecretKey.weak("another").encrypt("k");
    there.add(6, 4, "Other", "binance", List.of(foreign, foreign), "a");

    Result result = run(false);

    assertThat(result.done()).isFalse();
    assertThat(ends(result).getLast())
        .isEqualTo("6 REFUSED: the SECRET_KEY of that installation does not decrypt its api_key");
    assertThat(rows()).isEmpty();
    assertThat(users()).isEmpty();
  }

  @Test
  void a_try_changes_nothing() {
    there.add(5, 4, "Main", "binance", sealed("k", "s"), "a");
    Result tried =
        new BrokerImport(database.source(), () -> KEY, IMPORT_KEY, false).run(there.read(), true);
    assertThat(tried.done()).isFalse();
    assertThat(tried.lines()).extracting(Line::end).containsExactly(End.IMPORTED);
    assertThat(rows()).isEmpty();
    assertThat(users()).isEmpty();
  }

  @Test
  void a_number_or_a_user_that_is_another_one_here_refuses_all() {
    assertThat(vault.user("dev")).isEqualTo(1);
    long taken = addHere(1, "mine");
    there.add(taken, 4, "Main", "binance", sealed("k", "s"), "a");
    there.add(50, 1, "Anns", "binance", sealed("k", "s"), "a");
    there.add(60, 9, "Cys", "binance", sealed("k", "s"), "a");
    List<Map<String, Object>> before = rows();

    Result result = run(false);

    assertThat(result.done()).isFalse();
    assertThat(ends(result))
        .containsExactly(
            taken + " REFUSED: its number is that of another broker here, mine",
            "50 REFUSED: its user, number 1, is dev here and ann there",
            "60 IMPORTED: imported");
    assertThat(rows()).isEqualTo(before);
    assertThat(users()).containsExactly("1 dev");
  }

  @Test
  void where_it_is_wished_for_new_numbers_are_given_and_told_and_found_again() {
    assertThat(vault.user("dev")).isEqualTo(1);
    long bob = vault.user("bob");
    long taken = addHere(bob, "mine");
    there.add(taken, 4, "Main", "binance", sealed("k", "s"), "da");
    there.add(taken + 1, 1, "Anns", "binance", sealed("k", "s"), "da");

    Result result = run(true);

    assertThat(result.done()).isTrue();
    long renumbered = taken + 2;
    long ann = vault.user("ann");
    assertThat(ends(result))
        .containsExactly(
            taken
                + " IMPORTED: imported as broker "
                + renumbered
                + "; its user bob is number "
                + bob
                + " here; no longer the default, since its user has another",
            (taken + 1) + " IMPORTED: imported; its user ann is number " + ann + " here");
    List<Map<String, Object>> before = rows();
    assertThat(ends(run(true)))
        .containsExactly(
            taken + " PRESENT: is here already as broker " + renumbered,
            (taken + 1) + " PRESENT: is here already");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void a_name_that_its_user_has_given_to_another_broker_here_refuses_all() {
    long bob = vault.user("bob");
    there.execute("DELETE FROM users WHERE id = 4");
    there.execute("INSERT INTO users (id, username) VALUES (%d + 100, 'bob')".formatted(bob));
    long mine = addHere(bob, "Main");
    there.add(mine + 5, bob + 100, "Main", "binance", sealed("k", "s"), "t");
    assertThat(ends(run(true)))
        .containsExactly(
            (mine + 5) + " REFUSED: its user has a broker of that name here, number " + mine);
  }

  @Test
  void older_installations_without_users_or_trading_types_are_read_too() {
    there.execute("ALTER TABLE brokers DROP COLUMN type_de_trading");
    there.execute("ALTER TABLE brokers ADD COLUMN type_de_trading TEXT");
    there.add(5, 4, "Main", "binance", sealed("k", "s"), "a");
    there.execute("ALTER TABLE brokers DROP COLUMN type_de_trading");
    there.execute("DROP TABLE users CASCADE");
    assertThat(run(false).done()).isTrue();
    assertThat(users()).containsExactly("4 user 4");
    assertThat(vault.list(null)).extracting(Broker::tradingType).containsExactly(TradingType.OFF);
  }

  @Test
  void nothing_that_is_shown_of_a_broker_is_a_key() {
    there.add(5, 4, "Main", "binance", List.of("the-plain-key", "the-plain-secret"), "a");
    assertThat(there.read().toString()).doesNotContain("plain");
    assertThat(run(false).toString()).doesNotContain("the-plain");
  }
}
