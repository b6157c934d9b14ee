package org.aristobot.bitget;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that we read, as far as we use it, under the venue's own names. Almost every value is a
 * text; numbers and times are read from texts and numbers alike, and an empty text is no value.
 */
final class BitgetWire {

  private BitgetWire() {}

  /** Around every answer; {@code data} is read by itself. Some pages call the text message. */
  record Envelope(String code, @Nullable String msg, @Nullable String message) {}

  /** Epoch milliseconds like all times. */
  record ServerTime(BigDecimal serverTime) {}

  /** {@code symbols[]}. */
  record Market(
      String symbol,
      String baseCoin,
      String quoteCoin,
      @Nullable BigDecimal makerFeeRate,
      @Nullable BigDecimal takerFeeRate,
      BigDecimal pricePrecision,
      BigDecimal quantityPrecision,
      BigDecimal quotePrecision,
      String status,
      @Nullable BigDecimal minTradeUSDT,
      @Nullable BigDecimal minTradeAmount,
      @Nullable BigDecimal maxTradeAmount,
      @Nullable BigDecimal buyLimitPriceRatio,
      @Nullable BigDecimal maxLimitOrderValue) {}

  /** {@code tickers[]}; changes are fractions. */
  record Ticker(
      String symbol,
      @Nullable BigDecimal lastPr,
      @Nullable BigDecimal bidPr,
      @Nullable BigDecimal askPr,
      @Nullable BigDecimal bidSz,
      @Nullable BigDecimal askSz,
      @Nullable BigDecimal open,
      @Nullable BigDecimal high24h,
      @Nullable BigDecimal low24h,
      @Nullable BigDecimal baseVolume,
      @Nullable BigDecimal quoteVolume,
      @Nullable BigDecimal change24h,
      BigDecimal ts) {}

  record Depth(List<Level> bids, List<Level> asks, @Nullable BigDecimal ts) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Level(BigDecimal price, BigDecimal size) {}

  /** The first six of eight columns. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Kline(
      BigDecimal ts,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal baseVolume) {}

  /** {@code fills} and {@code fills-history}, which spells the side with a capital. */
  record PublicTrade(
      String symbol,
      String tradeId,
      String side,
      BigDecimal price,
      BigDecimal size,
      BigDecimal ts) {}

  /** {@code account/assets[]}. */
  record Asset(String coin, BigDecimal available, BigDecimal frozen, BigDecimal locked) {}

  /** {@code account/info}. */
  record Account(List<String> authorities) {}

  /** {@code common/trade-rate}. */
  record Rates(BigDecimal makerFeeRate, BigDecimal takerFeeRate) {}

  /** What placing, cancelling and changing acknowledge. */
  record Acknowledged(@Nullable String orderId, @Nullable String clientOid) {}

  /** {@code cancel-replace-order}: {@code success} or {@code failure}. */
  record Replaced(
      @Nullable String orderId, @Nullable String clientOid, String success, @Nullable String msg) {}

  /** {@code cancel-plan-order}: {@code success} or {@code failure}. */
  record PlanCanceled(String result) {}

  /** {@code orderInfo[]} and {@code history-orders[]}. */
  record Queried(
      String symbol,
      String orderId,
      @Nullable String clientOid,
      @Nullable BigDecimal price,
      BigDecimal size,
      String orderType,
      String side,
      String status,
      @Nullable BigDecimal priceAvg,
      @Nullable BigDecimal baseVolume,
      @Nullable BigDecimal quoteVolume,
      @Nullable String tpslType,
      @Nullable BigDecimal triggerPrice,
      BigDecimal cTime,
      @Nullable BigDecimal uTime) {}

  /**
   * {@code unfilled-orders[]}: the limit price is {@code priceAvg}, the average {@code basePrice}.
   */
  record Unfilled(
      String symbol,
      String orderId,
      @Nullable String clientOid,
      @Nullable BigDecimal priceAvg,
      BigDecimal size,
      String orderType,
      String side,
      String status,
      @Nullable BigDecimal basePrice,
      @Nullable BigDecimal baseVolume,
      @Nullable BigDecimal quoteVolume,
      @Nullable String tpslType,
      @Nullable BigDecimal triggerPrice,
      BigDecimal cTime,
      @Nullable BigDecimal uTime) {}

  /** What an open order is to make, in {@code unfilled-orders[]}. */
  record Presets(
      String orderId,
      @Nullable BigDecimal presetTakeProfitPrice,
      @Nullable BigDecimal presetStopLossPrice) {}

  /** The page around a list of trigger orders. */
  record PlanPage(@Nullable Boolean nextFlag) {}

  /** {@code orderList[]} of such a page. */
  record Plan(
      String orderId,
      @Nullable String clientOid,
      String symbol,
      BigDecimal size,
      @Nullable BigDecimal executePrice,
      BigDecimal triggerPrice,
      String status,
      String orderType,
      String side,
      @Nullable String planType,
      BigDecimal cTime,
      @Nullable BigDecimal uTime) {}

  /** {@code plan-sub-order[]}. */
  record SubOrder(String orderId, String status) {}

  /** {@code trade/fills[]}. */
  record Execution(
      String symbol,
      String orderId,
      String tradeId,
      String side,
      BigDecimal priceAvg,
      BigDecimal size,
      @Nullable FeeDetail feeDetail,
      @Nullable String tradeScope,
      BigDecimal cTime) {}

  /** Negative when paid. */
  record FeeDetail(String feeCoin, BigDecimal totalFee) {}
}
