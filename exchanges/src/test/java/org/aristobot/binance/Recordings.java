package org.aristobot.binance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.aristobot.conformance.Alteration;
import org.aristobot.conformance.Alteration.Words;
import org.aristobot.conformance.Recorded;
import tools.jackson.databind.JsonNode;

/** The recorded answers: which of our operations reads which, and which nothing reads. */
final class Recordings {

  private static final String STREAM = "pushed over a socket: for the stream client to read";

  /** Recorded answers that nothing asks for, with the reason. */
  static final Map<String, String> NOT_READ =
      Map.ofEntries(
          Map.entry("spot_book_ticker", "tickers have the best prices"),
          Map.entry("spot_order_rate_limits", "the headers of each answer tell them"),
          Map.entry("spot_ws_api_session_logon", "logs a socket in: for the stream client"),
          Map.entry("spot_ws_api_subscribe_signature", "subscribes: for the stream client"),
          Map.entry("spot_ws_balance", STREAM),
          Map.entry("spot_ws_balance_delta", STREAM),
          Map.entry("spot_ws_book_ticker", STREAM),
          Map.entry("spot_ws_depth", STREAM),
          Map.entry("spot_ws_kline", STREAM),
          Map.entry("spot_ws_mini_ticker", STREAM),
          Map.entry("spot_ws_order", STREAM),
          Map.entry("spot_ws_order__market_expired_sequence", STREAM),
          Map.entry("spot_ws_order_list", STREAM),
          Map.entry("spot_ws_server_shutdown", STREAM),
          Map.entry("spot_ws_stream_terminated", STREAM),
          Map.entry("spot_ws_trade", STREAM));

  /**
   * Recordings by the operation of ours that reads them. Behind {@code #} stands where in the
   * recording the answer is: the socket's answers hold those of REST, and a cancel of all orders
   * those of cancels of single orders and lists.
   */
  static final Map<String, String> OPERATIONS = new TreeMap<>();

  static {
    for (String plain :
        List.of(
            "server_time",
            "get_markets",
            "get_ticker",
            "fetch_tickers",
            "get_order_book",
            "get_trades",
            "get_candles",
            "get_balance",
            "api_key_permissions",
            "get_order_info",
            "fetch_open_orders",
            "fetch_closed_orders",
            "fetch_my_trades",
            "place_order",
            "cancel_order",
            "cancel_order_list",
            "get_order_list",
            "place_oco",
            "place_oto",
            "place_otoco",
            "place_opo",
            "place_opoco",
            "edit_order",
            "trade_fee")) {
      OPERATIONS.put("spot_" + plain, plain);
    }
    OPERATIONS.put("spot_place_order__full", "place_order");
    OPERATIONS.put("spot_place_order__market_partly_filled_expired", "place_order");
    OPERATIONS.put("spot_place_order__ack", "acknowledgement");
    OPERATIONS.put("spot_get_markets__with_filters", "get_markets");
    OPERATIONS.put("spot_ws_api_get_markets#/result", "get_markets");
    OPERATIONS.put("spot_ws_api_place_order#/result", "place_order");
    OPERATIONS.put("spot_ws_api_get_order_info#/result", "get_order_info");
    OPERATIONS.put("spot_error__bad_symbol", "refused_query");
    OPERATIONS.put("spot_error__cancel_restrictions", "refused_cancel");
    OPERATIONS.put("spot_ws_api_error__insufficient_balance#/error", "refused_order");
    OPERATIONS.put("spot_ws_api_error__ip_banned#/error", "refused_query");
    OPERATIONS.put("spot_ws_api_error__key_revoked#/error", "refused_query");
    OPERATIONS.put("spot_cancel_all_orders#/0", "cancel_order");
    OPERATIONS.put("spot_cancel_all_orders#/1", "cancel_order");
    OPERATIONS.put("spot_cancel_all_orders#/2", "cancel_order_list");
    OPERATIONS.put("spot_replace_order__success", "replace_order");
    for (String failure :
        List.of(
            "both_failed",
            "cancel_failed_allow_failure",
            "cancel_failed_stop_on_failure",
            "new_order_failed",
            "order_count_exceeded_cancel_only",
            "order_count_exceeded_do_nothing")) {
      OPERATIONS.put("spot_replace_order__" + failure, "failed_replace");
    }
  }

  private Recordings() {}

  static String operation(String name) {
    return Objects.requireNonNull(OPERATIONS.get(name), name);
  }

  /** The recorded answer of that name. */
  static JsonNode response(String name) {
    return whole(name).at(pointer(name));
  }

  /** The recording that the answer of that name is in. */
  static JsonNode whole(String name) {
    return BinanceStub.fixture(file(name)).get("response");
  }

  static String file(String name) {
    return name.replaceFirst("#.*", "");
  }

  static String pointer(String name) {
    return name.substring(file(name).length()).replaceFirst("#", "");
  }

  /** The HTTP status that the answer came with; the socket's stands beside it. */
  static int status(String name) {
    JsonNode recording = BinanceStub.fixture(file(name));
    return recording.path("http_status").asInt(recording.at("/response/status").asInt(200));
  }

  /** All recordings of spot answers and events. */
  static List<String> files() {
    return BinanceStub.FIXTURES.spot();
  }

  /** The manual's words by the name of the field; words of one inner list mean the same to us. */
  private static final Map<String, Words> WORDS =
      Map.ofEntries(
          Map.entry(
              "status",
              Words.each(
                  "NEW PENDING_NEW PARTIALLY_FILLED PENDING_CANCEL FILLED CANCELED REJECTED EXPIRED"
                      + " EXPIRED_IN_MATCH")),
          Map.entry(
              "symbols[].status",
              new Words(
                  List.of(
                      List.of("TRADING"), List.of("BREAK", "HALT", "END_OF_DAY", "CANCEL_ONLY")),
                  "HALT")),
          Map.entry(
              "type",
              new Words(
                  List.of(
                      List.of("MARKET"),
                      List.of("LIMIT", "LIMIT_MAKER"),
                      List.of("STOP_LOSS", "STOP_LOSS_LIMIT"),
                      List.of("TAKE_PROFIT", "TAKE_PROFIT_LIMIT")),
                  null)),
          Map.entry("side", Words.each("BUY SELL")),
          Map.entry("timeInForce", Words.each("GTC IOC FOK")),
          Map.entry(
              "filterType",
              Words.each(
                  "PRICE_FILTER LOT_SIZE MARKET_LOT_SIZE NOTIONAL MIN_NOTIONAL ICEBERG_PARTS")),
          Map.entry("rateLimitType", Words.each("REQUEST_WEIGHT ORDERS RAW_REQUESTS CONNECTIONS")),
          Map.entry("interval", Words.each("SECOND MINUTE HOUR DAY")),
          Map.entry("symbol", Words.each("BTCUSDT LTCBTC BNBBTC LTCBNB ETHBTC")),
          Map.entry("listOrderStatus", Words.each("EXECUTING ALL_DONE REJECT")));

  static final Recorded RECORDED =
      new Recorded(
          OPERATIONS.keySet(),
          Recordings::response,
          WireShapes::expected,
          WireReplay::differences,
          LeftAside::reason,
          _ -> new Alteration(WORDS));
}
