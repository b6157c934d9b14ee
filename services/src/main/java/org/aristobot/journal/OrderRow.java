package org.aristobot.journal;

import static org.aristobot.journal.RowType.Kind.BIGINT;
import static org.aristobot.journal.RowType.Kind.BOOLEAN;
import static org.aristobot.journal.RowType.Kind.INTEGER;
import static org.aristobot.journal.RowType.Kind.JSONB;
import static org.aristobot.journal.RowType.Kind.NUMERIC;
import static org.aristobot.journal.RowType.Kind.TEXT;
import static org.aristobot.journal.RowType.Kind.TEXTS;
import static org.aristobot.journal.RowType.Kind.TIMESTAMPTZ;
import static org.aristobot.journal.RowType.Kind.UUID;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aristobot.exchange.Failure;
import org.aristobot.journal.RowType.Column;
import org.aristobot.journal.RowType.Kind;
import org.aristobot.model.Fee;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Protection;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/**
 * A new order as it is written; the tables below say what the columns hold.
 *
 * @param attempt the token of the call that writes it
 */
record OrderRow(UUID attempt, StoredOrder order) {

  /** Written once, with the intent. */
  private static final List<Column<StoredOrder>> INTENT =
      List.of(
          column("parent_id", BIGINT, StoredOrder::parentId),
          column("user_id", BIGINT, StoredOrder::userId),
          column("broker_id", BIGINT, StoredOrder::brokerId),
          column("request_id", TEXT, StoredOrder::requestId),
          column("trace_id", TEXT, StoredOrder::traceId),
          column("source", TEXT, StoredOrder::source),
          column("exchange", TEXT, order -> order.venue().word()),
          column("environment", TEXT, order -> lower(order.intent().environment())),
          column("market", TEXT, order -> order.intent().market()),
          column("client_order_id", TEXT, order -> order.clientOrderId().text()),
          column("symbol", TEXT, order -> order.symbol().toString()),
          column("side", TEXT, order -> lower(order.side())),
          column("type", TEXT, order -> lower(order.type())),
          column("quote_quantity", NUMERIC, StoredOrder::quoteQuantity),
          ofTerms("stop_limit_price", NUMERIC, OrderRow::stopLimitPrice),
          ofTerms("trailing_percent", NUMERIC, OrderRow::trailingPercent),
          ofTerms("trailing_offset", NUMERIC, OrderRow::trailingOffset),
          ofProtection("stop_loss_price", Protection::stopLoss),
          ofProtection("take_profit_price", Protection::takeProfit),
          ofRequest("iceberg_qty", NUMERIC, OrderRequest::icebergQuantity),
          ofTerms("time_in_force", TEXT, OrderRow::timeInForce),
          ofTerms("post_only", BOOLEAN, OrderRow::postOnly),
          ofRequest("extra_params", JSONB, request -> JournalJson.write(request.nativeParams())),
          column("protection", TEXT, OrderRow::protection),
          column("warnings", TEXTS, StoredOrder::warnings),
          column("fingerprint", TEXT, order -> order.intent().fingerprint()),
          column("created_at", TIMESTAMPTZ, StoredOrder::createdAt));

  /** Rewritten by every event; a change may make another order of it. */
  static final List<Column<StoredOrder>> STATE =
      List.of(
          column("version", INTEGER, StoredOrder::version),
          column("native_client_order_id", TEXT, order -> order.nativeClientOrderId().text()),
          column("quantity", NUMERIC, StoredOrder::quantity),
          column("price", NUMERIC, StoredOrder::price),
          column("stop_price", NUMERIC, StoredOrder::stopPrice),
          ofState("edition", INTEGER, OrderState::edition),
          ofState("edits", INTEGER, OrderState::edits),
          ofState("amending", JSONB, OrderRow::amending),
          ofState("former_native_ids", TEXTS, state -> some(state.formerNativeIds())),
          ofState("former_venue_ids", TEXTS, state -> some(state.formerVenueIds())),
          column("unprotected", BOOLEAN, StoredOrder::unprotected),
          ofState("status", TEXT, state -> state.status().name()),
          ofState("native_status", TEXT, OrderState::nativeStatus),
          ofState("venue_order_id", TEXT, OrderRow::venueOrderId),
          ofState("filled", NUMERIC, OrderState::filled),
          ofState("filled_quote", NUMERIC, OrderState::filledQuote),
          ofState("average", NUMERIC, OrderState::average),
          ofFee("fee", NUMERIC, Fee::amount),
          ofFee("fee_currency", TEXT, Fee::asset),
          ofFailure("error_kind", TEXT, failure -> failure.kind().name()),
          ofFailure("error_code", TEXT, Failure::nativeCode),
          ofFailure("error_message", TEXT, Failure::message),
          ofFailure("error_retry_after_ms", BIGINT, OrderRow::retryAfter),
          ofState("native_request", TEXT, OrderState::nativeRequest),
          ofState("expires_at", TIMESTAMPTZ, OrderState::expiresAt),
          ofState("owner", TEXT, OrderState::owner),
          ofState("lease_until", TIMESTAMPTZ, OrderState::leaseUntil),
          ofState("identity_free", BOOLEAN, OrderState::identityFree),
          ofState("doubted", BOOLEAN, OrderState::doubted),
          ofState("raw_response", JSONB, OrderState::rawResponse),
          ofState("venue_updated_at", TIMESTAMPTZ, OrderState::venueUpdatedAt),
          ofState("status_at", TIMESTAMPTZ, OrderState::statusAt),
          ofState("updated_at", TIMESTAMPTZ, OrderState::updatedAt));

