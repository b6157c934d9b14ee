package org.aristobot.binance;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.jspecify.annotations.Nullable;

/** An order request as native parameters, and native parameters as fields of an order request. */
final class BinanceRequests {

  /** Ours to set, whoever asks. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "timestamp",
          "recvWindow",
          "signature",
          "apiKey",
          "newOrderRespType",
          "computeCommissionRates",
          "batchOrders",
          "cancelReplaceMode",
          "cancelNewClientOrderId",
          "orderRateLimitExceededMode");

  /** Native parameters that have a field of ours. */
  private static final Map<String, String> TWINS =
      Map.ofEntries(
          Map.entry("symbol", "symbol"),
          Map.entry("side", "side"),
          Map.entry("type", "type"),
          Map.entry("quantity", "quantity"),
          Map.entry("quoteOrderQty", "quote_quantity"),
          Map.entry("price", "price"),
          Map.entry("stopPrice", "stop_price"),
          Map.entry("trailingDelta", "trailing_delta"),
          Map.entry("icebergQty", "iceberg_qty"),
          Map.entry("timeInForce", "time_in_force"),
          Map.entry("newClientOrderId", "client_order_id"));

  private static final Set<String> LEGS =
      Set.of("above", "below", "working", "pending", "pendingAbove", "pendingBelow");

  private static final int MOST_INTEGER_DIGITS = 20;
  private static final int MOST_DECIMALS = 20;
  private static final int LONGEST_CLIENT_ID = 36;

  private BinanceRequests() {}

