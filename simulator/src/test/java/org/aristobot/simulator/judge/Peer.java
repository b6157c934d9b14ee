package org.aristobot.simulator.judge;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that somebody else wrote, with one key, as the cells ask it. Every answer is what the
 * client itself reports, translated and not repaired: what it does not say is null. Symbols are
 * unified, such as {@code BTC/USDT}. What a client throws comes through as it is.
 */
interface Peer {

  enum Side {
    BUY,
    SELL
  }

  enum State {
    OPEN,
    FILLED,
    /** Canceled, expired or rejected, with or without fills. */
    ENDED
  }

  /** What is ordered, and how the control plane calls it. */
  enum Kind {
    MARKET("market"),
    LIMIT("limit"),
    STOP_LOSS("stop_loss"),
    STOP_LOSS_LIMIT("stop_loss_limit"),
    TAKE_PROFIT("take_profit"),
    TAKE_PROFIT_LIMIT("take_profit_limit"),
    POST_ONLY("limit_maker"),
    IOC("limit"),
    FOK("limit"),
    /** Follows the price at a distance of one per cent. */
    TRAILING("stop_loss");

    final String truth;

    Kind(String truth) {
      this.truth = truth;
    }
  }

  /** An order to place. */
  record Ask(
      Kind kind,
      Side side,
      String symbol,
      BigDecimal quantity,
      @Nullable BigDecimal price,
      @Nullable BigDecimal stopPrice,
      String clientId) {}

  /** A pair to place: a limit order at {@code price} and a stop at {@code stopPrice}. */
  record PairAsk(
      Side side, String symbol, BigDecimal quantity, BigDecimal price, BigDecimal stopPrice) {}

  record Market(
      String symbol, BigDecimal priceStep, BigDecimal quantityStep, BigDecimal minNotional) {}

  record Ticker(String symbol, BigDecimal bid, BigDecimal ask, BigDecimal last) {}

  record Level(BigDecimal price, BigDecimal quantity) {}

  /** Best levels first. */
  record Book(List<Level> bids, List<Level> asks) {}

  /** One minute; {@code time} is its start or its end, as the client has it. */
  record Candle(
      long time,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume) {}

  record Trade(BigDecimal price, BigDecimal quantity, @Nullable Side taker) {}

  record Balance(BigDecimal free, BigDecimal locked) {}

  /** An order as far as the client tells. */
  record Order(
      String id,
      @Nullable String clientId,
      @Nullable String symbol,
      @Nullable Side side,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal price,
      @Nullable BigDecimal stopPrice,
      @Nullable BigDecimal filled,
      @Nullable State state) {

    static Order ofId(String id) {
      return new Order(id, null, null, null, null, null, null, null, null);
    }
  }

  record Fill(
      String orderId, BigDecimal price, BigDecimal quantity, BigDecimal fee, String feeAsset) {}

  List<Market> markets() throws Exception;

  Ticker ticker(String symbol) throws Exception;

  List<Ticker> tickers() throws Exception;

  Book orderBook(String symbol) throws Exception;

  /** Minutes, oldest first, the running one last. */
  List<Candle> candles(String symbol) throws Exception;

  /** Oldest first. */
  List<Trade> trades(String symbol) throws Exception;

  Map<String, Balance> balances() throws Exception;

  /** What the client says right after placing. */
  Order place(Ask ask) throws Exception;

  /** The two orders of the pair, in any order. */
  List<Order> placePair(PairAsk ask) throws Exception;

  Order order(String symbol, String id) throws Exception;

  void cancel(String symbol, String id) throws Exception;

  /** Gives the order another price and quantity, in place or by another order. */
  void edit(String id, Ask changed) throws Exception;

  List<Order> openOrders(String symbol) throws Exception;

  /** Orders that are done; a client that lists all orders leaves the open ones out here. */
  List<Order> closedOrders(String symbol) throws Exception;

  List<Fill> fills(String symbol) throws Exception;
}
