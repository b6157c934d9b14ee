package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Feature;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.Decimals;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef.ByClientId;
import org.aristobot.model.OrderRef.ByVenueId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderType;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every client that offers them must do with orders that wait for a price. */
abstract class ConditionalContract extends ExchangeContract {

  static final Symbol LTC = Symbol.spot("LTC", "USDT");

  private BigDecimal last;

  @BeforeEach
  void the_price_of_the_day() {
    last = exchange().ticker(LTC).last();
  }

  @AfterEach
  void the_price_returns() {
    venue().price(LTC.toString(), Decimals.plain(last));
  }

  // 70–79: conditional orders

  @Test
  void c70_a_stop_loss_waits_for_its_price_and_sells_at_market() {
    Order stop = accepted(sell(new OrderTerms.StopMarket(at("0.9")), null));
    assertThat(stop.status()).isEqualTo(OrderStatus.NEW);
    assertKind(stop, OrderType.STOP_LOSS);
    assertThat(stop.stopPrice()).isEqualByComparingTo(at("0.9"));
    assertThat(stop.price()).isNull();
    move("0.89");
    Order sold = read(stop);
    assertThat(sold.status()).isEqualTo(OrderStatus.FILLED);
    assertKind(sold, OrderType.STOP_LOSS);
    assertThat(sold.average()).isLessThanOrEqualTo(at("0.9"));
  }

  @Test
  void c71_a_stop_limit_rests_at_its_limit_once_triggered() {
    OrderTerms terms = new OrderTerms.StopLimit(at("0.9"), at("0.95"), TimeInForce.GTC);
    Order stop = accepted(sell(terms, null));
    assertThat(stop.price()).isEqualByComparingTo(at("0.95"));
    assertThat(stop.stopPrice()).isEqualByComparingTo(at("0.9"));
    move("0.89");
    Order resting = read(stop);
    assertThat(resting.status()).isEqualTo(OrderStatus.NEW);
    assertThat(resting.filled()).isEqualByComparingTo("0");
    cancelled(resting);
  }

  @Test
  void c72_a_take_profit_sells_when_the_price_has_risen() {
    Order take = accepted(sell(new OrderTerms.TakeProfitMarket(at("1.1")), null));
    assertThat(take.status()).isEqualTo(OrderStatus.NEW);
    assertKind(take, OrderType.TAKE_PROFIT);
    move("1.11");
    assertThat(read(take).status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void c73_a_take_profit_with_a_limit_can_be_cancelled_before_its_trigger() {
    OrderTerms terms = new OrderTerms.TakeProfitLimit(at("1.1"), at("1.05"), TimeInForce.GTC);
    cancelled(accepted(sell(terms, null)));
  }

  @Test
  void c74_a_trailing_stop_follows_the_price_and_sells_after_the_fall() {
    assumeOffered(Feature.TRAILING_STOP, OrderType.TRAILING_STOP);
    OrderTerms terms =
        new OrderTerms.TrailingStop(new TrailingDelta.Percent(new BigDecimal("5")), null, null);
    Order trailing = accepted(sell(terms, null));
    assertThat(trailing.type()).isEqualTo(OrderType.TRAILING_STOP);
    move("1.1");
    assertThat(read(trailing).status()).isEqualTo(OrderStatus.NEW);
    move("1.02");
    assertThat(read(trailing).status()).isEqualTo(OrderStatus.FILLED);
  }

  /** By the venue, or before it is asked. */
  @Test
  void c75_a_trigger_that_has_passed_already_is_refused_with_proof() {
    OrderRequest passed = sell(new OrderTerms.StopMarket(at("1.1")), null);
    try {
      assertRejected(send(passed), ErrorKind.INVALID_PRICE);
    } catch (ExchangeException e) {
      assertThat(e.failure().kind()).isEqualTo(ErrorKind.INVALID_PRICE);
    }
    assertThat(onVenue(passed)).isZero();
  }

  @Test
  void c76_an_iceberg_shows_a_part_of_itself() {
    assumeOffered(Feature.ICEBERG, OrderType.LIMIT);
    OrderTerms terms = new OrderTerms.Limit(at("1.1"), TimeInForce.GTC, false);
    Order order = accepted(sell(terms, new BigDecimal("0.5")));
    BigDecimal shown =
        exchange().orderBook(LTC, 100).asks().stream()
            .filter(level -> level.price().compareTo(at("1.1")) == 0)
            .map(level -> level.quantity())
            .findFirst()
            .orElse(BigDecimal.ZERO);
    assertThat(shown).isLessThan(order.quantity());
    cancelled(order);
  }

  @Test
  void c77_a_conditional_order_whose_answer_got_lost_is_found_by_its_id() {
    venue().fault("{\"fault\":\"reply_lost_after_accept\",\"times\":1,\"match\":\"place_order\"}");
    OrderRequest request = sell(new OrderTerms.StopMarket(at("0.9")), null);
    assertThat(send(request)).isInstanceOf(Outcome.Unconfirmed.class);
    Order found = exchange().order(demo(), LTC, new ByClientId(request.id()));
    assertKind(found, OrderType.STOP_LOSS);
    assertThat(onVenue(request)).isOne();
    cancelled(found);
  }

  void assertKind(Order order, OrderType kind) {
    assertThat(order.type())
        .isEqualTo(traits().contains(Trait.HIDES_KIND_OF_TRIGGER) ? null : kind);
  }

  void assumeOffered(Feature feature, OrderType entry) {
    assumeTrue(offers(feature, entry));
  }

  boolean offers(Feature feature, OrderType entry) {
    return exchange().capabilities().support("spot", feature, entry) != Support.NONE;
  }

  static OrderRequest sell(OrderTerms terms, BigDecimal iceberg) {
    return new OrderRequest(
        id(), LTC, Side.SELL, base("2"), terms, iceberg, null, NativeParams.NONE);
  }

  /** A part of the price of the day, on the step. */
  BigDecimal at(String factor) {
    BigDecimal step = exchange().instrument(LTC).price().step();
    return last.multiply(new BigDecimal(factor)).divideToIntegralValue(step).multiply(step);
  }

  void move(String factor) {
    venue().price(LTC.toString(), Decimals.plain(at(factor)));
  }

  Order read(Order order) {
    return exchange().order(demo(), LTC, new ByVenueId(order.venueOrderId()));
  }

  void cancelled(Order order) {
    Order cancelled =
        accepted(
            exchange()
                .prepareCancel(demo(), LTC, new ByVenueId(order.venueOrderId()), PATIENCE)
                .send());
    assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELED);
  }
}
