package org.aristobot.bitget;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aristobot.conformance.Fixtures;
import org.aristobot.conformance.FreeLedger;
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

/**
 * A client wired to a server that tells the time and the markets, says that the account is a
 * classic one, and answers everything else as a test says.
 */
final class BitgetStub implements AutoCloseable {

  static final Fixtures FIXTURES = new Fixtures("bitget");
  static final Credentials CREDENTIALS = new Credentials("the-key", "the-secret", "the-passphrase");
  static final Symbol BTC_USDT = Symbol.spot("BTC", "USDT");
  static final NativeClientOrderId ID = new NativeClientOrderId("ar0123456789abcdef0123456789ab");

  /** When the venue releases nothing, which would make some of its answers doubtful. */
  private static final Instant SATURDAY = Instant.parse("2026-11-28T07:00:01Z");

  static final String TIME = "/api/v2/public/time";
  static final String SYMBOLS = "/api/v2/spot/public/symbols";
  static final String TICKERS = "/api/v2/spot/market/tickers";
  static final String BOOK = "/api/v2/spot/market/orderbook";
  static final String SETTINGS = "/api/v3/account/settings";

  /** What the server tells of the time instead of the truth. */
  volatile @Nullable String time;

  /** What the client and the server go by. */
  final Clock clock;

  final AtomicReference<Function<Seen, Reply>> answers = new AtomicReference<>();
  final StubServer server = new StubServer(this::answer);
  final Bitget bitget;

  BitgetStub() {
    this(SATURDAY);
  }

  /** At that moment, from which on time runs. */
  BitgetStub(Instant start) {
    clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), start));
    bitget = new Bitget(Environment.LIVE, server.base(), clock, null, new FreeLedger());
    answers.set(seen -> Reply.of(200, body("[" + MARKETS + "]")));
    bitget.instruments();
  }

  private Reply answer(Seen seen) {
    return switch (seen.path()) {
      case TIME -> time();
      case SETTINGS ->
          Reply.of(
              400,
              """
              {"code":"40084","msg":"You are in classic account mode","requestTime":%d,"data":null}\
              """
                  .formatted(clock.millis()));
      default -> Objects.requireNonNull(answers.get()).apply(seen);
    };
  }

  /** On a connection of its own, so that each test decides about a fresh one. */
  private Reply time() {
    String told = time == null ? body("{\"serverTime\":\"" + clock.millis() + "\"}") : time;
    return Reply.of(200, told, "Connection: close").then(Then.CLOSE);
  }

  /** A successful answer with that data. */
  String body(String data) {
    return "{\"code\":\"00000\",\"msg\":\"success\",\"requestTime\":%d,\"data\":%s}"
        .formatted(clock.millis(), data);
  }

  BitgetStub answering(Reply reply) {
    answers.set(_ -> reply);
    return this;
  }

  /** Only what is at that path; all lists are empty. */
  BitgetStub serving(String path, Reply reply) {
    answers.set(seen -> seen.path().equals(path) ? reply : market(seen));
    return this;
  }

  /** Markets with a best ask of 43000.10 or 2250.10, and without anything else. */
  Reply market(Seen seen) {
    String all = ticker("BTCUSDT", "43000") + "," + ticker("ETHUSDT", "2250");
    String wanted = seen.parameter("symbol");
    String shown =
        switch (wanted) {
          case "BTCUSDT" -> ticker(wanted, "43000");
          case "ETHUSDT" -> ticker(wanted, "2250");
          default -> all;
        };
    return switch (seen.path()) {
      case TICKERS -> Reply.of(200, body("[" + shown + "]"));
      case BOOK ->
          Reply.of(
              200,
              body(
                  """
                  {"asks":[["43000.10","1"]],"bids":[["43000.00","1"]],"ts":"1784599999000"}\
                  """));
      default -> nothing(seen);
    };
  }

  private static String ticker(String symbol, String price) {
    return """
    {"symbol":"%s","high24h":"%2$s","open":"%2$s","low24h":"%2$s","lastPr":"%2$s.05",
     "quoteVolume":"1","baseVolume":"1","usdtVolume":"1","bidPr":"%2$s.00","askPr":"%2$s.10",
     "bidSz":"1","askSz":"1","openUtc":"%2$s","ts":"1784599999000","changeUtc24h":"0.001",
     "change24h":"0.001"}\
    """
        .formatted(symbol, price);
  }

  /** What a list without rows is there. */
  Reply nothing(Seen seen) {
    boolean isPaged = seen.path().endsWith("-plan-order");
    String data = isPaged ? "{\"nextFlag\":false,\"idLessThan\":null,\"orderList\":[]}" : "[]";
    return Reply.of(200, body(data));
  }

  /** Symbols of the recordings; steps as the differential recordings have them. */
  private static final String MARKETS =
      Stream.of(
              market("BTC", 2, 6),
              market("ETH", 2, 4),
              market("DOGE", 5, 4),
              market("BGB", 4, 4),
              market("TRX", 6, 4),
              market("BFT", 5, 4))
          .collect(Collectors.joining(","));

  static String market(String base, int pricePrecision, int quantityPrecision) {
    return """
    {"symbol":"%sUSDT","baseCoin":"%s","quoteCoin":"USDT","minTradeAmount":"0",
     "maxTradeAmount":"900000000000000000000","takerFeeRate":"0.002","makerFeeRate":"0.002",
     "pricePrecision":"%d","quantityPrecision":"%d","quotePrecision":"6","status":"online",
     "minTradeUSDT":"1","buyLimitPriceRatio":"0.05","sellLimitPriceRatio":"0.05",
     "areaSymbol":"no","orderQuantity":"500","openTime":"","offTime":""}\
    """
        .formatted(base, base, pricePrecision, quantityPrecision);
  }

  Instrument instrument(Symbol symbol) {
    return bitget.instrument(symbol);
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

  static <T> List<T> whole(Rows<T> rows) {
    if (!rows.unreadable().isEmpty()) {
      throw new AssertionError(rows.unreadable());
    }
    return rows.rows();
  }

  /**
   * What the manual wants as the signature of that request (section 2), made without the client.
   */
  static String signature(Seen seen) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] secret = CREDENTIALS.secret().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String signed =
          seen.headers().get("access-timestamp") + seen.method() + seen.target() + seen.body();
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    bitget.close();
    server.close();
  }
}
