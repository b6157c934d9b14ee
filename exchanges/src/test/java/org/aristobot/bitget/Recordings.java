package org.aristobot.bitget;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.aristobot.conformance.Alteration;
import org.aristobot.conformance.Alteration.Words;
import org.aristobot.conformance.Recorded;
import tools.jackson.databind.JsonNode;

/** The recorded answers: which of our operations reads which, and which nothing reads. */
final class Recordings {

  private static final String STREAM = "pushed over a socket: for the stream client to read";
  private static final String BATCH = "of several orders at once: we ask for single ones";

  /** Recorded answers that nothing asks for, with the reason. */
  static final Map<String, String> NOT_READ =
      Map.ofEntries(
          Map.entry("spot_cancel_all_orders", "orders are cancelled by their ids"),
          Map.entry("spot_cancel_all_trigger_orders", "orders are cancelled by their ids"),
          Map.entry("spot_cancel_orders_batch", BATCH),
          Map.entry("spot_place_orders_batch", BATCH),
          Map.entry("spot_get_currencies", "deposits and withdrawals are not ours"),
          Map.entry("spot_ws_account", STREAM),
          Map.entry("spot_ws_books5", STREAM),
          Map.entry("spot_ws_candle", STREAM),
          Map.entry("spot_ws_fill", STREAM),
          Map.entry("spot_ws_login", STREAM),
          Map.entry("spot_ws_login_error_30003_on_public_socket", STREAM),
          Map.entry("spot_ws_login_error_30005", STREAM),
          Map.entry("spot_ws_orders", STREAM),
          Map.entry("spot_ws_orders_algo", STREAM),
          Map.entry("spot_ws_place_order", "for accounts that the venue enables by hand"),
          Map.entry("spot_ws_subscribe", STREAM),
          Map.entry("spot_ws_subscribe_error_30004_not_logged_in", STREAM),
          Map.entry("spot_ws_ticker", STREAM),
          Map.entry("spot_ws_trade", STREAM));

  /** Recordings by the operation of ours that reads them. */
  static final Map<String, String> OPERATIONS = new TreeMap<>();

  static {
    reads("server_time", "spot_get_server_time");
    reads("get_markets", "spot_get_markets", "spot_get_markets_recorded");
    reads("fetch_tickers", "spot_get_tickers");
    reads("get_order_book", "spot_get_order_book");
    reads("get_trades", "spot_get_recent_trades");
    reads("get_old_trades", "spot_get_trades_history");
    reads("get_candles", "spot_get_candles");
    reads("get_old_candles", "spot_get_history_candles");
    reads("get_balance", "spot_get_balances");
    reads("check_key", "spot_get_account_info");
    reads("trade_fee", "spot_get_trading_fee");
    reads(
        "get_order_info",
        "spot_get_order_bgb_fee_deduction",
        "spot_get_order_market_buy_recorded",
        "spot_get_order_market_sell_recorded");
    reads("fetch_open_orders", "spot_get_open_orders", "spot_get_open_orders_with_preset_tpsl");
    reads("fetch_open_plans", "spot_get_open_trigger_orders");
    reads("fetch_closed_orders", "spot_get_closed_orders");
    reads("fetch_closed_plans", "spot_get_closed_trigger_orders");
    reads("plan_children", "spot_get_trigger_sub_orders");
    reads("fetch_my_trades", "spot_get_my_trades_recorded");
    reads(
        "place_order",
        "spot_place_order",
        "spot_place_order_market_buy_recorded",
        "spot_place_order_market_sell_recorded");
    reads("place_plan", "spot_place_trigger_order");
    reads("cancel_order", "spot_cancel_order");
    reads("cancel_plan", "spot_cancel_trigger_order");
    reads("replace_order", "spot_modify_order");
    reads("edit_plan", "spot_modify_trigger_order");
    reads("refused_query", "spot_get_balances_error_40099_wrong_environment");
    reads(
        "refused_order",
        "spot_place_order_error_40808_size_precision",
        "spot_place_order_error_41103_price_precision",
        "spot_place_order_error_41114_maintenance",
        "spot_place_order_error_41117_price_band",
        "spot_place_order_error_43012_insufficient_balance",
        "spot_place_order_error_45110_min_notional",
        "spot_place_order_error_45113_max_order_value");
  }

  /** The manual's words by the name of the field. */
  private static final Map<String, Words> WORDS =
      Map.ofEntries(
          Map.entry("data[].status", Words.each("live partially_filled filled cancelled")),
          Map.entry("data.orderList[].status", Words.each("not_trigger cancelled fail_execute")),
          Map.entry(
              "data.orderList[].orderType",
              new Words(List.of(List.of("limit"), List.of("market")), "limit")),
          Map.entry(
              "data.orderList[].planType",
              new Words(List.of(List.of("amount"), List.of("total")), "amount")),
          Map.entry("data[].side", Words.each("buy sell")),
          Map.entry("data[].orderType", Words.each("limit market")),
          Map.entry("data.result", Words.each("success failure")),
          Map.entry("data.success", Words.each("success failure")),
          Map.entry("data[].tradeScope", Words.each("taker maker")));

  /** Those of markets, and numbers of decimals of which only less than of the price counts. */
  private static final Map<String, Words> MARKET_WORDS =
      Map.of(
          "data[].status",
          new Words(List.of(List.of("online"), List.of("offline", "gray", "halt")), "halt"),
          "data[].quotePrecision",
          new Words(List.of(List.of("4", "6"), List.of("0", "1")), "6"));

  /** The recorded one is served cancelled. */
  private static final Map<String, Words> CLOSED_PLAN_WORDS =
      Map.of(
          "data.orderList[].status",
          new Words(List.of(List.of("not_trigger", "cancelled"), List.of("fail_execute")), null),
          "data.orderList[].orderType",
          WORDS.get("data.orderList[].orderType"),
          "data.orderList[].planType",
          WORDS.get("data.orderList[].planType"));

  private static Alteration alteration(String name) {
    return new Alteration(
        switch (operation(name)) {
          case "get_markets" -> MARKET_WORDS;
          case "fetch_closed_plans" -> CLOSED_PLAN_WORDS;
          default -> WORDS;
        });
  }

  /** Leaves that mean, where they are missing, what they mean here: the venue's default. */
  static final Set<String> DEFAULTS = Set.of("/data/orderList/0/planType");

  static final Recorded RECORDED =
      new Recorded(
          OPERATIONS.keySet(),
          Recordings::response,
          WireShapes::expected,
          WireReplay::differences,
          LeftAside::reason,
          Recordings::alteration);

  private Recordings() {}

  private static void reads(String operation, String... names) {
    for (String name : names) {
      OPERATIONS.put(name, operation);
    }
  }

  static String operation(String name) {
    return Objects.requireNonNull(OPERATIONS.get(name), name);
  }

  /** The recorded answer of that name. */
  static JsonNode response(String name) {
    return BitgetStub.FIXTURES.read(name).get("response");
  }

  /** Where it was asked for, without a query. */
  static String path(String name) {
    return BitgetStub.FIXTURES.read(name).at("/request/path").asString().replaceFirst("\\?.*", "");
  }

  /** The HTTP status that it came with: 400 for all refusals (section 1). */
  static int status(String name) {
    return operation(name).startsWith("refused_") ? 400 : 200;
  }
}
