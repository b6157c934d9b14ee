package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OpenLimits;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.OrderView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One symbol's filters (filters.md): shown in exchangeInfo and checked here. Immutable. */
final class BinanceSimFilters {

  static final int AVERAGE_MINUTES = 5;

  private static final int ANY_NUMBER = Integer.MAX_VALUE;
  private static final int ICEBERG_PARTS = 100;
  private static final int MIN_TRAILING_DELTA = 10;
  private static final int MAX_TRAILING_DELTA = 2_000;
  private static final BigDecimal MULTIPLIER_UP = new BigDecimal("5");
  private static final BigDecimal MULTIPLIER_DOWN = new BigDecimal("0.2");

  /** Some less than all symbols together allow, so that these filters are met, too. */
  static final OpenLimits IN_ALL = new OpenLimits(1_200, 30, 1_000, 120, ANY_NUMBER, null);

  private record Bounds(BigDecimal min, BigDecimal max, BigDecimal step) {

    static Bounds of(String min, String max, String step) {
      return new Bounds(new BigDecimal(min), new BigDecimal(max), new BigDecimal(step));
    }

    /** A bound or step of zero is switched off; multiples count from zero. */
    boolean hold(BigDecimal value) {
      return (min.signum() == 0 || value.compareTo(min) >= 0)
          && (max.signum() == 0 || value.compareTo(max) <= 0)
          && (step.signum() == 0 || value.remainder(step).signum() == 0);
    }
  }

  /** The older symbols have PERCENT_PRICE and MIN_NOTIONAL, the others what came after them. */
  private enum Generation {
    OLD("PERCENT_PRICE", "MIN_NOTIONAL"),
    NEW("PERCENT_PRICE_BY_SIDE", "NOTIONAL");

    final String percent;
    final String notional;

    Generation(String percent, String notional) {
      this.percent = percent;
      this.notional = notional;
    }
  }

  /** How much of an asset one order may move; only the account's own filters tell of it. */
  private record AssetLimit(String asset, BigDecimal limit) {}

  private final Bounds price;
  private final Bounds lot;
  private final Bounds marketLot;
  private final BigDecimal minNotional;
  private final BigDecimal maxNotional;
  private final Generation generation;
  private final OpenLimits limits;
  private final @Nullable AssetLimit assetLimit;

  private BinanceSimFilters(
      Bounds price,
      Bounds lot,
      Bounds marketLot,
      BigDecimal minNotional,
      BigDecimal maxNotional,
      Instrument instrument) {
    this.price = price;
    this.lot = lot;
    this.marketLot = marketLot;
    this.minNotional = minNotional;
    this.maxNotional = maxNotional;
    this.generation = generation(instrument);
    this.limits = limits(instrument);
    this.assetLimit = assetLimit(instrument);
  }

  // --- what only some symbols have, so that each filter is there somewhere

  private static Generation generation(Instrument instrument) {
    return instrument.symbol().equals("ETH/BTC") ? Generation.OLD : Generation.NEW;
  }

  private static OpenLimits limits(Instrument instrument) {
    return switch (instrument.symbol()) {
      case "LTC/USDT" -> new OpenLimits(200, 5, ANY_NUMBER, 20, 10, new BigDecimal("150000"));
      case "DOGE/USDT" -> new OpenLimits(200, 5, 3, 20, 10, null);
      default -> new OpenLimits(200, 5, ANY_NUMBER, 20, 10, null);
    };
  }

  private static @Nullable AssetLimit assetLimit(Instrument instrument) {
    return instrument.symbol().equals("SHIB/USDT")
        ? new AssetLimit("SHIB", new BigDecimal("20000000000"))
        : null;
  }

  OpenLimits limits() {
    return limits;
  }

  static BinanceSimFilters of(Instrument instrument) {
    return switch (instrument.symbol()) {
      case "BTC/USDT" -> of(instrument, "1000000", "9000", "112.21108820", "5", "9000000");
      case "ETH/USDT" -> of(instrument, "1000000", "9000", "1841.39472083", "5", "9000000");
      case "SOL/USDT" -> of(instrument, "10000", "90000", "21042.27166666", "5", "9000000");
      case "LTC/USDT" -> of(instrument, "100000", "90000", "15037.76341666", "5", "9000000");
      case "DOGE/USDT" -> of(instrument, "1000", "9000000", "6221048.70416666", "1", "9000000");
      case "SHIB/USDT" -> of(instrument, "1", "46116860414", "10350420118.50", "1", "9000000");
      case "ETH/BTC" -> of(instrument, "922327", "100000", "963.49709958", "0.0001", "9000000");
      default -> throw new IllegalArgumentException("no filters for " + instrument.symbol());
    };
  }

