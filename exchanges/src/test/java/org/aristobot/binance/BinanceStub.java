package org.aristobot.binance;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.aristobot.conformance.Fixtures;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Environment;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.net.StubServer;
import org.aristobot.net.StubServer.Reply;
import org.aristobot.net.StubServer.Seen;
import org.aristobot.net.StubServer.Then;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client wired to a server that tells the time and answers everything else as a test says. */
final class BinanceStub implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.shared();
  static final Fixtures FIXTURES = new Fixtures("binance");
  static final Credentials CREDENTIALS = new Credentials("the-key", "the-secret", null);
  static final Symbol BTC_USDT = Symbol.spot("BTC", "USDT");
  static final NativeClientOrderId ID = new NativeClientOrderId("ar0123456789abcdef0123456789ab");

  /** What the server tells of the time instead of the truth. */
  volatile @Nullable String time;

  /** What the client and the server go by. */
  final Clock clock;

  final AtomicReference<Function<Seen, Reply>> answers = new AtomicReference<>();
  final StubServer server =
      new StubServer(seen ->
          seen.path().equals("/api/v3/time")
              ? time()
              : Objects.requireNonNull(answers.get()).apply(seen));
  final Binance binance;

  /** On a connection of its own, so that each test decides about a fresh one. */
  private Reply time() {
    String told = time == null ? "{\"serverTime\":" + clock.millis() + "}" : time;
    return Reply.of(200, told, "Connection: close").then(Then.CLOSE);
  }

  BinanceStub(Environment environment, Clock clock) {
    this.clock = clock;
    binance = new Binance(environment, server.base(), clock, null, null);
    binance.remember(MARKETS);
  }

  BinanceStub() {
    this(Environment.TESTNET, earlyInAMinute());
  }

  /** Runs like the real one, but no test meets the turn of a window, where counts begin anew. */
  static Clock earlyInAMinute() {
    Instant now = Instant.now();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(1);
    return Clock.offset(Clock.systemUTC(), Duration.between(now, minute));
  }

  BinanceStub answering(Reply reply) {
    answers.set(_ -> reply);
    return this;
  }

  /** More than any test draws. */
  static final long OUT_OF_THE_WAY = 1_000_000;

  /** So that many requests in a row are not held up. */
  BinanceStub withoutLimits() {
    answering(
        Reply.of(
            200,
            """
            {"symbols":[],"rateLimits":[
             {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":%1$d},
             {"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":%1$d},
             {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":%1$d}]}\
            """
                .formatted(OUT_OF_THE_WAY)));
    binance.instruments();
    binance.remember(MARKETS);
    return this;
  }

  /** All that a market of the venue may allow. */
  static final Set<String> FLAGS =
      Set.of(
          "LIMIT",
          "LIMIT_MAKER",
          "MARKET",
          "STOP_LOSS",
          "STOP_LOSS_LIMIT",
          "TAKE_PROFIT",
          "TAKE_PROFIT_LIMIT",
          "icebergAllowed",
          "ocoAllowed",
          "otoAllowed",
          "opoAllowed",
          "allowTrailingStop",
          "cancelReplaceAllowed",
          "amendAllowed");

  private static final List<Instrument> MARKETS =
      List.of(instrument("BTC", "USDT"), instrument("ETH", "USDT"), instrument("DOGE", "USDT"));

  /** BTC/USDT in a market that does not allow all that the venue can. */
  static Instrument without(String... flags) {
    Set<String> left = new HashSet<>(FLAGS);
    left.removeAll(Set.of(flags));
    return instrument("BTC", "USDT", left);
  }

  static Instrument instrument(String base, String quote) {
    return instrument(base, quote, FLAGS);
  }

  private static Instrument instrument(String base, String quote, Set<String> flags) {
    return new Instrument(
        Symbol.spot(base, quote),
        base + quote,
        true,
        Instrument.Rule.NONE,
        Instrument.Rule.NONE,
        Instrument.Rule.NONE,
        null,
        false,
        null,
        8,
        true,
        flags,
        null,
        null);
  }

  static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  static OrderRequest limitBuy() {
    return request(
        Side.BUY,
        new Quantity.Base(new BigDecimal("0.001")),
        new OrderTerms.Limit(new BigDecimal("43000.10"), TimeInForce.GTC, false));
  }

  static OrderRequest request(Side side, Quantity quantity, OrderTerms terms) {
    return new OrderRequest(ID, BTC_USDT, side, quantity, terms, null, null, NativeParams.NONE);
  }

  static String placed(String symbol, String clientOrderId, String status) {
    return """
    {"symbol":"%s","orderId":28,"orderListId":-1,"clientOrderId":"%s","transactTime":1507725176595,
     "price":"43000.10000000","origQty":"0.00100000","executedQty":"0.00000000",
     "origQuoteOrderQty":"0.00000000","cummulativeQuoteQty":"0.00000000","status":"%s",
     "timeInForce":"GTC","type":"LIMIT","side":"BUY","fills":[]}\
    """
        .formatted(symbol, clientOrderId, status);
  }

  static JsonNode fixture(String name) {
    return FIXTURES.read(name);
  }

  static <T> List<T> whole(Rows<T> rows) {
    if (!rows.unreadable().isEmpty()) {
      throw new AssertionError(rows.unreadable());
    }
    return rows.rows();
  }

  @Override
  public void close() {
    binance.close();
    server.close();
  }
}
