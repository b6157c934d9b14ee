package org.aristobot.simulator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.aristobot.simulator.judge.Candidate.Refusal;
import org.aristobot.simulator.judge.JudgedVenue.Keys;
import org.aristobot.simulator.judge.Peer.Ask;
import org.aristobot.simulator.judge.Peer.Balance;
import org.aristobot.simulator.judge.Peer.Book;
import org.aristobot.simulator.judge.Peer.Candle;
import org.aristobot.simulator.judge.Peer.Kind;
import org.aristobot.simulator.judge.Peer.Level;
import org.aristobot.simulator.judge.Peer.Market;
import org.aristobot.simulator.judge.Peer.Side;
import org.aristobot.simulator.judge.Peer.Ticker;
import org.aristobot.simulator.judge.Peer.Trade;
import org.assertj.core.api.Condition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** What the cells on market data, balances and errors demand; orders are in {@link OrderCells}. */
final class Cells {

  private static final long MINUTE = 60_000;
  private static final String ETH = "ETH/USDT";

  private final JudgedVenue venue;
  private final Candidate candidate;
  private final URI uri;
  private final Truth truth;
  private final String btc;

  Cells(JudgedVenue venue, Candidate candidate, URI uri, Truth truth) {
    this.venue = venue;
    this.candidate = candidate;
    this.uri = uri;
    this.truth = truth;
    this.btc = venue.market().symbol();
  }

  void check(Cell cell) throws Exception {
    Peer peer = connect(venue.keys());
    truth.price(btc, "43000");
    switch (cell) {
      case MARKETS -> markets(peer);
      case TICKER -> ticker(peer);
      case TICKERS -> tickers(peer);
      case ORDER_BOOK -> orderBook(peer);
      case OHLCV -> candles(peer);
      case TRADES -> trades(peer);
      case BALANCE -> balance(peer);
      case ERROR_INSUFFICIENT_FUNDS ->
          refusesOrder(cell, () -> peer.place(orders(peer).limitBuy("100", "42000")));
      case ERROR_TOO_SMALL ->
          refusesOrder(cell, () -> peer.place(orders(peer).limitBuy("0.00002", "42000")));
      case ERROR_BAD_KEY -> refusesKeys(cell, venue.keys().withKey("nobody"));
      case ERROR_BAD_SECRET -> refusesKeys(cell, venue.keys().withSecret("d3Jvbmctc2VjcmV0"));
      case ERROR_UNKNOWN_ORDER -> unknownOrder(cell, peer);
      case ERROR_BAD_SYMBOL -> refuses(cell, () -> peer.ticker("NOPE/USDT"));
      default -> orders(peer).check(cell);
    }
  }

  private Peer connect(Keys keys) throws Exception {
    return candidate.connection().open(uri, keys);
  }

  private OrderCells orders(Peer peer) {
    return new OrderCells(peer, truth, btc);
  }

  // --- market data

  private void markets(Peer peer) throws Exception {
    List<Market> markets = peer.markets();
    assertThat(markets)
        .extracting(Market::symbol)
        .containsExactlyInAnyOrderElementsOf(venue.symbols());
    Market market = markets.stream().filter(m -> m.symbol().equals(btc)).findFirst().orElseThrow();
    assertThat(market.priceStep()).isEqualByComparingTo(venue.market().priceStep());
    assertThat(market.quantityStep()).isEqualByComparingTo(venue.market().quantityStep());
    assertThat(market.minNotional()).isEqualByComparingTo(venue.market().minNotional());
  }

  private void ticker(Peer peer) throws Exception {
    truth.price(btc, "43210");
    stands(peer.ticker(btc), "43210");
  }

  /** The house bids the price that was set and asks one step more. */
  private void stands(Ticker ticker, String price) {
    BigDecimal at = new BigDecimal(price);
    assertThat(ticker.symbol()).isEqualTo(btc);
    assertThat(ticker.last()).isEqualByComparingTo(at);
    assertThat(ticker.bid()).isEqualByComparingTo(at);
    assertThat(ticker.ask()).isEqualByComparingTo(at.add(venue.market().priceStep()));
  }

