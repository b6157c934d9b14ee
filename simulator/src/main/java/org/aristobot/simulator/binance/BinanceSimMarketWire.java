package org.aristobot.simulator.binance;

import static org.aristobot.simulator.binance.BinanceSimWire.money;
import static org.aristobot.simulator.binance.BinanceSimWire.symbol;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.aristobot.simulator.book.Amounts;
import org.aristobot.simulator.book.Candle;
import org.aristobot.simulator.book.Depth;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Level;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.PriceRange;
import org.aristobot.simulator.book.SelfTrade;
import org.aristobot.simulator.book.Statistics;
import org.aristobot.simulator.book.Trade;
import org.aristobot.simulator.book.TradingStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of market data. */
final class BinanceSimMarketWire {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private BinanceSimMarketWire() {}

  /** One symbol of exchangeInfo; it promises only what this simulator keeps. */
  static ObjectNode market(
      Instrument instrument,
      TradingStatus status,
      BinanceSimTraits traits,
      BinanceSimFilters filters,
      boolean sets) {
    ObjectNode market =
        JSON.objectNode()
            .put("symbol", symbol(instrument))
            .put("status", BinanceSimSymbols.word(status))
            .put("baseAsset", instrument.base())
            .put("baseAssetPrecision", Amounts.SCALE)
            .put("quoteAsset", instrument.quote())
            .put("quotePrecision", Amounts.SCALE)
            .put("quoteAssetPrecision", Amounts.SCALE)
            .put("baseCommissionPrecision", Amounts.SCALE)
            .put("quoteCommissionPrecision", Amounts.SCALE);
    ArrayNode types = market.putArray("orderTypes");
    for (OrderKind kind : traits.kinds()) {
      types.add(kind.name());
    }
    market
        .put("icebergAllowed", true)
        .put("ocoAllowed", true)
        .put("otoAllowed", true)
        .put("opoAllowed", traits.modern())
        .put("quoteOrderQtyMarketAllowed", true)
        .put("allowTrailingStop", traits.modern())
        .put("cancelReplaceAllowed", true)
        .put("amendAllowed", traits.modern())
        .put("pegInstructionsAllowed", traits.modern())
        .put("isSpotTradingAllowed", true)
        .put("isMarginTradingAllowed", false);
    market.set("filters", filters.json());
    market.putArray("permissions");
    ArrayNode permissionSets = market.putArray("permissionSets");
    if (sets) {
      permissionSets.addArray().add("SPOT");
    }
    market.put("defaultSelfTradePreventionMode", traits.selfTrade().name());
    ArrayNode modes = market.putArray("allowedSelfTradePreventionModes");
    for (SelfTrade mode : traits.selfTrades()) {
      modes.add(mode.name());
    }
    return market;
  }

  static ObjectNode dayTicker(
      Instrument instrument, Statistics statistics, Depth best, long from, long to) {
    ObjectNode ticker = JSON.objectNode().put("symbol", symbol(instrument));
    putChange(ticker, statistics);
    ticker
        .put("prevClosePrice", money(statistics.previousClose()))
        .put("lastPrice", money(statistics.last()))
        .put("lastQty", money(statistics.lastQuantity()));
    putBest(ticker, best);
    putPrices(ticker, statistics.window());
    return putVolume(ticker, statistics, from, to);
  }

  static ObjectNode windowTicker(Instrument instrument, Statistics statistics, long from, long to) {
    ObjectNode ticker = JSON.objectNode().put("symbol", symbol(instrument));
    putChange(ticker, statistics);
    putPrices(ticker, statistics.window());
    ticker.put("lastPrice", money(statistics.last()));
    return putVolume(ticker, statistics, from, to);
  }

  static ObjectNode miniTicker(Instrument instrument, Statistics statistics, long from, long to) {
    ObjectNode ticker = JSON.objectNode().put("symbol", symbol(instrument));
    putPrices(ticker, statistics.window());
    ticker.put("lastPrice", money(statistics.last()));
    return putVolume(ticker, statistics, from, to);
  }

