package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.NativeReading;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRef.ByVenueId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.aristobot.simulator.Simulator;
import org.aristobot.simulator.SimulatorOptions;
import org.aristobot.simulator.wire.LimitProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Binance spot client against the simulated Binance. */
class BinanceContractTest extends DoubtContract {

  private static final MovableClock CLOCK = new MovableClock();

  private static Simulator simulator;
  private static Exchange exchange;

  @BeforeAll
  static void start() {
    simulator =
        Simulator.start(
            SimulatorOptions.of("binance")
                .withFrozen(true)
                .withLimits(LimitProfile.FAST)
                .withClock(CLOCK));
    exchange = Exchanges.create(Venue.BINANCE, Environment.LIVE, simulator.uri(), CLOCK);
  }

  @AfterAll
  static void stop() {
    exchange.close();
    simulator.close();
  }

  @Override
  Exchange exchange() {
    return exchange;
  }

  @Override
  Exchange reach(URI base) {
    Exchange other = Exchanges.create(Venue.BINANCE, Environment.LIVE, base, CLOCK);
    other.remember(List.of(exchange.instrument(LTC)));
    return other;
  }

  @Override
  URI address() {
    return simulator.uri();
  }

  @Override
  void pass(Duration time) {
    CLOCK.putForward(time);
  }

  @Override
  InstantSource clock() {
    return CLOCK;
  }

  @Override
  ControlPlane venue() {
    return new ControlPlane(simulator.uri());
  }

  @Override
  Credentials demo() {
    return new Credentials("demo", "demo-secret", null);
  }

  @Override
  Credentials demo2() {
    return new Credentials("demo2", "demo-secret", null);
  }

  @Override
  Set<Trait> traits() {
    return Set.of();
  }

  @Override
  String unlistedError() {
    return """
    {"fault":"error_code","times":1,"match":"place_order","code":-9999,"msg":"Odd.","status":400}\
    """;
  }

