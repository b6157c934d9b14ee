package org.aristobot.journal;

import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.model.ClientOrderId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Commits intents, many in one statement, which is its own transaction: one round trip. An attempt
 * has a token of its own, so that a statement whose commit answer was lost is simply run again:
 * either it finds its own rows, or it writes them now.
 */
final class RecordLane implements AutoCloseable {

  private static final long PAUSE_MILLIS = 50;

  /** Sorted by key, so that two gateways with the same ids wait for each other in one order. */
  private static final String INSERT =
      """
      WITH batch AS (SELECT * FROM json_populate_recordset(NULL::orders, ?::json)),
      stored AS (
        INSERT INTO orders (%1$s, %2$s)
        SELECT %1$s, %2$s FROM batch ORDER BY broker_id, client_order_id
        ON CONFLICT DO NOTHING
        RETURNING id, attempt),
      event AS (
        INSERT INTO order_events (order_id, token, kind, at, body)
        SELECT s.id, s.attempt, 'Requested', e.at, e.body
        FROM json_to_recordset(?::json) AS e (token UUID, at TIMESTAMPTZ, body JSONB)
        JOIN stored s ON s.attempt = e.token)
      SELECT id, attempt FROM stored
      """
          .formatted(OrderRow.INTENT_COLUMNS, OrderRow.STATE_COLUMNS);

  private static final String EARLIER =
      """
      SELECT %s FROM orders o
      WHERE NOT o.identity_free
        AND ((o.user_id = ? AND o.request_id = ?)
          OR (o.broker_id = ? AND o.client_order_id = ?)
          OR (o.broker_id = ? AND o.native_client_order_id = ?))
      ORDER BY o.attempt = ? DESC, o.user_id = ? AND o.request_id = ? DESC
      LIMIT 1
      """
          .formatted(OrderReader.COLUMNS);

  private final DataSource source;
  private final Duration patience;
  private final Lane<Attempt> lane;
  private final Settler settler;

  /** Takes care of an attempt that may have been committed although its caller was told no. */
  interface Settler {
    void settle(Attempt attempt);
  }

  /** One call of {@link Journal#record}. */
  static final class Attempt {
    final CompletableFuture<Recorded> answer = new CompletableFuture<>();
    final UUID token;
    final StoredOrder draft;
    final String event;
    final Lease lease;
    final long deadline;
    private boolean doubtful;

    Attempt(UUID token, StoredOrder draft, String event, Lease lease, long deadline) {
      this.token = token;
      this.draft = draft;
      this.event = event;
      this.lease = lease;
      this.deadline = deadline;
    }

    /** The same attempt with nobody waiting for it. */
    Attempt again() {
      return new Attempt(token, draft, event, lease, deadline);
    }
  }

  RecordLane(DataSource source, Duration patience, Settler settler) {
    this.source = source;
    this.patience = patience;
    this.settler = settler;
    lane = new Lane<>("journal-record", this::write, RecordLane::refuse);
  }

  Attempt add(Intent intent, String owner, Instant now, Duration lease) {
    long start = System.nanoTime();
    OrderEvent.Requested event = new OrderEvent.Requested(intent, owner, now.plus(lease));
    StoredOrder draft = OrderFold.begin(0, null, now, event);
    // A quarter is left for clocks that differ, see Lease.
    Lease ours = new Lease(0, owner, start + lease.toNanos() / 4 * 3);
    Attempt attempt =
        new Attempt(
            UUID.randomUUID(), draft, JournalJson.write(event), ours, start + patience.toNanos());
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
        Long id = stored.get(attempt.token);
        Recorded recorded = id == null ? earlier(connection, attempt) : fresh(attempt, id);
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
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, orders(batch));
      statement.setString(2, events(batch));
      try (ResultSet rows = statement.executeQuery()) {
        Map<UUID, Long> stored = new HashMap<>();
        while (rows.next()) {
          stored.put(rows.getObject(2, UUID.class), rows.getLong(1));
        }
        return stored;
      }
    } catch (SQLException e) {
      if (Outage.leavesDoubt(e)) {
        batch.forEach(attempt -> attempt.doubtful = true);
      }
      throw e;
    }
  }

  private static String orders(List<Attempt> batch) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JournalJson.generator(text)) {
      out.writeStartArray();
      batch.forEach(attempt -> OrderRow.writeNew(out, attempt.token, attempt.draft));
      out.writeEndArray();
    }
    return text.toString();
  }

  private static String events(List<Attempt> batch) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JournalJson.generator(text)) {
      out.writeStartArray();
      for (Attempt attempt : batch) {
        out.writeStartObject();
        OrderRow.text(out, "token", attempt.token.toString());
        OrderRow.instant(out, "at", attempt.draft.createdAt());
        out.writeName("body").writeRawValue(attempt.event);
        out.writeEndObject();
      }
      out.writeEndArray();
    }
    return text.toString();
  }

  private static Recorded fresh(Attempt attempt, long id) {
    StoredOrder draft = attempt.draft;
    Lease lease = new Lease(id, attempt.lease.owner(), attempt.lease.endNanos());
    StoredOrder order =
        new StoredOrder(id, null, 0, draft.createdAt(), draft.intent(), draft.state());
    return new Recorded.Fresh(order, lease);
  }

  private static @Nullable Recorded earlier(Connection connection, Attempt attempt)
      throws SQLException {
    Intent intent = attempt.draft.intent();
    ClientOrderId clientOrderId = intent.clientOrderId();
    try (PreparedStatement statement = connection.prepareStatement(EARLIER)) {
      statement.setLong(1, intent.userId());
      statement.setString(2, intent.requestId());
      statement.setLong(3, intent.brokerId());
      statement.setString(4, clientOrderId.text());
      statement.setLong(5, intent.brokerId());
      statement.setString(6, intent.request().id().text());
      statement.setObject(7, attempt.token);
      statement.setLong(8, intent.userId());
      statement.setString(9, intent.requestId());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        StoredOrder order = OrderReader.read(row);
        boolean ours = attempt.token.equals(row.getObject("attempt", UUID.class));
        return ours ? fresh(attempt, order.id()) : new Recorded.Earlier(order);
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