  static final RowType<OrderRow> NEW =
      new RowType<>(
          "order_new",
          RowType.all(
              Stream.of(new Column<>("attempt", UUID, OrderRow::attempt)),
              RowType.of(OrderRow::order, INTENT),
              RowType.of(OrderRow::order, STATE)));

  static final RowType<StoredOrder> CHANGED =
      new RowType<>(
          "order_changed",
          RowType.all(Stream.of(column("id", BIGINT, StoredOrder::id)), STATE.stream()));

  static final String NEW_COLUMNS = RowType.names(NEW.columns());

  private static Column<StoredOrder> column(
      String name, Kind kind, Function<StoredOrder, @Nullable Object> value) {
    return new Column<>(name, kind, value);
  }

  private static Column<StoredOrder> ofRequest(
      String name, Kind kind, Function<OrderRequest, @Nullable Object> value) {
    return column(name, kind, order -> value.apply(order.request()));
  }

  private static Column<StoredOrder> ofTerms(
      String name, Kind kind, Function<OrderTerms, @Nullable Object> value) {
    return column(name, kind, order -> value.apply(order.request().terms()));
  }

  private static Column<StoredOrder> ofProtection(
      String name, Function<Protection, @Nullable Object> value) {
    return ofRequest(name, NUMERIC, request -> maybe(request.protection(), value));
  }

  private static Column<StoredOrder> ofState(
      String name, Kind kind, Function<OrderState, @Nullable Object> value) {
    return column(name, kind, order -> value.apply(order.state()));
  }

  private static Column<StoredOrder> ofFee(
      String name, Kind kind, Function<Fee, @Nullable Object> value) {
    return ofState(name, kind, state -> maybe(state.fee(), value));
  }

  private static Column<StoredOrder> ofFailure(
      String name, Kind kind, Function<Failure, @Nullable Object> value) {
    return ofState(name, kind, state -> maybe(state.failure(), value));
  }

  private static <T> @Nullable Object maybe(@Nullable T part, Function<T, @Nullable Object> value) {
    return part == null ? null : value.apply(part);
  }

  private static @Nullable BigDecimal stopLimitPrice(OrderTerms terms) {
    return terms instanceof OrderTerms.Oco oco ? oco.stopLimitPrice() : null;
  }

  private static @Nullable BigDecimal trailingPercent(OrderTerms terms) {
    return terms instanceof OrderTerms.TrailingStop(OrderTerms.TrailingDelta.Percent delta, _, _)
        ? delta.percent()
        : null;
  }

  private static @Nullable BigDecimal trailingOffset(OrderTerms terms) {
    return terms instanceof OrderTerms.TrailingStop(OrderTerms.TrailingDelta.Offset delta, _, _)
        ? delta.offset()
        : null;
  }

  private static @Nullable String timeInForce(OrderTerms terms) {
    return terms.timeInForce() == null ? null : terms.timeInForce().name();
  }

  private static boolean postOnly(OrderTerms terms) {
    return terms instanceof OrderTerms.Limit limit && limit.postOnly();
  }

  private static String protection(StoredOrder order) {
    return order.intent().protectionRequired() ? "required" : "best_effort";
  }

  private static @Nullable String amending(OrderState state) {
    return state.amending() == null ? null : JournalJson.write(state.amending());
  }

  private static @Nullable String venueOrderId(OrderState state) {
    VenueOrderId id = state.venueOrderId();
    return id == null ? null : id.text();
  }

  private static @Nullable Long retryAfter(Failure failure) {
    return failure.retryAfter() == null ? null : failure.retryAfter().toMillis();
  }

  /** No list stands for an empty one, so that the index holds the few rows that have some. */
  private static @Nullable List<String> some(List<String> values) {
    return values.isEmpty() ? null : values;
  }

  static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
