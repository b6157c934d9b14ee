package org.aristobot.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.OrderRequest;
import org.jspecify.annotations.Nullable;

/**
 * Commits intents, many in one statement, which is its own transaction: one round trip. An attempt
 * has a token of its own, so that a statement whose commit answer was lost is simply run again:
 * either it finds its own rows, or it writes them now. Legs are written by the statement that
 * writes their parents; a batch without any runs a statement that knows of none.
 */
final class RecordLane implements AutoCloseable {

  private static final long PAUSE_MILLIS = 50;

  private static final String INSERT =
      """
      WITH stored AS (
        INSERT INTO orders (%1$s)
        SELECT %1$s FROM unnest(?::order_new[])
        ON CONFLICT DO NOTHING
        RETURNING id, attempt),
      event AS (
        INSERT INTO order_events (order_id, token, kind, at, body)
        SELECT s.id, e.token, e.kind, e.at, e.body
        FROM unnest(?::event_new[]) e JOIN stored s ON s.attempt = e.token)
      SELECT id, attempt FROM stored
      """
          .formatted(OrderRow.NEW_COLUMNS);

  /** A leg whose parent is refused joins nothing; one whose own id is taken fails the statement. */
  private static final String INSERT_FAMILIES =
      """
      WITH stored AS (
        INSERT INTO orders (%1$s)
        SELECT %1$s FROM unnest(?::order_new[])
        ON CONFLICT DO NOTHING
        RETURNING id, attempt),
      leg AS (
        INSERT INTO orders (%1$s)
        SELECT %2$s
        FROM unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS m (token, parent, n)
        JOIN stored s ON s.attempt = m.parent
        JOIN unnest(?::order_new[]) l ON l.attempt = m.token
        ORDER BY l.broker_id, m.n
        RETURNING id, attempt, parent_id),
      event AS (
        INSERT INTO order_events (order_id, token, kind, at, body)
        SELECT s.id, e.token, e.kind, e.at, (e.body::jsonb || s.parent)::json
        FROM unnest(?::event_new[]) e
        JOIN (
          SELECT id, attempt, '{}'::jsonb AS parent FROM stored
          UNION ALL
          SELECT id, attempt, jsonb_build_object('parentId', parent_id) FROM leg) s
          ON s.attempt = e.token
        ORDER BY s.id)
      SELECT id, attempt FROM stored UNION ALL SELECT id, attempt FROM leg
      """
          .formatted(
              OrderRow.NEW_COLUMNS,
              RowType.names("l.", OrderRow.NEW.columns())
                  .replace("l.parent_id", "s.id AS parent_id"));

  private static final String EARLIER =
      """
      SELECT %s FROM orders o
      WHERE NOT o.identity_free
        AND ((o.user_id = ? AND o.request_id = ? AND o.parent_id IS NULL)
          OR (o.broker_id = ? AND o.client_order_id = ?)
          OR (o.broker_id = ? AND o.native_client_order_id = ?))
      ORDER BY o.attempt = ? DESC, o.user_id = ? AND o.request_id = ? DESC
      LIMIT 1
      """
          .formatted(OrderReader.COLUMNS);

  private static final String WRITTEN =
      "SELECT order_id, token FROM order_events WHERE token = ANY (?)";

  /** In this order rows are written, so that two gateways with the same ids wait in one order. */
  private static final Comparator<Row> BY_KEY =
      Comparator.<Row>comparingLong(row -> row.draft().brokerId())
          .thenComparing(row -> row.draft().clientOrderId().text());

  private final DataSource source;
  private final Duration patience;
  private final Lane<Attempt> lane;
  private final Settler settler;

  /** Takes care of an attempt that may have been committed although its caller was told no. */
  interface Settler {
    void settle(Attempt attempt);
  }

  /** An order to be written, with its first event. */
  private record Row(StoredOrder draft, EventRow event) {

    static Row of(
        Intent intent, @Nullable String permits, String owner, Instant now, Duration lease) {
      OrderEvent.Requested event =
          new OrderEvent.Requested(intent, owner, now.plus(lease), null, permits);
      StoredOrder draft = OrderFold.begin(0, now, event);
      return new Row(draft, EventRow.of(null, UUID.randomUUID(), draft.createdAt(), event));
    }

