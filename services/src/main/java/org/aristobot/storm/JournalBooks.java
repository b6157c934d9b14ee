package org.aristobot.storm;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the journal has, read by SQL alone: the gateway's own code is not asked about itself. */
final class JournalBooks {

  /**
   * A row of {@code orders}.
   *
   * @param nativeIds under which it was ever sent, the one of a change under way too
   * @param nativeId under which it was placed last
   * @param amending the native id under which a change is under way; null without one
   * @param free whether it surely never left, so that its ids may be used again
   */
  record Row(
      long id,
      @Nullable Long parent,
      long userId,
      long brokerId,
      String requestId,
      String clientId,
      List<String> nativeIds,
      String nativeId,
      @Nullable String venueId,
      String status,
      int edition,
      @Nullable String amending,
      boolean free) {

    boolean isInDoubt() {
      return amending != null
          || ((status.equals("SENDING") || status.equals("UNKNOWN")) && venueId == null);
    }

    /** The venue's own number of it, without what tells its kind. */
    @Nullable String venueNumber() {
      return venueId == null ? null : venueId.substring(venueId.lastIndexOf('-') + 1);
    }

    /** Whether it says that there is no such order on the venue. */
    boolean deniesOrder() {
      return status.equals("NOT_PLACED") || status.equals("REJECTED");
    }

    boolean isFinished() {
      return status.equals("FILLED")
          || status.equals("CANCELED")
          || status.equals("EXPIRED")
          || deniesOrder();
    }
  }

  /** An event of an order. */
  record Event(long order, String kind, Instant at) {}

  private static final String ROWS =
      """
      SELECT id, parent_id, user_id, broker_id, request_id, client_order_id,
             array_remove(coalesce(former_native_ids, '{}')
               || native_client_order_id || (amending #>> '{request,id}'), NULL) AS native_ids,
             native_client_order_id, venue_order_id, status, edition,
             amending #>> '{request,id}' AS amending, identity_free
      FROM orders
      """;

  private static final String EVENTS = "SELECT order_id, kind, at FROM order_events ORDER BY seq";

  private static final String IN_DOUBT =
      """
      WHERE amending IS NOT NULL OR (status IN ('SENDING', 'UNKNOWN') AND venue_order_id IS NULL)
      """;

  private static final int ATTEMPTS = 20;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

  private final DataSource source;

  JournalBooks(DataSource source) {
    this.source = source;
  }

  private interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** Connections from before a restart of the server fail once. */
  private <T> List<T> read(String sql, Reader<T> reader) {
    for (int attempt = 1; ; attempt++) {
      try {
        return readOnce(sql, reader);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS) {
          throw new IllegalStateException("the journal cannot be read: " + e.getMessage(), e);
        }
        VenueControl.pause(BETWEEN_ATTEMPTS);
      }
    }
  }

  private <T> List<T> readOnce(String sql, Reader<T> reader) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    }
  }

  List<Row> rows() {
    return read(ROWS + " ORDER BY id", JournalBooks::row);
  }

  private static Row row(ResultSet row) throws SQLException {
    long parent = row.getLong("parent_id");
    boolean isLeg = !row.wasNull();
    Array ids = row.getArray("native_ids");
    return new Row(
        row.getLong("id"),
        isLeg ? parent : null,
        row.getLong("user_id"),
        row.getLong("broker_id"),
        row.getString("request_id"),
        row.getString("client_order_id"),
        Arrays.asList((String[]) ids.getArray()),
        row.getString("native_client_order_id"),
        row.getString("venue_order_id"),
        row.getString("status"),
        row.getInt("edition"),
        row.getString("amending"),
        row.getBoolean("identity_free"));
  }

  List<Event> events() {
    return read(
        EVENTS,
        row ->
            new Event(
                row.getLong("order_id"),
                row.getString("kind"),
                row.getTimestamp("at").toInstant()));
  }

  /** The orders that are in doubt now, or a change of which is. */
  List<Row> inDoubt() {
    return read(ROWS + IN_DOUBT, JournalBooks::row);
  }

  /** A table as JSON, a row a line, for whoever looks into a failure. */
  List<String> dump(String table) {
    return read("SELECT to_jsonb(t)::text FROM " + table + " t", row -> row.getString(1));
  }

  /** The longest time from a request that was not answered to what became of it. */
  static Duration longestDoubt(List<Event> events) {
    return new Doubts().longest(events);
  }

  /** Follows each order through its events. */
  private static final class Doubts {
    private final Map<Long, Instant> placing = new HashMap<>();
    private final Map<Long, Instant> changing = new HashMap<>();
    private Duration longest = Duration.ZERO;

    Duration longest(List<Event> events) {
      events.forEach(this::follow);
      return longest;
    }

    private void follow(Event event) {
      switch (event.kind()) {
        case "Requested", "Restamped" -> placing.put(event.order(), event.at());
        case "Accepted", "Denied", "Rejected" -> {
          Instant _ = placing.remove(event.order());
        }
        case "Reconciled", "NotPlaced", "Resolved" -> end(placing.remove(event.order()), event);
        case "AmendRequested" -> changing.put(event.order(), event.at());
        case "Amended", "AmendRejected" -> end(changing.remove(event.order()), event);
        default -> {
          // It says nothing of what is in doubt.
        }
      }
    }

    private void end(@Nullable Instant begin, Event event) {
      if (begin != null) {
        Duration doubt = Duration.between(begin, event.at());
        longest = doubt.compareTo(longest) > 0 ? doubt : longest;
      }
    }
  }
}
