package org.aristobot.binance;

import static java.util.Map.entry;
import static org.aristobot.exchange.Capabilities.Support.NATIVE;
import static org.aristobot.exchange.Capabilities.Support.NONE;
import static org.aristobot.exchange.Capabilities.Support.PARTIAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aristobot.exchange.Capabilities;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Instrument;
import org.aristobot.model.OrderType;
import org.jspecify.annotations.Nullable;

/** What an order can ask of the venue, and what of it single markets leave out. */
final class BinanceCapabilities {

  private static final String SPOT = "spot";
  private static final String WITH_PRICE = "with a limit price only";
  private static final String AFTER_ENTRY = "starts when the entry is completely filled";

  static final Capabilities ALL =
      new Capabilities(
          List.of(
              row(Feature.MARKET, OrderType.MARKET, NATIVE, null),
              row(Feature.MARKET_QUOTE_SIZED, OrderType.MARKET, NATIVE, null),
              row(Feature.LIMIT, OrderType.LIMIT, NATIVE, null),
              row(Feature.STOP_LOSS, OrderType.STOP_LOSS, NATIVE, null),
              row(Feature.STOP_LOSS_LIMIT, OrderType.STOP_LOSS, NATIVE, null),
              row(Feature.TAKE_PROFIT, OrderType.TAKE_PROFIT, NATIVE, null),
              row(Feature.TAKE_PROFIT_LIMIT, OrderType.TAKE_PROFIT, NATIVE, null),
              row(
                  Feature.TRAILING_STOP,
                  OrderType.TRAILING_STOP,
                  PARTIAL,
                  "trails as a stop loss, by a per cent with at most two decimals"),
              row(Feature.OCO, OrderType.OCO, NATIVE, null),
              row(Feature.IOC, OrderType.LIMIT, NATIVE, null),
              row(Feature.IOC, OrderType.STOP_LOSS, PARTIAL, WITH_PRICE),
              row(Feature.IOC, OrderType.TAKE_PROFIT, PARTIAL, WITH_PRICE),
              row(Feature.FOK, OrderType.LIMIT, NATIVE, null),
              row(Feature.FOK, OrderType.STOP_LOSS, PARTIAL, WITH_PRICE),
              row(Feature.FOK, OrderType.TAKE_PROFIT, PARTIAL, WITH_PRICE),
              row(Feature.POST_ONLY, OrderType.LIMIT, NATIVE, null),
              row(Feature.ATTACHED_STOP_LOSS, OrderType.LIMIT, PARTIAL, AFTER_ENTRY),
              row(Feature.ATTACHED_TAKE_PROFIT, OrderType.LIMIT, PARTIAL, AFTER_ENTRY),
              row(Feature.ICEBERG, OrderType.LIMIT, PARTIAL, "with time_in_force GTC only"),
              row(Feature.ICEBERG, OrderType.STOP_LOSS, PARTIAL, WITH_PRICE + ", GTC"),
              row(Feature.ICEBERG, OrderType.TAKE_PROFIT, PARTIAL, WITH_PRICE + ", GTC"),
              row(Feature.ICEBERG, OrderType.TRAILING_STOP, PARTIAL, WITH_PRICE)));

  /** What a market must allow for a feature (rest-api, "Exchange information"). */
  private static final Map<Feature, Set<String>> NEEDS =
      Map.ofEntries(
          entry(Feature.MARKET, Set.of("MARKET")),
          entry(Feature.MARKET_QUOTE_SIZED, Set.of("MARKET")),
          entry(Feature.LIMIT, Set.of("LIMIT")),
          entry(Feature.POST_ONLY, Set.of("LIMIT_MAKER")),
          entry(Feature.STOP_LOSS, Set.of("STOP_LOSS")),
          entry(Feature.STOP_LOSS_LIMIT, Set.of("STOP_LOSS_LIMIT")),
          entry(Feature.TAKE_PROFIT, Set.of("TAKE_PROFIT")),
          entry(Feature.TAKE_PROFIT_LIMIT, Set.of("TAKE_PROFIT_LIMIT")),
          entry(Feature.TRAILING_STOP, Set.of("allowTrailingStop")),
          entry(Feature.OCO, Set.of("ocoAllowed")),
          entry(Feature.ATTACHED_STOP_LOSS, Set.of("otoAllowed", "STOP_LOSS")),
          entry(Feature.ATTACHED_TAKE_PROFIT, Set.of("otoAllowed", "ocoAllowed", "TAKE_PROFIT")),
          entry(Feature.ICEBERG, Set.of("icebergAllowed")));

  private BinanceCapabilities() {}

  /** The table with what this market does not allow set to none. */
  static Capabilities in(Instrument instrument) {
    List<Capabilities.Row> rows = new ArrayList<>();
    for (Capabilities.Row row : ALL.rows()) {
      boolean allowed =
          instrument.flags().containsAll(NEEDS.getOrDefault(row.feature(), Set.of()))
              && (row.feature() != Feature.MARKET_QUOTE_SIZED || instrument.quoteSized());
      String note = "not in " + instrument.symbol();
      rows.add(allowed ? row : row(row.feature(), row.entry(), NONE, note));
    }
    return new Capabilities(rows);
  }

  private static Capabilities.Row row(
      Feature feature, @Nullable OrderType entry, Support support, @Nullable String note) {
    return new Capabilities.Row(SPOT, feature, entry, support, note);
  }
}