  private void tickers(Peer peer) throws Exception {
    truth.price(btc, "43210");
    truth.price(ETH, "2345");
    List<Ticker> tickers = peer.tickers();
    assertThat(tickers)
        .extracting(Ticker::symbol)
        .containsExactlyInAnyOrderElementsOf(venue.symbols());
    for (Ticker ticker : tickers) {
      if (ticker.symbol().equals(btc)) {
        stands(ticker, "43210");
      } else if (ticker.symbol().equals(ETH)) {
        assertThat(ticker.last()).isEqualByComparingTo("2345");
      }
    }
  }

  /** An own order at a price of its own is a level of its own, second after the house's best. */
  private void orderBook(Peer peer) throws Exception {
    peer.place(orders(peer).limitBuy("0.12345", "42999"));
    Book book = peer.orderBook(btc);
    assertThat(book.bids().get(0).price()).isEqualByComparingTo("43000");
    assertThat(book.bids().get(1).price()).isEqualByComparingTo("42999");
    assertThat(book.bids().get(1).quantity()).isEqualByComparingTo(truth.only().quantity());
    assertThat(book.asks().get(0).price())
        .isEqualByComparingTo(venue.market().priceStep().add(new BigDecimal("43000")));
    Comparator<Level> byPrice = Comparator.comparing(Level::price);
    assertThat(book.bids()).hasSizeGreaterThan(20).isSortedAccordingTo(byPrice.reversed());
    assertThat(book.asks()).hasSizeGreaterThan(20).isSortedAccordingTo(byPrice);
  }

  private void candles(Peer peer) throws Exception {
    moveThrice();
    List<Candle> candles = peer.candles(btc);
    wellFormed(candles);
    Candle running = candles.getLast();
    assertThat(running.close()).isEqualByComparingTo("43210");
    assertThat(running.high()).is(new Condition<>(Cells::wasMovedTo, "a price it was moved to"));
    Condition<BigDecimal> had = new Condition<>(Cells::wasHad, "a price it had");
    assertThat(running.open()).is(had);
    assertThat(running.low()).is(had);
    BigDecimal before = volumeSince(running.time(), candles);
    BigDecimal own = new BigDecimal("0.01234");
    peer.place(orders(peer).ask(Kind.MARKET, Side.BUY, own.toPlainString(), null, null));
    assertThat(volumeSince(running.time(), peer.candles(btc)).subtract(before))
        .as("volume of the own trade")
        .isEqualByComparingTo(own);
  }

  private static void wellFormed(List<Candle> candles) {
    assertThat(candles).hasSizeGreaterThanOrEqualTo(100);
    for (int i = 0; i < candles.size(); i++) {
      Candle candle = candles.get(i);
      assertThat(candle.low()).isLessThanOrEqualTo(candle.open().min(candle.close()));
      assertThat(candle.high()).isGreaterThanOrEqualTo(candle.open().max(candle.close()));
      assertThat(candle.volume()).isNotNegative();
      if (i > 0) {
        assertThat(candle.time() - candles.get(i - 1).time()).isEqualTo(MINUTE);
      }
    }
  }

