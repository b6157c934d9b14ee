package org.aristobot.bitget;

import static org.aristobot.exchange.Capabilities.Support.NATIVE;
import static org.aristobot.exchange.Capabilities.Support.PARTIAL;

import java.util.ArrayList;
import java.util.List;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Instrument;
import org.aristobot.model.OrderType;
import org.jspecify.annotations.Nullable;

/** What an order can ask of the venue (spot, "Place Order" and "Place Plan Order"). */
final class BitgetCapabilities {

  private static final String SPOT = "spot";
  private static final String BOUNDED =
      "a buy by quantity travels as a limit order that fills at once, at a stated bound above the"
          + " best ask";
  private static final String QUOTE_ONLY = "buys by quote_quantity only";
  private static final String AFTER_ENTRY = "starts when the entry is filled; its id shows then";

  static final Capabilities ALL =
      new Capabilities(
          List.of(
              row(Feature.MARKET, OrderType.MARKET, PARTIAL, BOUNDED),
              row(Feature.MARKET_QUOTE_SIZED, OrderType.MARKET, PARTIAL, "buys only"),
              row(Feature.LIMIT, OrderType.LIMIT, NATIVE, null),
              row(Feature.STOP_LOSS, OrderType.STOP_LOSS, NATIVE, null),
              row(Feature.STOP_LOSS_LIMIT, OrderType.STOP_LOSS, NATIVE, null),
              row(Feature.TAKE_PROFIT, OrderType.TAKE_PROFIT, NATIVE, null),
              row(Feature.TAKE_PROFIT_LIMIT, OrderType.TAKE_PROFIT, NATIVE, null),
              row(Feature.IOC, OrderType.LIMIT, NATIVE, null),
              row(Feature.FOK, OrderType.LIMIT, NATIVE, null),
              row(Feature.POST_ONLY, OrderType.LIMIT, NATIVE, null),
              row(Feature.ATTACHED_STOP_LOSS, OrderType.MARKET, PARTIAL, AFTER_ENTRY),
              row(Feature.ATTACHED_STOP_LOSS, OrderType.LIMIT, PARTIAL, AFTER_ENTRY),
              row(Feature.ATTACHED_TAKE_PROFIT, OrderType.MARKET, PARTIAL, AFTER_ENTRY),
              row(Feature.ATTACHED_TAKE_PROFIT, OrderType.LIMIT, PARTIAL, AFTER_ENTRY)));

  private BitgetCapabilities() {}

  /**
   * The table as it is in this market: without a known price band, buys by quantity are refused.
   */
  static Capabilities in(Instrument instrument) {
    if (BitgetMapping.buyBand(instrument) != null) {
      return ALL;
    }
    List<Capabilities.Row> rows = new ArrayList<>();
    for (Capabilities.Row row : ALL.rows()) {
      rows.add(
          row.feature() == Feature.MARKET
              ? row(row.feature(), row.entry(), row.support(), QUOTE_ONLY)
              : row);
    }
    return new Capabilities(rows);
  }

  private static Capabilities.Row row(
      Feature feature, @Nullable OrderType entry, Support support, @Nullable String note) {
    return new Capabilities.Row(SPOT, feature, entry, support, note);
  }
}