    UUID token() {
      return event.token();
    }

    StoredOrder stored(long id, @Nullable Long parentId) {
      return new StoredOrder(id, parentId, 0, draft.createdAt(), draft.intent(), draft.state());
    }
  }

  /** One call of {@link Journal#record}. */
  static final class Attempt {
    final CompletableFuture<Recorded> answer = new CompletableFuture<>();
    private final Row row;
    private final List<Row> legs;
    private final Lease lease;
    private final long deadline;
    private boolean doubtful;

    private Attempt(Row row, List<Row> legs, Lease lease, long deadline) {
      this.row = row;
      this.legs = legs;
      this.lease = lease;
      this.deadline = deadline;
    }

    /** The same attempt with nobody waiting for it. */
    Attempt again() {
      return new Attempt(row, legs, lease, deadline);
    }
  }

  RecordLane(DataSource source, Duration patience, Settler settler) {
    this.source = source;
    this.patience = patience;
    this.settler = settler;
    lane = new Lane<>("journal-record", this::write, RecordLane::refuse);
  }

  Attempt add(
      Intent intent,
      List<OrderRequest> legs,
      @Nullable String permits,
      String owner,
      Instant now,
      Duration lease) {
    long start = System.nanoTime();
    Lease ours = Lease.of(0, owner, lease, start, now);
    Attempt attempt =
        new Attempt(
            Row.of(intent, permits, owner, now, lease),
            legs.stream().map(leg -> Row.of(intent.leg(leg), null, owner, now, lease)).toList(),
            ours,
            start + patience.toNanos());
    lane.add(attempt);
    return attempt;
  }

  private static void refuse(Attempt attempt) {
    attempt.answer.completeExceptionally(
        new ExchangeException(ErrorKind.INTERNAL, "the journal is not available: it is closing"));
  }

  private void write(List<Attempt> batch) {
    List<Attempt> left = batch;
    while (!left.isEmpty()) {
      try {
        left = insert(left);
      } catch (SQLException | RuntimeException e) {
        if (Outage.passes(e)) {
          left = stillPatient(left, e);
          pause();
        } else if (left.size() == 1) {
          left.getFirst().answer.completeExceptionally(Outage.refused(e));
          return;
        } else {
          // One of them is bad: halve until it stands alone.
          int half = left.size() / 2;
          write(left.subList(0, half));
          left = left.subList(half, left.size());
        }
      }
    }
  }

  /** Runs an attempt again until the database has an answer; for the settler. */
  @Nullable Recorded repeat(Attempt attempt) throws SQLException {
    insert(List.of(attempt));
    return attempt.answer.isDone() ? attempt.answer.getNow(null) : null;
  }

  /** Answers those that are decided and returns those that must be tried again. */
  private List<Attempt> insert(List<Attempt> batch) throws SQLException {
    try (Connection connection = source.getConnection()) {
      Map<UUID, Long> stored = insert(connection, batch);
      List<Attempt> again = new ArrayList<>();
      for (Attempt attempt : batch) {
        Recorded recorded =
            stored.containsKey(attempt.row.token())
                ? fresh(attempt, stored)
                : earlier(connection, attempt);
        if (recorded == null) {
          // The row in our way has given its ids back meanwhile.
          again.add(attempt);
        } else {
          attempt.answer.complete(recorded);
        }
      }
      return again;
    }
  }

  private static Map<UUID, Long> insert(Connection connection, List<Attempt> batch)
      throws SQLException {
    List<Row> rows = batch.stream().map(attempt -> attempt.row).sorted(BY_KEY).toList();
    List<Row> legs = batch.stream().flatMap(attempt -> attempt.legs.stream()).toList();
    try (PreparedStatement statement =
        connection.prepareStatement(legs.isEmpty() ? INSERT : INSERT_FAMILIES)) {
      int at = 0;
      OrderRow.NEW.set(statement, ++at, orders(rows));
      if (!legs.isEmpty()) {
        statement.setArray(++at, tokens(connection, legs.stream().map(Row::token)));
        statement.setArray(++at, tokens(connection, parents(batch)));
        OrderRow.NEW.set(statement, ++at, orders(legs));
      }
      EventRow.TYPE.set(
          statement, ++at, Stream.concat(rows.stream(), legs.stream()).map(Row::event).toList());
      return ids(statement);
    } catch (SQLException e) {
      if (Outage.leavesDoubt(e)) {
        batch.forEach(attempt -> attempt.doubtful = true);
      }
      throw e;
    }
  }

