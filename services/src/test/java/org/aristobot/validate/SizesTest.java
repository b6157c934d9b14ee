package org.aristobot.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.aristobot.model.Instrument;
import org.aristobot.model.Instrument.Rule;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SizesTest {

  static Instrument instrument(
      @Nullable String minNotional,
      @Nullable String minQuantity,
      @Nullable String step,
      @Nullable String tick) {
    return new Instrument(
        Symbol.parse("BTC/USDT"),
        "BTCUSDT",
        true,
        new Rule(decimal(minQuantity), null, decimal(step)),
        Rule.NONE,
        new Rule(null, null, decimal(tick)),
        decimal(minNotional),
        true,
        null,
        8,
        true,
        Set.of(),
        null,
        null);
  }

  private static @Nullable BigDecimal decimal(@Nullable String text) {
    return text == null ? null : new BigDecimal(text);
  }

  private static List<Wanted> wanted(Sizes sizes) {
    return Stream.of(TradeItems.ALL, LifeItems.ALL, TwiceItems.ALL)
        .flatMap(List::stream)
        .map(Item::order)
        .filter(order -> order != null)
        .map(order -> order.of(sizes))
        .toList();
  }

  @Test
  void every_order_is_worth_enough_and_not_more_than_the_cap_in_any_market() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      BigDecimal price = BigDecimal.valueOf(1 + random.nextInt(9_999_999), random.nextInt(9));
      BigDecimal step = BigDecimal.ONE.movePointLeft(random.nextInt(9));
      Instrument instrument =
          instrument(
              random.nextInt(4) == 0 ? null : "5",
              random.nextInt(4) == 0 ? null : step.toPlainString(),
              step.toPlainString(),
              price.movePointLeft(5).round(new java.math.MathContext(1)).toPlainString());
      Sizes sizes = new Sizes(instrument, price);
      for (Wanted order : wanted(sizes)) {
        String told = order.text() + " at " + price + " on " + instrument + ", seed " + seed;
        assertThat(order.worth(price)).as(told).isLessThanOrEqualTo(sizes.cap());
        if (order.quantity() instanceof Quantity.Base(var amount)) {
          assertThat(amount.remainder(step)).as(told).isEqualByComparingTo("0");
          BigDecimal limit = order.terms().limitPrice();
          BigDecimal cheapest = limit == null ? price : limit.min(price);
          assertThat(amount.multiply(cheapest)).as(told).isGreaterThanOrEqualTo(sizes.least());
        }
      }
    }
  }

  @Test
  void what_was_bought_is_enough_for_a_sale_after_the_fee() {
    Sizes sizes = new Sizes(instrument("5", "0.00001", "0.00001", "0.01"), new BigDecimal("43000"));
    assertThat(sizes.purchase().multiply(new BigDecimal("0.998")))
        .isGreaterThanOrEqualTo(sizes.sale());
    assertThat(sizes.spending().divide(new BigDecimal("43000"), 8, java.math.RoundingMode.DOWN))
        .isGreaterThan(sizes.sale());
    assertThat(sizes.cap()).isEqualByComparingTo("20");
  }

  @Test
  void prices_are_multiples_of_the_step_and_far_away() {
    Sizes sizes = new Sizes(instrument("5", null, "0.00001", "0.01"), new BigDecimal("43000.57"));
    assertThat(sizes.resting().terms().limitPrice()).isEqualByComparingTo("38700.51");
    assertThat(sizes.limitSale().terms())
        .isInstanceOfSatisfying(
            OrderTerms.Limit.class,
            limit -> assertThat(limit.price()).isEqualByComparingTo("47300.62"));
  }

  @Test
  void a_market_without_rules_has_sizes_too() {
    Sizes sizes = new Sizes(instrument(null, null, null, null), new BigDecimal("0.0000213777"));
    assertThat(sizes.resting().worth(sizes.market())).isPositive();
    assertThat(sizes.price(Sizes.FAR_BELOW)).isEqualByComparingTo("0.0000192399");
  }
}
