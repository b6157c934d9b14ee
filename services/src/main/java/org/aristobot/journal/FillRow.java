package org.aristobot.journal;

import static org.aristobot.journal.RowType.Kind.BIGINT;
import static org.aristobot.journal.RowType.Kind.NUMERIC;
import static org.aristobot.journal.RowType.Kind.TEXT;
import static org.aristobot.journal.RowType.Kind.TIMESTAMPTZ;

import java.time.Instant;
import java.util.List;
import org.aristobot.journal.RowType.Column;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.LiquiditySide;
import org.jspecify.annotations.Nullable;

/** An execution of an order as a row, and when it was recorded. */
record FillRow(StoredOrder order, Fill fill, Instant at) {

  static final RowType<FillRow> TYPE =
      new RowType<>(
          "fill_new",
          List.of(
              new Column<>("broker_id", BIGINT, row -> row.order().brokerId()),
              new Column<>("symbol", TEXT, row -> row.order().symbol().toString()),
              new Column<>("fill_id", TEXT, row -> row.fill().id()),
              new Column<>("order_id", BIGINT, row -> row.order().id()),
              new Column<>("venue_order_id", TEXT, row -> row.fill().venueOrderId().text()),
              new Column<>("side", TEXT, row -> OrderRow.lower(row.fill().side())),
              new Column<>("price", NUMERIC, row -> row.fill().price()),
              new Column<>("quantity", NUMERIC, row -> row.fill().quantity()),
              new Column<>("fee", NUMERIC, row -> amount(row.fill().fee())),
              new Column<>("fee_currency", TEXT, row -> asset(row.fill().fee())),
              new Column<>("liquidity", TEXT, row -> word(row.fill().liquidity())),
              new Column<>("filled_at", TIMESTAMPTZ, row -> row.fill().time()),
              new Column<>("recorded_at", TIMESTAMPTZ, FillRow::at)));

  private static @Nullable Object amount(@Nullable Fee fee) {
    return fee == null ? null : fee.amount();
  }

  private static @Nullable String asset(@Nullable Fee fee) {
    return fee == null ? null : fee.asset();
  }

  private static @Nullable String word(@Nullable LiquiditySide side) {
    return side == null ? null : OrderRow.lower(side);
  }
}
