package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.CREDENTIALS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.FillQuery;
import org.aristobot.exchange.OrderQuery;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.Prepared;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Environment;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.LiquiditySide;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recorded answers become the expected values, and each of their leaves matters or is on the list
 * of those that we leave aside: every leaf is altered once, and either the result changes or the
 * list says why not.
 */
class WireConformanceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Symbol LTC_BTC = Symbol.spot("LTC", "BTC");
  private static final Symbol BNB_BTC = Symbol.spot("BNB", "BTC");

  private static final String LISTS = "order lists are not built yet";
  private static final String BOOK = "when it went on the book: not in the order's vocabulary";
  private static final String STP = "self-trade prevention is the caller's native parameter";
  private static final String FEATURE = "what the market takes beyond the orders that are built";
  private static final String STATISTIC = "a figure that the ticker's vocabulary has no place for";
  private static final String LEGACY = "superseded by another field of the same answer";
  private static final String ACCOUNT = "an account setting that nothing asks for";
  private static final String CHANGING = "a count or moving band that only the venue can judge";

  /** Leaves without effect, by fixture or {@code *}, with the reason. */
  private static final Map<String, String> LEFT_ASIDE = new TreeMap<>();

  static {
    for (String order : List.of("", "[].")) {
      LEFT_ASIDE.put(order + "orderListId", LISTS);
      LEFT_ASIDE.put(order + "workingTime", BOOK);
      LEFT_ASIDE.put(order + "isWorking", BOOK);
      LEFT_ASIDE.put(order + "selfTradePreventionMode", STP);
      LEFT_ASIDE.put(order + "icebergQty", FEATURE);
    }
    LEFT_ASIDE.put("spot_cancel_order:clientOrderId", "the name of the cancel, not of the order");
    LEFT_ASIDE.put("[].quoteQty", "price times quantity");
    LEFT_ASIDE.put("[].isBestMatch", STATISTIC);
    String ticker =
        "priceChange weightedAvgPrice prevClosePrice lastQty openTime firstId lastId count";
    for (String name : ticker.split(" ", -1)) {
      LEFT_ASIDE.put(name, STATISTIC);
    }
    for (int column = 6; column < 12; column++) {
      LEFT_ASIDE.put("[][" + column + "]", "candles hold price and base volume");
    }
    for (String name : List.of("maker", "taker", "buyer", "seller")) {
      LEFT_ASIDE.put(name + "Commission", LEGACY);
      LEFT_ASIDE.put("commissionRates." + name, "fees are read from fills");
    }
    for (String name :
        List.of(
            "canWithdraw",
            "canDeposit",
            "brokered",
            "requireSelfTradePrevention",
            "preventSor",
            "updateTime",
            "accountType",
            "permissions[0]",
            "uid")) {
      LEFT_ASIDE.put("spot_get_balance:" + name, ACCOUNT);
    }
    for (String name :
        List.of(
            "ipRestrict",
            "createTime",
            "enableInternalTransfer",
            "enablePortfolioMarginTrading",
            "enableVanillaOptions",
            "permitsUniversalTransfer",
            "enableMargin")) {
      LEFT_ASIDE.put(name, "a right that no order needs");
    }
    LEFT_ASIDE.put("timezone", "always UTC");
    LEFT_ASIDE.put("spot_get_markets:serverTime", "the clock has its own call");
    LEFT_ASIDE.put("spot_get_markets__with_filters:serverTime", "the clock has its own call");
    for (String name : List.of("rateLimitType", "interval", "intervalNum", "limit")) {
      LEFT_ASIDE.put("rateLimits[]." + name, "goes to the ledger: asserted apart");
    }
    for (String name :
        List.of(
            "baseAssetPrecision",
            "quotePrecision",
            "baseCommissionPrecision",
            "quoteCommissionPrecision",
            "orderTypes",
            "icebergAllowed",
            "ocoAllowed",
            "otoAllowed",
            "opoAllowed",
            "allowTrailingStop",
            "cancelReplaceAllowed",
            "amendAllowed",
            "pegInstructionsAllowed",
            "isMarginTradingAllowed",
            "permissionSets",
            "defaultSelfTradePreventionMode",
            "allowedSelfTradePreventionModes")) {
      LEFT_ASIDE.put("symbols[]." + name, FEATURE);
    }
    for (String name :
        List.of(
            "limit",
            "minTrailingAboveDelta",
            "maxTrailingAboveDelta",
            "minTrailingBelowDelta",
            "maxTrailingBelowDelta",
            "bidMultiplierUp",
            "bidMultiplierDown",
            "askMultiplierUp",
            "askMultiplierDown",
            "multiplierUp",
            "multiplierDown",
            "avgPriceMins",
            "applyMaxToMarket",
            "maxNumOrders",
            "maxNumOrderLists",
            "maxNumAlgoOrders",
            "maxNumOrderAmends")) {
      LEFT_ASIDE.put("symbols[].filters[]." + name, CHANGING);
    }
  }

  private final BinanceStub stub = new BinanceStub(Environment.LIVE);

  /** Limits out of the way, and every market of the fixtures. */
  @BeforeEach
  void openTheMarkets() {
    stub.answering(
        Reply.of(
            200,
            """
            {"symbols":[],"rateLimits":[
             {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":1000000},
             {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":1000000}]}\
            """));
    stub.binance.instruments();
    rememberMarkets();
  }

  private void rememberMarkets() {
    stub.binance.remember(
        List.of(
            BinanceStub.instrument("BTC", "USDT"),
            BinanceStub.instrument("LTC", "BTC"),
            BinanceStub.instrument("BNB", "BTC"),
            BinanceStub.instrument("LTC", "BNB")));
  }

  @AfterEach
  void close() {
    stub.close();
  }

  /** What our client makes of an answer, or how it refuses it. */
  private Object run(String fixture, JsonNode response) {
    stub.answering(Reply.of(200, response.toString()));
    try {
      return switch (fixture) {
        case "spot_server_time" -> {
          stub.time = response.toString();
          Instant told = stub.binance.serverTime();
          stub.time = null;
          yield told;
        }
        case "spot_get_markets", "spot_get_markets__with_filters" -> instruments();
        case "spot_get_ticker" -> stub.binance.ticker(BNB_BTC);
        case "spot_get_order_book" -> stub.binance.orderBook(LTC_BTC, null);
        case "spot_get_candles" -> stub.binance.candles(LTC_BTC, Interval.ONE_WEEK, null, null);
        case "spot_get_balance" ->
            List.of(stub.binance.balances(CREDENTIALS), permissions(response));
        case "spot_api_key_permissions" -> permissions(response);
        case "spot_get_order_info" -> bare(stub.binance.order(CREDENTIALS, LTC_BTC, id("1")));
        case "spot_fetch_open_orders" ->
            stub.binance.openOrders(CREDENTIALS, LTC_BTC).rows().stream().map(this::bare).toList();
        case "spot_fetch_closed_orders" -> history(response);
        case "spot_fetch_my_trades" ->
            stub.binance.fills(CREDENTIALS, new FillQuery(BNB_BTC, null, null, null)).rows();
        case "spot_place_order", "spot_place_order__full", "spot_place_order__ack" ->
            end(place("BTC", "USDT", "6gCrw2kRUAF9CvJDGP16IP"));
        case "spot_place_order__market_partly_filled_expired" ->
            end(place("LTC", "BNB", "8LGC97RRgNPVQk979VIhjt"));
        case "spot_cancel_order" ->
            end(stub.binance.prepareCancel(CREDENTIALS, LTC_BTC, id("4"), PATIENCE));
        default -> throw new AssertionError(fixture);
      };
    } catch (ExchangeException e) {
      return e.failure();
    }
  }

  private List<Instrument> instruments() {
    List<Instrument> rows = stub.binance.instruments().rows();
    rememberMarkets();
    return rows;
  }

  private Object permissions(JsonNode response) {
    String account = BinanceStub.fixture("spot_get_balance").get("response").toString();
    boolean isAccount = response.has("balances");
    stub.answers.set(seen ->
        seen.path().startsWith("/sapi/")
            ? isAccount ? Reply.of(404, "<html>") : Reply.of(200, response.toString())
            : Reply.of(200, isAccount ? response.toString() : account));
    return stub.binance.checkCredentials(CREDENTIALS).permissions();
  }

  /** The recorded order is open, which a history leaves out: it is finished for this. */
  private Object history(JsonNode response) {
    JsonNode copy = response.deepCopy();
    boolean open = copy.get(0).path("status").asString("").equals("NEW");
    if (open) {
      ((ObjectNode) copy.get(0)).put("status", "CANCELED");
    }
    stub.answering(Reply.of(200, copy.toString()));
    return stub
        .binance
        .orderHistory(CREDENTIALS, new OrderQuery(LTC_BTC, null, null, null, null))
        .rows()
        .stream()
        .map(this::bare)
        .toList();
  }

  private Prepared place(String base, String quote, String clientId) {
    return stub.binance.prepareOrder(
        CREDENTIALS,
        new OrderRequest(
            new NativeClientOrderId(clientId),
            Symbol.spot(base, quote),
            Side.SELL,
            new Quantity.Base(BigDecimal.TEN),
            new OrderTerms.Market(),
            null,
            null,
            NativeParams.NONE),
        PATIENCE);
  }

  private Object end(Prepared prepared) {
    return switch (prepared.send()) {
      case Outcome.Accepted(var order, _) -> bare(order);
      case Outcome.Unconfirmed(var failure, _) -> failure;
      case Outcome.Rejected(var failure, _, _) -> failure;
      case Outcome.Denied(var failure) -> failure;
    };
  }

  private static OrderRef id(String text) {
    return new OrderRef.ByVenueId(new VenueOrderId(text));
  }

  /** Without its raw text, which every alteration changes. */
  private Order bare(Order o) {
    return new Order(
        o.venueOrderId(),
        o.nativeClientOrderId(),
        o.symbol(),
        o.side(),
        o.type(),
        o.quantity(),
        o.quoteQuantity(),
        o.price(),
        o.stopPrice(),
        o.timeInForce(),
        o.status(),
        o.nativeStatus(),
        o.filled(),
        o.filledQuote(),
        o.average(),
        o.fills(),
        o.createdAt(),
        o.updatedAt(),
        "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spot_server_time",
        "spot_get_markets",
        "spot_get_markets__with_filters",
        "spot_get_ticker",
        "spot_get_order_book",
        "spot_get_candles",
        "spot_get_balance",
        "spot_api_key_permissions",
        "spot_get_order_info",
        "spot_fetch_open_orders",
        "spot_fetch_closed_orders",
        "spot_fetch_my_trades",
        "spot_place_order",
        "spot_place_order__full",
        "spot_place_order__market_partly_filled_expired",
        "spot_cancel_order"
      })
  void every_leaf_matters_or_is_left_aside_for_a_reason(String fixture) {
    JsonNode response = BinanceStub.fixture(fixture).get("response");
    String original = run(fixture, response).toString();
    assertThat(original).doesNotContain("cannot be read");
    Map<String, Boolean> effects = new TreeMap<>();
    for (Leaf leaf : Leaf.of(response)) {
      JsonNode copy = response.deepCopy();
      leaf.alter(copy);
      boolean changed = !run(fixture, copy).toString().equals(original);
      effects.merge(leaf.pattern(), changed, Boolean::logicalOr);
    }
    TreeSet<String> surprises = new TreeSet<>();
    effects.forEach((pattern, matters) -> {
      if (matters == isLeftAside(fixture, pattern)) {
        surprises.add(pattern + (matters ? " matters" : " has no effect"));
      }
    });
    assertThat(surprises).as("leaves of %s", fixture).isEmpty();
    assertThat(effects).isNotEmpty();
  }

  private static boolean isLeftAside(String fixture, String pattern) {
    String name = pattern.replaceFirst("(\\[\\d*\\])+$", "");
    return LEFT_ASIDE.containsKey(pattern)
        || LEFT_ASIDE.containsKey(fixture + ":" + pattern)
        || (!name.isEmpty() && LEFT_ASIDE.containsKey(name));
  }

  private Object recorded(String fixture) {
    return run(fixture, BinanceStub.fixture(fixture).get("response"));
  }

  private static BigDecimal d(String text) {
    return new BigDecimal(text);
  }

  private static Instant ms(long time) {
    return Instant.ofEpochMilli(time);
  }

  @Test
  void a_full_placement_is_read_with_its_fills() {
    Order order = (Order) recorded("spot_place_order__full");
    assertThat(order)
        .usingRecursiveComparison()
        .ignoringFields("fills")
        .isEqualTo(
            new Order(
                new VenueOrderId("28"),
                new NativeClientOrderId("6gCrw2kRUAF9CvJDGP16IP"),
                Symbol.spot("BTC", "USDT"),
                Side.SELL,
                OrderType.MARKET,
                d("10.00000000"),
                null,
                null,
                null,
                TimeInForce.GTC,
                OrderStatus.FILLED,
                "FILLED",
                d("10.00000000"),
                d("10.00000000"),
                d("1"),
                List.of(),
                ms(1507725176595L),
                ms(1507725176595L),
                ""));
    assertThat(order.fills()).hasSize(5);
    assertThat(order.fills().get(1))
        .isEqualTo(
            new Fill(
                "57",
                new VenueOrderId("28"),
                new NativeClientOrderId("6gCrw2kRUAF9CvJDGP16IP"),
                Symbol.spot("BTC", "USDT"),
                Side.SELL,
                d("3999.00000000"),
                d("5.00000000"),
                new Fee(d("19.99500000"), "USDT"),
                null,
                ms(1507725176595L)));
  }

  @Test
  void a_market_order_that_ran_out_of_book_is_cancelled_with_what_it_got() {
    Order order = (Order) recorded("spot_place_order__market_partly_filled_expired");
    assertThat(order.status()).isEqualTo(OrderStatus.EXPIRED);
    assertThat(order.quantity()).isEqualByComparingTo("6");
    assertThat(order.filled()).isEqualByComparingTo("4");
    assertThat(order.average()).isEqualByComparingTo("1");
    assertThat(order.fills()).hasSize(2);
  }

  @Test
  void a_bare_acknowledgement_tells_nothing_about_the_order() {
    assertThat(recorded("spot_place_order__ack").toString())
        .contains("ORDER_STATE_UNKNOWN", "price is missing");
  }

  @Test
  void a_cancel_shows_the_orders_own_id() {
    Order order = (Order) recorded("spot_cancel_order");
    assertThat(order.nativeClientOrderId()).isEqualTo(new NativeClientOrderId("myOrder1"));
    assertThat(order.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(order.price()).isEqualByComparingTo("2");
    assertThat(order.createdAt()).isNull();
    assertThat(order.updatedAt()).isEqualTo(ms(1684804350068L));
  }

  @Test
  void a_query_shows_an_open_limit_order() {
    assertThat(recorded("spot_get_order_info"))
        .isEqualTo(
            new Order(
                new VenueOrderId("1"),
                new NativeClientOrderId("myOrder1"),
                LTC_BTC,
                Side.BUY,
                OrderType.LIMIT,
                d("1.0"),
                null,
                d("0.1"),
                null,
                TimeInForce.GTC,
                OrderStatus.NEW,
                "NEW",
                d("0.0"),
                d("0.0"),
                null,
                List.of(),
                ms(1499827319559L),
                ms(1499827319559L),
                ""));
  }

  @Test
  void a_trade_of_ours_is_a_fill_with_its_fee() {
    assertThat(recorded("spot_fetch_my_trades"))
        .isEqualTo(
            List.of(
                new Fill(
                    "28457",
                    new VenueOrderId("100234"),
                    null,
                    BNB_BTC,
                    Side.BUY,
                    d("4.00000100"),
                    d("12.00000000"),
                    new Fee(d("10.10000000"), "BNB"),
                    LiquiditySide.TAKER,
                    ms(1499865549590L))));
  }

  @Test
  void market_data_is_read_exactly() {
    assertThat(recorded("spot_server_time")).isEqualTo(ms(1499827319559L));
    assertThat(recorded("spot_get_ticker"))
        .isEqualTo(
            new Ticker(
                BNB_BTC,
                d("4.00000200"),
                d("4.00000000"),
                d("4.00000200"),
                d("100.00000000"),
                d("100.00000000"),
                d("99.00000000"),
                d("100.00000000"),
                d("0.10000000"),
                d("8913.30000000"),
                d("15.30000000"),
                d("-95.960"),
                ms(1499869899040L)));
    assertThat(recorded("spot_get_order_book"))
        .isEqualTo(
            new OrderBook(
                LTC_BTC,
                List.of(new OrderBook.Level(d("4.00000000"), d("431.00000000"))),
                List.of(new OrderBook.Level(d("4.00000200"), d("12.00000000"))),
                null,
                1027024L));
    assertThat(recorded("spot_get_candles"))
        .isEqualTo(
            List.of(
                new Candle(
                    ms(1499040000000L),
                    d("0.01634790"),
                    d("0.80000000"),
                    d("0.01575800"),
                    d("0.01577100"),
                    d("148976.11427815"))));
  }

  @Test
  void an_account_shows_what_it_holds_and_what_the_key_may() {
    assertThat(recorded("spot_get_balance"))
        .isEqualTo(
            List.of(
                List.of(
                    new Balance("BTC", d("4723846.89208129"), d("0.00000000")),
                    new Balance("LTC", d("4763368.68006011"), d("0.00000000"))),
                List.of("read", "trade")));
    assertThat(recorded("spot_api_key_permissions")).isEqualTo(List.of("read"));
  }

  @Test
  void filters_become_rules_and_zero_switches_a_rule_off() {
    List<?> markets = (List<?>) recorded("spot_get_markets__with_filters");
    assertThat(markets.getFirst())
        .isEqualTo(
            new Instrument(
                Symbol.spot("BTC", "USDT"),
                "BTCUSDT",
                true,
                new Instrument.Rule(d("0.00001000"), d("9000.00000000"), d("0.00001000")),
                new Instrument.Rule(null, d("112.21108820"), null),
                new Instrument.Rule(d("0.01000000"), d("1000000.00000000"), d("0.01000000")),
                d("5.00000000"),
                true,
                d("9000000.00000000"),
                8,
                true,
                null,
                null));
    Instrument broken = (Instrument) markets.get(1);
    assertThat(broken.active()).isFalse();
    assertThat(broken.minNotional()).isEqualByComparingTo("0.0001");
    assertThat(broken.maxNotional()).isNull();
  }

  @Test
  void the_venues_own_limits_are_taken_over() {
    recorded("spot_get_markets__with_filters");
    stub.binance.serverTime();
    assertThat(stub.binance.headroom())
        .hasEntrySatisfying("REQUEST_WEIGHT-1M", room -> assertThat(room.limit()).isEqualTo(6000));
  }

  @Test
  void recorded_refusals_keep_code_and_text() {
    JsonNode symbol = BinanceStub.fixture("spot_error__bad_symbol").get("response");
    stub.answering(Reply.of(400, symbol.toString()));
    assertThat(failureOf(() -> stub.binance.order(CREDENTIALS, LTC_BTC, id("1"))))
        .isEqualTo("UNKNOWN_SYMBOL -1121 Binance: Invalid symbol.");
    JsonNode cancel = BinanceStub.fixture("spot_error__cancel_restrictions").get("response");
    stub.answering(Reply.of(400, cancel.toString()));
    Outcome outcome = stub.binance.prepareCancel(CREDENTIALS, LTC_BTC, id("1"), PATIENCE).send();
    assertThat(((Outcome.Unconfirmed) outcome).failure().kind())
        .isEqualTo(ErrorKind.ORDER_REJECTED);
  }

  private static String failureOf(Runnable call) {
    try {
      call.run();
    } catch (ExchangeException e) {
      return e.failure().kind() + " " + e.failure().nativeCode() + " " + e.failure().message();
    }
    return "no failure";
  }
}
