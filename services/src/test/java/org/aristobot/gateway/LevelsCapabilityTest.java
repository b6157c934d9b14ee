package org.aristobot.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Capabilities.Row;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway makes of the cells that a venue does not offer, cell by cell. */
class LevelsCapabilityTest {

  /** Only asked for its table, which needs no venue. */
  private static final Exchange BINANCE =
      Exchanges.create(
          Venue.BINANCE,
          Environment.LIVE,
          URI.create("http://127.0.0.1:9"),
          InstantSource.system());

  private static final Protection STOP = new Protection(d("60"), null);
  private static final Protection PROFIT = new Protection(null, d("80"));
  private static final Protection BOTH = new Protection(d("60"), d("80"));

  @AfterAll
  static void close() {
    BINANCE.close();
  }

  // Level 2 on Binance spot: protection goes with limit entries, a hidden part with limit prices.

  @ParameterizedTest
  @EnumSource(names = {"MARKET", "STOP_LOSS", "TAKE_PROFIT", "TRAILING_STOP", "OCO"})
  void protection_that_an_entry_cannot_have_is_left_out_with_a_warning(OrderType entry) {
    String field = entry.name().toLowerCase(Locale.ROOT);
    assertLeftOut(ticket(entry, STOP, false), "stop_loss_price: ", field.replace('_', ' '));
    assertLeftOut(ticket(entry, PROFIT, false), "take_profit_price: ", field.replace('_', ' '));
    Levels both = levels(ticket(entry, BOTH, false));
    assertThat(both.warnings()).hasSize(2);
    assertThat(both.protection()).isNull();
    assertThat(both.unprotected()).isTrue();
  }