  private static void putChange(ObjectNode ticker, Statistics statistics) {
    Candle window = statistics.window();
    BigDecimal change = statistics.last().subtract(window.open());
    BigDecimal average =
        window.volume().signum() == 0
            ? Amounts.ZERO
            : window.quoteVolume().divide(window.volume(), Amounts.SCALE, RoundingMode.HALF_UP);
    ticker
        .put("priceChange", money(change))
        .put(
            "priceChangePercent",
            change.movePointRight(2).divide(window.open(), 3, RoundingMode.HALF_UP).toPlainString())
        .put("weightedAvgPrice", money(average));
  }

  private static void putPrices(ObjectNode ticker, Candle window) {
    ticker
        .put("openPrice", money(window.open()))
        .put("highPrice", money(window.high()))
        .put("lowPrice", money(window.low()));
  }

  private static ObjectNode putVolume(
      ObjectNode ticker, Statistics statistics, long from, long to) {
    Candle window = statistics.window();
    boolean traded = window.trades() > 0;
    return ticker
        .put("volume", money(window.volume()))
        .put("quoteVolume", money(window.quoteVolume()))
        .put("openTime", from)
        .put("closeTime", to)
        .put("firstId", traded ? statistics.lastId() - window.trades() + 1 : -1)
        .put("lastId", traded ? statistics.lastId() : -1)
        .put("count", window.trades());
  }

  static ObjectNode bookTicker(Instrument instrument, Depth best) {
    ObjectNode ticker = JSON.objectNode().put("symbol", symbol(instrument));
    putBest(ticker, best);
    return ticker;
  }

  private static void putBest(ObjectNode ticker, Depth best) {
    Level none = new Level(Amounts.ZERO, Amounts.ZERO);
    Level bid = best.bids().isEmpty() ? none : best.bids().getFirst();
    Level ask = best.asks().isEmpty() ? none : best.asks().getFirst();
    ticker
        .put("bidPrice", money(bid.price()))
        .put("bidQty", money(bid.quantity()))
        .put("askPrice", money(ask.price()))
        .put("askQty", money(ask.quantity()));
  }

  static ObjectNode executionRules(Instrument instrument, @Nullable PriceRange range) {
    ObjectNode rules = JSON.objectNode().put("symbol", symbol(instrument));
    ArrayNode list = rules.putArray("rules");
    if (range != null) {
      list.addObject()
          .put("ruleType", "PRICE_RANGE")
          .put("bidLimitMultUp", range.up().toPlainString())
          .put("bidLimitMultDown", range.down().toPlainString())
          .put("askLimitMultUp", range.up().toPlainString())
          .put("askLimitMultDown", range.down().toPlainString());
    }
    return rules;
  }

  static ObjectNode depth(Depth depth) {
    ObjectNode book = JSON.objectNode().put("lastUpdateId", depth.updateId());
    levels(book.putArray("bids"), depth.bids());
    levels(book.putArray("asks"), depth.asks());
    return book;
  }

  private static void levels(ArrayNode side, List<Level> levels) {
    for (Level level : levels) {
      side.addArray().add(money(level.price())).add(money(level.quantity()));
    }
  }

  static ObjectNode trade(Trade trade) {
    return JSON.objectNode()
        .put("id", trade.id())
        .put("price", money(trade.price()))
        .put("qty", money(trade.quantity()))
        .put("quoteQty", money(trade.quote()))
        .put("time", trade.timeMillis())
        .put("isBuyerMaker", trade.buyerMaker())
        .put("isBestMatch", true);
  }

  /** Every trade stands for itself: nothing is aggregated here. */
  static ObjectNode aggregateTrade(Trade trade) {
    return JSON.objectNode()
        .put("a", trade.id())
        .put("p", money(trade.price()))
        .put("q", money(trade.quantity()))
        .put("f", trade.id())
        .put("l", trade.id())
        .put("T", trade.timeMillis())
        .put("m", trade.buyerMaker())
        .put("M", true);
  }

  static ArrayNode kline(Candle candle) {
    return JSON.arrayNode()
        .add(candle.openMillis())
        .add(money(candle.open()))
        .add(money(candle.high()))
        .add(money(candle.low()))
        .add(money(candle.close()))
        .add(money(candle.volume()))
        .add(candle.closeMillis())
        .add(money(candle.quoteVolume()))
        .add(candle.trades())
        .add(money(candle.takerVolume()))
        .add(money(candle.takerQuoteVolume()))
        .add("0");
  }
}