  /** The sheet's recommended kind of key; HMAC is what all other behaviours use. */
  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "RSA"})
  void c80_a_private_key_signs_like_a_secret(String algorithm) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    venue()
        .account(
            """
            {"key":"%s","public_key":"%s","balances":{"USDT":"1000"},"permissions":["read","trade"]}\
            """
                .formatted(algorithm, pem("PUBLIC KEY", pair.getPublic()).replace("\n", "\\n")));
    Credentials credentials =
        new Credentials(algorithm, pem("PRIVATE KEY", pair.getPrivate()), null);
    assertThat(exchange().balances(credentials)).hasSize(1);
    OrderRequest request = restingBuy();
    taken(exchange().prepareOrder(credentials, request, PATIENCE).send());
    assertThat(venue().ordersWithClientId(algorithm, request.id().text())).isOne();
  }

  // 130–139: native parameters, in the venue's own words

  @Test
  void c130_the_words_of_a_list_say_what_the_fields_of_an_oco_say() {
    Map<String, String> words =
        Map.of(
            "aboveType", "LIMIT_MAKER",
            "abovePrice", "77",
            "belowType", "STOP_LOSS_LIMIT",
            "belowStopPrice", "63",
            "belowPrice", "62.5",
            "belowTimeInForce", "GTC",
            "selfTradePreventionMode", "NONE");
    NativeReading reading = exchange().readNative(new NativeParams(words), Side.SELL);
    assertThat(reading.fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("type", "oco", "price", "77", "stop_price", "63", "stop_limit_price", "62.5"));
    assertThat(reading.rest().values())
        .containsExactlyEntriesOf(Map.of("selfTradePreventionMode", "NONE"));
  }

  @Test
  void c131_for_a_buyer_the_limit_is_below_and_the_stop_above() {
    Map<String, String> words =
        Map.of(
            "side", "BUY",
            "belowType", "LIMIT_MAKER",
            "belowPrice", "63",
            "aboveType", "STOP_LOSS",
            "aboveStopPrice", "77");
    assertThat(exchange().readNative(new NativeParams(words), null).fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("side", "buy", "type", "oco", "price", "63", "stop_price", "77"));
  }

  @Test
  void c132_the_words_of_an_entry_and_its_legs_say_what_protection_says() {
    Map<String, String> words =
        Map.of(
            "workingType", "LIMIT",
            "workingSide", "BUY",
            "workingPrice", "68",
            "workingQuantity", "2",
            "workingTimeInForce", "GTC",
            "pendingSide", "SELL",
            "pendingAboveType", "TAKE_PROFIT",
            "pendingAboveStopPrice", "77",
            "pendingBelowType", "STOP_LOSS",
            "pendingBelowStopPrice", "63");
    assertThat(exchange().readNative(new NativeParams(words), null).fields())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "type", "limit",
                "side", "buy",
                "price", "68",
                "quantity", "2",
                "time_in_force", "GTC",
                "stop_loss_price", "63",
                "take_profit_price", "77"));
  }

  /** Side of the order, parameters; each says two things at once, or what no field can say. */
  @ParameterizedTest
  @CsvSource({
    "SELL, aboveType=STOP_LOSS&aboveStopPrice=77",
    "BUY, belowType=STOP_LOSS&belowStopPrice=63",
    "SELL, aboveType=LIMIT_MAKER&abovePrice=77&aboveStopPrice=76",
    "SELL, belowType=STOP_LOSS&belowStopPrice=63&belowPrice=62",
    "SELL, belowType=STOP_LOSS_LIMIT&belowStopPrice=63",
    "SELL, belowType=STOP_LOSS_LIMIT&belowPrice=62&belowStopPrice=63&belowTimeInForce=FOK",
    "SELL, price=78&aboveType=LIMIT_MAKER&abovePrice=77",
    "SELL, type=LIMIT&aboveType=LIMIT_MAKER&abovePrice=77",
    ", aboveType=LIMIT_MAKER&abovePrice=77",
    "BUY, quantity=2&workingQuantity=3",
    "BUY, workingSide=BUY&pendingSide=BUY",
    "BUY, workingQuantity=2&pendingQuantity=1",
    "BUY, pendingType=LIMIT&pendingPrice=77",
    "BUY, pendingStopPrice=63",
    "BUY, pendingType=STOP_LOSS&pendingStopPrice=63&pendingPrice=62",
    "SELL, aboveClientOrderId=mine",
    "BUY, workingClientOrderId=mine",
    "SELL, type=LIMIT&trailingDelta=100&price=70",
    "SELL, type=STOP_LOSS&price=70&stopPrice=71",
    "SELL, newOrderRespType=ACK",
    "SELL, cancelReplaceMode=ALLOW_FAILURE",
    "SELL, recvWindow=60000",
    "SELL, signature=0"
  })
  void c133_native_parameters_that_contradict_or_belong_to_the_gateway_are_refused(
      @Nullable Side side, String query) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      words.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    assertThatThrownBy(() -> exchange().readNative(new NativeParams(words), side))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
              assertThat(e.failure().message()).startsWith("extra_params.");
            });
  }

  // 140–149: what this venue does with the orders of a list, and with the halves of a replacement

  @Test
  void c140_a_leg_that_gets_smaller_takes_the_other_with_it() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    OrderRequest limit = exchange().family(request).legs().getLast();
    OrderRequest stop = exchange().family(request).legs().getFirst();
    accepted(request);
    OrderRequest less = resized(limit, "1.5");
    assertThat(exchange().amendsInPlace(limit, less)).isTrue();
    accepted(change(byClientId(limit.id()), limit, less));
    assertThat(byClientId(limit.id()).quantity()).isEqualByComparingTo("1.5");
    assertThat(byClientId(stop.id()).quantity()).isEqualByComparingTo("1.5");
    assertThat(byClientId(exchange().family(request).id()).status()).isEqualTo(OrderStatus.NEW);
  }

  @Test
  void c141_a_leg_that_is_replaced_ends_its_list() {
    OrderRequest request = oco(Side.SELL, at("1.1"), at("0.9"), null);
    OrderRequest limit = exchange().family(request).legs().getLast();
    accepted(request);
    OrderRequest other =
        new OrderRequest(
            id(), LTC, Side.SELL, base("2"), limit(at("1.2")), null, null, NativeParams.NONE);
    accepted(change(byClientId(limit.id()), limit, other));
    assertThat(byClientId(exchange().family(request).id()).status())
        .isEqualTo(OrderStatus.CANCELED);
    assertThat(exchange().openOrders(demo(), LTC).rows())
        .singleElement()
        .satisfies(open -> assertThat(open.nativeClientOrderId()).isEqualTo(other.id()));
  }

  @Test
  void c142_the_first_part_of_the_limit_leg_ends_the_stop() {
    OrderBook.Level second = exchange().orderBook(LTC, 5).asks().get(1);
    OrderRequest request = oco(Side.SELL, second.price(), at("0.9"), null);
    accepted(request);
    takeAllBelow(second.price(), "1");
    Order parent = byClientId(exchange().family(request).id());
    assertThat(parent.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(parent.filled()).isEqualByComparingTo("1");
    Order stop = byClientId(exchange().family(request).legs().getFirst().id());
    assertThat(stop.status()).isEqualTo(OrderStatus.EXPIRED);
    Order cancelled = accepted(cancel(parent, LTC));
    assertThat(cancelled.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(cancelled.filled()).isEqualByComparingTo("1");
  }

  @Test
  void c143_a_part_of_the_entry_does_not_start_its_protection() {
    OrderBook.Level second = exchange().orderBook(LTC, 5).asks().get(1);
    OrderRequest request = entry(Side.SELL, second.price(), at("1.1"), at("0.9"));
    Order entry = accepted(request);
    takeAllBelow(second.price(), "1");
    assertThat(read(entry).status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    for (OrderRequest leg : exchange().family(request).legs()) {
      assertThat(byClientId(leg.id()).nativeStatus()).isEqualTo("PENDING_NEW");
    }
    assertThat(accepted(cancel(entry, LTC)).filled()).isEqualByComparingTo("1");
    for (OrderRequest leg : exchange().family(request).legs()) {
      assertThat(byClientId(leg.id()).status()).isEqualTo(OrderStatus.EXPIRED);
    }
  }

  /** Filters are looked at before anything is cancelled, the balance after it. */
  @ParameterizedTest
  @CsvSource({"2, 0.001, INVALID_PRICE, NEW", "100, 0, INSUFFICIENT_FUNDS, CANCELED"})
  void c144_a_refused_successor_has_ended_the_order_or_left_it(
      String quantity, BigDecimal offStep, ErrorKind kind, OrderStatus left) {
    OrderRequest from = restingBuy();
    Order old = accepted(from);
    OrderRequest to = request(Side.BUY, base(quantity), limit(farBelow().add(offStep)));
    Outcome outcome =
        exchange().prepareAmend(demo(), old.venueOrderId(), from, to, PATIENCE).send();
    assertRejected(outcome, kind);
    Order shown = ((Outcome.Rejected) outcome).shown();
    assertThat(shown == null ? OrderStatus.NEW : shown.status()).isEqualTo(left);
    assertThat(exchange().order(demo(), BTC, new ByVenueId(old.venueOrderId())).status())
        .isEqualTo(left);
    if (shown == null) {
      accepted(cancel(old));
    }
  }

  /** The other account buys what is offered under a price, and that much at it. */
  private void takeAllBelow(BigDecimal price, String more) {
    BigDecimal quantity =
        exchange().orderBook(LTC, 5).asks().stream()
            .filter(level -> level.price().compareTo(price) < 0)
            .map(OrderBook.Level::quantity)
            .reduce(new BigDecimal(more), BigDecimal::add);
    OrderRequest taker =
        new OrderRequest(
            id(),
            LTC,
            Side.BUY,
            new Quantity.Base(quantity),
            new OrderTerms.Market(),
            null,
            null,
            NativeParams.NONE);
    taken(exchange().prepareOrder(demo2(), taker, PATIENCE).send());
  }

  private Outcome cancel(Order order, Symbol symbol) {
    return exchange()
        .prepareCancel(demo(), symbol, new ByVenueId(order.venueOrderId()), PATIENCE)
        .send();
  }

  private static String pem(String name, Key key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + name + "-----\n" + base64 + "\n-----END " + name + "-----\n";
  }
}
