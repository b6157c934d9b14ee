package org.aristobot.journal;

import static org.aristobot.journal.RowType.Kind.BIGINT;
import static org.aristobot.journal.RowType.Kind.JSON;
import static org.aristobot.journal.RowType.Kind.TEXT;
import static org.aristobot.journal.RowType.Kind.TIMESTAMPTZ;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.aristobot.journal.RowType.Column;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code order_events}.
 *
 * @param orderId null while the order has no number yet
 * @param body the event's JSON, made once and never changed
 */
@SuppressWarnings("ArrayRecordComponent")
record EventRow(@Nullable Long orderId, UUID token, String kind, Instant at, byte[] body) {

  static EventRow of(@Nullable Long orderId, UUID token, Instant at, OrderEvent event) {
    return new EventRow(orderId, token, JournalJson.kind(event), at, JournalJson.writeBytes(event));
  }

  static final RowType<EventRow> TYPE =
      new RowType<>(
          "event_new",
          List.of(
              new Column<>("order_id", BIGINT, EventRow::orderId),
              new Column<>("token", RowType.Kind.UUID, EventRow::token),
              new Column<>("kind", TEXT, EventRow::kind),
              new Column<>("at", TIMESTAMPTZ, EventRow::at),
              new Column<>("body", JSON, EventRow::body)));
}