  private static void assertLeftOut(OrderTicket ticket, String field, String entry) {
    Levels levels = levels(ticket);
    assertThat(levels.protection()).isNull();
    assertThat(levels.unprotected()).isTrue();
    assertThat(levels.warnings())
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.replace('_', ' '))
                .startsWith(field.replace('_', ' '))
                .contains(" on a " + entry + " order", "binance spot", "left out"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MARKET", "STOP_LOSS", "TAKE_PROFIT", "TRAILING_STOP", "OCO"})
  void protection_that_is_required_and_cannot_be_had_refuses_the_order(OrderType entry) {
    assertRefused(ticket(entry, STOP, true), BINANCE.capabilities(), "stop_loss_price");
    assertRefused(ticket(entry, PROFIT, true), BINANCE.capabilities(), "take_profit_price");
    assertRefused(ticket(entry, BOTH, true), BINANCE.capabilities(), "stop_loss_price");
  }

  @Test
  void protection_of_a_limit_entry_travels() {
    for (Protection protection : List.of(STOP, PROFIT, BOTH)) {
      for (boolean required : new boolean[] {false, true}) {
        Levels levels = levels(ticket(OrderType.LIMIT, protection, required));
        assertThat(levels.protection()).isEqualTo(protection);
        assertThat(levels.unprotected()).isFalse();
        assertThat(levels.warnings()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MARKET, false",
    "LIMIT, true",
    "STOP_LOSS, true",
    "TAKE_PROFIT, true",
    "TRAILING_STOP, false",
    "OCO, false"
  })
  void a_hidden_part_travels_or_is_left_out_with_a_warning(OrderType entry, boolean offered) {
    OrderTicket ticket = ticket(terms(entry), base(), d("0.5"), null, false, Set.of());
    Levels levels = levels(ticket);
    assertThat(levels.unprotected()).isFalse();
    if (offered) {
      assertThat(levels.icebergQuantity()).isEqualByComparingTo("0.5");
      assertThat(levels.warnings()).isEmpty();
    } else {
      assertThat(levels.icebergQuantity()).isNull();
      assertThat(levels.warnings())
          .singleElement()
          .satisfies(warning -> assertThat(warning).startsWith("iceberg_qty: "));
    }
  }

  @Test
  void where_only_one_of_the_two_is_offered_that_one_travels() {
    OrderTicket asked = ticket(OrderType.LIMIT, BOTH, false);
    Levels levels = Levels.check(asked, Venue.BINANCE, stopLossOnly());
    assertThat(levels.protection()).isEqualTo(STOP);
    assertThat(levels.unprotected()).isTrue();
    assertThat(levels.warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning).startsWith("take_profit_price: "));
    assertRefused(ticket(OrderType.LIMIT, BOTH, true), stopLossOnly(), "take_profit_price");
  }

  private static Capabilities stopLossOnly() {
    return new Capabilities(
        List.of(
            new Row("spot", Feature.LIMIT, OrderType.LIMIT, Support.NATIVE, null),
            new Row("spot", Feature.ATTACHED_STOP_LOSS, OrderType.LIMIT, Support.NATIVE, null),
            new Row("spot", Feature.ATTACHED_TAKE_PROFIT, OrderType.LIMIT, Support.NONE, null)));
  }

  // Level 1 on Binance spot.

  static Stream<Arguments> beyondSpot() {
    return Stream.of(OrderType.values())
        .flatMap(entry ->
            Stream.of(
                Arguments.of(entry, Feature.REDUCE_ONLY, "reduce_only"),
                Arguments.of(entry, Feature.POSITION_SIDE, "position_side"),
                Arguments.of(entry, Feature.MARGIN_MODE, "margin_mode")));
  }

  @ParameterizedTest
  @MethodSource("beyondSpot")
  void what_only_margin_and_futures_have_refuses_the_order(
      OrderType entry, Feature feature, String field) {
    assertRefused(
        ticket(terms(entry), base(), null, null, false, EnumSet.of(feature)),
        BINANCE.capabilities(),
        field);
  }

  @Test
  void a_trailing_stop_by_an_offset_refuses_the_order() {
    OrderTerms terms = new OrderTerms.TrailingStop(new TrailingDelta.Offset(d("5")), null, null);
    assertRefused(
        ticket(terms, base(), null, null, false, Set.of()),
        BINANCE.capabilities(),
        "trailing_delta");
  }

  /**
   * Every level 1 feature that an order can ask for, at a venue that offers nothing of the kind.
   */
  static Stream<Arguments> critical() {
    OrderTerms stop = new OrderTerms.StopMarket(d("63"));
    OrderTerms profit = new OrderTerms.TakeProfitMarket(d("77"));
    Quantity quote = new Quantity.Quote(d("140"));
    return Stream.of(
        Arguments.of(terms(OrderType.MARKET), base(), Feature.MARKET),
        Arguments.of(terms(OrderType.MARKET), quote, Feature.MARKET_QUOTE_SIZED),
        Arguments.of(terms(OrderType.LIMIT), base(), Feature.LIMIT),
        Arguments.of(stop, base(), Feature.STOP_LOSS),
        Arguments.of(terms(OrderType.STOP_LOSS), base(), Feature.STOP_LOSS_LIMIT),
        Arguments.of(profit, base(), Feature.TAKE_PROFIT),
        Arguments.of(terms(OrderType.TAKE_PROFIT), base(), Feature.TAKE_PROFIT_LIMIT),
        Arguments.of(terms(OrderType.TRAILING_STOP), base(), Feature.TRAILING_STOP),
        Arguments.of(terms(OrderType.OCO), base(), Feature.OCO),
        Arguments.of(new OrderTerms.Limit(d("65"), TimeInForce.IOC, false), base(), Feature.IOC),
        Arguments.of(
            new OrderTerms.StopLimit(d("63"), d("65"), TimeInForce.IOC), base(), Feature.IOC),
        Arguments.of(new OrderTerms.Limit(d("65"), TimeInForce.FOK, false), base(), Feature.FOK),
        Arguments.of(
            new OrderTerms.TakeProfitLimit(d("77"), d("79"), TimeInForce.FOK), base(), Feature.FOK),
        Arguments.of(
            new OrderTerms.Limit(d("65"), TimeInForce.GTC, true), base(), Feature.POST_ONLY));
  }

  @ParameterizedTest
  @MethodSource("critical")
  void a_critical_feature_that_a_venue_lacks_refuses_the_order(
      OrderTerms terms, Quantity quantity, Feature lacking) {
    OrderTicket ticket = ticket(terms, quantity, null, null, false, Set.of());
    List<Row> others =
        BINANCE.capabilities().rows().stream().filter(row -> row.feature() != lacking).toList();
    assertRefused(ticket, new Capabilities(others), lacking.field());
    assertThat(levels(ticket).warnings()).isEmpty();
  }

  private static void assertRefused(OrderTicket ticket, Capabilities capabilities, String field) {
    assertThatThrownBy(() -> Levels.check(ticket, Venue.BINANCE, capabilities))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_PARAMETER);
              assertThat(e.failure().message()).startsWith(field + ": ");
            });
  }

  private static Levels levels(OrderTicket ticket) {
    return Levels.check(ticket, Venue.BINANCE, BINANCE.capabilities());
  }

  private static OrderTerms terms(OrderType type) {
    return switch (type) {
      case MARKET -> new OrderTerms.Market();
      case LIMIT -> new OrderTerms.Limit(d("65"), TimeInForce.GTC, false);
      case STOP_LOSS -> new OrderTerms.StopLimit(d("63"), d("65"), TimeInForce.GTC);
      case TAKE_PROFIT -> new OrderTerms.TakeProfitLimit(d("77"), d("79"), TimeInForce.GTC);
      case TRAILING_STOP ->
          new OrderTerms.TrailingStop(new TrailingDelta.Percent(d("5")), null, null);
      case OCO -> new OrderTerms.Oco(d("77"), d("63"), null);
    };
  }

  private static OrderTicket ticket(OrderType entry, Protection protection, boolean required) {
    return ticket(terms(entry), base(), null, protection, required, Set.of());
  }

  private static OrderTicket ticket(
      OrderTerms terms,
      Quantity quantity,
      @Nullable BigDecimal iceberg,
      @Nullable Protection protection,
      boolean required,
      Set<Feature> beyondSpot) {
    return new OrderTicket(
        Symbol.spot("LTC", "USDT"),
        Side.BUY,
        quantity,
        terms,
        null,
        iceberg,
        protection,
        required,
        false,
        NativeParams.NONE,
        null,
        beyondSpot);
  }

  private static Quantity base() {
    return new Quantity.Base(d("2"));
  }

  private static BigDecimal d(String text) {
    return new BigDecimal(text);
  }
}
