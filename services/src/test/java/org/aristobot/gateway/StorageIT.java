package org.aristobot.gateway;

import static org.aristobot.gateway.GatewayRig.FILLING;
import static org.aristobot.gateway.GatewayRig.RESTING;
import static org.aristobot.gateway.GatewayRig.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.journal.Intent;
import org.aristobot.journal.Journal;
import org.aristobot.journal.OrderEvent;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * What an order leaves in the database: its state, its history, its fills and the venue's words.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageIT {

  private static final String EVENTS =
      "SELECT kind FROM order_events e JOIN orders o ON o.id = e.order_id"
          + " WHERE o.client_order_id = ? ORDER BY e.seq";

  private final GatewayRig rig = new GatewayRig();

  /** One order of every kind. */
  @BeforeAll
  void place() {
    rig.placed(with(FILLING, "{'client_order_id':'ARISTO_1_1706000000_abc'}"));
    rig.placed(with(RESTING, "{'client_order_id':'resting'}"));
    rig.placed(with(RESTING, "{'client_order_id':'cancelled'}"));
    rig.data("cancel_order", "{'client_order_id':'cancelled'}");
    rig.placed(
        "{'symbol':'ETH/USDT','side':'buy','type':'market','quote_quantity':'100.50',"
            + "'client_order_id':'quote'}");
    rig.place(with(RESTING, "{'quantity':'100','client_order_id':'rejected'}"));
    conditional();
    rig.venue.arm(
        "{\"fault\":\"http_504\",\"after_accept\":false,\"times\":1,\"match\":\"place_order\"}");
    Answer doubtful = rig.place(with(RESTING, "{'client_order_id':'doubtful'}"));
    rig.venue.calm();
    assertThat(doubtful.code()).isEqualTo("ORDER_STATE_UNKNOWN");
    assertThat(doubtful.data().get("client_order_id").asString()).isEqualTo("doubtful");
  }

  /** The venue's client places none yet; the tables hold them all the same. */
  private void conditional() {
    ClientOrderId id = new ClientOrderId("conditional");
    OrderRequest request =
        new OrderRequest(
            NativeClientOrderId.derive(rig.broker, id),
            Symbol.parse("BTC/USDT"),
            Side.SELL,
            new Quantity.Base(new BigDecimal("0.001")),
            new OrderTerms.StopMarket(new BigDecimal("39000")),
            null,
            null,
            NativeParams.NONE);
    InstantSource clock = InstantSource.system();
    try (Journal other =
        new Journal(rig.database.source(), "other", Duration.ofSeconds(30), clock)) {
      long order =
          other
              .record(
                  new Intent(
                      rig.user,
                      rig.broker,
                      "conditional",
                      null,
                      null,
                      Venue.BINANCE,
                      Environment.LIVE,
                      "spot",
                      id,
                      request,
                      false,
                      List.of(),
                      false,
                      "conditional",
                      "POST /api/v3/order",
                      clock.instant().plusSeconds(5)))
              .order()
              .id();
      other.append(order, new OrderEvent.Accepted(shown(request)), null);
    }
  }

  private static Order shown(OrderRequest request) {
    return new Order(
        new VenueOrderId("777"),
        request.id(),
        request.symbol(),
        request.side(),
        OrderType.STOP_LOSS,
        new BigDecimal("0.001"),
        null,
        null,
        new BigDecimal("39000"),
        null,
        OrderStatus.NEW,
        "NEW",
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        null,
        List.of(),
        List.of(),
        null,
        null,
        "{\"orderId\":777,\"status\":\"NEW\",\"type\":\"STOP_LOSS\"}");
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private List<Object> events(String clientId) {
    return rig.rows(EVENTS, clientId).stream().map(row -> row.get("kind")).toList();
  }

  private Map<String, Object> trade(String clientId) {
    return rig.row("SELECT * FROM trades WHERE client_order_id = ?", clientId);
  }

  private static void assertNumber(@Nullable Object value, String expected) {
    assertThat((BigDecimal) value).isEqualByComparingTo(expected);
  }

  @Test
  void every_state_an_order_was_in_is_kept() {
    assertThat(events("ARISTO_1_1706000000_abc")).containsExactly("Requested", "Accepted");
    assertThat(events("resting")).containsExactly("Requested", "Accepted");
    assertThat(events("cancelled"))
        .containsExactly("Requested", "Accepted", "CancelRequested", "Canceled");
    assertThat(events("rejected")).containsExactly("Requested", "Rejected");
    assertThat(events("doubtful"))
        .startsWith("Requested", "Unconfirmed")
        .containsOnly("Requested", "Unconfirmed", "LookedFor");
  }

  @Test
  void a_filled_order_is_stored_with_its_fills_and_fees() {
    Map<String, Object> trade = trade("ARISTO_1_1706000000_abc");
    assertThat(trade)
        .containsEntry("status", "closed")
        .containsEntry("order_status", "FILLED")
        .containsEntry("exchange", "binance")
        .containsEntry("market", "spot")
        .containsEntry("side", "buy")
        .containsEntry("type", "market")
        .containsEntry("fee_currency", "BTC");
    assertNumber(trade.get("quantity"), "0.001");
    assertNumber(trade.get("filled"), "0.001");
    List<Map<String, Object>> fills =
        rig.rows("SELECT * FROM fills WHERE order_id = ?", trade.get("id"));
    assertThat(fills).isNotEmpty();
    BigDecimal sum =
        fills.stream()
            .map(fill -> (BigDecimal) fill.get("quantity"))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualByComparingTo("0.001");
    assertThat(fills.getFirst())
        .containsEntry("venue_order_id", trade.get("venue_order_id"))
        .containsEntry("fee_currency", "BTC");
  }

  @Test
  void an_order_sized_in_quote_has_no_base_quantity() {
    Map<String, Object> trade = trade("quote");
    assertThat(trade).containsEntry("status", "closed").containsEntry("quantity", null);
    assertNumber(trade.get("quote_quantity"), "100.50");
  }

  @Test
  void a_rejected_order_is_stored_with_the_venues_words() {
    Map<String, Object> trade = trade("rejected");
    assertThat(trade)
        .containsEntry("status", "cancelled")
        .containsEntry("order_status", "REJECTED")
        .containsEntry("error_kind", "INSUFFICIENT_FUNDS")
        .containsEntry("error_code", "-2010")
        .containsEntry("venue_order_id", null);
    Map<String, Object> wire = wire("rejected", "place_order");
    assertThat(wire).containsEntry("http_status", 400);
    assertThat(String.valueOf(wire.get("response"))).contains("-2010");
  }

  @Test
  void an_order_in_doubt_is_stored_as_unknown() {
    assertThat(trade("doubtful"))
        .containsEntry("status", "UNKNOWN")
        .containsEntry("venue_order_id", null);
    assertThat(wire("doubtful", "place_order")).containsEntry("http_status", 504);
    assertThat(rig.data("get_stats", "{}").get("orders_in_doubt").asLong()).isEqualTo(1);
  }

  private Map<String, Object> wire(String clientId, String operation) {
    return rig.row(
        "SELECT w.* FROM wire_log w JOIN orders o ON o.id = w.order_id"
            + " WHERE o.client_order_id = ? AND w.operation = ?",
        clientId,
        operation);
  }

  @Test
  void what_was_said_to_the_venue_is_kept_verbatim_without_what_signs_it() {
    Map<String, Object> wire = wire("resting", "place_order");
    assertThat(String.valueOf(wire.get("request")))
        .contains("symbol=BTCUSDT", "side=BUY", "type=LIMIT", "newClientOrderId=ar")
        .doesNotContainIgnoringCase("signature", "apikey", "demo");
    assertThat(String.valueOf(wire.get("response"))).contains("\"orderId\":");
    assertThat(wire).containsEntry("http_status", 200);
    assertThat(String.valueOf(wire("cancelled", "cancel_order").get("request"))).contains("DELETE");
  }

  @Test
  void the_raw_response_is_the_venues_order_with_what_queries_count_on() {
    Map<String, Object> row =
        rig.row(
            "SELECT raw_response->>'exchange' AS exchange, raw_response->>'status' AS status,"
                + " raw_response->>'clientOid' AS id, raw_response->>'clientOrderId' AS native,"
                + " jsonb_exists(raw_response, 'orderId') AS whole, native_client_order_id"
                + " FROM trades WHERE client_order_id = 'resting'");
    assertThat(row)
        .containsEntry("exchange", "binance")
        .containsEntry("status", "NEW")
        .containsEntry("id", "resting")
        .containsEntry("whole", true)
        .containsEntry("native", row.get("native_client_order_id"));
  }

  @Test
  void what_was_refused_before_it_was_sent_leaves_no_order() {
    rig.place(with(RESTING, "{'quantity':'0.000001','client_order_id':'refused'}"));
    assertThat(rig.rows("SELECT id FROM orders WHERE client_order_id = 'refused'")).isEmpty();
  }

  @Test
  void the_first_published_statement_finds_the_order() {
    List<Map<String, Object>> rows =
        rig.rows(
            "SELECT * FROM trades WHERE raw_response->>'clientOid' = 'ARISTO_1_1706000000_abc'");
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst()).containsEntry("status", "closed");
  }

  @Test
  void the_second_published_statement_finds_no_order_of_a_venue_without_userref() {
    assertThat(rig.rows("SELECT * FROM trades WHERE (raw_response->'userref')::int = 1234567"))
        .isEmpty();
  }

  @Test
  void the_third_published_statement_tells_both_statuses_of_every_kind_of_order() {
    String sql =
        "SELECT id, symbol, side, status, raw_response->>'status' AS native_status, raw_response"
            + " FROM trades WHERE client_order_id = $1";
    assertStatuses(sql, "resting", "open", "NEW");
    assertStatuses(sql, "cancelled", "cancelled", "CANCELED");
    assertStatuses(sql, "quote", "closed", "FILLED");
    assertStatuses(sql, "conditional", "open", "NEW");
    assertStatuses(sql, "rejected", "cancelled", null);
    assertStatuses(sql, "doubtful", "UNKNOWN", null);
  }

  private void assertStatuses(
      String sql, String clientId, String status, @Nullable String nativeStatus) {
    Map<String, Object> row = rig.row(sql.replace("$1", "?"), clientId);
    assertThat(row).containsEntry("status", status).containsEntry("native_status", nativeStatus);
  }

  @Test
  void the_fourth_published_statement_averages_over_every_kind_of_order() {
    Map<String, Object> row =
        rig.row(
            """
            SELECT raw_response->>'exchange' AS exchange, COUNT(*) AS total_orders, AVG(filled::numeric / quantity::numeric) AS avg_fill_rate
              FROM trades WHERE created_at >= NOW() - INTERVAL '7 days' GROUP BY 1
            """);
    assertThat(row).containsEntry("exchange", "binance").containsEntry("total_orders", 7L);
    assertThat((BigDecimal) row.get("avg_fill_rate")).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
  }

  @Test
  void the_history_of_an_order_can_be_folded_again_from_its_events() {
    JsonNode order = rig.data("get_order_info", "{'client_order_id':'cancelled'}");
    var stored = rig.journal.byClientId(rig.broker, new ClientOrderId("cancelled")).orElseThrow();
    assertThat(rig.journal.events(stored.id())).hasSize(4);
    assertThat(stored.status().unified()).isEqualTo(order.get("status").asString());
  }
}
