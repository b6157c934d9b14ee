package org.aristobot.simulator.bitget;

import static org.aristobot.simulator.bitget.BitgetSimWire.plain;
import static org.aristobot.simulator.bitget.BitgetSimWire.symbol;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.Fill;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Side;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of orders and fills. */
final class BitgetSimOrderWire {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Sizes and averages of orders are told with so many decimals. */
  private static final int PADDING = 16;

  private BitgetSimOrderWire() {}

  static String word(Side side) {
    return side == Side.BUY ? "buy" : "sell";
  }

  static String status(OrderStatus status) {
    return switch (status) {
      case PENDING_NEW -> "init";
      case NEW -> "live";
      case PARTIALLY_FILLED -> "partially_filled";
      case FILLED -> "filled";
      case CANCELED, EXPIRED, EXPIRED_IN_MATCH -> "cancelled";
      case FIRED -> "executing";
      case LEG_PLACED -> "executed";
      case LEG_REFUSED -> "fail_execute";
    };
  }

  static ObjectNode ids(long orderId, @Nullable String clientId) {
    return JSON.objectNode().put("orderId", Long.toString(orderId)).put("clientOid", clientId);
  }

  static ObjectNode ids(OrderView order) {
    return ids(order.id(), order.clientId());
  }

  // --- orders

  /** A row of orderInfo and of the history. */
  static ObjectNode queried(Account account, OrderView order, boolean coins) {
    ObjectNode row = head(account, order);
    row.put("price", price(order))
        .put("size", padded(size(order)))
        .put("orderType", type(order))
        .put("side", word(order.side()))
        .put("status", status(order.status()))
        .put("priceAvg", average(order))
        .put("baseVolume", padded(order.filled()))
        .put("quoteVolume", padded(order.filledQuote()))
        .put("enterPointSource", "API")
        .put("feeDetail", feeDetail(order))
        .put("orderSource", order.kind().isPriced() ? "normal" : "market")
        .put("cancelReason", cancelReason(order));
    putTpsl(row, order);
    if (coins) {
      row.put("quoteCoin", order.instrument().quote()).put("baseCoin", order.instrument().base());
    }
    return putTimes(row, order);
  }

  /**
   * A row of the open orders, where {@code priceAvg} is the limit and {@code basePrice} the
   * average.
   */
  static ObjectNode open(Account account, OrderView order) {
    ObjectNode row = head(account, order);
    row.put("priceAvg", price(order))
        .put("size", padded(size(order)))
        .put("orderType", type(order))
        .put("side", word(order.side()))
        .put("status", status(order.status()))
        .put("basePrice", average(order))
        .put("baseVolume", padded(order.filled()))
        .put("quoteVolume", padded(order.filledQuote()))
        .put("enterPointSource", "API");
    putPresets(row, order);
    putTpsl(row, order);
    return row.put("cTime", Long.toString(order.acceptedAtMillis()))
        .put("uTime", Long.toString(order.updatedAtMillis()));
  }

  private static ObjectNode head(Account account, OrderView order) {
    return JSON.objectNode()
        .put("userId", BitgetSimWire.userId(account))
        .put("symbol", symbol(order.instrument()))
        .put("orderId", Long.toString(order.id()))
        .put("clientOid", order.clientId());
  }

  private static ObjectNode putTimes(ObjectNode row, OrderView order) {
    return row.put("cTime", Long.toString(order.acceptedAtMillis()))
        .put("uTime", Long.toString(order.updatedAtMillis()));
  }

  private static void putTpsl(ObjectNode row, OrderView order) {
    boolean tpsl = BitgetSimOrderForm.isTpsl(order);
    row.put("tpslType", tpsl ? "tpsl" : "normal").put("triggerPrice", tpsl ? trigger(order) : null);
  }

  private static void putPresets(ObjectNode row, OrderView order) {
    String[] presets = {"", "", "", ""};
    for (NewOrder exit : order.family().exits()) {
      int at = exit.kind().isStopLoss() ? 2 : 0;
      presets[at] = trigger(exit.condition());
      presets[at + 1] = exit.price() == null ? "" : plain(exit.price());
    }
    row.put("presetTakeProfitPrice", presets[0])
        .put("executeTakeProfitPrice", presets[1])
        .put("presetStopLossPrice", presets[2])
        .put("executeStopLossPrice", presets[3]);
  }

  private static String trigger(OrderView order) {
    return trigger(order.condition());
  }

  private static String trigger(@Nullable Condition condition) {
    BigDecimal stop = condition == null ? null : condition.stopPrice();
    return stop == null ? "" : plain(stop);
  }

  private static String price(OrderView order) {
    return order.price() == null ? "0" : padded(order.price());
  }

  /** As it was asked for: in quote where it was. */
  private static BigDecimal size(OrderView order) {
    return order.quoteQuantity() == null ? order.quantity() : order.quoteQuantity();
  }

