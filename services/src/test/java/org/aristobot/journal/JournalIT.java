package org.aristobot.journal;

import static org.aristobot.journal.Samples.dec;
import static org.aristobot.journal.Samples.intent;
import static org.aristobot.journal.Samples.order;
import static org.aristobot.journal.Samples.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
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
    database = TestPostgres.fresh();
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

  @Test
  void every_kind_of_request_is_read_back_and_rebuilt_from_its_events() {
    Quantity base = new Quantity.Base(dec("1.50"));
    List<OrderTerms> kinds =
        List.of(
            new OrderTerms.Market(),
            Samples.limit(),
            new OrderTerms.StopMarket(dec("1")),
            new OrderTerms.StopLimit(dec("1"), dec("2"), TimeInForce.IOC),
            new OrderTerms.TakeProfitMarket(dec("1")),
            new OrderTerms.TakeProfitLimit(dec("1"), dec("2"), TimeInForce.FOK),
            new OrderTerms.TrailingStop(
                new OrderTerms.TrailingDelta.Percent(dec("0.5")), null, null),
            new OrderTerms.TrailingStop(
                new OrderTerms.TrailingDelta.Offset(dec("100")), dec("9"), dec("8")),
            new OrderTerms.Oco(dec("3"), dec("1"), dec("0.9")));
    int n = 0;
    for (OrderTerms terms : kinds) {
      Quantity quantity = ++n == 1 ? new Quantity.Quote(dec("50")) : base;
      ClientOrderId id = new ClientOrderId("full-" + n);
      Intent intent =
          Samples.intent(7, 100 + n, id.text(), id, Samples.fullRequest(terms, quantity));
      StoredOrder order = fresh(intent);
      live(order.id());
      StoredOrder read = journal.byId(order.id()).orElseThrow();
      assertThat(read.request()).isEqualTo(intent.request());
      assertThat(read.warnings()).isEqualTo(intent.warnings());
      assertThat(same(OrderFold.replay(journal.events(order.id())), read)).isTrue();
    }
  }

  /** A life with most kinds of events. */
  private void live(long id) {
    Fee fee = new Fee(dec("0.10"), "BNB");
    journal.append(id, new OrderEvent.Restamped("POST again", now.plusSeconds(9)), null);
    journal.append(id, new OrderEvent.Unconfirmed(NO_FUNDS), wire());
    journal.append(
        id,
        new OrderEvent.Reconciled(
            order(
                OrderStatus.PARTIALLY_FILLED,
                "PARTIALLY_FILLED",
                "0.5",
                now,
                List.of(Samples.fill("f" + id, "0.5", fee, now)))),
        wire());
    journal.append(id, new OrderEvent.CancelRequested("DELETE"), null);
    journal.append(id, new OrderEvent.CancelUnconfirmed(NO_FUNDS), wire());
    journal.append(id, new OrderEvent.Canceled(order(OrderStatus.CANCELED, "0.5", now)), wire());
  }

  @Test
  void orders_that_gather_while_the_database_is_busy_share_a_commit() throws Exception {
    List<Recorded> recorded =
        whileLocked(IntStream.range(0, 40).<Callable<Recorded>>mapToObj(this::recording).toList());

    assertThat(recorded).hasSize(40).allMatch(Recorded.Fresh.class::isInstance);
    assertThat(transactions("orders")).isLessThanOrEqualTo(2);

    List<StoredOrder> appended =
        whileLocked(
            recorded.stream().<Callable<StoredOrder>>map(r -> accepting(r.order().id())).toList());
    assertThat(appended).allMatch(order -> order.status() == OrderStatus.NEW);
    assertThat(transactions("orders")).isLessThanOrEqualTo(2);
  }

  private Callable<Recorded> recording(int n) {
    return () -> journal.record(intent("g" + n));
  }

  private Callable<StoredOrder> accepting(long id) {
    return () ->
        journal.append(id, new OrderEvent.Accepted(order(OrderStatus.NEW, "0", now)), wire());
  }

  /** Runs all at once against a table that nobody can write until all of them wait. */
  private <T> List<T> whileLocked(List<Callable<T>> calls) throws Exception {
    List<FutureTask<T>> tasks = calls.stream().map(FutureTask::new).toList();
    try (Handle lock = database.jdbi().open()) {
      lock.begin();
      lock.execute("LOCK TABLE orders IN EXCLUSIVE MODE");
      List<Thread> threads = tasks.stream().map(task -> Thread.ofVirtual().start(task)).toList();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> threads.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
      lock.commit();
    }
    List<T> results = new ArrayList<>();
    for (FutureTask<T> task : tasks) {
      results.add(task.get(60, TimeUnit.SECONDS));
    }
    return results;
  }

  private long transactions(String table) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT count(DISTINCT xmin::text) FROM " + table)
                .mapTo(Long.class)
                .one());
  }

  @Test
  void one_order_that_the_database_refuses_does_not_fail_the_others() throws Exception {
    Intent monster = intent(7, 5, "bad", Samples.limit(), new Quantity.Base(dec("1e140000")));
    List<Callable<Object>> calls = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      Intent intent = n == 7 ? monster : intent("b" + n);
      calls.add(() -> outcome(() -> journal.record(intent)));
    }
    List<Object> outcomes = whileLocked(calls);
    assertThat(outcomes).filteredOn(Recorded.Fresh.class::isInstance).hasSize(11);
    assertThat(outcomes.get(7))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().message()).contains("SQLSTATE 22003"));
  }

  @Test
  void one_event_that_the_database_refuses_does_not_fail_the_others() throws Exception {
    List<Callable<Object>> calls = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      long id = fresh(intent("e" + n)).id();
      String filled = n == 3 ? "1e140000" : "0.1";
      OrderEvent event = new OrderEvent.Accepted(order(OrderStatus.PARTIALLY_FILLED, filled, now));
      calls.add(() -> outcome(() -> journal.append(id, event, wire())));
    }
    calls.add(() -> outcome(() -> journal.append(4711, new OrderEvent.Denied(NO_FUNDS), null)));
    List<Object> outcomes = whileLocked(calls);
    assertThat(outcomes).filteredOn(StoredOrder.class::isInstance).hasSize(11);
    assertThat(outcomes.get(3)).isInstanceOf(ExchangeException.class);
    assertThat(outcomes.get(12)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Object outcome(Supplier<?> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void two_gateways_with_the_same_requests_make_one_order_of_each() throws Exception {
    try (Journal second = journal("gateway-2")) {
      List<Callable<Recorded>> calls = new ArrayList<>();
      for (int n = 0; n < 60; n++) {
        Intent intent = intent("t" + n / 2);
        Journal one = n % 2 == 0 ? journal : second;
        calls.add(() -> one.record(intent));
      }
      List<Recorded> recorded = whileLocked(calls);
      assertThat(recorded).filteredOn(Recorded.Fresh.class::isInstance).hasSize(30);
      assertThat(count("orders")).isEqualTo(30);
    }
  }

  @Test
  void two_gateways_that_append_to_one_order_lose_nothing() {
    StoredOrder order = fresh(intent("1"));
    try (Journal second = journal("gateway-2")) {
      for (int n = 1; n <= 9; n++) {
        Journal one = n % 2 == 0 ? journal : second;
        one.append(
            order.id(),
            new OrderEvent.Reconciled(order(OrderStatus.PARTIALLY_FILLED, "0." + n, now)),
            null);
      }
    }
    StoredOrder read = journal.byId(order.id()).orElseThrow();
    assertThat(read.filled()).isEqualTo("0.9");
    assertThat(read.version()).isEqualTo(9);
    assertThat(journal.events(order.id())).hasSize(10);
  }

  @Test
  void an_order_is_taken_over_once_and_only_after_its_lease() {
    StoredOrder order = fresh(intent("1"));
    try (Journal second = journal("gateway-2");
        Journal third = journal("gateway-3")) {
      assertThat(second.takeOver(order.id(), "gateway-1", false)).isEmpty();
      assertThat(journal.doubts().count()).isZero();
      now = now.plus(LEASE);
      assertThat(journal.doubts().count()).isEqualTo(1);
      assertThat(second.takeOver(order.id(), "gateway-1", false)).isPresent();
      assertThat(third.takeOver(order.id(), "gateway-1", false)).isEmpty();
    }
    StoredOrder read = journal.byId(order.id()).orElseThrow();
    assertThat(read.owner()).isEqualTo("gateway-2");
    assertThat(same(OrderFold.replay(journal.events(order.id())), read)).isTrue();
    journal.append(order.id(), new OrderEvent.Unconfirmed(NO_FUNDS), null);
    assertThat(journal.byId(order.id()).orElseThrow().owner()).isEqualTo("gateway-2");
  }

  @Test
  void the_order_of_an_owner_who_is_proven_dead_is_taken_over_at_once() {
    StoredOrder order = fresh(intent("1"));
    try (Journal second = journal("gateway-2")) {
      assertThat(second.takeOver(order.id(), "gateway-1", true)).isPresent();
      assertThat(second.takeOver(order.id(), "gateway-1", true)).isEmpty();
    }
  }

  @Test
  void fills_that_come_by_themselves_complete_the_fee() {
    StoredOrder order = fresh(intent("1"));
    Order shown = order(OrderStatus.FILLED, "0.9", now);
    journal.append(order.id(), new OrderEvent.Accepted(shown), null);
    Fill fill =
        new Fill(
            "77",
            shown.venueOrderId(),
            null,
            order.symbol(),
            order.side(),
            new BigDecimal("43000.1"),
            new BigDecimal("0.9"),
            new Fee(new BigDecimal("0.0009"), "BTC"),
            null,
            now);
    StoredOrder filled =
        journal.append(order.id(), new OrderEvent.Filled(List.of(fill, fill)), null);
    assertThat(filled.fills()).hasSize(1);
    assertThat(filled.fee()).isEqualTo(new Fee(new BigDecimal("0.0009"), "BTC"));
    assertThat(same(journal.byId(order.id()).orElseThrow(), filled)).isTrue();
    assertThat(same(OrderFold.replay(journal.events(order.id())), filled)).isTrue();
  }

  @Test
  void what_was_said_of_a_foreign_order_is_kept_too() {
    journal.log(1, new WireRecord("cancel_order", "DELETE /x?orderId=1", now, 200, "{}", now));
    long rows =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT count(*) FROM wire_log WHERE order_id IS NULL")
                    .mapTo(Long.class)
                    .one());
    assertThat(rows).isOne();
  }

  @Test
  void a_lease_ends_before_the_row_says_so() {
    Recorded.Fresh recorded = (Recorded.Fresh) journal.record(intent("1"));
    long start = System.nanoTime();
    assertThat(recorded.lease().held(start, now)).isTrue();
    assertThat(recorded.lease().held(start + LEASE.toNanos() * 3 / 4, now)).isFalse();
    assertThat(recorded.lease().held(start, now.plus(LEASE.multipliedBy(3).dividedBy(4))))
        .isFalse();
    assertThat(recorded.order().leaseUntil()).isEqualTo(now.plus(LEASE));
  }

  @Test
  void orders_are_listed_newest_first_and_narrowed() {
    long first = fresh(intent("1")).id();
    now = now.plusSeconds(1);
    long second = fresh(intent("2")).id();
    journal.append(second, new OrderEvent.Rejected(NO_FUNDS), null);

    assertThat(journal.list(OrderFilter.newest(10)))
        .extracting(StoredOrder::id)
        .containsExactly(second, first);
    assertThat(listed(Set.of(OrderStatus.REJECTED), null, null)).containsExactly(second);
    assertThat(listed(Set.of(), now, null)).containsExactly(second);
    assertThat(listed(Set.of(), null, second)).containsExactly(first);
    assertThat(journal.list(new OrderFilter(8L, null, null, Set.of(), null, null, null, 5)))
        .isEmpty();
  }

  private List<Long> listed(
      Set<OrderStatus> statuses, @Nullable Instant since, @Nullable Long before) {
    OrderFilter filter =
        new OrderFilter(7L, 5L, Samples.BTC_USDT, statuses, since, null, before, 5);
    return journal.list(filter).stream().map(StoredOrder::id).toList();
  }

  @Test
  void the_wire_log_is_pruned_by_age() {
    long id = fresh(intent("1")).id();
    journal.append(id, new OrderEvent.Rejected(NO_FUNDS), wire());
    assertThat(journal.pruneWireLog(Samples.NOON)).isZero();
    assertThat(journal.pruneWireLog(Samples.NOON.plusSeconds(1))).isEqualTo(1);
  }

  @Test
  void a_venue_id_of_two_symbols_needs_the_symbol() {
    for (String symbol : List.of("BTC/USDT", "ETH/USDT")) {
      Intent plain = intent(symbol.replace("/", ""));
      OrderRequest r = plain.request();
      OrderRequest request =
          new OrderRequest(
              r.id(),
              Symbol.parse(symbol),
              r.side(),
              r.quantity(),
              r.terms(),
              null,
              null,
              r.nativeParams());
      StoredOrder order =
          fresh(Samples.intent(7, 5, plain.requestId(), plain.clientOrderId(), request));
      journal.append(order.id(), new OrderEvent.Accepted(order(OrderStatus.NEW, "0", now)), null);
    }
    VenueOrderId id = new VenueOrderId("991");
    assertThat(journal.byVenueId(5, id, Symbol.parse("ETH/USDT"))).isPresent();
    assertThatThrownBy(() -> journal.byVenueId(5, id, null)).hasMessageContaining("symbol");
  }

  @Test
  void commits_are_durable() {
    assertThat(database.setting("fsync")).isEqualTo("on");
    assertThat(database.setting("synchronous_commit")).isEqualTo("on");
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
