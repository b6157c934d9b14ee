package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.Random;
import java.util.Set;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Instrument;
import org.aristobot.model.Instrument.Rule;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketRulesTest {

  private static final Symbol BTC = Symbol.spot("BTC", "USDT");

  @Test
  void what_fits_passes_unchanged() {
    assertThat(check("0.001", "43000.10", false))
        .isEqualTo(new Quantity.Base(new BigDecimal("0.001")));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0012345, 43000.1,  INVALID_QUANTITY, 'step 0.00001; nearest valid value 0.00123'",
    "0.001236,  43000.1,  INVALID_QUANTITY, 'nearest valid value 0.00124'",
    "0.0000001, 43000.1,  INVALID_QUANTITY, 'nearest valid value 0.00001'",
    "9000.00001, 43000.1, INVALID_QUANTITY, 'over the market''s maximum; nearest valid value 9000'",
    "0.001, 43000.123,    INVALID_PRICE,    'step 0.01; nearest valid value 43000.12'",
    "0.001, 1000000.01,   INVALID_PRICE,    'over the market''s maximum'",
    "0.00001, 43000.1,    MIN_NOTIONAL,     'nearest valid value 0.00012 at this price'",
    "300, 43000.1,        INVALID_QUANTITY, 'the market''s most is 9000000'",
  })
  void a_refusal_names_the_rule_and_the_nearest_valid_value(
      String quantity, String price, ErrorKind kind, String words) {
    Failure failure = failure(quantity, price, false);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.message()).contains(words);
  }

  @Test
  void rounding_down_is_done_on_request_only() {
    assertThat(check("0.0012399", "43000.10", true))
        .isInstanceOfSatisfying(
            Quantity.Base.class, it -> assertThat(it.amount()).isEqualByComparingTo("0.00123"));
    assertThat(failure("0.000001", "43000.10", true).kind()).isEqualTo(ErrorKind.INVALID_QUANTITY);
  }

  @Test
  void a_market_order_obeys_its_own_quantity_rule_too() {
    OrderTicket ticket = ticket("201", null, false);
    ExchangeException e =
        catchThrowableOfType(
            ExchangeException.class, () -> MarketRules.check(ticket, instrument(true)));
    assertThat(e.failure().message()).contains("over the market's maximum").contains("200");
  }

  @Test
  void a_market_that_takes_no_orders_is_closed() {
    OrderTicket ticket = ticket("0.001", "43000.1", false);
    ExchangeException e =
        catchThrowableOfType(
            ExchangeException.class, () -> MarketRules.check(ticket, instrument(false)));
    assertThat(e.failure().kind()).isEqualTo(ErrorKind.MARKET_CLOSED);
  }

  @Test
  void the_nearest_value_is_always_valid() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      BigDecimal step = BigDecimal.valueOf(1 + random.nextInt(500), random.nextInt(9));
      BigDecimal min = step.multiply(BigDecimal.valueOf(1 + random.nextInt(5)));
      BigDecimal max = min.add(step.multiply(BigDecimal.valueOf(random.nextInt(1_000_000))));
      BigDecimal value = BigDecimal.valueOf(1 + random.nextLong(1L << 40), random.nextInt(12));
      BigDecimal nearest = MarketRules.nearest(value, new Rule(min, max, step));
      assertThat(nearest.remainder(step)).as("seed %d", seed).isEqualByComparingTo("0");
      assertThat(nearest).as("seed %d", seed).isBetween(min, max);
    }
  }

  private static Failure failure(String quantity, String price, boolean roundDown) {
    ExchangeException e =
        catchThrowableOfType(ExchangeException.class, () -> check(quantity, price, roundDown));
    assertThat(e).isNotNull();
    return e.failure();
  }

  private static Quantity check(String quantity, String price, boolean roundDown) {
    return MarketRules.check(ticket(quantity, price, roundDown), instrument(true));
  }

  private static OrderTicket ticket(String quantity, @Nullable String price, boolean roundDown) {
    OrderTerms terms =
        price == null
            ? new OrderTerms.Market()
            : new OrderTerms.Limit(new BigDecimal(price), TimeInForce.GTC, false);
    return new OrderTicket(
        BTC,
        Side.BUY,
        new Quantity.Base(new BigDecimal(quantity)),
        terms,
        null,
        null,
        null,
        false,
        roundDown,
        NativeParams.NONE,
        null,
        Set.of());
  }

  private static Instrument instrument(boolean active) {
    return new Instrument(
        BTC,
        "BTCUSDT",
        active,
        rule("0.00001", "9000", "0.00001"),
        rule(null, "200", null),
        rule("0.01", "1000000", "0.01"),
        new BigDecimal("5"),
        true,
        new BigDecimal("9000000"),
        8,
        true,
        Set.of(),
        null,
        null);
  }

  private static Rule rule(@Nullable String min, @Nullable String max, @Nullable String step) {
    return new Rule(decimal(min), decimal(max), decimal(step));
  }

  private static @Nullable BigDecimal decimal(@Nullable String text) {
    return text == null ? null : new BigDecimal(text);
  }
}
