package org.aristobot.simulator.judge;

import java.util.Arrays;
import java.util.Locale;

/** What is asked of every peer; the order is the table's. */
enum Cell {
  MARKETS,
  TICKER,
  TICKERS,
  ORDER_BOOK,
  OHLCV,
  TRADES,
  BALANCE,
  CREATE_MARKET_BUY,
  CREATE_MARKET_SELL,
  CREATE_LIMIT,
  CREATE_STOP_LOSS,
  CREATE_STOP_LOSS_LIMIT,
  CREATE_TAKE_PROFIT,
  CREATE_TAKE_PROFIT_LIMIT,
  CREATE_POST_ONLY,
  CREATE_IOC,
  CREATE_FOK,
  CREATE_TRAILING,
  CREATE_OCO,
  FETCH_ORDER,
  CANCEL_ORDER,
  EDIT_ORDER,
  OPEN_ORDERS,
  CLOSED_ORDERS,
  MY_TRADES,
  ERROR_INSUFFICIENT_FUNDS,
  ERROR_BAD_KEY,
  ERROR_BAD_SECRET,
  ERROR_UNKNOWN_ORDER,
  ERROR_BAD_SYMBOL,
  ERROR_TOO_SMALL;

  /** The name in the table, such as {@code create_limit}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Throws {@link IllegalArgumentException} for a name that is no cell. */
  static Cell of(String word) {
    return Arrays.stream(values())
        .filter(cell -> cell.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no cell " + word));
  }
}
