package org.aristobot.binance;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON that we read, as far as we use it, under the venue's own names (rest-api). */
final class BinanceWire {

  private BinanceWire() {}

  /** {@code GET /api/v3/time}; epoch milliseconds like all times. */
  record ServerTime(Long serverTime) {}

  record Refusal(Long code, @Nullable String msg) {}

  /** {@code exchangeInfo.rateLimits[]}. */
  record RateLimit(String rateLimitType, String interval, Long intervalNum, Long limit) {}

  /** {@code exchangeInfo.symbols[]}. */
  record Market(
      String symbol,
      String status,
      String baseAsset,
      String quoteAsset,
      Integer quoteAssetPrecision,
      Boolean quoteOrderQtyMarketAllowed,
      Boolean isSpotTradingAllowed,
      List<String> orderTypes,
      @Nullable Boolean icebergAllowed,
      @Nullable Boolean ocoAllowed,
      @Nullable Boolean otoAllowed,
      @Nullable Boolean opoAllowed,
      @Nullable Boolean allowTrailingStop,
      @Nullable Boolean cancelReplaceAllowed,
      @Nullable Boolean amendAllowed,
      List<Filter> filters) {}

  /** All filters in one: each type has some of the fields (filters). */
  record Filter(
      String filterType,
      @Nullable BigDecimal minPrice,
      @Nullable BigDecimal maxPrice,
      @Nullable BigDecimal tickSize,
      @Nullable BigDecimal minQty,
      @Nullable BigDecimal maxQty,
      @Nullable BigDecimal stepSize,
      @Nullable BigDecimal minNotional,
      @Nullable BigDecimal maxNotional,
      @Nullable Boolean applyToMarket,
      @Nullable Boolean applyMinToMarket) {}

  /** {@code GET /api/v3/ticker/24hr} of type FULL. */
  record Ticker(
      String symbol,
      BigDecimal lastPrice,
      BigDecimal bidPrice,
      BigDecimal bidQty,
      BigDecimal askPrice,
      BigDecimal askQty,
      BigDecimal openPrice,
      BigDecimal highPrice,
      BigDecimal lowPrice,
      BigDecimal volume,
      BigDecimal quoteVolume,
      BigDecimal priceChangePercent,
      Long closeTime) {}

  record Depth(Long lastUpdateId, List<Level> bids, List<Level> asks) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Level(BigDecimal price, BigDecimal qty) {}

  /** The first six of twelve columns. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Kline(
      Long openTime,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume) {}

  /** {@code GET /api/v3/trades} and {@code historicalTrades}. */
  record PublicTrade(Long id, BigDecimal price, BigDecimal qty, Long time, Boolean isBuyerMaker) {}

  /** {@code GET /api/v3/aggTrades}: as far as it leads to the first of its trades. */
  record AggregateTrade(@JsonProperty("f") Long firstTradeId) {}

  record Account(Boolean canTrade, List<Asset> balances) {}

  record Asset(String asset, BigDecimal free, BigDecimal locked) {}

  /** {@code GET /sapi/v1/account/apiRestrictions}. */
  record Restrictions(
      Boolean enableReading,
      Boolean enableSpotAndMarginTrading,
      Boolean enableWithdrawals,
      Boolean enableFutures) {}

  /** What the order answers have in common. */
  sealed interface OrderAnswer {
    String symbol();

    Long orderId();

    BigDecimal price();

    /** Pending legs of an order list have none. */
    @Nullable BigDecimal origQty();

    BigDecimal executedQty();

    @Nullable BigDecimal origQuoteOrderQty();

    BigDecimal cummulativeQuoteQty();

    String status();

    String timeInForce();

    String type();

    String side();

    @Nullable BigDecimal stopPrice();

    @Nullable Long trailingDelta();
  }

  /**
   * {@code POST /api/v3/order} with {@code newOrderRespType=FULL}; in the reports of a list a
   * waiting leg may lack its size, and whoever has not traded lacks the fills.
   */
  record Placed(
      String symbol,
      Long orderId,
      String clientOrderId,
      Long transactTime,
      BigDecimal price,
      @Nullable BigDecimal origQty,
      BigDecimal executedQty,
      @Nullable BigDecimal origQuoteOrderQty,
      BigDecimal cummulativeQuoteQty,
      String status,
      String timeInForce,
      String type,
      String side,
      @Nullable BigDecimal stopPrice,
      @Nullable Long trailingDelta,
      @Nullable List<Execution> fills)
      implements OrderAnswer {}

