package org.aristobot.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Fill;
import org.jspecify.annotations.Nullable;

/**
 * Commits events and the orders that they make. An order that this gateway wrote last is folded
 * from memory and stored in one statement, on condition that its version still stands; where it
 * does not, rows are locked in the order of their ids, read, folded and stored. A repeat after a
 * lost commit answer changes nothing: events carry a token, and the fold takes an event twice.
 */
final class AppendLane implements AutoCloseable {

  private static final String LOCK =
      "SELECT %s FROM orders o WHERE o.id = ANY (?) ORDER BY o.id FOR UPDATE OF o"
          .formatted(OrderReader.COLUMNS);

  private static final String FILLS =
      """
      ,
      fill AS (
        INSERT INTO fills
        SELECT f.* FROM unnest(?::fill_new[]) f
        JOIN changed c ON c.id = f.order_id
        ORDER BY f.broker_id, f.symbol, f.fill_id
        ON CONFLICT DO NOTHING)
      """;

  private static final String STORE = store(false);

  /** Most outcomes bring no fills; this one knows of some. */
  private static final String STORE_FILLS = store(true);

  /**
   * Rows are locked one after the other as they stand in the batch, which is sorted by their ids,
   * whatever the planner thinks of the tables. One that has changed since it was read is left.
   */
  private static String store(boolean fills) {
    return """
    WITH changed AS (
      UPDATE orders o SET (%1$s) = ROW (%2$s)
      FROM unnest(?::order_changed[]) c CROSS JOIN LATERAL (
        SELECT r.ctid AS place FROM orders r
        WHERE r.id = c.id AND r.version = c.version - 1
        FOR UPDATE) found
      WHERE o.ctid = found.place
      RETURNING o.id),
    event AS (
      INSERT INTO order_events (order_id, token, kind, at, body)
      SELECT e.order_id, e.token, e.kind, e.at, e.body
      FROM unnest(?::event_new[]) e JOIN changed c ON c.id = e.order_id
      ON CONFLICT (token) DO NOTHING
      RETURNING token),
    wire AS (
      INSERT INTO wire_log (%3$s)
      SELECT %4$s
      FROM unnest(?::wire_new[]) w JOIN event e ON e.token = w.token)%5$s
    SELECT id FROM changed
    """
        .formatted(
            RowType.names(OrderRow.STATE),
            RowType.names("c.", OrderRow.STATE),
            RowType.names(WireRow.TYPE.columns()),
            RowType.names("w.", WireRow.TYPE.columns()),
            fills ? FILLS : "");
  }

  private final DataSource source;
  private final RecentOrders recent;
  private final Lane<List<Append>> lane;

  /** One call of {@link Journal#append}. What can be made ready is, on the caller's thread. */
  static final class Append {
    final CompletableFuture<StoredOrder> answer = new CompletableFuture<>();
    final long orderId;
    final Instant at;
    final OrderEvent event;
    final EventRow row;
    final @Nullable WireRecord wire;

    Append(long orderId, Instant at, OrderEvent event, @Nullable WireRecord wire) {
      this.orderId = orderId;
      this.at = at;
      this.event = event;
      this.wire = wire;
      row = EventRow.of(orderId, UUID.randomUUID(), at, event);
    }
  }

  AppendLane(DataSource source, RecentOrders recent) {
    this.source = source;
    this.recent = recent;
    lane = new Lane<>("journal-append", this::write, AppendLane::refuse);
  }

  /** Appends that are added together share a commit. */
  void add(List<Append> appends) {
    lane.add(appends);
  }

  private static void refuse(List<Append> appends) {
    for (Append append : appends) {
      append.answer.completeExceptionally(
          new ExchangeException(ErrorKind.INTERNAL, "the journal is not available: it is closing"));
    }
  }

  private void write(List<List<Append>> batch) {
    List<Append> sorted = new ArrayList<>();
    batch.forEach(sorted::addAll);
    sorted.sort(Comparator.comparingLong(append -> append.orderId));
    writeSorted(sorted);
  }

  private void writeSorted(List<Append> batch) {
    List<Append> left = batch;
    while (!left.isEmpty()) {
      try {
        store(left);
        return;
      } catch (SQLException | RuntimeException e) {
        left = left.stream().filter(append -> !append.answer.isDone()).toList();
        if (Outage.passes(e)) {
          if (lane.isClosed()) {
            left.forEach(append -> append.answer.completeExceptionally(Outage.unavailable(e)));
            return;
          }
          RecordLane.pause();
        } else if (left.size() <= 1) {
          left.forEach(append -> append.answer.completeExceptionally(Outage.refused(e)));
          return;
        } else {
          int half = left.size() / 2;
          writeSorted(left.subList(0, half));
          left = left.subList(half, left.size());
        }
      }
    }
  }

  private void store(List<Append> batch) throws SQLException {
    Map<Long, StoredOrder> known = new HashMap<>();
    for (Append append : batch) {
      StoredOrder order = recent.get(append.orderId);
      if (order != null) {
        known.put(append.orderId, order);
      }
    }
    try (Connection connection = source.getConnection()) {
      List<Append> rest = storeKnown(connection, batch, known);
      if (!rest.isEmpty()) {
        storeLocked(connection, rest);
      }
    }
  }

