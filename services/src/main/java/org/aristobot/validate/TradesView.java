package org.aristobot.validate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What is stored of our orders, read as an operator does it. Thread rule: any thread. */
final class TradesView {

  /**
   * A row.
   *
   * @param members how many members the native object has, ours among them
   */
  record Stored(
      String status,
      @Nullable String nativeStatus,
      String nativeClientOrderId,
      @Nullable String rawExchange,
      @Nullable String rawStatus,
      int members) {}

  private static final String SELECT =
      """
      SELECT status, native_status, native_client_order_id,
             raw_response->>'exchange' AS raw_exchange, raw_response->>'status' AS raw_status,
             (SELECT count(*) FROM jsonb_object_keys(raw_response)) AS members
      FROM trades WHERE raw_response->>'clientOid' = ? AND broker_id = ?
      """;

  private final DataSource database;
  private final long brokerId;

  TradesView(DataSource database, long brokerId) {
    this.database = database;
    this.brokerId = brokerId;
  }

  /** The row of one of our orders, by the id that the caller gave it. */
  Optional<Stored> row(String clientOrderId) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setString(1, clientOrderId);
      statement.setLong(2, brokerId);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        Stored row =
            new Stored(
                rows.getString("status"),
                rows.getString("native_status"),
                rows.getString("native_client_order_id"),
                rows.getString("raw_exchange"),
                rows.getString("raw_status"),
                rows.getInt("members"));
        Result.require(!rows.next(), "the view trades has two rows of " + clientOrderId);
        return Optional.of(row);
      }
    } catch (SQLException e) {
      throw new Result.Failed("the view trades cannot be read: " + e.getMessage());
    }
  }
}
