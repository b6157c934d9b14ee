package org.aristobot.validate;

import java.math.BigDecimal;
import java.util.Locale;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Decimals;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An order that an item places.
 *
 * @param beyond a feature that only its own field asks for and that no spot order has
 */
record Wanted(
    Symbol symbol,
    Side side,
    Quantity quantity,
    OrderTerms terms,
    @Nullable BigDecimal iceberg,
    @Nullable Protection protection,
    @Nullable Feature beyond) {

  private static final JsonMapper JSON = new JsonMapper();

  static Wanted of(Symbol symbol, Side side, BigDecimal quantity, OrderTerms terms) {
    return new Wanted(symbol, side, new Quantity.Base(quantity), terms, null, null, null);
  }

  Wanted with(Quantity other) {
    return new Wanted(symbol, side, other, terms, iceberg, protection, beyond);
  }

  Wanted with(OrderTerms other) {
    return new Wanted(symbol, side, quantity, other, iceberg, protection, beyond);
  }

  Wanted with(Protection other) {
    return new Wanted(symbol, side, quantity, terms, iceberg, other, beyond);
  }

  Wanted with(Feature other) {
    return new Wanted(symbol, side, quantity, terms, iceberg, protection, other);
  }

  Wanted showing(BigDecimal visible) {
    return new Wanted(symbol, side, quantity, terms, visible, protection, beyond);
  }

  Wanted on(Symbol other) {
    return new Wanted(other, side, quantity, terms, iceberg, protection, beyond);
  }

  OrderType type() {
    return terms.type();
  }

  /** The base quantity of an order that has one. */
  BigDecimal base() {
    return switch (quantity) {
      case Quantity.Base(var amount) -> amount;
      case Quantity.Quote _, Quantity.Received _ ->
          throw new IllegalStateException("not sized in base");
    };
  }

  /** What it is worth in quote at the most, where the market is at that price. */
  BigDecimal worth(BigDecimal market) {
    return switch (quantity) {
      case Quantity.Quote(var amount) -> amount;
      case Quantity.Base(var amount) -> amount.multiply(dearest(market));
      case Quantity.Received() -> BigDecimal.ZERO;
    };
  }

  private BigDecimal dearest(BigDecimal market) {
    BigDecimal limit = terms.limitPrice();
    BigDecimal trigger = terms.triggerPrice();
    BigDecimal dearest = limit == null ? market : limit;
    return trigger == null ? dearest : dearest.max(trigger);
  }

  /** As a caller writes it. */
  ObjectNode params(long brokerId, String clientOrderId) {
    ObjectNode params =
        JSON.createObjectNode()
            .put("broker_id", brokerId)
            .put("client_order_id", clientOrderId)
            .put("symbol", symbol.toString())
            .put("side", word(side))
            .put("type", word(terms.type()));
    switch (quantity) {
      case Quantity.Base(var amount) -> put(params, "quantity", amount);
      case Quantity.Quote(var amount) -> put(params, "quote_quantity", amount);
      case Quantity.Received() -> throw new IllegalStateException("a leg is never placed alone");
    }
    putTerms(params);
    put(params, "iceberg_qty", iceberg);
    if (protection != null) {
      put(params, "stop_loss_price", protection.stopLoss());
      put(params, "take_profit_price", protection.takeProfit());
      params.put("protection", "required");
    }
    if (beyond != null) {
      params.put(beyond.field(), beyondValue(beyond));
    }
    return params;
  }

  private void putTerms(ObjectNode params) {
    if (terms.timeInForce() != null) {
      params.put("time_in_force", terms.timeInForce().name());
    }
    put(params, "price", terms.limitPrice());
    put(params, "stop_price", terms.triggerPrice());
    switch (terms) {
      case OrderTerms.Limit limit -> params.put("post_only", limit.postOnly());
      case OrderTerms.Oco oco -> put(params, "stop_limit_price", oco.stopLimitPrice());
      case OrderTerms.TrailingStop(TrailingDelta.Percent(var percent), _, _) ->
          put(params, "trailing_delta", percent);
      case OrderTerms.TrailingStop(TrailingDelta.Offset(var offset), _, _) ->
          put(params.putObject("trailing_delta"), "offset", offset);
      default -> {}
    }
  }

  private static void put(ObjectNode params, String field, @Nullable BigDecimal value) {
    if (value != null) {
      params.put(field, Decimals.plain(value));
    }
  }

  private static String beyondValue(Feature feature) {
    return switch (feature) {
      case REDUCE_ONLY -> "true";
      case POSITION_SIDE -> "LONG";
      case MARGIN_MODE -> "isolated";
      default -> throw new IllegalArgumentException(feature + " is asked for by other fields");
    };
  }

  /** As a client of the venue takes it. */
  OrderRequest request(NativeClientOrderId id) {
    return new OrderRequest(
        id, symbol, side, quantity, terms, iceberg, protection, NativeParams.NONE);
  }

  /** In words. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(word(terms.type()).replace('_', ' ')).append(' ').append(word(side)).append(" of ");
    text.append(
        switch (quantity) {
          case Quantity.Base(var amount) -> Decimals.plain(amount) + " " + symbol.base();
          case Quantity.Quote(var amount) -> Decimals.plain(amount) + " " + symbol.quote();
          case Quantity.Received() -> "what is received";
        });
    append(text, " at ", terms.limitPrice());
    append(text, " from ", terms.triggerPrice());
    switch (terms) {
      case OrderTerms.Limit(_, var force, _) when force != TimeInForce.GTC ->
          text.append(", ").append(force);
      case OrderTerms.Limit(_, _, var postOnly) when postOnly -> text.append(", post only");
      case OrderTerms.TrailingStop(TrailingDelta.Percent(var percent), _, _) ->
          append(text, " trailing by per cent ", percent);
      case OrderTerms.TrailingStop(TrailingDelta.Offset(var offset), _, _) ->
          append(text, " trailing by ", offset);
      default -> {}
    }
    append(text, ", showing ", iceberg);
    if (protection != null) {
      append(text, " with stop loss ", protection.stopLoss());
      append(text, " with take profit ", protection.takeProfit());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String before, @Nullable BigDecimal value) {
    if (value != null) {
      text.append(before).append(Decimals.plain(value));
    }
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
