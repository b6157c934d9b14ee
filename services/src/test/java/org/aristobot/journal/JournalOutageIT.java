package org.aristobot.journal;

import static org.aristobot.journal.Samples.NOON;
import static org.aristobot.journal.Samples.intent;
import static org.aristobot.journal.Samples.order;
import static org.aristobot.journal.Samples.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.aristobot.app.PostgresAccess;
import org.aristobot.app.TestServers;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The line to PostgreSQL breaks, most of all while a commit is on its way. */
class JournalOutageIT {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private CuttingProxy proxy;
  private Database database;
  private Journal journal;

  @BeforeEach
  void open() {
    PostgresAccess real = TestServers.freshDatabase();
    URI server = URI.create(real.url().substring("jdbc:".length()));
    proxy = new CuttingProxy(server.getPort());
    String proxied = real.url().replace(":" + server.getPort() + "/", ":" + proxy.port() + "/");
    database = TestPostgres.open(new PostgresAccess(proxied, real.user(), real.password()));
    journal = journal(Duration.ofSeconds(60));
  }

  private Journal journal(Duration patience) {
    return new Journal(database.source(), "gateway", Duration.ofSeconds(60), () -> NOON, patience);
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
    database.close();
    proxy.close();
  }

  private static void failsWith(ErrorKind kind, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ExchangeException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind));
  }

  @Test
  void an_intent_whose_commit_answer_was_lost_is_ours_and_there_once() {
    proxy.cutAnswerTo("C-lost", false);
    Recorded recorded = journal.record(intent("lost"));

    assertThat(proxy.hasCut()).isTrue();
    assertThat(recorded).isInstanceOf(Recorded.Fresh.class);
    assertThat(journal.list(OrderFilter.newest(5))).hasSize(1);
    assertThat(journal.events(recorded.order().id())).hasSize(1);
  }

  @Test
  void a_family_whose_commit_answer_was_lost_is_ours_and_there_once() {
    Intent intent = intent("lost");
    NativeClientOrderId id = new NativeClientOrderId(intent.request().id().text() + "a");
    proxy.cutAnswerTo("C-lost", false);
    Recorded recorded = journal.record(intent, List.of(intent.request().withId(id)), null);

    assertThat(proxy.hasCut()).isTrue();
    assertThat(recorded)
        .isInstanceOfSatisfying(
            Recorded.Fresh.class,
            fresh -> {
              assertThat(fresh.legs())
                  .extracting(StoredOrder::nativeClientOrderId)
                  .containsExactly(id);
              assertThat(journal.family(fresh.order()).legs())
                  .extracting(StoredOrder::id)
                  .containsExactly(fresh.legs().getFirst().id());
            });
    assertThat(journal.list(OrderFilter.newest(5))).hasSize(2);
  }

  @Test
  void an_event_whose_commit_answer_was_lost_is_there_once() {
    long id = journal.record(intent("1")).order().id();
    OrderEvent event = new OrderEvent.Accepted(order(OrderStatus.FILLED, "0.0010", NOON));
    proxy.cutAnswerTo("Accepted", false);
    StoredOrder order = journal.append(id, event, wire());

    assertThat(proxy.hasCut()).isTrue();
    assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(journal.events(id)).hasSize(2);
    assertThat(journal.pruneWireLog(NOON.plusSeconds(1))).isEqualTo(1);
  }

  @Test
  void a_server_that_falls_silent_is_not_waited_for_for_ever() throws Exception {
    try (Connection connection = database.source().getConnection()) {
      assertThat(connection.getNetworkTimeout()).isBetween(10_001, 15_000);
    }
  }

  @Test
  void an_intent_whose_answer_never_comes_is_ours_and_there_once() {
    proxy.keepAnswerTo("C-silent");
    Recorded recorded = journal.record(intent("silent"));

    assertThat(proxy.hasCut()).isTrue();
    assertThat(recorded).isInstanceOf(Recorded.Fresh.class);
    assertThat(journal.list(OrderFilter.newest(5))).hasSize(1);
  }

  @Test
  void while_the_database_is_away_intents_are_refused_and_outcomes_wait() throws Exception {
    try (Journal hasty = journal(PATIENCE)) {
      long id = hasty.record(intent("1")).order().id();
      proxy.setAway(true);
      failsWith(ErrorKind.INTERNAL, () -> hasty.byId(id));
      FutureTask<StoredOrder> outcome =
          new FutureTask<>(() ->
              hasty.append(id, new OrderEvent.Accepted(order(OrderStatus.NEW, "0", NOON)), wire()));
      Thread.ofVirtual().start(outcome);
      // A line that is cut while the statement is on it leaves doubt, one that was cut before none.
      assertThatThrownBy(() -> hasty.record(intent("2")))
          .isInstanceOfSatisfying(
              ExchangeException.class,
              e ->
                  assertThat(e.failure().kind())
                      .isIn(ErrorKind.INTERNAL, ErrorKind.ORDER_STATE_UNKNOWN));
      assertThat(outcome.isDone()).isFalse();
      proxy.setAway(false);

      assertThat(outcome.get(60, TimeUnit.SECONDS).status()).isEqualTo(OrderStatus.NEW);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> hasty.byRequest(7, "R-2").isEmpty());
    }
  }

  @Test
  void an_intent_that_may_have_been_committed_is_in_doubt_and_then_denied() {
    try (Journal hasty = journal(PATIENCE)) {
      proxy.cutAnswerTo("C-maybe", true);
      failsWith(ErrorKind.ORDER_STATE_UNKNOWN, () -> hasty.record(intent("maybe")));
      proxy.setAway(false);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() ->
              hasty.list(OrderFilter.newest(1)).getFirst().status() == OrderStatus.NOT_PLACED);
      assertThat(hasty.record(intent("maybe"))).isInstanceOf(Recorded.Fresh.class);
    }
  }
}