  private static String type(OrderView order) {
    return order.kind().isPriced() ? "limit" : "market";
  }

  private static String padded(BigDecimal amount) {
    return amount.setScale(PADDING, RoundingMode.DOWN).toPlainString();
  }

  private static String average(OrderView order) {
    return order.filled().signum() == 0
        ? "0"
        : order.filledQuote().divide(order.filled(), PADDING, RoundingMode.HALF_UP).toPlainString();
  }

  private static String cancelReason(OrderView order) {
    return switch (order.status()) {
      case CANCELED -> "normal_cancel";
      case EXPIRED_IN_MATCH -> "stp_cancel";
      default -> "";
    };
  }

  // --- fees

  /** JSON inside a text; its numbers may carry exponents. */
  private static String feeDetail(OrderView order) {
    if (order.filled().signum() == 0) {
      return "";
    }
    BigDecimal fee = order.fees().negate();
    String coin = feeCoin(order.instrument(), order.side());
    String charged = number(fee);
    return ("{\"newFees\":{\"c\":0,\"d\":0,\"deduction\":false,\"r\":%s,\"t\":%s,"
            + "\"totalDeductionFee\":0},\"%s\":{\"deduction\":false,\"feeCoinCode\":\"%s\","
            + "\"totalDeductionFee\":0,\"totalFee\":%s}}")
        .formatted(charged, charged, coin, coin, charged);
  }

  private static String number(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.toPlainString() : stripped.toString();
  }

  private static String feeCoin(Instrument instrument, Side side) {
    return side == Side.BUY ? instrument.base() : instrument.quote();
  }

  // --- fills

  static ObjectNode fill(Account account, OrderView order, Fill fill, String tradeId) {
    ObjectNode row =
        JSON.objectNode()
            .put("userId", BitgetSimWire.userId(account))
            .put("symbol", symbol(order.instrument()))
            .put("orderId", Long.toString(fill.orderId()))
            .put("tradeId", tradeId)
            .put("orderType", type(order))
            .put("side", word(fill.side()))
            .put("priceAvg", plain(fill.price()))
            .put("size", plain(fill.quantity()))
            .put("amount", plain(fill.quote()));
    row.putObject("feeDetail")
        .put("deduction", "no")
        .put("feeCoin", fill.feeAsset())
        .put("totalDeductionFee", "")
        .put("totalFee", plain(fill.fee().negate()));
    return row.put("tradeScope", fill.maker() ? "maker" : "taker")
        .put("cTime", Long.toString(fill.timeMillis()))
        .put("uTime", Long.toString(fill.timeMillis()));
  }

  // --- plans

  static ObjectNode plan(OrderView order) {
    return JSON.objectNode()
        .put("orderId", Long.toString(order.id()))
        .put("clientOid", order.clientId())
        .put("symbol", symbol(order.instrument()))
        .put("size", plain(size(order)))
        .put("executePrice", order.price() == null ? "" : plain(order.price()))
        .put("triggerPrice", trigger(order))
        .put("status", status(order.status()))
        .put("orderType", type(order))
        .put("side", word(order.side()))
        .put("planType", planType(order))
        .put("triggerType", triggerType(order))
        .put("enterPointSource", "API")
        .put("uTime", Long.toString(order.updatedAtMillis()))
        .put("cTime", Long.toString(order.acceptedAtMillis()));
  }

  /** The order that a plan made. */
  static ObjectNode leg(OrderView plan, long legId) {
    return JSON.objectNode()
        .put("orderId", Long.toString(legId))
        .put("price", plan.price() == null ? "0" : plain(plan.price()))
        .put("type", type(plan))
        .put("status", "success");
  }

  private static String planType(OrderView order) {
    return order.labels().containsKey(BitgetSimOrderForm.IN_QUOTE) ? "total" : "amount";
  }

  private static String triggerType(OrderView order) {
    return order.labels().containsKey(BitgetSimOrderForm.BY_MARK) ? "mark_price" : "fill_price";
  }

  // --- the truth

  /** What the venue's side of the control plane shows of an order under the venue's names. */
  static ObjectNode told(OrderView order) {
    boolean plan = BitgetSimOrderForm.isPlan(order);
    ObjectNode told =
        JSON.objectNode()
            .put("orderType", type(order))
            .put("size", plain(size(order)))
            .put("force", order.timeInForce().name().toLowerCase(Locale.ROOT))
            .put("tpslType", BitgetSimOrderForm.isTpsl(order) ? "tpsl" : "normal")
            .put("status", status(order.status()));
    if (plan) {
      told.put("planType", planType(order))
          .put("triggerType", triggerType(order))
          .put("executePrice", order.price() == null ? "" : plain(order.price()));
    }
    if (order.condition() != null) {
      told.put("triggerPrice", trigger(order));
    }
    if (!order.family().exits().isEmpty()) {
      putPresets(told, order);
    }
    return told;
  }
}
