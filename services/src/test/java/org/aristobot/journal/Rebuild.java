package org.aristobot.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.aristobot.model.Fill;
import org.jdbi.v3.core.Handle;

/**
 * The orders made anew from nothing but their events, held against the rows and fills that stand.
 * Of the columns only {@code version} is left out: it counts writes, and a write may be repeated or
 * bring several events.
 */
public final class Rebuild {

  private static final String DIFFERENCES =
      """
      SELECT coalesce(a.id, b.id) AS id, coalesce(a.key, b.key) AS key,
             a.value::text AS stands, b.value::text AS rebuilt
      FROM (SELECT o.id, e.key, e.value FROM orders o, jsonb_each(to_jsonb(o)) e) a
      FULL JOIN (SELECT r.id, e.key, e.value FROM rebuilt r, jsonb_each(to_jsonb(r)) e) b
        ON a.id = b.id AND a.key = b.key
      WHERE a.value IS DISTINCT FROM b.value AND coalesce(a.key, b.key) <> 'version'
      ORDER BY 1, 2
      """;

  private Rebuild() {}

  /** A sentence for every column and every fill that is not what the events make; no writes. */
  public static List<String> differences(Database database, Journal journal) {
    return database
        .jdbi()
        .inTransaction(handle -> {
          handle.execute("CREATE TEMP TABLE rebuilt (LIKE orders) ON COMMIT DROP");
          List<String> problems = new ArrayList<>();
          for (long id : handle.createQuery("SELECT id FROM orders").mapTo(Long.class).list()) {
            problems.addAll(rebuild(handle, journal, id));
          }
          problems.addAll(
              handle
                  .createQuery(DIFFERENCES)
                  .map((row, _) ->
                      "order %s: %s is %s, its events make %s"
                          .formatted(
                              row.getLong("id"),
                              row.getString("key"),
                              row.getString("stands"),
                              row.getString("rebuilt")))
                  .list());
          return problems;
        });
  }

  private static List<String> rebuild(Handle handle, Journal journal, long id) {
    List<StoredEvent> events = journal.events(id);
    StoredOrder rebuilt = OrderFold.replay(events);
    insert(handle, new OrderRow(attempt(handle, events), rebuilt));
    List<Fill> stand = journal.byId(id).orElseThrow().fills();
    return stand.equals(rebuilt.fills())
        ? List.of()
        : List.of("order " + id + ": fills " + stand + ", its events make " + rebuilt.fills());
  }

  /** The first event carries the token of the attempt that wrote the row. */
  private static UUID attempt(Handle handle, List<StoredEvent> events) {
    return handle
        .createQuery("SELECT token FROM order_events WHERE seq = :seq")
        .bindMap(Map.of("seq", events.getFirst().seq()))
        .mapTo(UUID.class)
        .one();
  }

  private static void insert(Handle handle, OrderRow row) {
    String sql =
        "INSERT INTO rebuilt (id, %1$s) SELECT ?, %1$s FROM unnest(?::order_new[])"
            .formatted(OrderRow.NEW_COLUMNS);
    try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
      statement.setLong(1, row.order().id());
      OrderRow.NEW.set(statement, 2, List.of(row));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
