package org.aristobot.gateway;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.Instrument.Rule;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Holds an order against the rules of its market before anything is sent. Nothing is rounded unless
 * the caller asked for it; a refusal names the rule and the nearest valid value.
 */
final class MarketRules {

  private final Instrument instrument;
  private final boolean roundDown;

  private MarketRules(Instrument instrument, boolean roundDown) {
    this.instrument = instrument;
    this.roundDown = roundDown;
  }

  /**
   * The quantity to send: the asked one, or rounded down where the caller wanted that.
   *
   * @throws ExchangeException MARKET_CLOSED, INVALID_QUANTITY, INVALID_PRICE, MIN_NOTIONAL
   */
  static Quantity check(OrderTicket ticket, Instrument instrument) {
    if (!instrument.active()) {
      throw new ExchangeException(
          ErrorKind.MARKET_CLOSED, "symbol: " + ticket.symbol() + " takes no orders now");
    }
    MarketRules rules = new MarketRules(instrument, ticket.roundDown());
    Quantity quantity = rules.quantity(ticket);
    rules.prices(ticket);
    rules.notional(ticket.terms(), quantity);
    return quantity;
  }

  private Quantity quantity(OrderTicket ticket) {
    return switch (ticket.quantity()) {
      case Quantity.Base(var amount) -> {
        BigDecimal value = stepped("quantity", amount, instrument.quantity());
        bounds(ErrorKind.INVALID_QUANTITY, "quantity", value, instrument.quantity());
        if (ticket.terms() instanceof OrderTerms.Market) {
          value = stepped("quantity", value, instrument.marketQuantity());
          bounds(ErrorKind.INVALID_QUANTITY, "quantity", value, instrument.marketQuantity());
        }
        yield new Quantity.Base(value);
      }
      case Quantity.Quote(var amount) -> {
        if (!instrument.quoteSized()) {
          throw new ExchangeException(
              ErrorKind.UNSUPPORTED_PARAMETER,
              "quote_quantity: " + instrument.symbol() + " takes no orders sized in quote");
        }
        Integer scale = instrument.quoteScale();
        BigDecimal step = scale == null ? null : BigDecimal.ONE.movePointLeft(scale);
        yield new Quantity.Quote(stepped("quote_quantity", amount, new Rule(null, null, step)));
      }
      case Quantity.Received received -> received;
    };
  }

  private void prices(OrderTicket ticket) {
    price("price", ticket.terms().limitPrice());
    price("stop_price", ticket.terms().triggerPrice());
    if (ticket.terms() instanceof OrderTerms.Oco oco) {
      price("stop_limit_price", oco.stopLimitPrice());
    }
    if (ticket.protection() != null) {
      price("stop_loss_price", ticket.protection().stopLoss());
      price("take_profit_price", ticket.protection().takeProfit());
    }
    if (ticket.icebergQuantity() != null) {
      BigDecimal visible = ticket.icebergQuantity();
      requireStep(ErrorKind.INVALID_QUANTITY, "iceberg_qty", visible, instrument.quantity());
      bounds(ErrorKind.INVALID_QUANTITY, "iceberg_qty", visible, instrument.quantity());
    }
  }

  private void price(String field, @Nullable BigDecimal price) {
    if (price != null) {
      requireStep(ErrorKind.INVALID_PRICE, field, price, instrument.price());
      bounds(ErrorKind.INVALID_PRICE, field, price, instrument.price());
    }
  }

  /**
   * What a market order will cost is the venue's to judge, unless it is sized in quote. A limit
   * order's price times its quantity is known.
   */
  private void notional(OrderTerms terms, Quantity quantity) {
    BigDecimal price = terms.limitPrice();
    switch (quantity) {
      case Quantity.Quote(var amount) -> {
        if (instrument.marketMinNotional()) {
          requireMinimum("quote_quantity", amount, null);
        }
      }
      case Quantity.Base(var amount) -> {
        if (price != null) {
          requireMinimum("quantity", price.multiply(amount), price);
          requireMaximum(price.multiply(amount));
        }
      }
      case Quantity.Received() -> {}
    }
  }

