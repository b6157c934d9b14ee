package org.aristobot.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.aristobot.exchange.WireRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A row of {@code wire_log}: written as JSON, read back. */
final class WireLog {

  private WireLog() {}

  static void write(
      JsonGenerator out, UUID token, long brokerId, @Nullable Long orderId, WireRecord wire) {
    out.writeStartObject();
    OrderRow.text(out, "token", token.toString());
    out.writeNumberProperty("broker_id", brokerId);
    if (orderId != null) {
      out.writeNumberProperty("order_id", orderId);
    }
    OrderRow.text(out, "operation", wire.operation());
    OrderRow.text(out, "request", wire.request());
    OrderRow.instant(out, "sent_at", wire.sentAt());
    if (wire.httpStatus() != null) {
      out.writeNumberProperty("http_status", wire.httpStatus());
    }
    OrderRow.text(out, "response", wire.response());
    OrderRow.instant(out, "received_at", wire.receivedAt());
    out.writeEndObject();
  }

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
