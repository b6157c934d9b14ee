package org.aristobot.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * An order as a JSON object with the columns of {@code orders} for keys: PostgreSQL turns an array
 * of them into rows with {@code json_populate_recordset}, so that a statement has one parameter for
 * any number of orders.
 */
final class OrderRow {

  /** Written once, with the intent. */
  static final String INTENT_COLUMNS =
      """
      attempt, parent_id, user_id, broker_id, request_id, trace_id, source, exchange, environment,
      market, client_order_id, symbol, side, type, quote_quantity, stop_limit_price,
      trailing_percent, trailing_offset, stop_loss_price, take_profit_price, iceberg_qty,
      time_in_force, post_only, extra_params, protection, warnings, fingerprint, created_at
      """;

  /** Rewritten by every event. */
  static final String STATE_COLUMNS =
      """
      version, native_client_order_id, quantity, price, stop_price, edition, edits, amending,
      former_native_ids, former_venue_ids, unprotected, status, native_status, venue_order_id, filled, filled_quote, average, fee,
      fee_currency, error_kind, error_code, error_message, error_retry_after_ms, native_request,
      expires_at, owner, lease_until, identity_free, doubted, raw_response, venue_updated_at,
      status_at, updated_at
      """;

  private OrderRow() {}

  /** Those columns of one table among several. */
  static String prefixed(String prefix, String columns) {
    return Stream.of(columns.strip().split(",\\s*"))
        .map(column -> prefix + column)
        .collect(Collectors.joining(", "));
  }

  static void writeNew(JsonGenerator out, UUID attempt, StoredOrder order) {
    out.writeStartObject();
    text(out, "attempt", attempt.toString());
    writeIntent(out, order.intent());
    instant(out, "created_at", order.createdAt());
    writeState(out, order);
    out.writeEndObject();
  }

  static void writeChanged(JsonGenerator out, StoredOrder order) {
    out.writeStartObject();
    out.writeNumberProperty("id", order.id());
    writeState(out, order);
    out.writeEndObject();
  }

  private static void writeIntent(JsonGenerator out, Intent intent) {
    out.writeNumberProperty("user_id", intent.userId());
    out.writeNumberProperty("broker_id", intent.brokerId());
    text(out, "request_id", intent.requestId());
    text(out, "trace_id", intent.traceId());
    text(out, "source", intent.source());
    text(out, "exchange", intent.venue().word());
    text(out, "environment", lower(intent.environment()));
    text(out, "market", intent.market());
    text(out, "client_order_id", intent.clientOrderId().text());
    writeRequest(out, intent.request());
    text(out, "protection", intent.protectionRequired() ? "required" : "best_effort");
    out.writeName("warnings").writeStartArray();
    intent.warnings().forEach(warning -> out.writeString(RawResponse.clean(warning)));
    out.writeEndArray();
    text(out, "fingerprint", intent.fingerprint());
  }

  private static void writeRequest(JsonGenerator out, OrderRequest request) {
    text(out, "symbol", request.symbol().toString());
    text(out, "side", lower(request.side()));
    text(out, "type", lower(request.terms().type()));
    if (request.quantity() instanceof Quantity.Quote(BigDecimal amount)) {
      number(out, "quote_quantity", amount);
    }
    writeTerms(out, request.terms());
    Protection protection = request.protection();
    if (protection != null) {
      number(out, "stop_loss_price", protection.stopLoss());
      number(out, "take_profit_price", protection.takeProfit());
    }
    number(out, "iceberg_qty", request.icebergQuantity());
    out.writeName("extra_params").writeRawValue(JournalJson.write(request.nativeParams()));
  }

  private static void writeTerms(JsonGenerator out, OrderTerms terms) {
    boolean postOnly = false;
    switch (terms) {
      case OrderTerms.Limit limit -> {
        text(out, "time_in_force", limit.timeInForce().name());
        postOnly = limit.postOnly();
      }
      case OrderTerms.StopLimit stop -> text(out, "time_in_force", stop.timeInForce().name());
      case OrderTerms.TakeProfitLimit take -> text(out, "time_in_force", take.timeInForce().name());
      case OrderTerms.Oco oco -> number(out, "stop_limit_price", oco.stopLimitPrice());
      case OrderTerms.TrailingStop trailing -> {
        switch (trailing.delta()) {
          case OrderTerms.TrailingDelta.Percent(BigDecimal percent) ->
              number(out, "trailing_percent", percent);
          case OrderTerms.TrailingDelta.Offset(BigDecimal offset) ->
              number(out, "trailing_offset", offset);
        }
      }
      case OrderTerms.Market _, OrderTerms.StopMarket _, OrderTerms.TakeProfitMarket _ -> {}
    }
    out.writeBooleanProperty("post_only", postOnly);
  }