  private static BigDecimal volumeSince(long time, List<Candle> candles) {
    return candles.stream()
        .filter(candle -> candle.time() >= time)
        .map(Candle::volume)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Before it was moved, the market wandered up to 0.1 % below its first price. */
  private static boolean wasHad(BigDecimal price) {
    boolean before =
        price.compareTo(new BigDecimal("42957")) >= 0
            && price.compareTo(new BigDecimal("43000")) <= 0;
    return before || wasMovedTo(price);
  }

  /** The market stood at the first of these before; a new minute may begin at any of them. */
  private static boolean wasMovedTo(BigDecimal price) {
    return Stream.of("43000", "43300", "43100", "43210")
        .anyMatch(step -> price.compareTo(new BigDecimal(step)) == 0);
  }

  private void moveThrice() {
    truth.price(btc, "43300");
    truth.price(btc, "43100");
    truth.price(btc, "43210");
  }

  /** Each move prints one trade; the account's own is the last. */
  private void trades(Peer peer) throws Exception {
    moveThrice();
    peer.place(orders(peer).ask(Kind.MARKET, Side.BUY, "0.01234", null, null));
    List<Trade> trades = peer.trades(btc);
    assertThat(trades).allSatisfy(trade -> assertThat(trade.quantity()).isPositive());
    List<Trade> last = trades.subList(trades.size() - 4, trades.size());
    assertThat(last.get(0).price()).isEqualByComparingTo("43300");
    assertThat(last.get(1).price()).isEqualByComparingTo("43100");
    assertThat(last.get(2).price()).isEqualByComparingTo("43210");
    Trade own = last.get(3);
    assertThat(own.price())
        .isEqualByComparingTo(venue.market().priceStep().add(new BigDecimal("43210")));
    assertThat(own.quantity()).isEqualByComparingTo(truth.only().filled());
    assertThat(own.taker()).as("taker").isIn(Side.BUY, null);
  }

  private void balance(Peer peer) throws Exception {
    peer.place(orders(peer).limitBuy("0.1", "42000"));
    Map<String, Balance> balances = peer.balances();
    holds(balances, "USDT", "995800", "4200");
    holds(balances, "BTC", "10", "0");
    holds(balances, "ETH", "100", "0");
  }

  private static void holds(
      Map<String, Balance> balances, String asset, String free, String locked) {
    Balance balance = Objects.requireNonNull(balances.get(asset), asset);
    assertThat(balance.free()).as("free %s", asset).isEqualByComparingTo(free);
    assertThat(balance.locked()).as("locked %s", asset).isEqualByComparingTo(locked);
  }

  // --- errors

  private void refuses(Cell cell, ThrowingCallable call) {
    refuses(cell, catchThrowable(call));
  }

  private void refuses(Cell cell, @Nullable Throwable refused) {
    Refusal refusal = Objects.requireNonNull(candidate.refusals().get(cell), cell.word());
    assertThat(refused).isExactlyInstanceOf(refusal.type()).hasMessageContaining(refusal.says());
  }

  private void refusesOrder(Cell cell, ThrowingCallable placing) {
    Throwable refused = catchThrowable(placing);
    assertThat(truth.requests("place_order")).as("placements that arrived").isEqualTo(1);
    assertThat(truth.orders()).as("orders that were accepted").isEmpty();
    refuses(cell, refused);
  }

  private void refusesKeys(Cell cell, Keys keys) throws Exception {
    Peer stranger = connect(keys);
    Throwable reading = catchThrowable(stranger::balances);
    Ask ask = orders(stranger).ask(Kind.MARKET, Side.BUY, "0.01", null, null);
    Throwable placing = catchThrowable(() -> stranger.place(ask));
    assertThat(truth.orders()).as("orders that were accepted").isEmpty();
    assertThat(truth.badSignatures())
        .as("bad signatures")
        .isEqualTo(cell == Cell.ERROR_BAD_SECRET ? 2 : 0);
    refuses(cell, reading);
    refuses(cell, placing);
  }

  private void unknownOrder(Cell cell, Peer peer) throws Exception {
    String id = peer.place(orders(peer).limitBuy("0.01", "42000")).id();
    String unknown = id.substring(0, id.length() - 1) + (id.endsWith("7") ? "8" : "7");
    Throwable refused = catchThrowable(() -> peer.cancel(btc, unknown));
    assertThat(truth.requests("cancel_order")).as("cancels that arrived").isEqualTo(1);
    assertThat(truth.only().state()).isEqualTo(Peer.State.OPEN);
    refuses(cell, refused);
  }
}
