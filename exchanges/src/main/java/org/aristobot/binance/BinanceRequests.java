package org.aristobot.binance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Instrument;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.Quantity;
import org.aristobot.model.TimeInForce;
import org.aristobot.net.Checks;
import org.aristobot.net.Checks.Digits;
import org.jspecify.annotations.Nullable;

/** What is asked of the venue, as its parameters. */
final class BinanceRequests {

  /** Types that name their time in force. */
  private static final Set<String> TIMED = Set.of("LIMIT", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT");

  private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

  /** What the venue's pattern takes (rest-api, -1100). */
  private static final Digits DIGITS =
      new Digits(20, 20, "Binance takes at most 20 digits before and after the point");

  private static final int LONGEST_CLIENT_ID = 36;

  private BinanceRequests() {}

  /**
   * The parameters of {@code POST /api/v3/order}.
   *
   * @throws ExchangeException UNSUPPORTED_PARAMETER, INVALID_REQUEST, INVALID_QUANTITY,
   *     INVALID_PRICE
   */
  static Map<String, String> order(OrderRequest request, Instrument instrument) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    parameters.put("side", Objects.requireNonNull(BinanceMapping.SIDES.get(request.side())));
    terms(request, parameters);
    parameters.put("newClientOrderId", clientId(request.id().text()));
    parameters.put("newOrderRespType", "FULL");
    requireType("type", parameters, instrument);
    BinanceNative.addRest(request.nativeParams(), parameters);
    return parameters;
  }

  /**
   * Refuses what the market has no such orders for ("Exchange information", orderTypes): a trailing
   * stop, for one, travels as a type that the market may lack although it lets orders trail.
   */
  static void requireType(String name, Map<String, String> parameters, Instrument instrument) {
    String type = Objects.requireNonNull(parameters.get(name));
    if (!instrument.flags().contains(type)) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_PARAMETER,
          "type: Binance takes no " + type + " orders for " + instrument.symbol() + ".");
    }
  }

  /** Type, size and prices, as one order has them. */
  static Map<String, String> terms(OrderRequest request, Map<String, String> parameters) {
    kind(request.terms(), parameters);
    switch (request.quantity()) {
      case Quantity.Base _ -> parameters.put("quantity", size(request.quantity()));
      case Quantity.Quote(var amount) -> {
        if (!(request.terms() instanceof OrderTerms.Market)) {
          throw new ExchangeException(
              ErrorKind.UNSUPPORTED_PARAMETER,
              "quote_quantity: Binance sizes only market orders in quote.");
        }
        parameters.put("quoteOrderQty", quantity("quote_quantity", amount));
      }
      case Quantity.Received() -> throw waits();
    }
    BigDecimal visible = request.icebergQuantity();
    if (visible != null) {
      requireIceberg(parameters);
      parameters.put("icebergQty", quantity("iceberg_qty", visible));
    }
    return parameters;
  }

  /** A size in base. */
  static String size(Quantity quantity) {
    return switch (quantity) {
      case Quantity.Base(var amount) -> quantity("quantity", amount);
      case Quantity.Quote _ -> throw unsupported("quote_quantity on an order of several");
      case Quantity.Received() -> throw waits();
    };
  }

  private static IllegalArgumentException waits() {
    return new IllegalArgumentException("only a leg waits for what its parent receives");
  }

  /** Type and prices. */
  static void kind(OrderTerms terms, Map<String, String> parameters) {
    parameters.put("type", type(terms));
    timeInForce(terms, parameters);
    prices(terms, parameters);
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
      parameters.put("price", DIGITS.plain(price, "price", ErrorKind.INVALID_PRICE));
    }
    BigDecimal trigger = terms.triggerPrice();
    if (trigger != null) {
      parameters.put("stopPrice", DIGITS.plain(trigger, "stop_price", ErrorKind.INVALID_PRICE));
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
    String bips =
        DIGITS.plain(percent.movePointRight(2), "trailing_delta", ErrorKind.INVALID_REQUEST);
    if (bips.contains(".")) {
      throw Checks.invalid("trailing_delta: Binance takes per cents with at most two decimals.");
    }
    return bips;
  }

  /**
   * Only what rests on the book until it is filled or cancelled has a hidden part ("New order").
   */
  private static void requireIceberg(Map<String, String> parameters) {
    String type = parameters.getOrDefault("type", "");
    if (!TIMED.contains(type) && !type.equals("LIMIT_MAKER")) {
      throw Checks.invalid("iceberg_qty: goes with a limit price only on Binance.");
    }
    if (!parameters.getOrDefault("timeInForce", "GTC").equals("GTC")) {
      throw Checks.invalid("iceberg_qty: goes with time_in_force GTC only on Binance.");
    }
  }

  private static String quantity(String field, BigDecimal quantity) {
    return DIGITS.plain(quantity, field, ErrorKind.INVALID_QUANTITY);
  }

  /** The parameter that names one order, beside its symbol. */
  static Map<String, String> reference(OrderRef order) {
    return switch (order) {
      case OrderRef.ByVenueId(var id) -> Map.of("orderId", orderId(id.text()));
      case OrderRef.ByClientId(var id) -> Map.of("origClientOrderId", clientId(id.text()));
    };
  }

  static String orderId(String text) {
    if (text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Checks.invalid("order_id: Binance order ids are whole numbers.");
    }
    return text;
  }

  static String clientId(String text) {
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
      throw Checks.invalid(
          "client_order_id: Binance takes 1 to 36 of the characters a-z A-Z 0-9 - _.");
    }
    return text;
  }

  static void putWindow(
      @Nullable Instant since, @Nullable Instant until, Map<String, String> parameters) {
    if (since != null
        && until != null
        && Duration.between(since, until).compareTo(LONGEST_WINDOW) > 0) {
      throw Checks.invalid("until: Binance lists at most 24 hours after since.");
    }
    Checks.putTime("startTime", since, parameters);
    Checks.putTime("endTime", until, parameters);
  }

  private static ExchangeException unsupported(String what) {
    return new ExchangeException(
        ErrorKind.UNSUPPORTED_PARAMETER, what + ": not supported on Binance spot.");
  }
}
