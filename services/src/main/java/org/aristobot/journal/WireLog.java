package org.aristobot.journal;

import java.util.UUID;
import org.aristobot.exchange.WireRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A row of {@code wire_log} as JSON. */
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
}
