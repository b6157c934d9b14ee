package org.aristobot.simulator.judge;

import com.binance.connector.client.SpotClient;
import com.binance.connector.client.impl.SpotClientImpl;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aristobot.simulator.judge.JudgedVenue.Keys;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The venue's own connector: parameters in, the venue's JSON out. */
final class BinanceConnector implements Peer {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TRAILING_BIPS = "100";

  private final JudgedVenue venue;
  private final com.binance.connector.client.impl.spot.Market market;
  private final com.binance.connector.client.impl.spot.Trade trade;

  BinanceConnector(JudgedVenue venue, URI uri, Keys keys) {
    this(venue, new SpotClientImpl(keys.key(), keys.secret(), uri.toString()));
  }

  BinanceConnector(JudgedVenue venue, SpotClient client) {
    this.venue = venue;
    this.market = client.createMarket();
    this.trade = client.createTrade();
  }

  private static Map<String, Object> params(Object... namesAndValues) {
    Map<String, Object> params = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      params.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return params;
  }

  private static String symbol(String unified) {
    return unified.replace("/", "");
  }

  private String unified(JsonNode node) {
    String symbol = node.required("symbol").stringValue();
    return venue.symbols().stream()
        .filter(unified -> symbol(unified).equals(symbol))
        .findFirst()
        .orElseThrow(() -> new AssertionError("unknown symbol " + symbol));
  }

  private static BigDecimal decimal(JsonNode node, String field) {
    return new BigDecimal(node.required(field).stringValue());
  }

  /** Money; zero is the venue's word for none. */
  private static @Nullable BigDecimal some(JsonNode node, String field) {
    if (!node.has(field)) {
      return null;
    }
    BigDecimal value = decimal(node, field);
    return value.signum() == 0 ? null : value;
  }

  // --- market data

  @Override
  public List<Market> markets() {
    JsonNode info = JSON.readTree(market.exchangeInfo(params()));
    return info.required("symbols")
        .valueStream()
        .map(symbol ->
            new Market(
                symbol.required("baseAsset").stringValue()
                    + "/"
                    + symbol.required("quoteAsset").stringValue(),
                decimal(filter(symbol, "PRICE_FILTER"), "tickSize"),
                decimal(filter(symbol, "LOT_SIZE"), "stepSize"),
                decimal(filter(symbol, "NOTIONAL", "MIN_NOTIONAL"), "minNotional")))
        .toList();
  }

  /** The one that the symbol has of these. */
  private static JsonNode filter(JsonNode symbol, String... types) {
    return symbol
        .required("filters")
        .valueStream()
        .filter(filter -> List.of(types).contains(filter.required("filterType").stringValue()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Ticker ticker(String symbol) {
    return ticker(JSON.readTree(market.ticker24H(params("symbol", symbol(symbol)))));
  }

  @Override
  public List<Ticker> tickers() {
    return JSON.readTree(market.ticker24H(params())).valueStream().map(this::ticker).toList();
  }

  private Ticker ticker(JsonNode node) {
    return new Ticker(
        unified(node),
        decimal(node, "bidPrice"),
        decimal(node, "askPrice"),
        decimal(node, "lastPrice"));
  }

  @Override
  public Book orderBook(String symbol) {
    JsonNode depth = JSON.readTree(market.depth(params("symbol", symbol(symbol))));
    return new Book(levels(depth.required("bids")), levels(depth.required("asks")));
  }

  private static List<Level> levels(JsonNode levels) {
    return levels
        .valueStream()
        .map(level ->
            new Level(
                new BigDecimal(level.get(0).stringValue()),
                new BigDecimal(level.get(1).stringValue())))
        .toList();
  }

  @Override
  public List<Candle> candles(String symbol) {
    String klines = market.klines(params("symbol", symbol(symbol), "interval", "1m"));
    return JSON.readTree(klines).valueStream().map(BinanceConnector::candle).toList();
  }

  private static Candle candle(JsonNode kline) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      numbers.add(new BigDecimal(kline.get(i).stringValue()));
    }
    return new Candle(
        kline.get(0).longValue(),
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4));
  }

  @Override
  public List<Trade> trades(String symbol) {
    return JSON.readTree(market.trades(params("symbol", symbol(symbol))))
        .valueStream()
        .map(node -> new Trade(decimal(node, "price"), decimal(node, "qty"), taker(node)))
        .toList();
  }

