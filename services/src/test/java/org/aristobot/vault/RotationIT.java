package org.aristobot.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.Database;
import org.aristobot.journal.TestPostgres;
import org.aristobot.model.Environment;
import org.aristobot.model.Venue;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RotationIT {

  private static final String OLD = "q7G!x2Lm9$Zt4vB8nR1wK6yD3sF5hJ0pXcA";
  private static final String NEW = "Zk4@u8Wd1Qe7Rn5Tb2Yc9Vm3Xl6Pf0GhSjO";
  private static final SecretKey BEFORE = SecretKey.of(OLD, List.of());
  private static final SecretKey MEANWHILE = SecretKey.of(NEW, List.of(OLD));
  private static final SecretKey AFTER = SecretKey.of(NEW, List.of());

  private Database database;
  private long user;

  /** What a vault reads when it reads its keys anew. */
  private final AtomicReference<SecretKey> files = new AtomicReference<>(BEFORE);

  @BeforeEach
  void open() {
    database = TestPostgres.fresh();
    user = vault().user("ann");
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** As a process has it that started before the rotation. */
  private Vault vault() {
    return new Vault(database.source(), BEFORE, files::get, Duration.ofMillis(10));
  }

  private Broker add(Vault vault, String name) {
    NewBroker broker =
        new NewBroker(user, name, Venue.BINANCE, Environment.LIVE, false, TradingType.OFF);
    String passphrase = name.endsWith("2") ? "pass of " + name : null;
    return vault.add(broker, new Credentials("key of " + name, "secret of " + name, passphrase));
  }

  private List<Broker> add(int count) {
    List<Broker> brokers = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      brokers.add(add(vault(), "broker " + i));
    }
    return brokers;
  }

  private Rotation.Result rotate(SecretKey keys) {
    try (Rotation rotation = Rotation.begin(database.source())) {
      return rotation.run(keys);
    }
  }

  private void assertReadable(SecretKey keys, List<Broker> brokers) {
    Vault vault = new Vault(database.source(), keys);
    for (Broker broker : brokers) {
      assertThat(vault.credentials(broker).secret()).isEqualTo("secret of " + broker.name());
    }
  }

  private void execute(String sql) {
    try (Connection connection = database.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void all_keys_are_encrypted_anew_once() {
    List<Broker> brokers = add(3);
    execute("UPDATE brokers SET exchange = 'elsewhere' WHERE id = " + brokers.get(1).id());

    assertThat(rotate(MEANWHILE)).isEqualTo(new Rotation.Result(3, 0, List.of()));
    assertThat(rotate(MEANWHILE)).isEqualTo(new Rotation.Result(0, 3, List.of()));

    execute("UPDATE brokers SET exchange = 'binance'");
    assertReadable(AFTER, brokers);
    assertThat(new Vault(database.source(), AFTER).credentials(brokers.get(1)).passphrase())
        .isEqualTo("pass of broker 2");
  }

  @Test
  void a_vault_that_runs_follows_by_itself() {
    List<Broker> brokers = add(2);
    Vault running = vault();
    assertThat(running.credentials(brokers.getFirst()).apiKey()).isEqualTo("key of broker 1");

    files.set(MEANWHILE);
    rotate(MEANWHILE);
    files.set(AFTER);

    for (Broker broker : brokers) {
      assertThat(running.credentials(broker).secret()).isEqualTo("secret of " + broker.name());
    }
    assertReadable(AFTER, List.of(add(running, "added after")));
  }

  @Test
  void one_that_was_interrupted_goes_on_where_it_was() {
    List<Broker> brokers = add(5);
    execute(
        """
        CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF OLD.name = 'broker 3' THEN RAISE EXCEPTION 'interrupted'; END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER stop BEFORE UPDATE ON brokers FOR EACH ROW EXECUTE FUNCTION stop();
        """);
    assertThatThrownBy(() -> rotate(MEANWHILE)).isInstanceOf(JdbiException.class);
    assertReadable(MEANWHILE, brokers);

    execute("DROP TRIGGER stop ON brokers");
    assertThat(rotate(MEANWHILE)).isEqualTo(new Rotation.Result(3, 2, List.of()));
    assertReadable(AFTER, brokers);
  }

  @Test
  void keys_that_none_of_the_secret_keys_decrypts_are_told_and_left_as_they_were() {
    List<Broker> brokers = add(2);
    String wrong = "8f3kQz7Lw2Rt9XbV6mNc4HsJp1YdGa5E";
    long foreign = brokers.getFirst().id();

    assertThat(rotate(SecretKey.of(NEW, List.of(wrong))))
        .isEqualTo(new Rotation.Result(0, 0, brokers.stream().map(Broker::id).toList()));
    assertReadable(BEFORE, brokers);

    execute("UPDATE brokers SET api_key = 'plain text' WHERE id = " + foreign);
    assertThat(rotate(MEANWHILE)).isEqualTo(new Rotation.Result(1, 0, List.of(foreign)));
    assertReadable(AFTER, brokers.subList(1, 2));
    assertThatThrownBy(() -> new Vault(database.source(), AFTER).credentials(brokers.getFirst()))
        .isInstanceOf(ExchangeException.class)
        .hasMessageContaining("broker " + foreign + " cannot be decrypted");
  }

  @Test
  void one_is_under_way_at_a_time() {
    try (Rotation first = Rotation.begin(database.source())) {
      assertThatThrownBy(() -> Rotation.begin(database.source()))
          .isInstanceOf(ExchangeException.class)
          .hasMessageContaining("Another rotation is under way");
      assertThat(first.run(AFTER).unreadable()).isEmpty();
    }
    Rotation.begin(database.source()).close();
  }

  /** Adds all the while, from processes that started before the rotation. */
  @Test
  void what_is_added_meanwhile_is_neither_lost_nor_left_behind() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Broker> added = new ArrayList<>(add(20));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Broker>>> adding = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        String name = "of thread " + thread + ", number ";
        adding.add(threads.submit(() -> addUntil(done, name)));
      }
      try {
        files.set(MEANWHILE);
        Rotation.Result result = rotate(MEANWHILE);
        assertThat(result.rotated()).isGreaterThanOrEqualTo(20);
        assertThat(result.unreadable()).isEmpty();
      } finally {
        done.set(true);
      }
      for (Future<List<Broker>> future : adding) {
        added.addAll(future.get());
      }
    }
    assertReadable(AFTER, added);
  }

  private List<Broker> addUntil(AtomicBoolean done, String name) {
    List<Broker> added = new ArrayList<>();
    while (!done.get()) {
      added.add(add(vault(), name + added.size()));
    }
    return added;
  }

  @Test
  void what_is_changed_meanwhile_is_not_overwritten() throws Exception {
    Broker broker = add(1).getFirst();
    AtomicBoolean done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> changing =
          threads.submit(() -> {
            String last = "";
            for (int i = 0; i < 200; i++) {
              last = "key number " + i;
              execute("UPDATE brokers SET api_key = '" + BEFORE.encrypt(last) + "'");
            }
            done.set(true);
            return last;
          });
      int rotations = 0;
      do {
        rotations += rotate(MEANWHILE).rotated();
      } while (!done.get());
      String last = changing.get();
      rotate(MEANWHILE);
      assertThat(rotations).isPositive();
      assertThat(new Vault(database.source(), AFTER).credentials(broker))
          .isEqualTo(new Credentials(last, "secret of broker 1", null));
    }
  }
}
