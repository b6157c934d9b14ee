package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.BitgetSimWire.plain;
import static org.aristobot.simulator.bitget.BitgetSimWire.symbol;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aristobot.simulator.book.Amounts;
import org.aristobot.simulator.book.Candle;
import org.aristobot.simulator.book.Depth;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.Level;
import org.aristobot.simulator.book.Side;
import org.aristobot.simulator.book.Statistics;
import org.aristobot.simulator.book.Trade;
import org.aristobot.simulator.book.TradingStatus;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of market data. */
final class BitgetSimMarketWire {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** More than the markets of this simulator: what tells trades of two symbols apart. */
  private static final long SYMBOLS = 16;

  private BitgetSimMarketWire() {}

  static ObjectNode market(Instrument instrument, TradingStatus status, BitgetSimFilters filters) {
    return JSON.objectNode()
        .put("symbol", symbol(instrument))
        .put("baseCoin", instrument.base())
        .put("quoteCoin", instrument.quote())
        .put("minTradeAmount", "0")
        .put("maxTradeAmount", "900000000000000000000")
        .put("takerFeeRate", plain(Amounts.FEE_RATE))
        .put("makerFeeRate", plain(Amounts.FEE_RATE))
        .put("pricePrecision", Integer.toString(filters.pricePrecision()))
        .put("quantityPrecision", Integer.toString(filters.quantityPrecision()))
        .put("quotePrecision", Integer.toString(filters.quotePrecision()))
        .put("status", BitgetSimSymbols.word(status))
        .put("minTradeUSDT", plain(filters.minValue))
        .put("buyLimitPriceRatio", plain(filters.band))
        .put("sellLimitPriceRatio", plain(filters.band))
        .put("areaSymbol", "no")
        .put("orderQuantity", Integer.toString(filters.openOrders()))
        .put("openTime", "1532454360000")
        .put("offTime", "")
        .put("maxLimitOrderValue", plain(filters.maxLimitValue))
        .put("maxMarketOrderValue", plain(filters.maxMarketValue));
  }

  static ObjectNode coin(String coin, int number) {
    ObjectNode answer =
        JSON.objectNode()
            .put("coinId", Integer.toString(number + 1))
            .put("coin", coin)
            .put("transfer", "true");
    answer
        .putArray("chains")
        .addObject()
        .put("chain", coin)
        .put("needTag", "false")
        .put("withdrawable", "true")
        .put("rechargeable", "true")
        .put("withdrawFee", "0.001")
        .put("extraWithdrawFee", "0")
        .put("depositConfirm", "1")
        .put("withdrawConfirm", "1")
        .put("minDepositAmount", "0.001")
        .put("minWithdrawAmount", "0.001")
        .put("browserUrl", "https://explorer.invalid/tx/")
        .putNull("contractAddress")
        .put("withdrawStep", "0")
        .put("withdrawMinScale", "8")
        .put("congestion", "normal");
    return answer;
  }

  /**
   * @param day the last 24 hours
   * @param utc since the day began
   * @param inDollars what one unit of the quote asset is worth
   */
  static ObjectNode ticker(
      Instrument instrument,
      Statistics day,
      Statistics utc,
      Depth best,
      BigDecimal inDollars,
      long now) {
    Candle window = day.window();
    Level none = new Level(Amounts.ZERO, Amounts.ZERO);
    Level bid = best.bids().isEmpty() ? none : best.bids().getFirst();
    Level ask = best.asks().isEmpty() ? none : best.asks().getFirst();
    return JSON.objectNode()
        .put("symbol", symbol(instrument))
        .put("high24h", plain(window.high()))
        .put("open", plain(window.open()))
        .put("low24h", plain(window.low()))
        .put("lastPr", plain(day.last()))
        .put("quoteVolume", plain(window.quoteVolume()))
        .put("baseVolume", plain(window.volume()))
        .put("usdtVolume", dollars(window.quoteVolume(), inDollars))
        .put("bidPr", plain(bid.price()))
        .put("askPr", plain(ask.price()))
        .put("bidSz", plain(bid.quantity()))
        .put("askSz", plain(ask.quantity()))
        .put("openUtc", plain(utc.window().open()))
        .put("ts", Long.toString(now))
        .put("changeUtc24h", change(utc.window().open(), day.last()))
        .put("change24h", change(window.open(), day.last()));
  }

  /** A fraction, not per cent. */
  private static String change(BigDecimal from, BigDecimal to) {
    return plain(to.subtract(from).divide(from, 5, RoundingMode.HALF_UP));
  }

  private static String dollars(BigDecimal quote, BigDecimal inDollars) {
    return plain(quote.multiply(inDollars).setScale(Amounts.SCALE, RoundingMode.DOWN));
  }

  // --- book

  static ObjectNode depth(Depth depth, BigDecimal step, int limit, long now) {
    ObjectNode book = JSON.objectNode();
    levels(book.putArray("asks"), depth.asks(), step, RoundingMode.UP, limit);
    levels(book.putArray("bids"), depth.bids(), step, RoundingMode.DOWN, limit);
    return book.put("ts", Long.toString(now));
  }

  /** Levels of one price each; asks are merged upward, bids downward. */
  private static void levels(
      ArrayNode side, List<Level> levels, BigDecimal step, RoundingMode toward, int limit) {
    boolean asks = toward == RoundingMode.UP;
    Map<BigDecimal, BigDecimal> merged =
        new TreeMap<>((a, b) -> asks ? a.compareTo(b) : b.compareTo(a));
    for (Level level : levels) {
      BigDecimal price = level.price().divide(step, 0, toward).multiply(step);
      merged.merge(price, level.quantity(), BigDecimal::add);
    }
    merged.entrySet().stream()
        .limit(limit)
        .forEach(level -> side.addArray().add(plain(level.getKey())).add(plain(level.getValue())));
  }

  // --- trades and candles

  /** The id of a trade, which on this venue is unique among all symbols. */
  static String tradeId(long id, int symbolNumber) {
    return Long.toString(id * SYMBOLS + symbolNumber);
  }

  static ObjectNode trade(Trade trade, Instrument instrument, int symbolNumber, boolean old) {
    Side taker = trade.buyerMaker() ? Side.SELL : Side.BUY;
    long time = trade.timeMillis();
    return JSON.objectNode()
        .put("symbol", symbol(instrument))
        .put("tradeId", tradeId(trade.id(), symbolNumber))
        .put("side", old ? (taker == Side.BUY ? "Buy" : "Sell") : BitgetSimOrderWire.word(taker))
        .put("price", plain(trade.price()))
        .put("size", plain(trade.quantity()))
        .put("ts", Long.toString(old ? time - Math.floorMod(time, 1_000) : time));
  }

  static ArrayNode candle(Candle candle, BigDecimal inDollars) {
    return JSON.arrayNode()
        .add(Long.toString(candle.openMillis()))
        .add(plain(candle.open()))
        .add(plain(candle.high()))
        .add(plain(candle.low()))
        .add(plain(candle.close()))
        .add(plain(candle.volume()))
        .add(dollars(candle.quoteVolume(), inDollars))
        .add(plain(candle.quoteVolume()));
  }
}
