package org.aristobot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.Exchanges;
import org.aristobot.exchange.Outcome;
import org.aristobot.model.Environment;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.Venue;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.binance.BinanceExchange;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order.OrderType;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.service.trade.TradeService;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of the clients that run on a JVM, in a process of its own: {@code ours}, {@code xchange} or
 * {@code socket}. It says {@code ready}; a line {@code IN_FLIGHT MILLIS} makes it place orders, and
 * it answers with a {@link Load}.
 */
final class JvmClients {

  static final BigDecimal QUANTITY = new BigDecimal("0.00150");

  private static final JsonMapper JSON = new JsonMapper();

  private JvmClients() {}

  public static void main(String[] arguments) throws IOException {
    URI stub = URI.create(arguments[1]);
    Load.Callers callers =
        switch (arguments[0]) {
          case "ours" -> ours(stub);
          case "xchange" -> xchange(stub);
          case "socket" -> () -> new SocketPlacer(stub);
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      Duration howLong = Duration.ofMillis(Long.parseLong(words[1]));
      Load load = Load.run(callers, Integer.parseInt(words[0]), howLong, Duration.ZERO);
      System.out.println(JSON.writeValueAsString(load));
    }
    System.exit(0);
  }

  /** A price that differs from order to order. */
  static BigDecimal price(long number) {
    return BigDecimal.valueOf(4_300_000 + number % 1_000, 2);
  }

  private static Load.Callers ours(URI stub) {
    Exchange exchange =
        Exchanges.create(Venue.BINANCE, Environment.LIVE, stub, InstantSource.system());
    // This also takes over the stub's rate limits, which are out of reach.
    int markets = exchange.instruments().rows().size();
    if (markets != StubMarkets.COUNT) {
      throw new IllegalStateException("the stub showed " + markets + " markets");
    }
    Credentials credentials = new Credentials("bench-key", Stub.SECRET, null);
    Symbol symbol = Symbol.parse(StubMarkets.TRADED);
    return () ->
        number -> {
          Outcome outcome =
              exchange
                  .prepareOrder(credentials, order(symbol, number), Duration.ofSeconds(5))
                  .send();
          if (!(outcome instanceof Outcome.Accepted)) {
            throw new IllegalStateException("not accepted: " + outcome);
          }
        };
  }

  private static OrderRequest order(Symbol symbol, long number) {
    return new OrderRequest(
        new NativeClientOrderId("bench-" + number),
        symbol,
        Side.BUY,
        new Quantity.Base(QUANTITY),
        new OrderTerms.Limit(price(number), TimeInForce.GTC, false),
        null,
        null,
        NativeParams.NONE);
  }

  private static Load.Callers xchange(URI stub) {
    ExchangeSpecification specification = new ExchangeSpecification(BinanceExchange.class);
    specification.setSslUri(stub.toString());
    specification.setApiKey("bench-key");
    specification.setSecretKey(Stub.SECRET);
    specification.setShouldLoadRemoteMetaData(false);
    TradeService trading = ExchangeFactory.INSTANCE.createExchange(specification).getTradeService();
    CurrencyPair pair = new CurrencyPair(StubMarkets.TRADED);
    return () ->
        number ->
            trading.placeLimitOrder(
                new LimitOrder.Builder(OrderType.BID, pair)
                    .originalAmount(QUANTITY)
                    .limitPrice(price(number))
                    .userReference("bench-" + number)
                    .build());
  }
}