  private static Side taker(JsonNode trade) {
    return trade.required("isBuyerMaker").booleanValue() ? Side.SELL : Side.BUY;
  }

  // --- account

  @Override
  public Map<String, Balance> balances() {
    Map<String, Balance> balances = new LinkedHashMap<>();
    for (JsonNode node : JSON.readTree(trade.account(params())).required("balances")) {
      balances.put(
          node.required("asset").stringValue(),
          new Balance(decimal(node, "free"), decimal(node, "locked")));
    }
    return balances;
  }

  @Override
  public List<Fill> fills(String symbol) {
    return JSON.readTree(trade.myTrades(params("symbol", symbol(symbol))))
        .valueStream()
        .map(node ->
            new Fill(
                node.required("orderId").asString(),
                decimal(node, "price"),
                decimal(node, "qty"),
                decimal(node, "commission"),
                node.required("commissionAsset").stringValue()))
        .toList();
  }

  // --- orders

  private static Map<String, Object> order(Ask ask) {
    String type =
        switch (ask.kind()) {
          case POST_ONLY -> "LIMIT_MAKER";
          case IOC, FOK -> "LIMIT";
          case TRAILING -> "STOP_LOSS";
          default -> ask.kind().name();
        };
    Map<String, Object> params =
        params("symbol", symbol(ask.symbol()), "side", ask.side().name(), "type", type);
    switch (ask.kind()) {
      case LIMIT, STOP_LOSS_LIMIT, TAKE_PROFIT_LIMIT -> params.put("timeInForce", "GTC");
      case IOC, FOK -> params.put("timeInForce", ask.kind().name());
      case TRAILING -> params.put("trailingDelta", TRAILING_BIPS);
      case MARKET, STOP_LOSS, TAKE_PROFIT, POST_ONLY -> {}
    }
    params.put("quantity", ask.quantity().toPlainString());
    if (ask.price() != null) {
      params.put("price", ask.price().toPlainString());
    }
    if (ask.stopPrice() != null) {
      params.put("stopPrice", ask.stopPrice().toPlainString());
    }
    params.put("newClientOrderId", ask.clientId());
    params.put("newOrderRespType", "FULL");
    return params;
  }

  @Override
  public Order place(Ask ask) {
    return order(JSON.readTree(trade.newOrder(order(ask))));
  }

  private Order order(JsonNode node) {
    return new Order(
        node.required("orderId").asString(),
        node.required("clientOrderId").stringValue(),
        unified(node),
        Side.valueOf(node.required("side").stringValue()),
        decimal(node, "origQty"),
        some(node, "price"),
        some(node, "stopPrice"),
        decimal(node, "executedQty"),
        venue.state(node.required("status").stringValue()));
  }

  @Override
  public List<Order> placePair(PairAsk ask) {
    throw new UnsupportedOperationException("its REST client has no call that places a list");
  }

  @Override
  public Order order(String symbol, String id) {
    return order(JSON.readTree(trade.getOrder(params("symbol", symbol(symbol), "orderId", id))));
  }

  @Override
  public void cancel(String symbol, String id) {
    JsonNode answer =
        JSON.readTree(trade.cancelOrder(params("symbol", symbol(symbol), "orderId", id)));
    if (!answer.required("orderId").asString().equals(id)) {
      throw new AssertionError("canceled another order: " + answer);
    }
  }

  @Override
  public void edit(String id, Ask changed) {
    Map<String, Object> params = order(changed);
    params.put("cancelReplaceMode", "STOP_ON_FAILURE");
    params.put("cancelOrderId", id);
    JsonNode answer = JSON.readTree(trade.cancelReplace(params));
    if (!answer.required("cancelResult").stringValue().equals("SUCCESS")
        || !answer.required("newOrderResult").stringValue().equals("SUCCESS")) {
      throw new AssertionError("not replaced: " + answer);
    }
  }

  @Override
  public List<Order> openOrders(String symbol) {
    return orders(trade.getOpenOrders(params("symbol", symbol(symbol))));
  }

  @Override
  public List<Order> closedOrders(String symbol) {
    return orders(trade.getOrders(params("symbol", symbol(symbol)))).stream()
        .filter(order -> order.state() != State.OPEN)
        .toList();
  }

  private List<Order> orders(String answer) {
    return JSON.readTree(answer).valueStream().map(this::order).toList();
  }
}