  /** In one statement; returns those whose row is not known, or not as we thought. */
  private List<Append> storeKnown(
      Connection connection, List<Append> batch, Map<Long, StoredOrder> known) throws SQLException {
    List<Append> ours = batch.stream().filter(a -> known.containsKey(a.orderId)).toList();
    List<Append> rest =
        new ArrayList<>(batch.stream().filter(a -> !known.containsKey(a.orderId)).toList());
    if (ours.isEmpty()) {
      return rest;
    }
    Map<Long, StoredOrder> folded = fold(ours, known);
    Set<Long> changed = store(connection, ours, folded);
    for (Append append : ours) {
      if (changed.contains(append.orderId)) {
        answer(append, folded);
      } else {
        recent.remove(append.orderId);
        rest.add(append);
      }
    }
    return rest;
  }

  private void storeLocked(Connection connection, List<Append> batch) throws SQLException {
    connection.setAutoCommit(false);
    Map<Long, StoredOrder> folded;
    try {
      Map<Long, StoredOrder> rows = lock(connection, batch);
      for (Append append : batch) {
        if (!rows.containsKey(append.orderId)) {
          append.answer.completeExceptionally(
              new IllegalArgumentException("the journal has no order " + append.orderId));
        }
      }
      List<Append> there = batch.stream().filter(a -> rows.containsKey(a.orderId)).toList();
      folded = fold(there, rows);
      if (!there.isEmpty()) {
        store(connection, there, folded);
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      rollback(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    batch.stream().filter(a -> folded.containsKey(a.orderId)).forEach(a -> answer(a, folded));
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private void answer(Append append, Map<Long, StoredOrder> folded) {
    StoredOrder order = Objects.requireNonNull(folded.get(append.orderId));
    recent.put(order);
    append.answer.complete(order);
  }

  private static Map<Long, StoredOrder> fold(List<Append> batch, Map<Long, StoredOrder> from) {
    Map<Long, StoredOrder> folded = new TreeMap<>();
    for (Append append : batch) {
      StoredOrder before = folded.get(append.orderId);
      if (before == null) {
        before = Objects.requireNonNull(from.get(append.orderId));
      }
      folded.put(append.orderId, OrderFold.apply(before, append.at, append.event));
    }
    folded.replaceAll((_, order) -> order.next());
    return folded;
  }

  private static Map<Long, StoredOrder> lock(Connection connection, List<Append> batch)
      throws SQLException {
    Set<Long> ids = new HashSet<>();
    batch.forEach(append -> ids.add(append.orderId));
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        Map<Long, StoredOrder> orders = new HashMap<>();
        while (rows.next()) {
          StoredOrder order = OrderReader.read(rows);
          orders.put(order.id(), order);
        }
        return orders;
      }
    }
  }

  /** Applies one event inside the caller's transaction, who holds the row. */
  static void storeIn(Connection connection, Append append, StoredOrder row) throws SQLException {
    List<Append> batch = List.of(append);
    store(connection, batch, fold(batch, Map.of(row.id(), row)));
  }

  private static Set<Long> store(
      Connection connection, List<Append> batch, Map<Long, StoredOrder> folded)
      throws SQLException {
    List<FillRow> fills = fills(batch, folded);
    try (PreparedStatement statement =
        connection.prepareStatement(fills.isEmpty() ? STORE : STORE_FILLS)) {
      OrderRow.CHANGED.set(statement, 1, List.copyOf(folded.values()));
      EventRow.TYPE.set(statement, 2, batch.stream().map(append -> append.row).toList());
      WireRow.TYPE.set(statement, 3, wires(batch, folded));
      if (!fills.isEmpty()) {
        FillRow.TYPE.set(statement, 4, fills);
      }
      try (ResultSet rows = statement.executeQuery()) {
        Set<Long> changed = new HashSet<>();
        while (rows.next()) {
          changed.add(rows.getLong(1));
        }
        return changed;
      }
    }
  }

  private static List<WireRow> wires(List<Append> batch, Map<Long, StoredOrder> folded) {
    List<WireRow> wires = new ArrayList<>();
    for (Append append : batch) {
      if (append.wire != null) {
        StoredOrder order = Objects.requireNonNull(folded.get(append.orderId));
        wires.add(new WireRow(append.row.token(), order.brokerId(), append.orderId, append.wire));
      }
    }
    return wires;
  }

  private static List<FillRow> fills(List<Append> batch, Map<Long, StoredOrder> folded) {
    List<FillRow> fills = new ArrayList<>();
    Set<String> written = new HashSet<>();
    for (Append append : batch) {
      StoredOrder order = Objects.requireNonNull(folded.get(append.orderId));
      for (Fill fill : OrderFold.shown(append.event)) {
        if (written.add(order.id() + " " + fill.id())) {
          fills.add(new FillRow(order, fill, append.at));
        }
      }
    }
    return fills;
  }

  @Override
  public void close() {
    lane.close();
  }
}
