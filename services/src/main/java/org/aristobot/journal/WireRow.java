package org.aristobot.journal;

import static org.aristobot.journal.RowType.Kind.BIGINT;
import static org.aristobot.journal.RowType.Kind.INTEGER;
import static org.aristobot.journal.RowType.Kind.TEXT;
import static org.aristobot.journal.RowType.Kind.TIMESTAMPTZ;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.aristobot.exchange.WireRecord;
import org.aristobot.journal.RowType.Column;

/**
 * A row of {@code wire_log}: what was said to a venue about an order and what it answered.
 *
 * @param token of the event that it comes with
 */
record WireRow(UUID token, long brokerId, long orderId, WireRecord wire) {

  static final RowType<WireRow> TYPE =
      new RowType<>(
          "wire_new",
          List.of(
              new Column<>("token", RowType.Kind.UUID, WireRow::token),
              new Column<>("broker_id", BIGINT, WireRow::brokerId),
              new Column<>("order_id", BIGINT, WireRow::orderId),
              new Column<>("operation", TEXT, row -> row.wire().operation()),
              new Column<>("request", TEXT, row -> row.wire().request()),
              new Column<>("sent_at", TIMESTAMPTZ, row -> row.wire().sentAt()),
              new Column<>("http_status", INTEGER, row -> row.wire().httpStatus()),
              new Column<>("response", TEXT, row -> row.wire().response()),
              new Column<>("received_at", TIMESTAMPTZ, row -> row.wire().receivedAt())));

  static WireRecord read(ResultSet row) throws SQLException {
    int status = row.getInt("http_status");
    Integer httpStatus = row.wasNull() ? null : status;
    OffsetDateTime received = row.getObject("received_at", OffsetDateTime.class);
    return new WireRecord(
        row.getString("operation"),
        row.getString("request"),
        row.getObject("sent_at", OffsetDateTime.class).toInstant(),
        httpStatus,
        row.getString("response"),
        received == null ? null : received.toInstant());
  }
}
