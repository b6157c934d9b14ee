package org.aristobot.bus;

import java.math.BigDecimal;
import java.util.Set;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Interval;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;

/** From an action and its parameters to the typed command. */
final class CommandReader {

  /** Rows that one answer may hold. */
  private static final int MAX_ROWS = 1_000;

  private static final int MAX_BOOK_DEPTH = 5_000;
  private static final int MAX_SYMBOLS = 1_000;

  private static final Set<String> CANCEL_FIELDS =
      Set.of(
          "broker_id", "user_id", "source", "order_id", "client_order_id", "client_oid", "symbol");

  private static final Set<String> EDIT_FIELDS =
      Set.of(
          "broker_id",
          "user_id",
          "source",
          "order_id",
          "client_order_id",
          "client_oid",
          "symbol",
          "side",
          "type",
          "quantity",
          "amount",
          "price",
          "stop_price",
          "rounding");

  private static final Set<String> CANCEL_ALL_FIELDS =
      Set.of("broker_id", "user_id", "source", "symbol");

  private CommandReader() {}

  /**
   * Reads the command.
   *
   * @throws ExchangeException naming the field
   */
  static Command read(Action action, Fields fields) {
    return switch (action) {
      case PING -> new Command.Ping();
      case GET_STATS -> new Command.GetStats();
      case PRELOAD_BROKERS -> new Command.PreloadBrokers();
      default -> ofBroker(action, fields.requiredId("broker_id"), fields);
    };
  }

  private static Command ofBroker(Action action, long broker, Fields fields) {
    return switch (action) {
      case PING, GET_STATS, PRELOAD_BROKERS -> throw new IllegalArgumentException(action.word());
      case GET_CAPABILITIES -> new Command.GetCapabilities(broker, fields.text("market"));
      case TEST_CONNECTION -> new Command.TestConnection(broker);
      case LOAD_MARKETS -> new Command.LoadMarkets(broker);
      case GET_MARKETS -> new Command.GetMarkets(broker, fields.bool("active"));
      case GET_BALANCE -> new Command.GetBalance(broker);
      case GET_TICKER -> new Command.GetTicker(broker, fields.requiredSymbol("symbol"));
      case FETCH_TICKERS ->
          new Command.FetchTickers(broker, fields.symbols("symbols", MAX_SYMBOLS));
      case GET_TRADES ->
          new Command.GetTrades(
              broker,
              fields.requiredSymbol("symbol"),
              fields.instant("since"),
              fields.positiveInt("limit", MAX_ROWS));
      case GET_ORDER_BOOK ->
          new Command.GetOrderBook(
              broker, fields.requiredSymbol("symbol"), fields.positiveInt("limit", MAX_BOOK_DEPTH));
      case GET_CANDLES -> candles(broker, fields);
      case PLACE_ORDER -> new Command.PlaceOrder(broker, fields);
      case CREATE_TRADE -> new Command.CreateTrade(broker, fields);
      case EDIT_ORDER -> edit(broker, fields);
      case CANCEL_ORDER -> {
        // A query may carry more than it says it does; what changes orders may not.
        fields.allow(CANCEL_FIELDS);
        yield new Command.CancelOrder(broker, orderKey(fields), fields.symbol("symbol"));
      }
      case CANCEL_ALL_ORDERS -> {
        fields.allow(CANCEL_ALL_FIELDS);
        yield new Command.CancelAllOrders(broker, fields.symbol("symbol"));
      }
      case GET_ORDER_INFO ->
          new Command.GetOrderInfo(broker, orderKey(fields), fields.symbol("symbol"));
      case FETCH_OPEN_ORDERS -> openOrders(broker, fields);
      case FETCH_CLOSED_ORDERS -> closedOrders(broker, fields);
      case FETCH_MY_TRADES ->
          new Command.FetchMyTrades(
              broker,
              fields.symbol("symbol"),
              fields.id("order_id"),
              fields.instant(fields.oneOf("since", "start_time")),
              limit(fields));
    };
  }

  private static Command candles(long broker, Fields fields) {
    Symbol symbol = fields.requiredSymbol("symbol");
    String word = fields.requiredText("timeframe");
    Interval interval =
        Interval.of(word)
            .orElseThrow(() -> Fields.invalid("timeframe", "must be one of " + intervals()));
    return new Command.GetCandles(broker, symbol, interval, fields.instant("since"), limit(fields));
  }

  private static String intervals() {
    StringBuilder words = new StringBuilder();
    for (Interval interval : Interval.values()) {
      words.append(words.isEmpty() ? "" : " ").append(interval.word());
    }
    return words.toString();
  }

  private static Command edit(long broker, Fields fields) {
    fields.allow(EDIT_FIELDS);
    BigDecimal quantity =
        positive(fields, fields.oneOf("quantity", "amount"), ErrorKind.INVALID_QUANTITY);
    BigDecimal price = positive(fields, "price", ErrorKind.INVALID_PRICE);
    BigDecimal stopPrice = positive(fields, "stop_price", ErrorKind.INVALID_PRICE);
    if (quantity == null && price == null && stopPrice == null) {
      throw Fields.invalid("quantity", "price or stop_price is required: nothing is to be changed");
    }
    return new Command.EditOrder(
        broker,
        orderKey(fields),
        fields.symbol("symbol"),
        fields.text("side"),
        fields.text("type"),
        quantity,
        price,
        stopPrice,
        roundDown(fields.text("rounding")));
  }

  private static @Nullable BigDecimal positive(Fields fields, String name, ErrorKind kind) {
    BigDecimal value = fields.decimal(name);
    if (value != null && value.signum() <= 0) {
      throw new ExchangeException(kind, name + ": must be greater than zero");
    }
    return value;
  }

  private static boolean roundDown(@Nullable String rounding) {
    return switch (rounding) {
      case null -> false;
      case "none" -> false;
      case "down" -> true;
      default -> throw Fields.invalid("rounding", "must be none or down");
    };
  }

  private static Command openOrders(long broker, Fields fields) {
    return new Command.FetchOpenOrders(
        broker,
        fields.symbol("symbol"),
        fields.instant(fields.oneOf("since", "start_time")),
        fields.instant("end_time"),
        limit(fields),
        fields.id("id_less_than"));
  }

  private static Command closedOrders(long broker, Fields fields) {
    return new Command.FetchClosedOrders(
        broker,
        fields.symbol("symbol"),
        fields.instant(fields.oneOf("since", "start_time")),
        fields.instant("end_time"),
        limit(fields),
        fields.id("id_less_than"));
  }

  private static @Nullable Integer limit(Fields fields) {
    return fields.positiveInt("limit", MAX_ROWS);
  }

  private static Command.OrderKey orderKey(Fields fields) {
    String clientField = fields.oneOf("client_order_id", "client_oid");
    String id = fields.id("order_id");
    String clientId = fields.id(clientField);
    if (id != null && clientId != null) {
      throw Fields.invalid(clientField, "and order_id are both there, give one of them");
    }
    if (id != null) {
      return new Command.OrderKey.ById(id);
    }
    if (clientId != null) {
      return new Command.OrderKey.ByClientId(clientId);
    }
    throw Fields.invalid("order_id", "or client_order_id is required");
  }
}
