package org.aristobot.fault;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.bus.BusClient;
import org.aristobot.fault.SimulatedVenue.VenueOrder;
import org.aristobot.journal.Database;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds what callers were told and what the journal has against the venue's own list. */
final class Verdict {

  private static final String IN_DOUBT = "ORDER_STATE_UNKNOWN";
  private static final String NOT_PLACED = "ORDER_NOT_PLACED";

  /** A request and its answer. */
  record Asked(String requestId, ObjectNode params, BusClient.Answer answer) {}

  /** An order in the journal. */
  private record Row(
      String nativeClientOrderId,
      @Nullable String venueOrderId,
      String symbol,
      String side,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal filled,
      String status) {}

  private final List<String> problems = new ArrayList<>();
  private final Map<String, Row> rows;
  private final Map<String, VenueOrder> venue = new HashMap<>();
  private int recorded;
  private int placed;
  private int missing;
  private int inDoubt;

  private Verdict(Map<String, Row> rows) {
    this.rows = rows;
  }

  /** Reads the journal and the venue's list and compares. */
  static Verdict on(World world, List<Asked> asked) {
    Verdict verdict = new Verdict(rows(world.database()));
    List<VenueOrder> orders = world.venue().orders();
    for (VenueOrder order : orders) {
      if (verdict.venue.put(order.clientOrderId(), order) != null) {
        verdict.problems.add("the venue has " + order.clientOrderId() + " twice");
      }
    }
    asked.forEach(verdict::judge);
    if (orders.size() != verdict.placed) {
      verdict.problems.add(
          orders.size() + " orders on the venue, " + verdict.placed + " of them were asked for");
    }
    if (verdict.rows.size() != verdict.recorded) {
      verdict.problems.add(
          verdict.rows.size() + " rows in the journal, " + verdict.recorded + " were asked for");
    }
    return verdict;
  }

  private static Map<String, Row> rows(Database database) {
    Map<String, Row> rows = new HashMap<>();
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createQuery(
                    "SELECT request_id, native_client_order_id, venue_order_id, symbol, side,"
                        + " quantity, filled, status FROM orders WHERE NOT identity_free")
                .map((row, _) ->
                    rows.put(
                        row.getString("request_id"),
                        new Row(
                            row.getString("native_client_order_id"),
                            row.getString("venue_order_id"),
                            row.getString("symbol"),
                            row.getString("side"),
                            row.getBigDecimal("quantity"),
                            row.getBigDecimal("filled"),
                            row.getString("status"))))
                .list());
    return rows;
  }

  private void judge(Asked asked) {
    Row row = rows.get(asked.requestId());
    VenueOrder order = row == null ? null : venue.get(row.nativeClientOrderId());
    recorded += row == null ? 0 : 1;
    placed += order == null ? 0 : 1;
    if (asked.answer().success()) {
      judgePlaced(asked, row, order);
    } else if (IN_DOUBT.equals(asked.answer().code())) {
      inDoubt++;
      missing += order == null ? 1 : 0;
    } else if (NOT_PLACED.equals(asked.answer().code()) && order == null) {
      missing++;
    } else {
      problem(
          asked,
          "answered %s %s, the venue has %s"
              .formatted(asked.answer().code(), asked.answer().error(), order));
    }
  }

  private void judgePlaced(Asked asked, @Nullable Row row, @Nullable VenueOrder order) {
    if (row == null || order == null) {
      problem(asked, "answered with success, but journal " + row + ", venue " + order);
      return;
    }
    JsonNode data = asked.answer().data();
    same(asked, "id of the answer", data.get("id").asString(), order.id());
    same(asked, "id in the journal", row.venueOrderId(), order.id());
    same(asked, "symbol", row.symbol(), order.symbol());
    same(asked, "side", row.side(), order.side());
    same(asked, "status", row.status(), order.status());
    same(asked, "symbol asked for", asked.params().get("symbol").asString(), order.symbol());
    same(asked, "side asked for", asked.params().get("side").asString(), order.side());
    equal(asked, "filled", row.filled(), order.filled());
    if (asked.params().has("quantity")) {
      equal(asked, "quantity", row.quantity(), order.quantity());
      equal(asked, "quantity asked for", quantity(asked), order.quantity());
    }
  }

  private static BigDecimal quantity(Asked asked) {
    return asked.params().get("quantity").decimalValue();
  }

  private void same(Asked asked, String what, @Nullable String ours, String venues) {
    if (!Objects.equals(ours, venues)) {
      problem(asked, what + " is " + ours + ", the venue says " + venues);
    }
  }

  private void equal(Asked asked, String what, @Nullable BigDecimal ours, BigDecimal venues) {
    if (ours == null || ours.compareTo(venues) != 0) {
      problem(asked, what + " is " + ours + ", the venue says " + venues);
    }
  }

  private void problem(Asked asked, String what) {
    problems.add(asked.requestId() + " " + asked.params() + ": " + what);
  }

  /** One sentence each; empty if everything agrees. */
  List<String> problems() {
    return problems;
  }

  /** Requests whose order is on the venue. */
  int placed() {
    return placed;
  }

  /** Requests without an order on the venue, answered as in doubt or as proven not placed. */
  int missing() {
    return missing;
  }

  /** Requests that were answered as in doubt. */
  int inDoubt() {
    return inDoubt;
  }
}
