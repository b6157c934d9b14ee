package org.aristobot.simulator.judge;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.aristobot.simulator.judge.JudgedVenue.Keys;
import org.jspecify.annotations.Nullable;
import org.knowm.xchange.Exchange;
import org.knowm.xchange.ExchangeFactory;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order.IOrderFlags;
import org.knowm.xchange.dto.Order.OrderType;
import org.knowm.xchange.dto.marketdata.CandleStickData;
import org.knowm.xchange.dto.meta.InstrumentMetaData;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.dto.trade.MarketOrder;
import org.knowm.xchange.dto.trade.StopOrder;
import org.knowm.xchange.instrument.Instrument;
import org.knowm.xchange.service.trade.params.DefaultCandleStickParam;
import org.knowm.xchange.service.trade.params.TradeHistoryParamInstrument;
import org.knowm.xchange.service.trade.params.TradeHistoryParams;
import org.knowm.xchange.service.trade.params.orders.DefaultQueryOrderParamInstrument;
import org.knowm.xchange.service.trade.params.orders.OpenOrdersParamInstrument;
import org.knowm.xchange.service.trade.params.orders.OpenOrdersParams;

/**
 * XChange through its generic services. Market data and metadata come from an exchange without
 * keys: one with keys asks at its start for wallet data, which the simulators do not have.
 */
final class XChangeJudge implements Peer {

  private static final long MINUTE_SECONDS = 60;
  private static final long CANDLES = 200;

  private final XChangeVenue venue;
  private final Exchange open;
  private final Exchange keyed;

  XChangeJudge(XChangeVenue venue, URI uri, Keys keys) {
    this.venue = venue;
    this.open = exchange(uri, null);
    this.keyed = exchange(uri, keys);
  }

  private Exchange exchange(URI uri, @Nullable Keys keys) {
    ExchangeSpecification specification = new ExchangeSpecification(venue.type());
    venue.address().write(specification, uri, keys);
    specification.setShouldLoadRemoteMetaData(keys == null);
    return ExchangeFactory.INSTANCE.createExchange(specification);
  }

  private static CurrencyPair pair(String symbol) {
    return new CurrencyPair(symbol);
  }

  private static Instrument instrument(String symbol) {
    return pair(symbol);
  }

  // --- market data

  @Override
  public List<Market> markets() {
    return open.getExchangeMetaData().getInstruments().entrySet().stream()
        .map(entry -> market(entry.getKey().toString(), entry.getValue()))
        .toList();
  }

  private static Market market(String symbol, InstrumentMetaData market) {
    return new Market(
        symbol,
        step(market.getPriceStepSize(), market.getPriceScale()),
        step(market.getAmountStepSize(), market.getVolumeScale()),
        market.getCounterMinimumAmount());
  }

  /** Some venues' modules tell the step, others the decimals that a value may have. */
  private static BigDecimal step(@Nullable BigDecimal step, @Nullable Integer decimals) {
    return step != null ? step : BigDecimal.ONE.movePointLeft(Objects.requireNonNull(decimals));
  }

  @Override
  public Ticker ticker(String symbol) throws Exception {
    return ticker(open.getMarketDataService().getTicker(instrument(symbol)));
  }

  @Override
  public List<Ticker> tickers() throws Exception {
    return open.getMarketDataService().getTickers(null).stream().map(XChangeJudge::ticker).toList();
  }

  private static Ticker ticker(org.knowm.xchange.dto.marketdata.Ticker ticker) {
    return new Ticker(
        ticker.getInstrument().toString(), ticker.getBid(), ticker.getAsk(), ticker.getLast());
  }

  @Override
  public Book orderBook(String symbol) throws Exception {
    var book = open.getMarketDataService().getOrderBook(instrument(symbol));
    return new Book(levels(book.getBids()), levels(book.getAsks()));
  }

  private static List<Level> levels(List<LimitOrder> orders) {
    return orders.stream()
        .map(order -> new Level(order.getLimitPrice(), order.getOriginalAmount()))
        .toList();
  }

  @Override
  public List<Candle> candles(String symbol) throws Exception {
    return sticks(pair(symbol)).getCandleSticks().stream()
        .map(stick ->
            new Candle(
                stick.getTimestamp().toInstant().toEpochMilli(),
                stick.getOpen(),
                stick.getHigh(),
                stick.getLow(),
                stick.getClose(),
                stick.getVolume()))
        .toList();
  }

  private CandleStickData sticks(CurrencyPair pair) throws Exception {
    if (venue.candles() != null) {
      return venue.candles().of(open, pair);
    }
    Instant to = Clock.systemUTC().instant();
    Instant from = to.minusSeconds(CANDLES * MINUTE_SECONDS);
    return open.getMarketDataService()
        .getCandleStickData(
            pair, new DefaultCandleStickParam(Date.from(from), Date.from(to), MINUTE_SECONDS));
  }

  /** Which side its trades tell, the maker's or the taker's, differs from venue to venue. */
  @Override
  public List<Trade> trades(String symbol) throws Exception {
    return open.getMarketDataService().getTrades(instrument(symbol)).getTrades().stream()
        .map(trade -> new Trade(trade.getPrice(), trade.getOriginalAmount(), null))
        .toList();
  }

  // --- account

  @Override
  public Map<String, Balance> balances() throws Exception {
    Map<String, Balance> balances = new LinkedHashMap<>();
    keyed
        .getAccountService()
        .getAccountInfo()
        .getWallet()
        .getBalances()
        .forEach((currency, balance) ->
            balances.put(
                currency.getCurrencyCode(),
                new Balance(balance.getAvailable(), balance.getFrozen())));
    return balances;
  }

