package org.aristobot.binance;

import static org.aristobot.exchange.Capabilities.Support.NATIVE;
import static org.aristobot.exchange.Capabilities.Support.PARTIAL;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Feature;
import org.aristobot.exchange.NativeReading;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.TimeInForce;
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

  /** Types that name their time in force. */
  private static final Set<String> TIMED = Set.of("LIMIT", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT");

  private static final Duration LONGEST_WINDOW = Duration.ofHours(24);
  private static final int MOST_INTEGER_DIGITS = 20;
  private static final int MOST_DECIMALS = 20;
  private static final int LONGEST_CLIENT_ID = 36;

  private static final String SPOT = "spot";
  private static final String WITH_PRICE = "with a limit price only";

  /** What {@link #order} can say. */
  static final Capabilities CAPABILITIES =
      new Capabilities(
          List.of(
              row(Feature.MARKET, OrderType.MARKET, NATIVE, null),
              row(Feature.MARKET_QUOTE_SIZED, OrderType.MARKET, NATIVE, null),
              row(Feature.LIMIT, OrderType.LIMIT, NATIVE, null),
              row(Feature.STOP_LOSS, OrderType.STOP_LOSS, NATIVE, null),
              row(Feature.STOP_LOSS_LIMIT, OrderType.STOP_LOSS, NATIVE, null),
              row(Feature.TAKE_PROFIT, OrderType.TAKE_PROFIT, NATIVE, null),
              row(Feature.TAKE_PROFIT_LIMIT, OrderType.TAKE_PROFIT, NATIVE, null),
              row(
                  Feature.TRAILING_STOP,
                  OrderType.TRAILING_STOP,
                  PARTIAL,
                  "trails as a stop loss, by a per cent with at most two decimals"),
              row(Feature.IOC, OrderType.LIMIT, NATIVE, null),
              row(Feature.IOC, OrderType.STOP_LOSS, PARTIAL, WITH_PRICE),
              row(Feature.IOC, OrderType.TAKE_PROFIT, PARTIAL, WITH_PRICE),
              row(Feature.FOK, OrderType.LIMIT, NATIVE, null),
              row(Feature.FOK, OrderType.STOP_LOSS, PARTIAL, WITH_PRICE),
              row(Feature.FOK, OrderType.TAKE_PROFIT, PARTIAL, WITH_PRICE),
              row(Feature.POST_ONLY, OrderType.LIMIT, NATIVE, null),
              row(Feature.ICEBERG, OrderType.LIMIT, PARTIAL, "with time_in_force GTC only"),
              row(Feature.ICEBERG, OrderType.STOP_LOSS, PARTIAL, WITH_PRICE + ", GTC"),
              row(Feature.ICEBERG, OrderType.TAKE_PROFIT, PARTIAL, WITH_PRICE + ", GTC"),
              row(Feature.ICEBERG, OrderType.TRAILING_STOP, PARTIAL, WITH_PRICE)));

  private BinanceRequests() {}

  private static Capabilities.Row row(
      Feature feature, OrderType entry, Support support, @Nullable String note) {
    return new Capabilities.Row(SPOT, feature, entry, support, note);
  }

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
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    parameters.put("side", Objects.requireNonNull(BinanceMapping.SIDES.get(request.side())));
    parameters.put("type", type(request.terms()));
    timeInForce(request.terms(), parameters);
    size(request, parameters);
    prices(request.terms(), parameters);
    parameters.put("newClientOrderId", clientId(request.id().text()));
    parameters.put("newOrderRespType", "FULL");
    request.nativeParams().values().forEach((name, value) -> addNative(name, value, parameters));
    return parameters;
  }

  private static String type(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.Market() -> "MARKET";
      case OrderTerms.Limit limit -> limit.postOnly() ? "LIMIT_MAKER" : "LIMIT";
      case OrderTerms.StopMarket _ -> "STOP_LOSS";
      case OrderTerms.StopLimit _ -> "STOP_LOSS_LIMIT";
      case OrderTerms.TakeProfitMarket _ -> "TAKE_PROFIT";
      case OrderTerms.TakeProfitLimit _ -> "TAKE_PROFIT_LIMIT";
      case OrderTerms.TrailingStop trailing ->
          trailing.price() == null ? "STOP_LOSS" : "STOP_LOSS_LIMIT";
      case OrderTerms.Oco _ -> throw unsupported("type oco");
    };
  }

  /** Some types must name it, the others must not (-1106). */
  private static void timeInForce(OrderTerms terms, Map<String, String> parameters) {
    if (TIMED.contains(parameters.get("type"))) {
      TimeInForce own = terms.timeInForce();
      TimeInForce timeInForce = own == null ? TimeInForce.GTC : own;
      parameters.put(
          "timeInForce", Objects.requireNonNull(BinanceMapping.TIMES_IN_FORCE.get(timeInForce)));
    }
  }

  /** The trigger of a trailing stop is where it begins to follow (trailing stop FAQ). */
  private static void prices(OrderTerms terms, Map<String, String> parameters) {
    BigDecimal price = terms.limitPrice();
    if (price != null) {
      parameters.put("price", plain(price, "price", ErrorKind.INVALID_PRICE));
    }
    BigDecimal trigger = terms.triggerPrice();
    if (trigger != null) {
      parameters.put("stopPrice", plain(trigger, "stop_price", ErrorKind.INVALID_PRICE));
    }
    if (terms instanceof OrderTerms.TrailingStop trailing) {
      parameters.put("trailingDelta", bips(trailing.delta()));
    }
  }

  /** Hundredths of a per cent, which the venue takes whole only. */
  private static String bips(TrailingDelta delta) {
    BigDecimal percent =
        switch (delta) {
          case TrailingDelta.Percent(var value) -> value;
          case TrailingDelta.Offset _ -> throw unsupported("trailing_delta as an offset");
        };
    String bips = plain(percent.movePointRight(2), "trailing_delta", ErrorKind.INVALID_REQUEST);
    if (bips.contains(".")) {
      throw invalid("trailing_delta: Binance takes per cents with at most two decimals.");
    }
    return bips;
  }

  private static void size(OrderRequest request, Map<String, String> parameters) {
    switch (request.quantity()) {
      case Quantity.Base(var amount) -> parameters.put("quantity", quantity("quantity", amount));
      case Quantity.Quote(var amount) -> {
        if (!(request.terms() instanceof OrderTerms.Market)) {
          throw new ExchangeException(
              ErrorKind.UNSUPPORTED_PARAMETER,
              "quote_quantity: Binance sizes only market orders in quote.");
        }
        parameters.put("quoteOrderQty", quantity("quote_quantity", amount));
      }
      case Quantity.Received() ->
          throw new IllegalArgumentException("only a leg waits for what its parent received");
    }
    BigDecimal visible = request.icebergQuantity();
    if (visible != null) {
      requireIceberg(parameters);
      parameters.put("icebergQty", quantity("iceberg_qty", visible));
    }
  }

  /**
   * Only what rests on the book until it is filled or cancelled has a hidden part ("New order").
   */
  private static void requireIceberg(Map<String, String> parameters) {
    String type = parameters.getOrDefault("type", "");
    if (!TIMED.contains(type) && !type.equals("LIMIT_MAKER")) {
      throw invalid("iceberg_qty: goes with a limit price only on Binance.");
    }
    if (!parameters.getOrDefault("timeInForce", "GTC").equals("GTC")) {
      throw invalid("iceberg_qty: goes with time_in_force GTC only on Binance.");
    }
  }

  private static String quantity(String field, BigDecimal quantity) {
    return plain(quantity, field, ErrorKind.INVALID_QUANTITY);
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
      throw invalid("order_id: Binance order ids are whole numbers.");
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
      throw invalid("client_order_id: Binance takes 1 to 36 of the characters a-z A-Z 0-9 - _.");
    }
    return text;
  }

  /** Plain digits as the venue's pattern wants them (rest-api, -1100). */
  private static String plain(BigDecimal value, String field, ErrorKind kind) {
    if (value.signum() <= 0) {
      throw new ExchangeException(kind, field + ": must be greater than zero.");
    }
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
    readType(params.values(), fields);
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

  /**
   * What a type means beside the other parameters: a stop loss with a {@code trailingDelta} trails,
   * and the venue's two words with and without a limit are one of ours, so that a word and a price
   * that contradict each other are refused instead of becoming another order than was meant.
   */
  private static void readType(Map<String, String> params, Map<String, String> fields) {
    String type = params.get("type");
    if (type == null) {
      return;
    }
    boolean priced = params.containsKey("price");
    boolean trailing = params.containsKey("trailingDelta");
    switch (type) {
      case "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT" ->
          requireType(priced, type + " must have its price beside it");
      case "MARKET", "STOP_LOSS", "TAKE_PROFIT" -> requireType(!priced, type + " has no price");
      default -> {}
    }
    if (trailing) {
      requireType(type.startsWith("STOP_LOSS"), "only a stop loss can trail here");
      fields.put("type", word(OrderType.TRAILING_STOP.name()));
    }
  }

  private static void requireType(boolean good, String otherwise) {
    if (!good) {
      throw invalid("extra_params.type: " + otherwise + ".");
    }
  }

  private static BigDecimal decimal(String name, String value) {
    try {
      return Decimals.parse(value);
    } catch (IllegalArgumentException e) {
      throw invalid("extra_params." + name + ": " + e.getMessage() + ".");
    }
  }

  private static <T> T known(String name, @Nullable T value) {
    if (value == null) {
      throw invalid("extra_params." + name + ": not a word of Binance's.");
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

  static void putTime(String name, @Nullable Instant time, Map<String, String> parameters) {
    if (time != null) {
      parameters.put(name, Long.toString(time.toEpochMilli()));
    }
  }

  static void putWindow(
      @Nullable Instant since, @Nullable Instant until, Map<String, String> parameters) {
    if (since != null
        && until != null
        && Duration.between(since, until).compareTo(LONGEST_WINDOW) > 0) {
      throw invalid("until: Binance lists at most 24 hours after since.");
    }
    putTime("startTime", since, parameters);
    putTime("endTime", until, parameters);
  }

  static void putLimit(@Nullable Integer limit, int most, Map<String, String> parameters) {
    Integer checked = checkLimit(limit, most);
    if (checked != null) {
      parameters.put("limit", checked.toString());
    }
  }

  static @Nullable Integer checkLimit(@Nullable Integer limit, int most) {
    if (limit != null && (limit < 1 || limit > most)) {
      throw invalid("limit: Binance takes 1 to " + most + ".");
    }
    return limit;
  }

  private static ExchangeException invalid(String message) {
    return new ExchangeException(ErrorKind.INVALID_REQUEST, message);
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
