package org.aristobot.gateway;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.aristobot.exchange.Feature;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Decimals;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/**
 * An order as its caller asked for it: complete and consistent in itself, not yet held against a
 * venue or a market.
 *
 * @param beyondSpot what was asked for that only a margin or futures market can honour
 */
record OrderTicket(
    Symbol symbol,
    Side side,
    Quantity quantity,
    OrderTerms terms,
    @Nullable ClientOrderId clientOrderId,
    @Nullable BigDecimal icebergQuantity,
    @Nullable Protection protection,
    boolean protectionRequired,
    boolean roundDown,
    NativeParams nativeParams,
    @Nullable String source,
    Set<Feature> beyondSpot) {

  /** The same as far as it travels: what was left out meets no rule of the market. */
  OrderTicket as(Levels levels) {
    return new OrderTicket(
        symbol,
        side,
        quantity,
        terms,
        clientOrderId,
        levels.icebergQuantity(),
        levels.protection(),
        protectionRequired,
        roundDown,
        nativeParams,
        source,
        beyondSpot);
  }

  /** Whether what is not filled at once rests on the book until it is filled or cancelled. */
  boolean rests() {
    return terms.limitPrice() != null
        && (terms.timeInForce() == null || terms.timeInForce() == TimeInForce.GTC);
  }

  /** What the order asks of the venue. */
  Set<Feature> features() {
    EnumSet<Feature> features = EnumSet.of(mainFeature());
    features.addAll(beyondSpot);
    if (terms instanceof OrderTerms.Limit limit && limit.postOnly()) {
      features.add(Feature.POST_ONLY);
    }
    TimeInForce timeInForce = terms.timeInForce();
    if (timeInForce == TimeInForce.IOC) {
      features.add(Feature.IOC);
    }
    if (timeInForce == TimeInForce.FOK) {
      features.add(Feature.FOK);
    }
    if (protection != null && protection.stopLoss() != null) {
      features.add(Feature.ATTACHED_STOP_LOSS);
    }
    if (protection != null && protection.takeProfit() != null) {
      features.add(Feature.ATTACHED_TAKE_PROFIT);
    }
    if (icebergQuantity != null) {
      features.add(Feature.ICEBERG);
    }
    return features;
  }

  private Feature mainFeature() {
    return switch (terms) {
      case OrderTerms.Market() ->
          quantity instanceof Quantity.Quote ? Feature.MARKET_QUOTE_SIZED : Feature.MARKET;
      case OrderTerms.Limit _ -> Feature.LIMIT;
      case OrderTerms.StopMarket _ -> Feature.STOP_LOSS;
      case OrderTerms.StopLimit _ -> Feature.STOP_LOSS_LIMIT;
      case OrderTerms.TakeProfitMarket _ -> Feature.TAKE_PROFIT;
      case OrderTerms.TakeProfitLimit _ -> Feature.TAKE_PROFIT_LIMIT;
      case OrderTerms.TrailingStop trailing ->
          trailing.delta() instanceof TrailingDelta.Offset
              ? Feature.TRAILING_STOP_OFFSET
              : Feature.TRAILING_STOP;
      case OrderTerms.Oco _ -> Feature.OCO;
    };
  }

  /**
   * The order's content as text: two requests that mean the same order have the same one. Decimals
   * are written plainly, so 0.10 equals 0.1; defaults are written out, so that an explicit default
   * equals an absent field. The client id is not part of it.
   */
  String fingerprint() {
    StringBuilder text = new StringBuilder(160);
    text.append(symbol).append(' ').append(side).append(' ').append(mainFeature());
    switch (quantity) {
      case Quantity.Base(var amount) -> add(text, "base", amount);
      case Quantity.Quote(var amount) -> add(text, "quote", amount);
      case Quantity.Received() -> {}
    }
    add(text, "price", terms.limitPrice());
    add(text, "trigger", terms.triggerPrice());
    switch (terms) {
      case OrderTerms.Oco oco -> add(text, "stop_limit", oco.stopLimitPrice());
      case OrderTerms.TrailingStop trailing ->
          text.append(
              switch (trailing.delta()) {
                case TrailingDelta.Percent(var percent) -> " delta=" + Decimals.plain(percent);
                case TrailingDelta.Offset(var offset) -> " offset=" + Decimals.plain(offset);
              });
      default -> {}
    }
    text.append(' ').append(terms.timeInForce());
    if (terms instanceof OrderTerms.Limit limit && limit.postOnly()) {
      text.append(" post_only");
    }
    add(text, "iceberg", icebergQuantity);
    if (protection != null) {
      add(text, "stop_loss", protection.stopLoss());
      add(text, "take_profit", protection.takeProfit());
      text.append(protectionRequired ? " required" : "");
    }
    beyondSpot.stream().sorted().forEach(feature -> text.append(' ').append(feature));
    text.append(roundDown ? " round_down" : "");
    for (Map.Entry<String, String> param : new TreeMap<>(nativeParams.values()).entrySet()) {
      text.append(' ').append(param.getKey()).append('=').append(param.getValue());
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String name, @Nullable BigDecimal value) {
    if (value != null) {
      text.append(' ').append(name).append('=').append(Decimals.plain(value));
    }
  }
}