  private static List<OrderRow> orders(List<Row> rows) {
    return rows.stream().map(row -> new OrderRow(row.token(), row.draft())).toList();
  }

  /** The token of its parent for every leg. */
  private static Stream<UUID> parents(List<Attempt> batch) {
    return batch.stream().flatMap(attempt -> attempt.legs.stream().map(_ -> attempt.row.token()));
  }

  private static Array tokens(Connection connection, Stream<UUID> tokens) throws SQLException {
    return connection.createArrayOf("uuid", tokens.toArray());
  }

  private static Recorded fresh(Attempt attempt, Map<UUID, Long> ids) {
    long id = Objects.requireNonNull(ids.get(attempt.row.token()));
    Lease of = attempt.lease;
    Lease lease = new Lease(id, of.owner(), of.endNanos(), of.end());
    List<StoredOrder> legs = new ArrayList<>();
    for (Row leg : attempt.legs) {
      legs.add(leg.stored(Objects.requireNonNull(ids.get(leg.token())), id));
    }
    return new Recorded.Fresh(attempt.row.stored(id, null), legs, lease);
  }

  /** The rows of an attempt whose commit answer was lost, by token. */
  private static Map<UUID, Long> written(Connection connection, Attempt attempt)
      throws SQLException {
    List<UUID> tokens = new ArrayList<>(List.of(attempt.row.token()));
    attempt.legs.forEach(leg -> tokens.add(leg.token()));
    try (PreparedStatement statement = connection.prepareStatement(WRITTEN)) {
      statement.setArray(1, tokens(connection, tokens.stream()));
      return ids(statement);
    }
  }

  private static Map<UUID, Long> ids(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      Map<UUID, Long> ids = new HashMap<>();
      while (rows.next()) {
        ids.put(rows.getObject(2, UUID.class), rows.getLong(1));
      }
      return ids;
    }
  }

  private static @Nullable Recorded earlier(Connection connection, Attempt attempt)
      throws SQLException {
    Intent intent = attempt.row.draft().intent();
    ClientOrderId clientOrderId = intent.clientOrderId();
    try (PreparedStatement statement = connection.prepareStatement(EARLIER)) {
      statement.setLong(1, intent.userId());
      statement.setString(2, intent.requestId());
      statement.setLong(3, intent.brokerId());
      statement.setString(4, clientOrderId.text());
      statement.setLong(5, intent.brokerId());
      statement.setString(6, intent.request().id().text());
      statement.setObject(7, attempt.row.token());
      statement.setLong(8, intent.userId());
      statement.setString(9, intent.requestId());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        StoredOrder order = OrderReader.read(row);
        boolean ours = attempt.row.token().equals(row.getObject("attempt", UUID.class));
        return ours ? fresh(attempt, written(connection, attempt)) : new Recorded.Earlier(order);
      }
    }
  }

  private List<Attempt> stillPatient(List<Attempt> batch, Exception cause) {
    long now = System.nanoTime();
    List<Attempt> patient = new ArrayList<>();
    for (Attempt attempt : batch) {
      if (now - attempt.deadline < 0 && !lane.isClosed()) {
        patient.add(attempt);
      } else if (attempt.doubtful) {
        giveUpInDoubt(attempt, cause);
      } else {
        attempt.answer.completeExceptionally(Outage.unavailable(cause));
      }
    }
    return patient;
  }

  private void giveUpInDoubt(Attempt attempt, Exception cause) {
    attempt.answer.completeExceptionally(
        new ExchangeException(
            Failure.of(
                ErrorKind.ORDER_STATE_UNKNOWN,
                "the journal stopped answering; the order was not sent, its ids may stay taken"
                    + " until the journal is back"),
            cause));
    settler.settle(attempt);
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
