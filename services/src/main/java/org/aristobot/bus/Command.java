package org.aristobot.bus;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.aristobot.model.Interval;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;

/** What a caller asks for. The gateway is one exhaustive switch over it. */
public sealed interface Command {

  /** Commands that concern one account. */
  sealed interface OfBroker extends Command {
    long brokerId();
  }

  record Ping() implements Command {}

  record GetStats() implements Command {}

  record PreloadBrokers() implements Command {}

  record GetCapabilities(long brokerId, @Nullable String market) implements OfBroker {}

  record TestConnection(long brokerId) implements OfBroker {}

  record LoadMarkets(long brokerId) implements OfBroker {}

  record GetMarkets(long brokerId, @Nullable Boolean active) implements OfBroker {}

  record GetBalance(long brokerId) implements OfBroker {}

  record GetTicker(long brokerId, Symbol symbol) implements OfBroker {}

  /** No symbols: all of them. */
  record FetchTickers(long brokerId, List<Symbol> symbols) implements OfBroker {
    public FetchTickers {
      symbols = List.copyOf(symbols);
    }
  }

  record GetTrades(long brokerId, Symbol symbol, @Nullable Instant since, @Nullable Integer limit)
      implements OfBroker {}

  record GetOrderBook(long brokerId, Symbol symbol, @Nullable Integer limit) implements OfBroker {}

  record GetCandles(
      long brokerId,
      Symbol symbol,
      Interval interval,
      @Nullable Instant since,
      @Nullable Integer limit)
      implements OfBroker {}

  /** The fields stay unread until the venue has said what {@code extra_params} mean. */
  record PlaceOrder(long brokerId, Fields fields) implements OfBroker {}

  /** An order too, in other words; the fields stay unread as those of {@link PlaceOrder}. */
  record CreateTrade(long brokerId, Fields fields) implements OfBroker {}

  /**
   * What is null stays as it is.
   *
   * @param side as callers say it again, who cannot change it
   * @param type likewise
   */
  record EditOrder(
      long brokerId,
      OrderKey order,
      @Nullable Symbol symbol,
      @Nullable String side,
      @Nullable String type,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal price,
      @Nullable BigDecimal stopPrice,
      boolean roundDown)
      implements OfBroker {}

  record CancelOrder(long brokerId, OrderKey order, @Nullable Symbol symbol) implements OfBroker {}

  /** Cancels what is open at this moment, order by order; no symbol: everywhere. */
  record CancelAllOrders(long brokerId, @Nullable Symbol symbol) implements OfBroker {}

  record GetOrderInfo(long brokerId, OrderKey order, @Nullable Symbol symbol) implements OfBroker {}

  record FetchOpenOrders(
      long brokerId,
      @Nullable Symbol symbol,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable Integer limit,
      @Nullable String idLessThan)
      implements OfBroker {}

  record FetchClosedOrders(
      long brokerId,
      @Nullable Symbol symbol,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable Integer limit,
      @Nullable String idLessThan)
      implements OfBroker {}

  record FetchMyTrades(
      long brokerId,
      @Nullable Symbol symbol,
      @Nullable String orderId,
      @Nullable Instant since,
      @Nullable Integer limit)
      implements OfBroker {}

  /** Which order a caller means: the venue's id as we answered it, or the caller's own id. */
  sealed interface OrderKey {
    record ById(String orderId) implements OrderKey {}

    record ByClientId(String clientOrderId) implements OrderKey {}
  }
}
