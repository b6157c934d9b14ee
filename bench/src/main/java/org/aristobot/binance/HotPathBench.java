package org.aristobot.binance;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.net.Permit;
import org.aristobot.net.Priority;
import org.aristobot.net.Quota;
import org.aristobot.net.RateLedger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The steps of placing an order, each by itself. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HotPathBench {

  private static final String SECRET =
      "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
  private static final String KEY = "0123456789abcdef";

  private static final String ANSWER =
      "{\"symbol\":\"BTCUSDT\",\"orderId\":28,\"orderListId\":-1,\"clientOrderId\":\"bench-1\","
          + "\"transactTime\":1784600000000,\"price\":\"43000.10\",\"origQty\":\"0.0015\","
          + "\"executedQty\":\"0.00000000\",\"origQuoteOrderQty\":\"0.00000000\","
          + "\"cummulativeQuoteQty\":\"0.00000000\",\"status\":\"NEW\",\"timeInForce\":\"GTC\","
          + "\"type\":\"LIMIT\",\"side\":\"BUY\",\"workingTime\":1784600000000,\"fills\":[],"
          + "\"selfTradePreventionMode\":\"EXPIRE_MAKER\"}";

  private final Instrument instrument =
      new Instrument(
          Symbol.spot("BTC", "USDT"),
          "BTCUSDT",
          true,
          Instrument.Rule.NONE,
          Instrument.Rule.NONE,
          Instrument.Rule.NONE,
          null,
          false,
          null,
          null,
          true,
          Set.of("LIMIT"),
          null,
          null);

  private final OrderRequest request =
      new OrderRequest(
          new NativeClientOrderId("bench-1"),
          instrument.symbol(),
          Side.BUY,
          new Quantity.Base(new BigDecimal("0.00150")),
          new OrderTerms.Limit(new BigDecimal("43000.10"), TimeInForce.GTC, false),
          null,
          null,
          NativeParams.NONE);

  private final String query =
      BinanceSigner.query(BinanceRequests.order(request, instrument))
          + "&recvWindow=5000&timestamp=1784600000000";

  private final RateLedger ledger =
      new RateLedger(
          InstantSource.system(),
          List.of(
              quota(BinanceEndpoint.WEIGHT, Quota.Scope.IP, Duration.ofMinutes(1)),
              quota(BinanceEndpoint.RAW, Quota.Scope.IP, Duration.ofMinutes(5)),
              quota(BinanceEndpoint.ORDERS, Quota.Scope.KEY, Duration.ofSeconds(10)),
              quota(BinanceEndpoint.ORDERS, Quota.Scope.KEY, Duration.ofDays(1))),
          null);

  private static Quota quota(String pool, Quota.Scope scope, Duration window) {
    return new Quota(pool, scope, 1_000_000_000_000L, window);
  }

  /** HMAC-SHA256 over the query of a limit order, and the query with it. */
  @Benchmark
  public String sign() {
    return BinanceSigner.signed(SECRET, query);
  }

  /** The parameters of a limit order, percent-encoded. */
  @Benchmark
  public String encode() {
    return BinanceSigner.query(BinanceRequests.order(request, instrument));
  }

  /** A FULL answer, read into our order. */
  @Benchmark
  public Order decode() {
    return BinanceMapping.placed(ANSWER, request, "BTCUSDT");
  }

  /** Permits of four buckets, taken and given back. */
  @Benchmark
  public Permit ledger() {
    Permit permit =
        ledger.reserve(
            BinanceEndpoint.PLACE_ORDER.charges(Map.of()),
            KEY,
            Priority.COMMAND,
            Duration.ofSeconds(5));
    permit.refund();
    return permit;
  }
}
