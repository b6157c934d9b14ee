package org.aristobot.bitget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.net.Checks;
import org.aristobot.net.Checks.Digits;
import org.jspecify.annotations.Nullable;

/** What is asked of the venue, as its parameters. */
final class BitgetRequests {

  /**
   * How far above the best ask a market buy that is sized in base may pay, unless half of the
   * venue's own band is less: the band counts from a price that only the venue knows.
   */
  private static final BigDecimal MOST_ABOVE_ASK = new BigDecimal("0.01");

  private static final Duration LONGEST_WINDOW = Duration.ofDays(90);

  /** The venue counts decimals and never rounds. */
  private static final Digits DIGITS = new Digits(30, 20, "has more digits than Bitget takes");

  private static final int LONGEST_CLIENT_ID = 50;

  private BitgetRequests() {}

  /**
   * A limit that stands for the price of a market order.
   *
   * @param ask the best one when it was looked at
   * @param above how far the limit is above it, as a fraction
   */
  record Bound(BigDecimal price, BigDecimal ask, BigDecimal above) {

    /** For the caller, who asked for something else. */
    String warning(Instrument instrument) {
      return ("quantity: Bitget sizes market buys in quote, so this one is a limit order that fills"
              + " at once at %s %s or less, %s%% above the best ask of %s; what is left of it is"
              + " cancelled")
          .formatted(
              Decimals.plain(price),
              instrument.symbol().quote(),
              Decimals.plain(above.movePointRight(2)),
              Decimals.plain(ask));
    }
  }

  /** The call that places the request. */
  static BitgetEndpoint endpoint(OrderRequest request) {
    return switch (request.terms()) {
      case OrderTerms.Market(), OrderTerms.Limit _ -> BitgetEndpoint.PLACE_ORDER;
      case OrderTerms.StopMarket _,
          OrderTerms.StopLimit _,
          OrderTerms.TakeProfitMarket _,
          OrderTerms.TakeProfitLimit _ ->
          BitgetEndpoint.PLACE_PLAN;
      case OrderTerms.TrailingStop _ -> throw unsupported("type trailing_stop");
      case OrderTerms.Oco _ -> throw unsupported("type oco");
    };
  }

  /** Whether the request is a market buy that needs a {@link Bound}. */
  static boolean needsBound(OrderRequest request) {
    return request.terms() instanceof OrderTerms.Market
        && request.side() == Side.BUY
        && request.quantity() instanceof Quantity.Base;
  }

  /**
   * The limit for such an order.
   *
   * @throws ExchangeException UNSUPPORTED_PARAMETER if the market's band is not known
   */
  static Bound bound(BigDecimal ask, Instrument instrument) {
    BigDecimal above = requireBand(instrument).divide(BigDecimal.TWO).min(MOST_ABOVE_ASK);
    BigDecimal tick = Objects.requireNonNull(instrument.price().step());
    BigDecimal most = ask.multiply(BigDecimal.ONE.add(above));
    return new Bound(most.divide(tick, 0, RoundingMode.DOWN).multiply(tick).max(ask), ask, above);
  }

  /** How far the venue lets a buy go. */
  static BigDecimal requireBand(Instrument instrument) {
    BigDecimal band = BitgetMapping.buyBand(instrument);
    if (band == null) {
      throw new ExchangeException(
          ErrorKind.UNSUPPORTED_PARAMETER,
          "quantity: Bitget sizes market buys of "
              + instrument.symbol()
              + " in quote only; use quote_quantity.");
    }
    return band;
  }

  /**
   * The parameters of {@code place-order}.
   *
   * @param bound of an order that {@link #needsBound needs one}
   * @throws ExchangeException UNSUPPORTED_PARAMETER, INVALID_REQUEST, INVALID_QUANTITY,
   *     INVALID_PRICE
   */
  static Map<String, String> order(
      OrderRequest request, Instrument instrument, @Nullable Bound bound) {
    Map<String, String> parameters = common(request, instrument);
    switch (request.terms()) {
      case OrderTerms.Limit limit -> {
        putLimit(parameters, limit.price());
        parameters.put(
            "force",
            limit.postOnly()
                ? BitgetMapping.POST_ONLY
                : Objects.requireNonNull(BitgetMapping.FORCES.get(limit.timeInForce())));
      }
      case OrderTerms.Market() when bound != null -> {
        putLimit(parameters, bound.price());
        parameters.put("force", "ioc");
      }
      case OrderTerms.Market() -> {
        if (needsBound(request)) {
          throw new IllegalArgumentException("a market buy that is sized in base needs a bound");
        }
        parameters.put("orderType", "market");
        // Mandatory by the page, and without effect.
        parameters.put("force", "gtc");
      }
      default -> throw new IllegalArgumentException("a trigger order is placed by another call");
    }
    parameters.put("size", size(request));
    parameters.put("clientOid", clientId(request.id().text()));
    putPresets(request.protection(), parameters);
    BitgetNative.addRest(request.nativeParams(), instrument, parameters);
    return parameters;
  }

  private static void putLimit(Map<String, String> parameters, BigDecimal price) {
    parameters.put("orderType", "limit");
    parameters.put("price", price("price", price));
  }