  /** The same where the venue only acknowledges ({@code newOrderRespType=ACK}). */
  record Acknowledged(
      String symbol,
      Long orderId,
      String clientOrderId,
      Long transactTime,
      @Nullable String status) {}

  /** A fill inside a placement's answer. */
  record Execution(
      BigDecimal price,
      BigDecimal qty,
      BigDecimal commission,
      String commissionAsset,
      Long tradeId) {}

  /** {@code GET /api/v3/order}, {@code openOrders} and {@code allOrders}. */
  record Queried(
      String symbol,
      Long orderId,
      String clientOrderId,
      BigDecimal price,
      @Nullable BigDecimal origQty,
      BigDecimal executedQty,
      @Nullable BigDecimal origQuoteOrderQty,
      BigDecimal cummulativeQuoteQty,
      String status,
      String timeInForce,
      String type,
      String side,
      @Nullable BigDecimal stopPrice,
      @Nullable Long trailingDelta,
      Long time,
      Long updateTime)
      implements OrderAnswer {}

  /** {@code DELETE /api/v3/order}. Its {@code clientOrderId} names the cancel, not the order. */
  record Canceled(
      String symbol,
      Long orderId,
      String origClientOrderId,
      Long transactTime,
      BigDecimal price,
      @Nullable BigDecimal origQty,
      BigDecimal executedQty,
      @Nullable BigDecimal origQuoteOrderQty,
      BigDecimal cummulativeQuoteQty,
      String status,
      String timeInForce,
      String type,
      String side,
      @Nullable BigDecimal stopPrice,
      @Nullable Long trailingDelta)
      implements OrderAnswer {}

  /**
   * The head of every list answer (rest-api, "Order lists"); placing and cancelling add {@code
   * orderReports}.
   */
  record OrderList(
      Long orderListId,
      String contingencyType,
      String listOrderStatus,
      String listClientOrderId,
      Long transactionTime,
      String symbol,
      List<Member> orders) {}

  record Member(String symbol, Long orderId, String clientOrderId) {}

  /** {@code PUT /api/v3/order/amend/keepPriority}. */
  record Amendment(Long transactTime, Amended amendedOrder) {}

  /** An amended order has names of its own for sizes, and the manual spells one with two m. */
  record Amended(
      String symbol,
      Long orderId,
      String clientOrderId,
      BigDecimal price,
      @JsonProperty("qty") BigDecimal origQty,
      BigDecimal executedQty,
      @JsonProperty("quoteOrderQty") @Nullable BigDecimal origQuoteOrderQty,
      @JsonProperty("cumulativeQuoteQty") BigDecimal cummulativeQuoteQty,
      String status,
      String timeInForce,
      String type,
      String side,
      @Nullable BigDecimal stopPrice,
      @Nullable Long trailingDelta)
      implements OrderAnswer {}

  /** {@code GET /api/v3/order/amendments}. */
  record PastAmendment(String symbol, Long orderId, BigDecimal newQty, Long time) {}

  /** {@code POST /api/v3/order/cancelReplace}; the two answers beside it are read by themselves. */
  record Replacement(String cancelResult, String newOrderResult) {}

  /** {@code GET /api/v3/myTrades}. */
  record Trade(
      String symbol,
      Long id,
      Long orderId,
      BigDecimal price,
      BigDecimal qty,
      BigDecimal commission,
      String commissionAsset,
      Long time,
      Boolean isBuyer,
      Boolean isMaker) {}

  /** {@code GET /api/v3/account/commission}. */
  record Commission(
      String symbol, Rates standardCommission, Rates specialCommission, Rates taxCommission) {}

  /** Fractions; what a trade pays is one of each pair, added. */
  record Rates(BigDecimal maker, BigDecimal taker, BigDecimal buyer, BigDecimal seller) {}
}