  private void requireMinimum(String field, BigDecimal notional, @Nullable BigDecimal price) {
    BigDecimal least = instrument.minNotional();
    if (least == null || notional.compareTo(least) >= 0) {
      return;
    }
    String valid =
        price == null
            ? Decimals.plain(least)
            : Decimals.plain(up(least, price, instrument.quantity().step())) + " at this price";
    throw new ExchangeException(
        ErrorKind.MIN_NOTIONAL,
        "%s: the order is worth %s %s, the market's least is %s; nearest valid value %s"
            .formatted(
                field,
                Decimals.plain(notional),
                instrument.symbol().quote(),
                Decimals.plain(least),
                valid));
  }

  private void requireMaximum(BigDecimal notional) {
    BigDecimal most = instrument.maxNotional();
    if (most != null && notional.compareTo(most) > 0) {
      throw new ExchangeException(
          ErrorKind.INVALID_QUANTITY,
          "quantity: the order is worth %s %s, the market's most is %s"
              .formatted(
                  Decimals.plain(notional), instrument.symbol().quote(), Decimals.plain(most)));
    }
  }

  /** The least multiple of the step whose worth reaches the minimum. */
  private static BigDecimal up(BigDecimal least, BigDecimal price, @Nullable BigDecimal step) {
    BigDecimal unit = step == null ? BigDecimal.ONE.movePointLeft(8) : step;
    return least.divide(price.multiply(unit), 0, RoundingMode.CEILING).multiply(unit);
  }

  private BigDecimal stepped(String field, BigDecimal value, Rule rule) {
    if (!roundDown || rule.step() == null) {
      requireStep(ErrorKind.INVALID_QUANTITY, field, value, rule);
      return value;
    }
    BigDecimal down = value.divideToIntegralValue(rule.step()).multiply(rule.step());
    if (down.signum() <= 0) {
      throw new ExchangeException(
          ErrorKind.INVALID_QUANTITY,
          "%s: %s rounds down to nothing, the step is %s; nearest valid value %s"
              .formatted(
                  field,
                  Decimals.plain(value),
                  Decimals.plain(rule.step()),
                  Decimals.plain(nearest(value, rule))));
    }
    return down;
  }

  private static void requireStep(ErrorKind kind, String field, BigDecimal value, Rule rule) {
    BigDecimal step = rule.step();
    if (step != null && value.remainder(step).signum() != 0) {
      throw new ExchangeException(
          kind,
          "%s: %s is not a multiple of the market's step %s; nearest valid value %s"
              .formatted(
                  field,
                  Decimals.plain(value),
                  Decimals.plain(step),
                  Decimals.plain(nearest(value, rule))));
    }
  }

  private static void bounds(ErrorKind kind, String field, BigDecimal value, Rule rule) {
    boolean small = rule.min() != null && value.compareTo(rule.min()) < 0;
    boolean large = rule.max() != null && value.compareTo(rule.max()) > 0;
    if (small || large) {
      throw new ExchangeException(
          kind,
          "%s: %s is %s the market's %s; nearest valid value %s"
              .formatted(
                  field,
                  Decimals.plain(value),
                  small ? "under" : "over",
                  small ? "minimum" : "maximum",
                  Decimals.plain(nearest(value, rule))));
    }
  }

  /** The multiple of the step inside the bounds that is closest to the value. */
  static BigDecimal nearest(BigDecimal value, Rule rule) {
    BigDecimal step = rule.step();
    BigDecimal near =
        step == null ? value : value.divide(step, 0, RoundingMode.HALF_UP).multiply(step);
    if (rule.max() != null && near.compareTo(rule.max()) > 0) {
      near = step == null ? rule.max() : rule.max().divideToIntegralValue(step).multiply(step);
    }
    if (rule.min() != null && near.compareTo(rule.min()) < 0) {
      near =
          step == null
              ? rule.min()
              : rule.min().divide(step, 0, RoundingMode.CEILING).multiply(step);
    }
    if (near.signum() <= 0 && step != null) {
      near = step;
    }
    return near;
  }
}
