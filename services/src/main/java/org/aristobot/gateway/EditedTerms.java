package org.aristobot.gateway;

import java.math.BigDecimal;
import java.util.Set;
import org.aristobot.bus.Command;
import org.aristobot.bus.Fields;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.MarketData;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.jspecify.annotations.Nullable;

/** What an order shall be after a change; pure. */
final class EditedTerms {

  private EditedTerms() {}

  /**
   * The request with the new values, held against the market's rules.
   *
   * @throws ExchangeException naming the field that the order does not have, or a rule
   */
  static OrderRequest apply(OrderRequest from, Command.EditOrder command, MarketData venue) {
    OrderTerms terms = terms(from.terms(), command.price(), command.stopPrice());
    Quantity quantity = quantity(from.quantity(), command.quantity());
    OrderTicket ticket =
        new OrderTicket(
            from.symbol(),
            from.side(),
            quantity,
            terms,
            null,
            from.icebergQuantity(),
            from.protection(),
            false,
            command.roundDown(),
            from.nativeParams(),
            null,
            Set.of());
    return new OrderRequest(
        from.id(),
        from.symbol(),
        from.side(),
        MarketRules.check(ticket, venue.instrument(from.symbol())),
        terms,
        from.icebergQuantity(),
        from.protection(),
        from.nativeParams());
  }

  /** Whether the two ask for the same values. */
  static boolean isSame(OrderRequest from, OrderRequest to) {
    return isSame(amount(from.quantity()), amount(to.quantity()))
        && isSame(from.terms().limitPrice(), to.terms().limitPrice())
        && isSame(from.terms().triggerPrice(), to.terms().triggerPrice());
  }

  private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.compareTo(other) == 0;
  }

  private static @Nullable BigDecimal amount(Quantity quantity) {
    return switch (quantity) {
      case Quantity.Base(var amount) -> amount;
      case Quantity.Quote(var amount) -> amount;
      case Quantity.Received() -> null;
    };
  }

  private static Quantity quantity(Quantity from, @Nullable BigDecimal amount) {
    if (amount == null) {
      return from;
    }
    return switch (from) {
      case Quantity.Base _ -> new Quantity.Base(amount);
      case Quantity.Quote _ ->
          throw Fields.invalid("quantity", "cannot be changed: the order is sized in quote");
      case Quantity.Received() ->
          throw Fields.invalid("quantity", "cannot be changed: it is what the entry receives");
    };
  }

  private static OrderTerms terms(
      OrderTerms from, @Nullable BigDecimal price, @Nullable BigDecimal trigger) {
    if (price != null && from.limitPrice() == null) {
      throw Fields.invalid("price", "cannot be changed: the order has none");
    }
    if (trigger != null && from.triggerPrice() == null) {
      throw Fields.invalid("stop_price", "cannot be changed: the order has none");
    }
    return switch (from) {
      case OrderTerms.Market market -> market;
      case OrderTerms.Limit limit ->
          new OrderTerms.Limit(or(price, limit.price()), limit.timeInForce(), limit.postOnly());
      case OrderTerms.StopMarket stop -> new OrderTerms.StopMarket(or(trigger, stop.trigger()));
      case OrderTerms.StopLimit stop ->
          new OrderTerms.StopLimit(
              or(trigger, stop.trigger()), or(price, stop.price()), stop.timeInForce());
      case OrderTerms.TakeProfitMarket take ->
          new OrderTerms.TakeProfitMarket(or(trigger, take.trigger()));
      case OrderTerms.TakeProfitLimit take ->
          new OrderTerms.TakeProfitLimit(
              or(trigger, take.trigger()), or(price, take.price()), take.timeInForce());
      case OrderTerms.TrailingStop trailing ->
          new OrderTerms.TrailingStop(
              trailing.delta(),
              trigger == null ? trailing.activation() : trigger,
              price == null ? trailing.price() : price);
      case OrderTerms.Oco oco ->
          new OrderTerms.Oco(
              or(price, oco.price()), or(trigger, oco.trigger()), oco.stopLimitPrice());
    };
  }

  private static BigDecimal or(@Nullable BigDecimal wanted, BigDecimal present) {
    return wanted == null ? present : wanted;
  }
}