  private static void writeState(JsonGenerator out, StoredOrder order) {
    OrderState state = order.state();
    out.writeNumberProperty("version", order.version());
    writeEdition(out, order);
    out.writeBooleanProperty("unprotected", order.unprotected());
    text(out, "status", state.status().name());
    text(out, "native_status", state.nativeStatus());
    text(out, "venue_order_id", state.venueOrderId() == null ? null : state.venueOrderId().text());
    number(out, "filled", state.filled());
    number(out, "filled_quote", state.filledQuote());
    number(out, "average", state.average());
    writeFee(out, state.fee());
    writeFailure(out, state.failure());
    text(out, "native_request", state.nativeRequest());
    instant(out, "expires_at", state.expiresAt());
    text(out, "owner", state.owner());
    instant(out, "lease_until", state.leaseUntil());
    out.writeBooleanProperty("identity_free", state.identityFree());
    out.writeBooleanProperty("doubted", state.doubted());
    out.writeName("raw_response").writeRawValue(state.rawResponse());
    instant(out, "venue_updated_at", state.venueUpdatedAt());
    instant(out, "status_at", state.statusAt());
    instant(out, "updated_at", state.updatedAt());
  }

  /** What the order is now; a change may make another of it. */
  private static void writeEdition(JsonGenerator out, StoredOrder order) {
    OrderState state = order.state();
    text(out, "native_client_order_id", order.nativeClientOrderId().text());
    number(out, "quantity", order.quantity());
    number(out, "price", order.price());
    number(out, "stop_price", order.stopPrice());
    out.writeNumberProperty("edition", state.edition());
    out.writeNumberProperty("edits", state.edits());
    if (state.amending() != null) {
      out.writeName("amending").writeRawValue(JournalJson.write(state.amending()));
    }
    texts(out, "former_native_ids", state.formerNativeIds());
    texts(out, "former_venue_ids", state.formerVenueIds());
  }

  /** No list stands for an empty one, so that the index holds the few rows that have some. */
  private static void texts(JsonGenerator out, String column, List<String> values) {
    if (!values.isEmpty()) {
      out.writeName(column).writeStartArray();
      values.forEach(value -> out.writeString(RawResponse.clean(value)));
      out.writeEndArray();
    }
  }

  private static void writeFailure(JsonGenerator out, @Nullable Failure failure) {
    if (failure != null) {
      text(out, "error_kind", failure.kind().name());
      text(out, "error_code", failure.nativeCode());
      text(out, "error_message", failure.message());
      if (failure.retryAfter() != null) {
        out.writeNumberProperty("error_retry_after_ms", failure.retryAfter().toMillis());
      }
    }
  }

  static void writeFee(JsonGenerator out, @Nullable Fee fee) {
    if (fee != null) {
      number(out, "fee", fee.amount());
      text(out, "fee_currency", fee.asset());
    }
  }

  static void writeFill(JsonGenerator out, StoredOrder order, Fill fill, Instant at) {
    out.writeStartObject();
    out.writeNumberProperty("broker_id", order.brokerId());
    text(out, "symbol", order.symbol().toString());
    text(out, "fill_id", fill.id());
    out.writeNumberProperty("order_id", order.id());
    text(out, "venue_order_id", fill.venueOrderId().text());
    text(out, "side", lower(fill.side()));
    number(out, "price", fill.price());
    number(out, "quantity", fill.quantity());
    writeFee(out, fill.fee());
    text(out, "liquidity", fill.liquidity() == null ? null : lower(fill.liquidity()));
    instant(out, "filled_at", fill.time());
    instant(out, "recorded_at", at);
    out.writeEndObject();
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** A key that is absent reads as NULL. */
  static void text(JsonGenerator out, String column, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(column, RawResponse.clean(value));
    }
  }

  static void number(JsonGenerator out, String column, @Nullable BigDecimal value) {
    if (value != null) {
      out.writeStringProperty(column, value.toPlainString());
    }
  }

  static void instant(JsonGenerator out, String column, @Nullable Instant value) {
    if (value != null) {
      out.writeStringProperty(column, OrderFold.micros(value).toString());
    }
  }
}
