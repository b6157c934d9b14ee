package org.aristobot.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Candle;
import org.aristobot.model.Instrument;
import org.aristobot.model.Interval;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderBook;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.Limit;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Trade;
import org.junit.jupiter.api.Test;

/** What every client must tell of the markets of its venue. */
abstract class MarketContract {

  static final Symbol BTC = Symbol.spot("BTC", "USDT");

  /** For what surely comes: only a machine that stands still makes this wait. */
  static final Duration GENEROUS = Duration.ofSeconds(30);

  private static final AtomicLong IDS = new AtomicLong(System.nanoTime());

  abstract Exchange exchange();

  /** In what the venue is its own. */
  abstract Set<Trait> traits();

  /** What the client and the venue go by; other tests have put it forward. */
  abstract InstantSource clock();

  // 1–9: what the venue tells everybody

  @Test
  void c01_instruments_carry_the_rules_of_their_market() {
    Instrument btc =
        exchange().instruments().rows().stream()
            .filter(instrument -> instrument.symbol().equals(BTC))
            .findFirst()
            .orElseThrow();
    assertThat(btc.active()).isTrue();
    assertThat(btc.price().step()).isPositive();
    assertThat(btc.quantity().step()).isPositive();
    if (traits().contains(Trait.HAS_NO_LEAST_QUANTITY)) {
      assertThat(btc.quantity().min()).isNull();
    } else {
      assertThat(btc.quantity().min()).isPositive();
    }
    assertThat(btc.minNotional()).isPositive();
    assertThat(exchange().instrument(BTC)).isEqualTo(btc);
  }

  @Test
  void c02_an_unknown_symbol_is_named_as_such() {
    assertThatThrownBy(() -> exchange().ticker(Symbol.spot("NOPE", "USDT")))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNKNOWN_SYMBOL));
  }

  @Test
  void c03_server_time_is_ours_here() {
    Instant before = clock().instant().truncatedTo(ChronoUnit.MILLIS);
    assertThat(exchange().serverTime()).isBetween(before, clock().instant());
  }

  @Test
  void c04_a_ticker_has_its_best_prices_in_order() {
    Ticker ticker = exchange().ticker(BTC);
    assertThat(ticker.symbol()).isEqualTo(BTC);
    assertThat(ticker.bid()).isLessThan(ticker.ask());
    assertThat(ticker.last()).isPositive();
    assertThat(ticker.low()).isLessThanOrEqualTo(ticker.high());
  }

  @Test
  void c05_an_order_book_is_best_first() {
    OrderBook book = exchange().orderBook(BTC, 10);
    assertThat(book.bids()).hasSizeBetween(1, 10);
    assertThat(book.bids())
        .extracting(OrderBook.Level::price)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(book.asks()).extracting(OrderBook.Level::price).isSorted();
    assertThat(book.bids().getFirst().price()).isLessThan(book.asks().getFirst().price());
  }

  @Test
  void c06_candles_come_oldest_first() {
    List<Candle> candles = exchange().candles(BTC, Interval.ONE_MINUTE, null, 20);
    assertThat(candles).hasSize(20);
    assertThat(candles).extracting(Candle::openTime).isSorted();
    assertThat(candles)
        .allSatisfy(candle -> assertThat(candle.low()).isLessThanOrEqualTo(candle.high()));
  }

  @Test
  void c07_many_tickers_are_those_that_were_asked_for() {
    Symbol eth = Symbol.spot("ETH", "USDT");
    Rows<Ticker> two = exchange().tickers(List.of(BTC, eth));
    assertThat(two.unreadable()).isEmpty();
    assertThat(two.rows()).extracting(Ticker::symbol).containsExactlyInAnyOrder(BTC, eth);
    assertThat(two.rows()).allSatisfy(ticker -> assertThat(ticker.last()).isPositive());
    Rows<Ticker> all = exchange().tickers(List.of());
    assertThat(all.unreadable()).isEmpty();
    assertThat(all.rows()).extracting(Ticker::symbol).contains(BTC, eth).doesNotHaveDuplicates();
  }

  @Test
  void c08_trades_come_oldest_first() {
    Rows<Trade> newest = exchange().trades(BTC, null, 10);
    assertThat(newest.unreadable()).isEmpty();
    assertThat(newest.rows()).hasSizeBetween(1, 10);
    assertThat(newest.rows()).extracting(Trade::time).isSorted();
    assertThat(newest.rows()).extracting(Trade::id).doesNotHaveDuplicates();
    assertThat(newest.rows()).allSatisfy(trade -> assertThat(trade.price()).isPositive());
  }

  @Test
  void c09_trades_since_a_moment_begin_there_and_come_oldest_first() {
    List<Trade> newest = exchange().trades(BTC, null, 20).rows();
    Instant since = newest.get(newest.size() / 2).time();
    List<Trade> trades = exchange().trades(BTC, since, 5).rows();
    assertThat(trades).hasSizeBetween(1, 5);
    assertThat(trades).extracting(Trade::time).isSorted();
    Instant told =
        traits().contains(Trait.TELLS_SECONDS_OF_OLD_TRADES)
            ? since.truncatedTo(ChronoUnit.SECONDS)
            : since;
    assertThat(trades.getFirst().time()).isEqualTo(told);
  }

  // Orders to ask for

  static NativeClientOrderId id() {
    return new NativeClientOrderId("ar%028x".formatted(IDS.incrementAndGet()));
  }

  static OrderRequest request(Side side, Quantity quantity, OrderTerms terms) {
    return new OrderRequest(id(), BTC, side, quantity, terms, null, null, NativeParams.NONE);
  }

  static Quantity base(String amount) {
    return new Quantity.Base(new BigDecimal(amount));
  }

  static OrderTerms limit(BigDecimal price) {
    return new Limit(price, TimeInForce.GTC, false);
  }
}
