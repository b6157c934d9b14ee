package org.aristobot.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Instrument;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Ticker;
import org.aristobot.model.Trade;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which calls trades and many tickers are made of. */
class BinanceMarketDataTest {

  private static final String TICKER =
      BinanceStub.fixture("spot_fetch_tickers").get("response").get(0).toString();

  private final BinanceStub stub = new BinanceStub();

  /** Markets A0/USDT to A249/USDT, whose tickers are told when they are asked for. */
  @BeforeEach
  void open() {
    List<Instrument> markets =
        IntStream.range(0, 250).mapToObj(i -> BinanceStub.instrument("A" + i, "USDT")).toList();
    stub.binance.remember(markets);
    stub.answers.set(seen -> {
      List<String> names = names(seen);
      if (names.isEmpty()) {
        markets.forEach(market -> names.add(market.venueSymbol()));
      }
      return Reply.of(200, tickers(names));
    });
  }

  @AfterEach
  void close() {
    stub.close();
  }

  private static String tickers(List<String> names) {
    return names.stream()
        .map(name -> TICKER.replace("BNBBTC", name))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static List<String> names(Seen seen) {
    List<String> names = new ArrayList<>();
    String text = seen.parameter("symbols");
    if (!text.isEmpty()) {
      JsonNode array = BinanceStub.JSON.readTree(URLDecoder.decode(text, StandardCharsets.UTF_8));
      array.forEach(name -> names.add(name.asString()));
    }
    return names;
  }

  private static List<Symbol> symbols(int count) {
    return IntStream.range(0, count).mapToObj(i -> Symbol.spot("A" + i, "USDT")).toList();
  }

  private long weight() {
    Headroom room = stub.binance.headroom().get("REQUEST_WEIGHT-1M");
    return room == null ? 0 : room.limit() - room.left();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2", "20, 1, 2", "21, 2, 4", "45, 3, 6", "200, 10, 20", "201, 1, 80"})
  void tickers_are_asked_for_where_it_is_cheap(int count, int calls, long weight) {
    long before = weight();
    Rows<Ticker> tickers = stub.binance.tickers(symbols(count));
    assertThat(tickers.rows())
        .extracting(Ticker::symbol)
        .containsExactlyInAnyOrderElementsOf(symbols(count));
    assertThat(tickers.unreadable()).isEmpty();
    assertThat(stub.server.seen()).hasSize(calls);
    assertThat(weight() - before).isEqualTo(weight);
  }

  @Test
  void no_symbol_means_all_of_them() {
    assertThat(stub.binance.tickers(List.of()).rows()).hasSize(250);
    assertThat(stub.server.seen()).singleElement().matches(seen -> names(seen).isEmpty());
  }

  @Test
  void a_symbol_that_comes_twice_is_asked_for_once() {
    List<Symbol> twice = List.of(Symbol.spot("A1", "USDT"), Symbol.spot("A1", "USDT"));
    assertThat(stub.binance.tickers(twice).rows()).hasSize(1);
    assertThat(names(stub.server.seen().getLast())).containsExactly("A1USDT");
  }

  @Test
  void a_ticker_that_does_not_come_is_named() {
    stub.answering(Reply.of(200, tickers(List.of("A0USDT", "A9USDT"))));
    Rows<Ticker> tickers = stub.binance.tickers(symbols(2));
    assertThat(tickers.rows()).extracting(Ticker::symbol).containsExactly(symbols(1).getFirst());
    assertThat(tickers.unreadable()).containsExactly("A1USDT is missing");
  }

  @Test
  void an_unknown_symbol_is_refused_before_anything_is_asked() {
    assertThatThrownBy(() -> stub.binance.tickers(List.of(Symbol.spot("NOPE", "USDT"))))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.UNKNOWN_SYMBOL));
    assertThat(stub.server.seen()).isEmpty();
  }

  @Test
  void limits_can_be_asked_for_where_the_documented_ones_leave_no_room_for_queries() {
    String used = "X-MBX-USED-WEIGHT-1M: 5500";
    stub.answers.set(seen ->
        Reply.of(
            200,
            seen.path().equals("/api/v3/exchangeInfo")
                ? """
                {"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE",
                  "intervalNum":1,"limit":600000}],"symbols":[]}\
                """
                : tickers(names(seen)),
            used));
    assertThat(stub.binance.tickers(symbols(1)).rows()).hasSize(1);
    assertThatThrownBy(() -> stub.binance.tickers(symbols(1)))
        .isInstanceOfSatisfying(
            ExchangeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(ErrorKind.RATE_LIMITED));

    assertThat(stub.binance.instruments().rows()).isEmpty();

    assertThat(stub.binance.tickers(List.of()).rows()).isEmpty();
  }

  @Test
  void trades_from_a_time_on_begin_with_the_first_one_of_the_first_aggregate() {
    stub.answers.set(seen ->
        Reply.of(
            200,
            seen.path().equals("/api/v3/aggTrades")
                ? """
                [{"a":26129,"p":"0.5","q":"3","f":27781,"l":27783,"T":1498793709153,"m":true,"M":true}]\
                """
                : """
                [{"id":27781,"price":"0.5","qty":"1","quoteQty":"0.5","time":1498793709153,
                  "isBuyerMaker":false,"isBestMatch":true}]\
                """));
    Instant since = Instant.ofEpochMilli(1498793709000L);
    Rows<Trade> trades = stub.binance.trades(symbols(1).getFirst(), since, 7);
    assertThat(trades.rows())
        .singleElement()
        .satisfies(trade -> {
          assertThat(trade.id()).isEqualTo("27781");
          assertThat(trade.side()).isEqualTo(Side.BUY);
        });
    assertThat(stub.server.seen())
        .extracting(Seen::target)
        .containsExactly(
            "/api/v3/aggTrades?symbol=A0USDT&startTime=1498793709000&limit=1",
            "/api/v3/historicalTrades?symbol=A0USDT&limit=7&fromId=27781");
    assertThat(weight()).isEqualTo(29);
  }

  @Test
  void no_trades_from_a_time_on_are_no_trades() {
    stub.answering(Reply.of(200, "[]"));
    assertThat(stub.binance.trades(symbols(1).getFirst(), Instant.EPOCH, null).rows()).isEmpty();
    assertThat(stub.server.seen()).hasSize(1);
  }

  @Test
  void more_trades_than_the_venue_lists_are_refused_before_anything_is_asked() {
    assertThatThrownBy(() -> stub.binance.trades(symbols(1).getFirst(), Instant.EPOCH, 1001))
        .hasMessageContaining("limit");
    assertThat(stub.server.seen()).isEmpty();
  }
}
