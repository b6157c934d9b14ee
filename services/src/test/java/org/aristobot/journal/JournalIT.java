package org.aristobot.journal;

import static org.aristobot.journal.Samples.dec;
import static org.aristobot.journal.Samples.intent;
import static org.aristobot.journal.Samples.order;
import static org.aristobot.journal.Samples.wire;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Fee;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.VenueOrderId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalIT {

  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final Failure NO_FUNDS =
      new Failure(ErrorKind.INSUFFICIENT_FUNDS, "not enough", "-2010", Duration.ofSeconds(3));

  private Database database;
  private Journal journal;
  private volatile Instant now = Samples.NOON;

  @BeforeEach
  void open() {
    database = TestPostgres.open(TestPostgres.freshDatabase());
    journal = journal("gateway-1");
  }

  private Journal journal(String owner) {
    return new Journal(database.source(), owner, LEASE, () -> now);
  }

  @AfterEach
  void close() {
    journal.close();
    database.close();
  }

  private StoredOrder fresh(Intent intent) {
    Recorded recorded = journal.record(intent);
    assertThat(recorded).isInstanceOf(Recorded.Fresh.class);
    return recorded.order();
  }

  @Test
  void an_intent_is_read_back_as_it_was_recorded() {
    StoredOrder recorded = fresh(intent("1"));

    assertThat(recorded.status()).isEqualTo(OrderStatus.SENDING);
    assertThat(same(journal.byId(recorded.id()).orElseThrow(), recorded)).isTrue();
    assertThat(journal.byRequest(7, "R-1")).isPresent();
    assertThat(journal.byClientId(5, new ClientOrderId("C-1"))).isPresent();
    NativeClientOrderId nativeId = recorded.nativeClientOrderId();
    assertThat(journal.byNativeIds(5, List.of(nativeId, new NativeClientOrderId("other"))))
        .containsOnlyKeys(nativeId);
  }

  @Test
  void an_outcome_is_folded_and_stored_with_its_event_wire_record_and_fills() {
    StoredOrder recorded = fresh(intent("1"));
    Fee fee = new Fee(dec("0.0000010"), "BTC");
    StoredOrder filled =
        journal.append(
            recorded.id(),
            new OrderEvent.Accepted(
                order(
                    OrderStatus.FILLED,
                    "FILLED",
                    "0.0010",
                    now,
                    List.of(Samples.fill("1", "0.0010", fee, now)))),
            wire());

    assertThat(filled.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(filled.fee()).isEqualTo(fee);
    StoredOrder read = journal.byVenueId(5, new VenueOrderId("991"), null).orElseThrow();
    assertThat(same(read, filled)).isTrue();
    assertThat(read.fills()).hasSize(1);
    assertThat(count("wire_log")).isEqualTo(1);
    assertThat(count("fills")).isEqualTo(1);
    assertThat(journal.events(recorded.id())).hasSize(2);
  }

  @Test
  void the_same_request_or_client_id_again_is_the_earlier_order() {
    StoredOrder first = fresh(intent("1"));

    Recorded sameRequest = journal.record(intent("1"));
    Intent other = intent("1");
    Recorded sameClientId =
        journal.record(Samples.intent(7, 5, "R-other", other.clientOrderId(), other.request()));

    assertThat(sameRequest).isInstanceOf(Recorded.Earlier.class);
    assertThat(sameRequest.order().id()).isEqualTo(first.id());
    assertThat(sameClientId).isInstanceOf(Recorded.Earlier.class);
    assertThat(sameClientId.order().id()).isEqualTo(first.id());
    assertThat(count("orders")).isEqualTo(1);
    assertThat(count("order_events")).isEqualTo(1);
  }

  @Test
  void a_denied_order_gives_its_ids_back_and_a_rejected_one_keeps_them() {
    StoredOrder denied = fresh(intent("1"));
    StoredOrder ended = journal.append(denied.id(), new OrderEvent.Denied(NO_FUNDS), null);
    assertThat(ended.status()).isEqualTo(OrderStatus.NOT_PLACED);
    assertThat(ended.failure()).isEqualTo(NO_FUNDS);
    assertThat(journal.byRequest(7, "R-1")).isEmpty();

    StoredOrder second = fresh(intent("1"));
    assertThat(second.id()).isNotEqualTo(denied.id());
    journal.append(second.id(), new OrderEvent.Rejected(NO_FUNDS), wire());

    assertThat(journal.record(intent("1")).order().status()).isEqualTo(OrderStatus.REJECTED);
    StoredOrder read = journal.byId(second.id()).orElseThrow();
    assertThat(read.failure()).isEqualTo(NO_FUNDS);
    assertThat(read.identityFree()).isFalse();
  }

  private long count(String table) {
    return database
        .jdbi()
        .withHandle(h -> h.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  /** Equal but for the text of raw_response, which PostgreSQL writes in its own way. */
  static boolean same(StoredOrder a, StoredOrder b) {
    assertThat(a)
        .usingRecursiveComparison()
        .ignoringFields("state.rawResponse", "version")
        .isEqualTo(b);
    assertThat(JournalJson.tree(a.rawResponse())).isEqualTo(JournalJson.tree(b.rawResponse()));
    return true;
  }
}