  private static BinanceSimFilters of(
      Instrument instrument,
      String maxPrice,
      String maxQuantity,
      String maxMarketQuantity,
      String minNotional,
      String maxNotional) {
    BigDecimal tick = instrument.tick();
    BigDecimal step = instrument.step();
    return new BinanceSimFilters(
        new Bounds(tick, new BigDecimal(maxPrice), tick),
        new Bounds(step, new BigDecimal(maxQuantity), step),
        Bounds.of("0", maxMarketQuantity, "0"),
        new BigDecimal(minNotional),
        new BigDecimal(maxNotional),
        instrument);
  }

  /**
   * Checks an order's prices, sizes and notional.
   *
   * @param average what the price band and the notional of market orders measure against
   */
  void check(NewOrder order, BigDecimal average) {
    BigDecimal limit = order.price();
    BigDecimal quantity = order.quantity();
    if (limit != null) {
      checkPrice(limit, average);
    }
    Condition condition = order.condition();
    if (condition != null) {
      checkCondition(condition);
    }
    if (quantity != null) {
      checkQuantity(order, quantity, limit == null ? average : limit);
    }
    if (order.quoteQuantity() != null) {
      checkQuote(order.quoteQuantity(), average);
    }
  }

  private void checkPrice(BigDecimal limit, BigDecimal average) {
    if (limit.signum() == 0) {
      throw BinanceSimError.of(-1013, "Price * QTY is zero or less.");
    }
    require(price.hold(limit), "PRICE_FILTER");
    // Both sides carry the same multipliers here; the venue keeps them apart.
    boolean inBand =
        limit.compareTo(average.multiply(MULTIPLIER_DOWN)) >= 0
            && limit.compareTo(average.multiply(MULTIPLIER_UP)) <= 0;
    require(inBand, generation.percent);
  }

  private void checkCondition(Condition condition) {
    BigDecimal stop = condition.stopPrice();
    require(stop == null || (stop.signum() > 0 && price.hold(stop)), "PRICE_FILTER");
    Integer delta = condition.trailingDelta();
    // The pairs for above and below carry the same bounds here; the venue keeps them apart.
    require(
        delta == null || (delta >= MIN_TRAILING_DELTA && delta <= MAX_TRAILING_DELTA),
        "TRAILING_DELTA");
  }

  /** The notional maximum does not apply to market orders. */
  private void checkQuantity(NewOrder order, BigDecimal quantity, BigDecimal at) {
    boolean priced = order.price() != null;
    if (priced && quantity.signum() == 0) {
      throw BinanceSimError.of(-1013, "Price * QTY is zero or less.");
    }
    require(quantity.signum() > 0 && lot.hold(quantity), "LOT_SIZE");
    require(order.kind() != OrderKind.MARKET || marketLot.hold(quantity), "MARKET_LOT_SIZE");
    BigDecimal notional = at.multiply(quantity);
    require(notional.compareTo(minNotional) >= 0, generation.notional);
    boolean bounded = priced && generation == Generation.NEW;
    require(!bounded || notional.compareTo(maxNotional) <= 0, generation.notional);
    require(assetLimit == null || quantity.compareTo(assetLimit.limit()) <= 0, "MAX_ASSET");
    BigDecimal iceberg = order.iceberg();
    if (iceberg != null) {
      checkIceberg(iceberg, quantity);
    }
  }

  /** Checks the new size of an order. */
  void checkAmended(OrderView order, BigDecimal quantity, BigDecimal average) {
    require(quantity.signum() > 0 && lot.hold(quantity), "LOT_SIZE");
    BigDecimal price = order.price() == null ? average : order.price();
    require(price.multiply(quantity).compareTo(minNotional) >= 0, generation.notional);
    BigDecimal iceberg = order.iceberg();
    if (iceberg != null) {
      checkIceberg(iceberg, quantity);
    }
  }

  private void checkIceberg(BigDecimal iceberg, BigDecimal quantity) {
    if (iceberg.compareTo(quantity) > 0) {
      throw BinanceSimError.of(-1013, "IcebergQty exceeds QTY.");
    }
    require(iceberg.signum() > 0 && lot.hold(iceberg), "LOT_SIZE");
    BigDecimal parts = quantity.divide(iceberg, 0, RoundingMode.UP);
    require(parts.compareTo(BigDecimal.valueOf(ICEBERG_PARTS)) <= 0, "ICEBERG_PARTS");
  }

  private void checkQuote(BigDecimal quoteQuantity, BigDecimal average) {
    require(quoteQuantity.compareTo(minNotional) >= 0, generation.notional);
    BigDecimal about = quoteQuantity.divide(average, 8, RoundingMode.DOWN);
    require(about.compareTo(marketLot.max()) <= 0, "MARKET_LOT_SIZE");
  }

  private static void require(boolean holds, String filter) {
    if (!holds) {
      throw BinanceSimError.filter(filter);
    }
  }

