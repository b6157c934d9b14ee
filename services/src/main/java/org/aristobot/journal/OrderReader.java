package org.aristobot.journal;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Failure;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Environment;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.LiquiditySide;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** A row of {@code orders} and its fills, read back. */
final class OrderReader {

  /** What {@link #read} needs; the fills come as one JSON text, most orders having few or none. */
  static final String COLUMNS =
      """
      o.*, (SELECT json_agg(json_build_array(f.fill_id, f.venue_order_id, f.price::text,
                f.quantity::text, f.fee::text, f.fee_currency, f.liquidity,
                to_char(f.filled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
              ORDER BY f.filled_at NULLS FIRST, f.fill_id COLLATE "C")
            FROM fills f WHERE f.order_id = o.id) AS fill_rows
      """;

  private final ResultSet row;

  private OrderReader(ResultSet row) {
    this.row = row;
  }

  static StoredOrder read(ResultSet row) throws SQLException {
    return new OrderReader(row).order();
  }

  private StoredOrder order() throws SQLException {
    Intent intent = intent();
    long parent = row.getLong("parent_id");
    Long parentId = row.wasNull() ? null : parent;
    return new StoredOrder(
        row.getLong("id"),
        parentId,
        row.getInt("version"),
        instant("created_at"),
        intent,
        state(intent));
  }

  private Intent intent() throws SQLException {
    return new Intent(
        row.getLong("user_id"),
        row.getLong("broker_id"),
        text("request_id"),
        row.getString("trace_id"),
        row.getString("source"),
        Venue.of(text("exchange"))
            .orElseThrow(() -> new SQLException("unknown exchange in orders")),
        word(Environment.class, "environment"),
        text("market"),
        new ClientOrderId(text("client_order_id")),
        request(),
        text("protection").equals("required"),
        texts("warnings"),
        row.getBoolean("unprotected"),
        text("fingerprint"),
        text("native_request"),
        instant("expires_at"));
  }

  private OrderRequest request() throws SQLException {
    BigDecimal stopLoss = row.getBigDecimal("stop_loss_price");
    BigDecimal takeProfit = row.getBigDecimal("take_profit_price");
    return new OrderRequest(
        new NativeClientOrderId(text("native_client_order_id")),
        Symbol.parse(text("symbol")),
        word(Side.class, "side"),
        quantity(),
        terms(),
        row.getBigDecimal("iceberg_qty"),
        stopLoss == null && takeProfit == null ? null : new Protection(stopLoss, takeProfit),
        JournalJson.readParams(text("extra_params")));
  }

  private Quantity quantity() throws SQLException {
    BigDecimal base = row.getBigDecimal("quantity");
    BigDecimal quote = row.getBigDecimal("quote_quantity");
    if (base != null) {
      return new Quantity.Base(base);
    }
    return quote == null ? new Quantity.Received() : new Quantity.Quote(quote);
  }

  private OrderTerms terms() throws SQLException {
    BigDecimal price = row.getBigDecimal("price");
    return switch (word(OrderType.class, "type")) {
      case MARKET -> new OrderTerms.Market();
      case LIMIT -> new OrderTerms.Limit(number("price"), force(), row.getBoolean("post_only"));
      case STOP_LOSS ->
          price == null
              ? new OrderTerms.StopMarket(number("stop_price"))
              : new OrderTerms.StopLimit(number("stop_price"), price, force());
      case TAKE_PROFIT ->
          price == null
              ? new OrderTerms.TakeProfitMarket(number("stop_price"))
              : new OrderTerms.TakeProfitLimit(number("stop_price"), price, force());
      case TRAILING_STOP ->
          new OrderTerms.TrailingStop(trailing(), row.getBigDecimal("stop_price"), price);
      case OCO ->
          new OrderTerms.Oco(
              number("price"), number("stop_price"), row.getBigDecimal("stop_limit_price"));
    };
  }

  private OrderTerms.TrailingDelta trailing() throws SQLException {
    BigDecimal percent = row.getBigDecimal("trailing_percent");
    return percent == null
        ? new OrderTerms.TrailingDelta.Offset(number("trailing_offset"))
        : new OrderTerms.TrailingDelta.Percent(percent);
  }

  private OrderState state(Intent intent) throws SQLException {
    String venueOrderId = row.getString("venue_order_id");
    BigDecimal fee = row.getBigDecimal("fee");
    String amending = row.getString("amending");
    return new OrderState(
        OrderStatus.valueOf(text("status")),
        row.getString("native_status"),
        venueOrderId == null ? null : new VenueOrderId(venueOrderId),
        row.getBigDecimal("filled"),
        row.getBigDecimal("filled_quote"),
        row.getBigDecimal("average"),
        fee == null ? null : new Fee(fee, text("fee_currency")),
        fills(intent.request()),
        failure(),
        intent.nativeRequest(),
        intent.expiresAt(),
        text("owner"),
        instant("lease_until"),
        row.getBoolean("identity_free"),
        row.getBoolean("doubted"),
        row.getInt("edition"),
        row.getInt("edits"),
        amending == null ? null : JournalJson.readAmendment(amending),
        texts("former_native_ids"),
        texts("former_venue_ids"),
        text("raw_response"),
        maybeInstant("venue_updated_at"),
        instant("status_at"),
        instant("updated_at"));
  }

  private @Nullable Failure failure() throws SQLException {
    String kind = row.getString("error_kind");
    if (kind == null) {
      return null;
    }
    long retryAfter = row.getLong("error_retry_after_ms");
    return new Failure(
        ErrorKind.valueOf(kind),
        text("error_message"),
        row.getString("error_code"),
        row.wasNull() || retryAfter < 0 ? null : Duration.ofMillis(retryAfter));
  }

  private List<Fill> fills(OrderRequest request) throws SQLException {
    String rows = row.getString("fill_rows");
    if (rows == null) {
      return List.of();
    }
    List<Fill> fills = new ArrayList<>();
    for (@Nullable String[] cells : JournalJson.readTable(rows)) {
      fills.add(fill(request, cells));
    }
    return fills;
  }

  private static Fill fill(OrderRequest request, @Nullable String[] cells) throws SQLException {
    String fee = cells[4];
    String asset = cells[5];
    String liquidity = cells[6];
    String time = cells[7];
    return new Fill(
        required(cells[0], "fill_id"),
        new VenueOrderId(required(cells[1], "venue_order_id")),
        request.id(),
        request.symbol(),
        request.side(),
        new BigDecimal(required(cells[2], "price")),
        new BigDecimal(required(cells[3], "quantity")),
        fee == null || asset == null ? null : new Fee(new BigDecimal(fee), asset),
        liquidity == null ? null : LiquiditySide.valueOf(liquidity.toUpperCase(Locale.ROOT)),
        time == null ? null : Instant.parse(time));
  }

  private TimeInForce force() throws SQLException {
    return TimeInForce.valueOf(text("time_in_force"));
  }

  private String text(String column) throws SQLException {
    return required(row.getString(column), column);
  }

  private BigDecimal number(String column) throws SQLException {
    return required(row.getBigDecimal(column), column);
  }

  private Instant instant(String column) throws SQLException {
    return required(maybeInstant(column), column);
  }

  private @Nullable Instant maybeInstant(String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private <E extends Enum<E>> E word(Class<E> type, String column) throws SQLException {
    return Enum.valueOf(type, text(column).toUpperCase(Locale.ROOT));
  }

  private List<String> texts(String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static <T> T required(@Nullable T value, String column) throws SQLException {
    if (value == null) {
      throw new SQLException("the journal holds a row without " + column);
    }
    return value;
  }
}
