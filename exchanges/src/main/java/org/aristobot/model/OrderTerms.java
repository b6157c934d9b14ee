package org.aristobot.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** On which terms an order trades. A limit without a price cannot be written. */
public sealed interface OrderTerms {

  record Market() implements OrderTerms {}

  /** {@code postOnly} goes with {@link TimeInForce#GTC} only. */
  record Limit(BigDecimal price, TimeInForce timeInForce, boolean postOnly) implements OrderTerms {
    public Limit {
      if (postOnly && timeInForce != TimeInForce.GTC) {
        throw new IllegalArgumentException("post_only cannot be " + timeInForce);
      }
    }
  }

  record StopMarket(BigDecimal trigger) implements OrderTerms {}

  record StopLimit(BigDecimal trigger, BigDecimal price, TimeInForce timeInForce)
      implements OrderTerms {}

  record TakeProfitMarket(BigDecimal trigger) implements OrderTerms {}

  record TakeProfitLimit(BigDecimal trigger, BigDecimal price, TimeInForce timeInForce)
      implements OrderTerms {}

  /** {@code activation} is where tracking starts; {@code price} makes it a limit order. */
  record TrailingStop(
      TrailingDelta delta, @Nullable BigDecimal activation, @Nullable BigDecimal price)
      implements OrderTerms {}

  /** A limit leg and a stop leg; {@code stopLimitPrice} makes the stop leg a limit order. */
  record Oco(BigDecimal price, BigDecimal trigger, @Nullable BigDecimal stopLimitPrice)
      implements OrderTerms {}

  /** How far a trailing stop stays behind. */
  sealed interface TrailingDelta {
    record Percent(BigDecimal percent) implements TrailingDelta {}

    record Offset(BigDecimal offset) implements TrailingDelta {}
  }

  default OrderType type() {
    return switch (this) {
      case Market() -> OrderType.MARKET;
      case Limit _ -> OrderType.LIMIT;
      case StopMarket _, StopLimit _ -> OrderType.STOP_LOSS;
      case TakeProfitMarket _, TakeProfitLimit _ -> OrderType.TAKE_PROFIT;
      case TrailingStop _ -> OrderType.TRAILING_STOP;
      case Oco _ -> OrderType.OCO;
    };
  }

  /** The limit price, where these terms have one. */
  default @Nullable BigDecimal limitPrice() {
    return switch (this) {
      case Market(), StopMarket _, TakeProfitMarket _ -> null;
      case Limit limit -> limit.price();
      case StopLimit stop -> stop.price();
      case TakeProfitLimit take -> take.price();
      case TrailingStop trailing -> trailing.price();
      case Oco oco -> oco.price();
    };
  }

  /** The trigger price, where these terms have one. */
  default @Nullable BigDecimal triggerPrice() {
    return switch (this) {
      case Market(), Limit _ -> null;
      case StopMarket stop -> stop.trigger();
      case StopLimit stop -> stop.trigger();
      case TakeProfitMarket take -> take.trigger();
      case TakeProfitLimit take -> take.trigger();
      case TrailingStop trailing -> trailing.activation();
      case Oco oco -> oco.trigger();
    };
  }

  /** How long it stays, where these terms say so. */
  default @Nullable TimeInForce timeInForce() {
    return switch (this) {
      case Limit limit -> limit.timeInForce();
      case StopLimit stop -> stop.timeInForce();
      case TakeProfitLimit take -> take.timeInForce();
      case Market(), StopMarket _, TakeProfitMarket _, TrailingStop _, Oco _ -> null;
    };
  }
}