  ArrayNode json() {
    ArrayNode filters = JsonNodeFactory.instance.arrayNode();
    add(filters, "PRICE_FILTER", bounds(price, "minPrice", "maxPrice", "tickSize"));
    add(filters, "LOT_SIZE", bounds(lot, "minQty", "maxQty", "stepSize"));
    add(filters, "ICEBERG_PARTS", Map.of("limit", ICEBERG_PARTS));
    add(filters, "MARKET_LOT_SIZE", bounds(marketLot, "minQty", "maxQty", "stepSize"));
    Map<String, Object> trailing = new LinkedHashMap<>();
    trailing.put("minTrailingAboveDelta", MIN_TRAILING_DELTA);
    trailing.put("maxTrailingAboveDelta", MAX_TRAILING_DELTA);
    trailing.put("minTrailingBelowDelta", MIN_TRAILING_DELTA);
    trailing.put("maxTrailingBelowDelta", MAX_TRAILING_DELTA);
    add(filters, "TRAILING_DELTA", trailing);
    add(filters, generation.percent, percent());
    add(filters, generation.notional, notional());
    filters.addAll(counts());
    return filters;
  }

  private Map<String, Object> percent() {
    Map<String, Object> percent = new LinkedHashMap<>();
    for (String side : generation == Generation.OLD ? List.of("m") : List.of("bidM", "askM")) {
      percent.put(side + "ultiplierUp", MULTIPLIER_UP.toPlainString());
      percent.put(side + "ultiplierDown", MULTIPLIER_DOWN.toPlainString());
    }
    percent.put("avgPriceMins", AVERAGE_MINUTES);
    return percent;
  }

  private Map<String, Object> notional() {
    Map<String, Object> notional = new LinkedHashMap<>();
    notional.put("minNotional", BinanceSimWire.money(minNotional));
    if (generation == Generation.OLD) {
      notional.put("applyToMarket", true);
    } else {
      notional.put("applyMinToMarket", true);
      notional.put("maxNotional", BinanceSimWire.money(maxNotional));
      notional.put("applyMaxToMarket", false);
    }
    notional.put("avgPriceMins", AVERAGE_MINUTES);
    return notional;
  }

  /** The filters on assets, which the account's own filters alone tell of. */
  ArrayNode assets() {
    ArrayNode filters = JsonNodeFactory.instance.arrayNode();
    if (assetLimit != null) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("asset", assetLimit.asset());
      fields.put("limit", BinanceSimWire.money(assetLimit.limit()));
      add(filters, "MAX_ASSET", fields);
    }
    return filters;
  }

  /** The filters of the whole exchange. */
  static ArrayNode ofExchange() {
    ArrayNode filters = JsonNodeFactory.instance.arrayNode();
    add(filters, "EXCHANGE_MAX_NUM_ORDERS", Map.of("maxNumOrders", IN_ALL.orders()));
    add(filters, "EXCHANGE_MAX_NUM_ALGO_ORDERS", Map.of("maxNumAlgoOrders", IN_ALL.conditional()));
    add(
        filters,
        "EXCHANGE_MAX_NUM_ICEBERG_ORDERS",
        Map.of("maxNumIcebergOrders", IN_ALL.icebergs()));
    add(filters, "EXCHANGE_MAX_NUM_ORDER_LISTS", Map.of("maxNumOrderLists", IN_ALL.lists()));
    return filters;
  }

  /** The filters that count what an account has open. */
  ArrayNode counts() {
    ArrayNode filters = JsonNodeFactory.instance.arrayNode();
    add(filters, "MAX_NUM_ORDERS", Map.of("maxNumOrders", limits.orders()));
    add(filters, "MAX_NUM_ORDER_LISTS", Map.of("maxNumOrderLists", limits.lists()));
    add(filters, "MAX_NUM_ALGO_ORDERS", Map.of("maxNumAlgoOrders", limits.conditional()));
    add(filters, "MAX_NUM_ORDER_AMENDS", Map.of("maxNumOrderAmends", limits.amendments()));
    if (limits.icebergs() < ANY_NUMBER) {
      add(filters, "MAX_NUM_ICEBERG_ORDERS", Map.of("maxNumIcebergOrders", limits.icebergs()));
    }
    if (limits.position() != null) {
      add(filters, "MAX_POSITION", Map.of("maxPosition", BinanceSimWire.money(limits.position())));
    }
    return filters;
  }

  private static Map<String, Object> bounds(Bounds bounds, String min, String max, String step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(min, BinanceSimWire.money(bounds.min()));
    fields.put(max, BinanceSimWire.money(bounds.max()));
    fields.put(step, BinanceSimWire.money(bounds.step()));
    return fields;
  }

  private static void add(ArrayNode filters, String type, Map<String, ?> fields) {
    var filter = filters.addObject().put("filterType", type);
    fields.forEach((name, value) -> {
      switch (value) {
        case Integer number -> filter.put(name, number);
        case Boolean flag -> filter.put(name, flag);
        default -> filter.put(name, value.toString());
      }
    });
  }
}
