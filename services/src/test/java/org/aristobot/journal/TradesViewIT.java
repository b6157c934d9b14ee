package org.aristobot.journal;

import static org.aristobot.journal.Samples.NOON;
import static org.aristobot.journal.Samples.dec;
import static org.aristobot.journal.Samples.intent;
import static org.aristobot.journal.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The four published statements, as they stand, on every kind of row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TradesViewIT {

  private static final String BY_RAW_CLIENT_ID =
      "SELECT * FROM trades WHERE raw_response->>'clientOid' = 'ARISTO_1_1706000000_abc'";
  private static final String BY_USERREF =
      "SELECT * FROM trades WHERE (raw_response->'userref')::int = 1234567";
  private static final String BY_CLIENT_ID =
      "SELECT id, symbol, side, status, raw_response->>'status' AS native_status, raw_response"
          + " FROM trades WHERE client_order_id = ?";
  private static final String FILL_RATES =
      """
      SELECT raw_response->>'exchange' AS exchange, COUNT(*) AS total_orders, AVG(filled::numeric / quantity::numeric) AS avg_fill_rate
        FROM trades WHERE created_at >= NOW() - INTERVAL '7 days' GROUP BY 1
      """;

  private static final String BULK =
      """
      INSERT INTO orders (%s)
      SELECT gen_random_uuid(), NULL, 1, 1, 'bulk-' || n, NULL, NULL, 'binance', 'live', 'spot',
             'bulk-' || n, 'BTC/USDT', 'buy', 'limit', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
             'GTC', false, '{}', 'best_effort', '{}', '', now(),
             0, 'ar-' || n, 2, 3, NULL, 0, 0, NULL, NULL, NULL, false,
             'FILLED', 'FILLED', n::text, 1, 3, 3, NULL, NULL, NULL, NULL, NULL, NULL, '', now(),
             'bulk', now(), false, false,
             jsonb_build_object('exchange', 'binance', 'status', 'FILLED', 'clientOid', 'bulk-' || n),
             now(), now(), now()
      FROM generate_series(1, 20000) n
      """
          .formatted(OrderRow.NEW_COLUMNS);

  private final Instant now = Instant.now();
  private final AtomicInteger ids = new AtomicInteger();
  private Database database;
  private Journal journal;

  @BeforeAll
  void fill() {
    database = TestPostgres.fresh();
    journal = new Journal(database.source(), "gateway", Duration.ofSeconds(4), () -> now);
    Quantity base = new Quantity.Base(dec("0.0010"));
    append(record("ARISTO_1_1706000000_abc", Samples.limit(), base), OrderStatus.FILLED, "0.0010");
    append(record("part", Samples.limit(), base), OrderStatus.PARTIALLY_FILLED, "0.0005");
    long rejected = record("rejected", Samples.limit(), base);
    Failure noFunds = Failure.of(ErrorKind.INSUFFICIENT_FUNDS, "not enough");
    journal.append(rejected, new OrderEvent.Rejected(noFunds), Samples.wire());
    append(
        record("quote", new OrderTerms.Market(), new Quantity.Quote(dec("50"))),
        OrderStatus.FILLED,
        "0.0011");
    append(record("stop", new OrderTerms.StopMarket(dec("40000")), base), OrderStatus.NEW, null);
    long doubtful = record("doubt", Samples.limit(), base);
    Failure silence = Failure.of(ErrorKind.TIMEOUT, "no answer");
    journal.append(doubtful, new OrderEvent.Unconfirmed(silence), Samples.wire());
    record("sending", Samples.limit(), base);
    database
        .jdbi()
        .useHandle(h -> {
          h.execute(BULK);
          h.execute("ANALYZE orders");
        });
  }

  private long record(String id, OrderTerms terms, Quantity quantity) {
    Intent intent = intent(7, 5, id, terms, quantity);
    ClientOrderId clientId = new ClientOrderId(id);
    Intent named = Samples.intent(7, 5, "R" + ids.incrementAndGet(), clientId, intent.request());
    return journal.record(named).order().id();
  }

  private void append(long id, OrderStatus status, @Nullable String filled) {
    journal.append(id, new OrderEvent.Accepted(order(status, filled, NOON)), Samples.wire());
  }

  @AfterAll
  void close() {
    journal.close();
    database.close();
  }

  private List<Map<String, Object>> rows(String sql, Object... arguments) {
    return database.jdbi().withHandle(h -> h.select(sql, arguments).mapToMap().list());
  }

  @Test
  void an_order_is_found_by_the_callers_id_in_the_raw_response() {
    List<Map<String, Object>> rows = rows(BY_RAW_CLIENT_ID);
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst()).containsEntry("status", "closed").containsEntry("side", "buy");
  }

  @Test
  void a_venue_without_userref_does_not_break_the_search_for_one() {
    assertThat(rows(BY_USERREF)).isEmpty();
  }

  @Test
  void an_order_is_found_by_its_client_id_with_the_native_status() {
    Map<String, Object> row = rows(BY_CLIENT_ID, "part").getFirst();
    assertThat(row)
        .containsEntry("symbol", "BTC/USDT")
        .containsEntry("status", "open")
        .containsEntry("native_status", "PARTIALLY_FILLED");
    assertThat(rows(BY_CLIENT_ID, "doubt").getFirst()).containsEntry("status", "UNKNOWN");
    assertThat(rows(BY_CLIENT_ID, "rejected").getFirst()).containsEntry("status", "cancelled");
  }

  @Test
  void fill_rates_are_averaged_over_every_kind_of_row() {
    List<Map<String, Object>> rows = rows(FILL_RATES);
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst())
        .containsEntry("exchange", "binance")
        .containsEntry("total_orders", 20_007L);
    assertThat(String.valueOf(rows.getFirst().get("avg_fill_rate"))).startsWith("0.5000");
  }

  @Test
  void the_searches_by_client_id_use_an_index() {
    assertThat(plan(BY_RAW_CLIENT_ID)).contains("orders_raw_client_id").doesNotContain("Seq Scan");
    assertThat(plan(BY_CLIENT_ID.replace("?", "'part'")))
        .contains("Index")
        .contains("orders_client_id")
        .doesNotContain("Seq Scan");
  }

  @Test
  void the_search_by_native_ids_does_not_walk_the_orders_of_a_broker() {
    assertThat(
            plan(
                Journal.BY_NATIVE_IDS
                    .replace(":broker", "1")
                    .replace(":ids", "'{ar-7,ar-9}'::text[]")))
        .contains("orders_native", "orders_former_native", "orders_amending")
        .doesNotContain("Seq Scan on orders", "orders_by_broker");
  }

  private String plan(String sql) {
    List<String> lines =
        database.jdbi().withHandle(h -> h.createQuery("EXPLAIN " + sql).mapTo(String.class).list());
    return String.join("\n", lines);
  }

  @Test
  void every_status_has_the_same_unified_word_in_the_view_as_in_java() {
    for (OrderStatus status : OrderStatus.values()) {
      String word =
          database
              .jdbi()
              .inTransaction(h -> {
                h.execute(
                    "UPDATE orders SET status = ? WHERE client_order_id = 'part'", status.name());
                String seen =
                    h.select("SELECT status FROM trades WHERE client_order_id = 'part'")
                        .mapTo(String.class)
                        .one();
                h.rollback();
                return seen;
              });
      assertThat(word).as("%s", status).isEqualTo(status.unified());
    }
  }
}
