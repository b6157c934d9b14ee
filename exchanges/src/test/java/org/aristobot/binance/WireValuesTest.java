package org.aristobot.binance;

import static org.aristobot.binance.BinanceStub.CREDENTIALS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.Balance;
import org.aristobot.model.Candle;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.LiquiditySide;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderType;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Trade;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.StubServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What recorded answers mean, value for value. */
class WireValuesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Symbol LTC_BTC = Symbol.spot("LTC", "BTC");
  private static final Symbol BNB_BTC = Symbol.spot("BNB", "BTC");

  private final WireReplay replay = new WireReplay();
  private final BinanceStub stub = replay.stub;

  @AfterEach
  void close() {
    replay.close();
  }

  private Object recorded(String name) {
    return replay.run(name, Recordings.response(name));
  }

  private static OrderRef id(String text) {
    return new OrderRef.ByVenueId(new VenueOrderId(text));
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
        .ignoringFields("fills", "raw")
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
  void a_bare_acknowledgement_tells_that_the_order_was_taken_and_nothing_else() {
    Order order = (Order) recorded("spot_place_order__ack");
    assertThat(order.venueOrderId()).isEqualTo(new VenueOrderId("28"));
    assertThat(order.status()).isEqualTo(OrderStatus.NEW);
    assertThat(order.nativeStatus()).isNull();
    assertThat(order.quantity()).isNull();
    assertThat(order.filled()).isNull();
    assertThat(order.timeInForce()).isNull();
  }

  @Test
  void a_stop_leg_keeps_type_and_trigger_and_a_post_only_leg_is_a_limit() {
    List<Order> legs = ((Order) recorded("spot_cancel_all_orders#/2")).legs();
    Order stop = legs.getFirst();
    assertThat(stop.type()).isEqualTo(OrderType.STOP_LOSS);
    assertThat(stop.price()).isEqualByComparingTo("0.668611");
    assertThat(stop.stopPrice()).isEqualByComparingTo("0.378131");
    assertThat(stop.timeInForce()).isEqualTo(TimeInForce.GTC);
    assertThat(stop.status()).isEqualTo(OrderStatus.CANCELED);
    assertThat(stop.nativeClientOrderId())
        .isEqualTo(new NativeClientOrderId("CwOOIPHSmYywx6jZX77TdL"));
    Order limit = legs.get(1);
    assertThat(limit.type()).isEqualTo(OrderType.LIMIT);
    assertThat(limit.stopPrice()).isNull();
  }

  @Test
  void a_trade_of_the_market_has_the_takers_side() {
    assertThat(recorded("spot_get_trades"))
        .isEqualTo(
            List.of(
                new Trade(
                    "28457",
                    BNB_BTC,
                    d("4.00000100"),
                    d("12.00000000"),
                    Side.SELL,
                    ms(1499865549590L))));
  }

  @Test
  void many_tickers_read_like_one() {
    assertThat(recorded("spot_fetch_tickers")).isEqualTo(List.of(recorded("spot_get_ticker")));
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
        .usingRecursiveComparison()
        .ignoringFields("raw")
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
                BNB_BTC,
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
    List<Instrument> markets =
        ((WireReplay.Markets) recorded("spot_get_markets__with_filters")).rows();
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
                BinanceStub.FLAGS,
                null,
                null));
    Instrument broken = markets.get(1);
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