  @Override
  public List<Fill> fills(String symbol) throws Exception {
    return keyed.getTradeService().getTradeHistory(history(pair(symbol))).getUserTrades().stream()
        .map(trade ->
            new Fill(
                trade.getOrderId(),
                trade.getPrice(),
                trade.getOriginalAmount(),
                trade.getFeeAmount(),
                trade.getFeeCurrency().getCurrencyCode()))
        .toList();
  }

  private TradeHistoryParams history(CurrencyPair pair) {
    if (venue.history() != null) {
      return venue.history().of(pair);
    }
    TradeHistoryParams params = keyed.getTradeService().createTradeHistoryParams();
    ((TradeHistoryParamInstrument) params).setInstrument(pair);
    return params;
  }

  // --- orders

  @Override
  public Order place(Ask ask) throws Exception {
    var trading = keyed.getTradeService();
    return Order.ofId(
        switch (ask.kind()) {
          case MARKET -> trading.placeMarketOrder(market(ask));
          case LIMIT, POST_ONLY, IOC, FOK -> placeLimit(limit(ask).build());
          case STOP_LOSS, STOP_LOSS_LIMIT, TAKE_PROFIT, TAKE_PROFIT_LIMIT, TRAILING ->
              trading.placeStopOrder(stop(ask));
        });
  }

  private String placeLimit(LimitOrder order) throws Exception {
    return venue.limitOrders() != null
        ? venue.limitOrders().place(keyed, order)
        : keyed.getTradeService().placeLimitOrder(order);
  }

  private static OrderType type(Ask ask) {
    return ask.side() == Side.BUY ? OrderType.BID : OrderType.ASK;
  }

  private static MarketOrder market(Ask ask) {
    return new MarketOrder.Builder(type(ask), pair(ask.symbol()))
        .originalAmount(ask.quantity())
        .userReference(ask.clientId())
        .build();
  }

  private LimitOrder.Builder limit(Ask ask) {
    LimitOrder.Builder order =
        new LimitOrder.Builder(type(ask), pair(ask.symbol()))
            .originalAmount(ask.quantity())
            .limitPrice(ask.price())
            .userReference(ask.clientId());
    IOrderFlags flag = venue.flags().get(ask.kind());
    return flag == null ? order : order.flag(flag);
  }

  private StopOrder stop(Ask ask) {
    boolean profit = ask.kind() == Kind.TAKE_PROFIT || ask.kind() == Kind.TAKE_PROFIT_LIMIT;
    StopOrder.Builder order =
        new StopOrder.Builder(type(ask), pair(ask.symbol()))
            .originalAmount(ask.quantity())
            .stopPrice(ask.stopPrice())
            .limitPrice(ask.price())
            .intention(profit ? StopOrder.Intention.TAKE_PROFIT : StopOrder.Intention.STOP_LOSS)
            .userReference(ask.clientId());
    IOrderFlags flag = venue.flags().get(ask.kind());
    return (flag == null ? order : order.flag(flag)).build();
  }

  @Override
  public List<Order> placePair(PairAsk ask) {
    throw new UnsupportedOperationException("XChange has no order that is a pair");
  }

  @Override
  public Order order(String symbol, String id) throws Exception {
    Collection<org.knowm.xchange.dto.Order> orders =
        keyed.getTradeService().getOrder(new DefaultQueryOrderParamInstrument(pair(symbol), id));
    return told(orders.iterator().next());
  }

  private static Order told(org.knowm.xchange.dto.Order order) {
    BigDecimal stopPrice = order instanceof StopOrder stop ? stop.getStopPrice() : null;
    boolean stops = stopPrice != null && stopPrice.signum() > 0;
    return new Order(
        order.getId(),
        order.getUserReference(),
        order.getInstrument().toString(),
        order.getType() == OrderType.BID ? Side.BUY : Side.SELL,
        order.getOriginalAmount(),
        order instanceof LimitOrder limit ? limit.getLimitPrice() : null,
        stops ? stopPrice : null,
        order.getCumulativeAmount(),
        state(order.getStatus()));
  }

  private static State state(org.knowm.xchange.dto.Order.OrderStatus status) {
    if (status.isOpen()) {
      return State.OPEN;
    }
    return status == org.knowm.xchange.dto.Order.OrderStatus.FILLED ? State.FILLED : State.ENDED;
  }

  @Override
  public void cancel(String symbol, String id) throws Exception {
    var cancel = Objects.requireNonNull(venue.cancel(), "no call that cancels");
    if (!keyed.getTradeService().cancelOrder(cancel.of(pair(symbol), id))) {
      throw new AssertionError("cancelOrder says false");
    }
  }

  @Override
  public void edit(String id, Ask changed) throws Exception {
    keyed.getTradeService().changeOrder(limit(changed).id(id).build());
  }

  @Override
  public List<Order> openOrders(String symbol) throws Exception {
    OpenOrdersParams params = keyed.getTradeService().createOpenOrdersParams();
    ((OpenOrdersParamInstrument) params).setInstrument(pair(symbol));
    return keyed.getTradeService().getOpenOrders(params).getAllOpenOrders().stream()
        .map(XChangeJudge::told)
        .toList();
  }

  @Override
  public List<Order> closedOrders(String symbol) throws Exception {
    var call = Objects.requireNonNull(venue.closedOrders(), "no call for closed orders");
    return call.of(keyed, pair(symbol)).stream()
        .map(XChangeJudge::told)
        .filter(order -> order.state() != State.OPEN)
        .toList();
  }
}
