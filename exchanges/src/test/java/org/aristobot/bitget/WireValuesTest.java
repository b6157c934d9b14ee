package org.aristobot.bitget;

import static org.aristobot.bitget.BitgetStub.BTC_USDT;
import static org.aristobot.bitget.BitgetStub.CREDENTIALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Prepared;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.LiquiditySide;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What recorded answers mean, value for value, and what the recordings do not show. */
class WireValuesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Symbol BGB_USDT = Symbol.spot("BGB", "USDT");

  private final WireReplay replay = new WireReplay();
  private final BitgetStub stub = replay.stub;

  @AfterEach
  void close() {
    replay.close();
  }

  private Object recorded(String name) {
    return replay.run(name, Recordings.response(name));
  }

  private static BigDecimal d(String text) {
    return new BigDecimal(text);
  }

  private static Instant ms(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /** Sections 5.3 and 16: what is asked for in quote, what came in in base. */
  @Test
  void a_market_buy_is_sized_in_quote_and_filled_in_base() {
    assertThat(recorded("spot_get_order_market_buy_recorded"))
        .usingRecursiveComparison()
        .ignoringFields("raw")
        .isEqualTo(
            order(
                "1214189703404097539",
                "t-valid-market-buy-order",
                Side.BUY,
                null,
                d("2.0000000000000000"),
                d("2.0706000000000000"),
                d("1.9999925400000000"),
                d("0.9659000000000000"),
                1725211304522L,
                1725211304609L));
  }

  @Test
  void a_market_sale_is_sized_in_base() {
    assertThat(recorded("spot_get_order_market_sell_recorded"))
        .usingRecursiveComparison()
        .ignoringFields("raw")
        .isEqualTo(
            order(
                "1214193970718347264",
                "t-valid-market-sell-order",
                Side.SELL,
                d("2.0000000000000000"),
                null,
                d("2.0000000000000000"),
                d("1.9298000000000000"),
                d("0.9649000000000000"),
                1725212321929L,
                1725212322028L));
  }

  private static Order order(
      String id,
      String clientId,
      Side side,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal quoteQuantity,
      BigDecimal filled,
      BigDecimal filledQuote,
      BigDecimal average,
      long createdAt,
      long updatedAt) {
    return new Order(
        new VenueOrderId(id),
        new NativeClientOrderId(clientId),
        BGB_USDT,
        side,
        OrderType.MARKET,
        quantity,
        quoteQuantity,
        null,
        null,
        null,
        OrderStatus.FILLED,
        "filled",
        filled,
        filledQuote,
        average,
        List.of(),
        List.of(),
        ms(createdAt),
        ms(updatedAt),
        "");
  }

  /** Section 5.3: there the limit price is called the average, and that the base price. */
  @Test
  void an_open_order_has_its_limit_under_the_name_of_the_average() {
    String row =
        """
        {"userId":"1","symbol":"BTCUSDT","orderId":"7","clientOid":"mine","priceAvg":"34829.12",
         "size":"1.5","orderType":"limit","side":"buy","status":"partially_filled",
         "basePrice":"34801.50","baseVolume":"0.5","quoteVolume":"17400.75",
         "enterPointSource":"API","cTime":"1725211304522","uTime":"1725211304609",
         "tpslType":"normal","triggerPrice":null}\
        """;
    stub.answers.set(seen ->
        seen.path().endsWith("/unfilled-orders") && !seen.parameter("tpslType").equals("tpsl")
            ? Reply.of(200, stub.body("[" + row + "]"))
            : stub.nothing(seen));
    assertThat(BitgetStub.whole(stub.bitget.openOrders(CREDENTIALS, BTC_USDT)))
        .singleElement()
        .satisfies(open -> {
          assertThat(open.price()).isEqualTo(d("34829.12"));
          assertThat(open.average()).isEqualTo(d("34801.50"));
          assertThat(open.quantity()).isEqualTo(d("1.5"));
          assertThat(open.filled()).isEqualTo(d("0.5"));
          assertThat(open.filledQuote()).isEqualTo(d("17400.75"));
          assertThat(open.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
        });
  }

  /** Section 5.4: what was paid is negative there. */
  @Test
  void a_fill_costs_what_is_written_as_a_negative_fee() {
    assertThat(recorded("spot_get_my_trades_recorded"))
        .isEqualTo(
            List.of(
                new Fill(
                    "1225475622852575236",
                    new VenueOrderId("1225475622585147396"),
                    null,
                    BTC_USDT,
                    Side.BUY,
                    d("60775.01"),
                    d("0.000246"),
                    new Fee(d("0.000000246"), "BTC"),
                    LiquiditySide.TAKER,
                    ms(1727902077401L))));
  }

  @Test
  void market_data_is_read_exactly() {
    assertThat(recorded("spot_get_server_time")).isEqualTo(ms(1688008631614L));
    assertThat(recorded("spot_get_tickers"))
        .isEqualTo(
            List.of(
                new Ticker(
                    BTC_USDT,
                    d("34413.1"),
                    null,
                    null,
                    d("0.0663"),
                    d("0.0119"),
                    d("35134.2"),
                    d("37775.65"),
                    d("34413.1"),
                    d("0"),
                    d("0"),
                    d("0.069"),
                    ms(1625125755277L))));
    assertThat(recorded("spot_get_order_book"))
        .isEqualTo(
            new OrderBook(
                BTC_USDT,
                List.of(
                    new OrderBook.Level(d("34567"), d("0.2917")),
                    new OrderBook.Level(d("34566.85"), d("0.0145"))),
                List.of(
                    new OrderBook.Level(d("34567.15"), d("0.0131")),
                    new OrderBook.Level(d("34567.25"), d("0.0144"))),
                ms(1698303884584L),
                null));
    Candle candle =
        new Candle(
            ms(1656604800000L),
            d("37834.5"),
            d("37849.5"),
            d("37773.5"),
            d("37773.5"),
            d("428.3462"));
    assertThat(recorded("spot_get_candles")).isEqualTo(List.of(candle, candle));
  }

  /** Section 3: one list has small letters, the other capitals; both newest first. */
  @Test
  void trades_of_both_lists_come_oldest_first() {
    Symbol bft = Symbol.spot("BFT", "USDT");
    Symbol eth = Symbol.spot("ETH", "USDT");
    assertThat(recorded("spot_get_recent_trades"))
        .isEqualTo(
            List.of(
                new Trade("2", bft, d("2.38649"), d("3239.7976"), Side.SELL, ms(1622097280642L)),
                new Trade("1", bft, d("2.38735"), d("2470.6224"), Side.BUY, ms(1622097282536L))));
    Instant second = ms(1744275603000L);
    assertThat(recorded("spot_get_trades_history"))
        .isEqualTo(
            List.of(
                new Trade("1294151170834636801", eth, d("1592.57"), d("0.0045"), Side.SELL, second),
                new Trade(
                    "1294151170843025500", eth, d("1592.58"), d("2.1982"), Side.BUY, second)));
  }

  /**
   * Section 4: what is frozen and what is locked is used; section 16: small letters are an echo.
   */
  @Test
  void balances_are_free_or_used() {
    stub.serving(
        "/api/v2/spot/account/assets",
        Reply.of(
            200,
            stub.body(
                """
                [{"coin":"usdt","available":"10.5","frozen":"2.25","locked":"1","limitAvailable":"0",
                  "uTime":"1622697148"},
                 {"coin":"BTC","available":"0","frozen":"0","locked":"0.001","limitAvailable":"0",
                  "uTime":"1622697148"},
                 {"coin":"BGB","available":"0","frozen":"0.00000000","locked":"0",
                  "limitAvailable":"3","uTime":"1622697148"}]\
                """)));
    assertThat(stub.bitget.balances(CREDENTIALS))
        .containsExactlyInAnyOrder(
            new Balance("USDT", d("10.5"), d("3.25")), new Balance("BTC", d("0"), d("0.001")));
  }

  /** Section 4: words of what a key may do on spot; others are of other products. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stor, stow | true | true",
        "stor | true | false",
        "coor, coow, cpor, stow | false | true",
        "coor, coow | false | false",
        "trade, readonly | true | true"
      })
  void a_key_may_read_or_trade_on_spot(String authorities, boolean reads, boolean trades) {
    stub.serving(
        "/api/v2/spot/account/info",
        Reply.of(
            200, stub.body("{\"authorities\":[\"" + authorities.replace(", ", "\",\"") + "\"]}")));
    List<String> permissions = stub.bitget.checkCredentials(CREDENTIALS).permissions();
    assertThat(permissions.contains("read")).isEqualTo(reads);
    assertThat(permissions.contains("trade")).isEqualTo(trades);
  }

  @Test
  void precisions_become_steps_and_fields_that_mean_nothing_are_no_rules() {
    Instrument btc =
        ((List<?>) recorded("spot_get_markets_recorded"))
            .stream().map(Instrument.class::cast).findFirst().orElseThrow();
    assertThat(btc)
        .isEqualTo(
            new Instrument(
                BTC_USDT,
                "BTCUSDT",
                true,
                new Instrument.Rule(null, null, d("0.000001")),
                Instrument.Rule.NONE,
                new Instrument.Rule(null, null, d("0.01")),
                d("1"),
                true,
                null,
                2,
                true,
                Set.of("buyLimitPriceRatio=0.05"),
                d("0.002"),
                d("0.002")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"offline", "gray", "halt", "hibernating"})
  void only_a_market_that_is_online_takes_orders(String status) {
    assertThat(market(BitgetStub.market("BTC", 2, 6).replace("online", status)).active()).isFalse();
  }

  /** Section 8: the least value is in USDT, and how others are converted is not documented. */
  @Test
  void a_least_value_in_dollars_is_no_rule_of_a_market_in_bitcoin() {
    String row = BitgetStub.market("ETH", 6, 4).replace("USDT\"", "BTC\"");
    Instrument eth = market(row);
    assertThat(eth.symbol()).isEqualTo(Symbol.spot("ETH", "BTC"));
    assertThat(eth.minNotional()).isNull();
  }

  private Instrument market(String row) {
    stub.answering(Reply.of(200, stub.body("[" + row + "]")));
    Rows<Instrument> rows = stub.bitget.instruments();
    assertThat(rows.unreadable()).isEmpty();
    return rows.rows().getFirst();
  }

  /** Section 7: at a bound inside the band, said in a warning. */
  @Test
  void a_market_buy_in_base_says_what_it_is() {
    stub.answers.set(stub::market);
    Prepared prepared = stub.bitget.prepareOrder(CREDENTIALS, marketBuy(), PATIENCE);
    // One per cent above 43000.10, on the tick below.
    assertThat(prepared.request()).contains("\"price\":\"43430.1\"", "\"force\":\"ioc\"");
    assertThat(prepared.warnings()).singleElement().asString().contains("43430.1", "limit");
    prepared.abandon();
  }

  /** Section 7: missing, empty or zero. */
  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"0\"", "null"})
  void without_a_known_band_a_market_buy_in_base_is_refused(String ratio) {
    market(
        BitgetStub.market("BTC", 2, 6)
            .replace("\"buyLimitPriceRatio\":\"0.05\"", "\"buyLimitPriceRatio\":" + ratio));
    stub.answers.set(stub::market);
    assertThatThrownBy(() -> stub.bitget.prepareOrder(CREDENTIALS, marketBuy(), PATIENCE))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_PARAMETER));
  }

  private static OrderRequest marketBuy() {
    return BitgetStub.request(
        Side.BUY, new Quantity.Base(new BigDecimal("0.001")), new OrderTerms.Market());
  }

  /** Section 14: anything else than the two answers leaves open what kind of account it is. */
  @Test
  void an_account_of_the_other_kind_is_no_bad_key() {
    stub.answering(
        Reply.of(
            400,
            """
            {"code":"40085","msg":"You are in unified account mode","requestTime":1,"data":null}\
            """));
    assertThatThrownBy(() -> stub.bitget.checkCredentials(CREDENTIALS))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNSUPPORTED_OPERATION);
              assertThat(e.failure().message()).containsIgnoringCase("unified");
            });
  }
}