  /** Their limit prices, where there are any, are native parameters. */
  private static void putPresets(@Nullable Protection protection, Map<String, String> parameters) {
    if (protection == null) {
      return;
    }
    if (protection.takeProfit() != null) {
      parameters.put("presetTakeProfitPrice", price("take_profit_price", protection.takeProfit()));
    }
    if (protection.stopLoss() != null) {
      parameters.put("presetStopLossPrice", price("stop_loss_price", protection.stopLoss()));
    }
  }

  /**
   * The parameters of {@code place-plan-order}.
   *
   * @throws ExchangeException UNSUPPORTED_PARAMETER, INVALID_REQUEST, INVALID_QUANTITY,
   *     INVALID_PRICE
   */
  static Map<String, String> plan(OrderRequest request, Instrument instrument) {
    if (request.protection() != null) {
      throw unsupported("stop_loss_price and take_profit_price on an order with a trigger");
    }
    Map<String, String> parameters = common(request, instrument);
    putTrigger(request, parameters);
    parameters.put("planType", request.quantity() instanceof Quantity.Quote ? "total" : "amount");
    parameters.put("size", size(request));
    parameters.put("triggerType", "fill_price");
    parameters.put("clientOid", clientId(request.id().text()));
    BitgetNative.addRest(request.nativeParams(), instrument, parameters);
    return parameters;
  }

  /**
   * Refuses a trigger that the market has passed. The venue knows no stop loss and no take profit,
   * it triggers wherever the price comes from: the one would wait and act as the other.
   *
   * @param last the last price; null if there is none
   */
  static void requireAhead(OrderRequest request, @Nullable BigDecimal last) {
    BigDecimal trigger = request.terms().triggerPrice();
    if (last == null || trigger == null) {
      return;
    }
    boolean stops = request.terms().type() == OrderType.STOP_LOSS;
    boolean below = stops == (request.side() == Side.SELL);
    int side = trigger.compareTo(last);
    if (below ? side >= 0 : side <= 0) {
      throw new ExchangeException(
          ErrorKind.INVALID_PRICE,
          "stop_price: the last price, %s, has passed it already; a %s to %s needs it %s that."
              .formatted(
                  Decimals.plain(last),
                  stops ? "stop loss" : "take profit",
                  BitgetMapping.SIDES.get(request.side()),
                  below ? "below" : "above"));
    }
  }

  /** Trigger and what it makes, as placing and changing name them. */
  static void putTrigger(OrderRequest request, Map<String, String> parameters) {
    requireGoodTillCancelled(request.terms());
    BigDecimal trigger = Objects.requireNonNull(request.terms().triggerPrice());
    BigDecimal limit = request.terms().limitPrice();
    parameters.put("triggerPrice", price("stop_price", trigger));
    parameters.put("orderType", limit == null ? "market" : "limit");
    if (limit != null) {
      parameters.put("executePrice", price("price", limit));
    }
  }

  /** What a trigger makes has no other word for how long it stays (since May 2025). */
  private static void requireGoodTillCancelled(OrderTerms terms) {
    if (terms.timeInForce() != null && terms.timeInForce() != TimeInForce.GTC) {
      throw unsupported("time_in_force on an order with a trigger");
    }
  }

  private static Map<String, String> common(OrderRequest request, Instrument instrument) {
    if (request.icebergQuantity() != null) {
      throw unsupported("iceberg_qty");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    parameters.put("side", Objects.requireNonNull(BitgetMapping.SIDES.get(request.side())));
    return parameters;
  }

  /** In base, but for a buy at market in quote. */
  static String size(OrderRequest request) {
    return switch (request.quantity()) {
      case Quantity.Base(var amount) ->
          DIGITS.plain(amount, "quantity", ErrorKind.INVALID_QUANTITY);
      case Quantity.Quote(var amount) -> {
        if (request.side() != Side.BUY || request.terms().limitPrice() != null) {
          throw new ExchangeException(
              ErrorKind.UNSUPPORTED_PARAMETER,
              "quote_quantity: Bitget sizes only buys at market in quote.");
        }
        yield DIGITS.plain(amount, "quote_quantity", ErrorKind.INVALID_QUANTITY);
      }
      case Quantity.Received() ->
          throw new IllegalArgumentException("only a leg waits for what its parent receives");
    };
  }

  static String price(String field, BigDecimal price) {
    return DIGITS.plain(price, field, ErrorKind.INVALID_PRICE);
  }

  /** Refuses what no order of the venue's can have for an id. */
  static String orderId(String text) {
    if (text.isEmpty() || text.length() > 30 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Checks.invalid("order_id: Bitget order ids are whole numbers.");
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
                        || "-+_#.:/".indexOf(c) >= 0);
    if (!fits) {
      throw Checks.invalid(
          "client_order_id: Bitget takes 1 to 50 of the characters a-z A-Z 0-9 - + _ #.");
    }
    return text;
  }

  static void putWindow(
      @Nullable Instant since, @Nullable Instant until, Map<String, String> parameters) {
    if (since != null
        && until != null
        && Duration.between(since, until).compareTo(LONGEST_WINDOW) > 0) {
      throw Checks.invalid("until: Bitget lists at most 90 days after since.");
    }
    Checks.putTime("startTime", since, parameters);
    Checks.putTime("endTime", until, parameters);
  }

  static ExchangeException unsupported(String what) {
    return new ExchangeException(
        ErrorKind.UNSUPPORTED_PARAMETER, what + ": not supported on Bitget spot.");
  }
}
