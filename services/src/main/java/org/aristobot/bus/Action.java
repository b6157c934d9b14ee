package org.aristobot.bus;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The actions of the bus: their words, how old a request may get, and the fields they read. */
enum Action {
  PING("ping", Kind.QUERY, 60),
  GET_STATS("get_stats", Kind.QUERY, 60),
  PRELOAD_BROKERS("preload_brokers", Kind.QUERY, 60),
  GET_CAPABILITIES("get_capabilities", Kind.QUERY, 60),
  TEST_CONNECTION("test_connection", Kind.QUERY, 60),
  LOAD_MARKETS("load_markets", Kind.QUERY, 90),
  GET_MARKETS("get_markets", Kind.QUERY, 90),
  GET_BALANCE("get_balance", Kind.QUERY, 90),
  GET_TICKER("get_ticker", Kind.QUERY, 60),
  FETCH_TICKERS("fetch_tickers", Kind.QUERY, 60),
  GET_TRADES("get_trades", Kind.QUERY, 60),
  GET_ORDER_BOOK("get_order_book", Kind.QUERY, 60),
  GET_CANDLES("get_candles", Kind.QUERY, 60),
  PLACE_ORDER("place_order", Kind.ORDER, 120),
  /** Its callers give up sooner than those of the other orders. */
  CREATE_TRADE("create_and_execute_trade", Kind.ORDER, 60),
  EDIT_ORDER("edit_order", Kind.ORDER, 120),
  CANCEL_ORDER("cancel_order", Kind.ORDER, 120),
  CANCEL_ALL_ORDERS("cancel_all_orders", Kind.ORDER, 120),
  GET_ORDER_INFO("get_order_info", Kind.QUERY, 60),
  FETCH_OPEN_ORDERS("fetch_open_orders", Kind.QUERY, 60),
  FETCH_CLOSED_ORDERS("fetch_closed_orders", Kind.QUERY, 60),
  FETCH_MY_TRADES("fetch_my_trades", Kind.QUERY, 60);

  /** Orders are served before queries, from their own room. */
  enum Kind {
    ORDER,
    QUERY
  }

  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "fetch_ohlcv", "get_candles",
          "fetch_order", "get_order_info",
          "get_tickers", "fetch_tickers");

  /** Known to callers of the bus, and answered as not offered. */
  private static final Set<String> NOT_OFFERED = Set.of("get_positions", "set_leverage");

  private static final Map<String, Action> BY_WORD = byWord();

  /** One of them stands in the text of every request that may be an order. */
  static final String ORDER_WORDS =
      Arrays.stream(values())
          .filter(action -> action.kind == Kind.ORDER)
          .map(action -> action.word)
          .collect(Collectors.joining(" "));

  private final String word;
  private final Kind kind;
  private final int seconds;

  Action(String word, Kind kind, int seconds) {
    this.word = word;
    this.kind = kind;
    this.seconds = seconds;
  }

  /** The action of that name or other name, or null. */
  static @Nullable Action of(String word) {
    return BY_WORD.get(OTHER_NAMES.getOrDefault(word, word));
  }

  static boolean isNotOffered(String word) {
    return NOT_OFFERED.contains(word);
  }

  private static Map<String, Action> byWord() {
    Map<String, Action> actions = new HashMap<>();
    for (Action action : values()) {
      actions.put(action.word, action);
    }
    return Map.copyOf(actions);
  }

  String word() {
    return word;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it places an order: the same again is then answered with that order, however late. */
  boolean places() {
    return this == PLACE_ORDER || this == CREATE_TRADE;
  }

  /** How old a request may be before its caller has surely given up. */
  Duration patience() {
    return Duration.ofSeconds(seconds);
  }
}