  /**
   * The parameters of {@code POST /api/v3/order}.
   *
   * @throws ExchangeException UNSUPPORTED_PARAMETER, INVALID_REQUEST, INVALID_QUANTITY,
   *     INVALID_PRICE
   */
  static Map<String, String> order(OrderRequest request, Instrument instrument) {
    if (request.protection() != null) {
      throw unsupported("stop_loss_price and take_profit_price");
    }
    if (request.icebergQuantity() != null) {
      throw unsupported("iceberg_qty");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    parameters.put("side", side(request));
    switch (request.terms()) {
      case OrderTerms.Market() -> market(request.quantity(), parameters);
      case OrderTerms.Limit limit -> limit(limit, request.quantity(), parameters);
      case OrderTerms.StopMarket _,
          OrderTerms.StopLimit _,
          OrderTerms.TakeProfitMarket _,
          OrderTerms.TakeProfitLimit _,
          OrderTerms.TrailingStop _,
          OrderTerms.Oco _ ->
          throw unsupported("type " + request.terms().type().name().toLowerCase(Locale.ROOT));
    }
    parameters.put("newClientOrderId", clientId(request.id().text()));
    parameters.put("newOrderRespType", "FULL");
    request.nativeParams().values().forEach((name, value) -> addNative(name, value, parameters));
    return parameters;
  }

  private static String side(OrderRequest request) {
    return Objects.requireNonNull(BinanceMapping.SIDES.get(request.side()));
  }

  private static void market(Quantity quantity, Map<String, String> parameters) {
    parameters.put("type", "MARKET");
    switch (quantity) {
      case Quantity.Base(var amount) ->
          parameters.put("quantity", plain(amount, "quantity", ErrorKind.INVALID_QUANTITY));
      case Quantity.Quote(var amount) ->
          parameters.put(
              "quoteOrderQty", plain(amount, "quote_quantity", ErrorKind.INVALID_QUANTITY));
    }
  }

  private static void limit(
      OrderTerms.Limit limit, Quantity quantity, Map<String, String> parameters) {
    if (!(quantity instanceof Quantity.Base(var amount))) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_PARAMETER,
          "quote_quantity: Binance sizes only market orders in quote.");
    }
    // A LIMIT must name its time in force, a LIMIT_MAKER must not (-1106).
    if (limit.postOnly()) {
      parameters.put("type", "LIMIT_MAKER");
    } else {
      parameters.put("type", "LIMIT");
      parameters.put(
          "timeInForce",
          Objects.requireNonNull(BinanceMapping.TIMES_IN_FORCE.get(limit.timeInForce())));
    }
    parameters.put("quantity", plain(amount, "quantity", ErrorKind.INVALID_QUANTITY));
    parameters.put("price", plain(limit.price(), "price", ErrorKind.INVALID_PRICE));
  }

  /** The parameters that name one order. */
  static Map<String, String> reference(Instrument instrument, OrderRef order) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    switch (order) {
      case OrderRef.ByVenueId(var id) -> parameters.put("orderId", orderId(id.text()));
      case OrderRef.ByClientId(var id) -> parameters.put("origClientOrderId", clientId(id.text()));
    }
    return parameters;
  }

  static String orderId(String text) {
    if (text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST, "order_id: Binance order ids are whole numbers.");
    }
    return text;
  }

  private static String clientId(String text) {
    boolean fits =
        !text.isEmpty()
            && text.length() <= LONGEST_CLIENT_ID
            && text.chars()
                .allMatch(c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_');
    if (!fits) {
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST,
          "client_order_id: Binance takes 1 to 36 of the characters a-z A-Z 0-9 - _.");
    }
    return text;
  }

  /** Plain digits as the venue's pattern wants them (rest-api, -1100). */
  private static String plain(BigDecimal value, String field, ErrorKind kind) {
    BigDecimal stripped = value.stripTrailingZeros();
    if (stripped.precision() - stripped.scale() > MOST_INTEGER_DIGITS
        || stripped.scale() > MOST_DECIMALS) {
      throw new ExchangeException(
          kind, field + ": Binance takes at most 20 digits before and after the point.");
    }
    return Decimals.plain(value);
  }

  private static void addNative(String name, String value, Map<String, String> parameters) {
    if (FORBIDDEN.contains(name) || TWINS.containsKey(name) || isLeg(name)) {
      throw forbidden(name);
    }
    parameters.put(name, value);
  }

  /**
   * Sorts a caller's native parameters.
   *
   * @param markets instrument by the venue's symbol
   */
  static NativeReading read(NativeParams params, Function<String, @Nullable Instrument> markets) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> rest = new LinkedHashMap<>();
    params
        .values()
        .forEach((name, value) -> {
          if (FORBIDDEN.contains(name)) {
            throw forbidden(name);
          }
          if (isLeg(name)) {
            throw new ExchangeException(
                ErrorKind.UNSUPPORTED_PARAMETER,
                "extra_params." + name + ": belongs to order lists.");
          }
          String field = TWINS.get(name);
          if (field == null) {
            rest.put(name, value);
          } else {
            twin(field, name, value, markets, fields);
          }
        });
    return new NativeReading(fields, new NativeParams(rest));
  }

  private static void twin(
      String field,
      String name,
      String value,
      Function<String, @Nullable Instrument> markets,
      Map<String, String> fields) {
    switch (field) {
      case "symbol" -> {
        Instrument instrument = markets.apply(value);
        fields.put(field, known(name, instrument).symbol().toString());
      }
      case "side" ->
          fields.put(field, word(known(name, BinanceMapping.SIDES_BACK.get(value)).name()));
      case "type" -> {
        fields.put(field, word(known(name, BinanceMapping.TYPES.get(value)).name()));
        if (value.equals("LIMIT_MAKER")) {
          fields.put("post_only", "true");
        }
      }
      case "time_in_force" ->
          fields.put(field, known(name, BinanceMapping.TIMES_IN_FORCE_BACK.get(value)).name());
      case "trailing_delta" ->
          fields.put(field, Decimals.plain(decimal(name, value).movePointLeft(2)));
      case "client_order_id" -> fields.put(field, value);
      default -> fields.put(field, Decimals.plain(decimal(name, value)));
    }
  }

  private static BigDecimal decimal(String name, String value) {
    try {
      return Decimals.parse(value);
    } catch (IllegalArgumentException e) {
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST, "extra_params." + name + ": " + e.getMessage() + ".");
    }
  }

  private static <T> T known(String name, @Nullable T value) {
    if (value == null) {
      throw new ExchangeException(
          ErrorKind.INVALID_REQUEST, "extra_params." + name + ": not a word of Binance's.");
    }
    return value;
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Leg words are a prefix and a capital: {@code abovePrice}, {@code pendingBelowType}. */
  private static boolean isLeg(String name) {
    return name.equals("listClientOrderId")
        || LEGS.stream()
            .anyMatch(leg ->
                name.startsWith(leg)
                    && name.length() > leg.length()
                    && Character.isUpperCase(name.charAt(leg.length())));
  }

  private static ExchangeException forbidden(String name) {
    return new ExchangeException(
        ErrorKind.INVALID_REQUEST, "extra_params." + name + ": only the gateway sets this.");
  }

  private static ExchangeException unsupported(String what) {
    return new ExchangeException(
        ErrorKind.UNSUPPORTED_PARAMETER, what + ": not supported on Binance spot.");
  }
}
