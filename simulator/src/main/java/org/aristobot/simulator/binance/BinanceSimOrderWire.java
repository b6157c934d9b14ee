package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.util.List;
import org.aristobot.simulator.book.Amending;
import org.aristobot.simulator.book.Amendment;
import org.aristobot.simulator.book.Condition;
import org.aristobot.simulator.book.ExpiryReason;
import org.aristobot.simulator.book.Fill;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Peg;
import org.aristobot.simulator.book.Placement;
import org.aristobot.simulator.book.PreventedMatch;
import org.aristobot.simulator.book.Side;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of orders and their trades. */
final class BinanceSimOrderWire {

  /** How much a placing call tells. */
  enum ResponseType {
    ACK,
    RESULT,
    FULL
  }

  static final String LIST = "orderListId";

  private BinanceSimOrderWire() {}

  private static String money(@Nullable BigDecimal amount) {
    return BinanceSimWire.money(amount == null ? BigDecimal.ZERO : amount);
  }

  static long listId(@Nullable Long id) {
    return id == null ? -1 : id;
  }

  static ObjectNode myTrade(Instrument instrument, Fill fill) {
    return BinanceSimWire.object()
        .put("symbol", BinanceSimWire.symbol(instrument))
        .put("id", fill.tradeId())
        .put("orderId", fill.orderId())
        .put(LIST, listId(fill.listId()))
        .put("price", money(fill.price()))
        .put("qty", money(fill.quantity()))
        .put("quoteQty", money(fill.quote()))
        .put("commission", money(fill.fee()))
        .put("commissionAsset", fill.feeAsset())
        .put("time", fill.timeMillis())
        .put("isBuyer", fill.side() == Side.BUY)
        .put("isMaker", fill.maker())
        .put("isBestMatch", true);
  }

  static ObjectNode placed(ResponseType type, Placement.Placed placed) {
    ObjectNode answer = placed(type, placed.order(), placed.fills());
    if (type == ResponseType.FULL && !placed.prevented().isEmpty()) {
      ArrayNode list = answer.putArray("preventedMatches");
      placed.prevented().forEach(match -> list.add(prevented(match)));
    }
    return answer;
  }

  private static ObjectNode prevented(PreventedMatch match) {
    ObjectNode answer =
        BinanceSimWire.object()
            .put("preventedMatchId", match.id())
            .put("makerOrderId", match.makerOrderId())
            .put("price", money(match.price()));
    if (match.takerQuantity() != null) {
      answer.put("takerPreventedQuantity", money(match.takerQuantity()));
    }
    if (match.makerQuantity() != null) {
      answer.put("makerPreventedQuantity", money(match.makerQuantity()));
    }
    return answer;
  }

  static ObjectNode placed(ResponseType type, OrderView order, List<Fill> fills) {
    ObjectNode answer =
        BinanceSimWire.object()
            .put("symbol", BinanceSimWire.symbol(order.instrument()))
            .put("orderId", order.id())
            .put(LIST, listId(order.listId()))
            .put("clientOrderId", order.clientId())
            .put("transactTime", order.acceptedAtMillis());
    if (type == ResponseType.ACK) {
      return answer;
    }
    putState(answer, order);
    putCondition(answer, order, false);
    Long working = order.workingMillis();
    answer.put("workingTime", working == null ? -1L : working);
    if (type == ResponseType.FULL) {
      ArrayNode list = answer.putArray("fills");
      fills.forEach(fill -> list.add(fill(fill)));
    }
    putEnd(answer, order);
    return answer;
  }

  private static ObjectNode fill(Fill fill) {
    return BinanceSimWire.object()
        .put("price", money(fill.price()))
        .put("qty", money(fill.quantity()))
        .put("commission", money(fill.fee()))
        .put("commissionAsset", fill.feeAsset())
        .put("tradeId", fill.tradeId());
  }

  static ObjectNode canceled(OrderView order, String cancelId) {
    ObjectNode answer =
        BinanceSimWire.object()
            .put("symbol", BinanceSimWire.symbol(order.instrument()))
            .put("origClientOrderId", order.clientId())
            .put("orderId", order.id())
            .put(LIST, listId(order.listId()))
            .put("clientOrderId", cancelId)
            .put("transactTime", order.updatedAtMillis());
    putState(answer, order);
    putCondition(answer, order, false);
    return answer.put("selfTradePreventionMode", order.selfTrade().name());
  }

  static ObjectNode queried(OrderView order) {
    ObjectNode answer =
        BinanceSimWire.object()
            .put("symbol", BinanceSimWire.symbol(order.instrument()))
            .put("orderId", order.id())
            .put(LIST, listId(order.listId()))
            .put("clientOrderId", order.clientId());
    putState(answer, order);
    putCondition(answer, order, true);
    Long working = order.workingMillis();
    answer
        .put("time", order.acceptedAtMillis())
        .put("updateTime", order.updatedAtMillis())
        .put("isWorking", working != null);
    if (working != null) {
      answer.put("workingTime", working);
    }
    putEnd(answer, order);
    return answer;
  }

  /** An amended order; some of its fields have names of their own here. */
  static ObjectNode amended(Amending.Amended amended) {
    OrderView order = amended.order();
    Amendment amendment = amended.amendment();
    ObjectNode answer =
        BinanceSimWire.object()
            .put("transactTime", amendment.timeMillis())
            .put("executionId", amendment.executionId());
    ObjectNode changed =
        answer
            .putObject("amendedOrder")
            .put("symbol", BinanceSimWire.symbol(order.instrument()))
            .put("orderId", order.id())
            .put(LIST, listId(order.listId()))
            .put("origClientOrderId", amendment.oldClientId())
            .put("clientOrderId", amendment.newClientId())
            .put("price", money(order.price()))
            .put("qty", money(order.quantity()))
            .put("executedQty", money(order.filled()))
            .put("preventedQty", money(order.prevented()))
            .put("quoteOrderQty", money(order.quoteQuantity()))
            .put("cumulativeQuoteQty", money(order.filledQuote()))
            .put("status", order.status().name())
            .put("timeInForce", order.timeInForce().name())
            .put("type", order.kind().name())
            .put("side", order.side().name());
    order.labels().forEach(changed::put);
    putPeg(changed, order);
    putCondition(changed, order, false);
    Long working = order.workingMillis();
    changed
        .put("workingTime", working == null ? -1L : working)
        .put("selfTradePreventionMode", order.selfTrade().name());
    if (amended.list() != null) {
      answer.set("listStatus", BinanceSimListWire.amended(amended.list()));
    }
    return answer;
  }

  static ObjectNode amendment(Instrument instrument, long orderId, Amendment amendment) {
    return BinanceSimWire.object()
        .put("symbol", BinanceSimWire.symbol(instrument))
        .put("orderId", orderId)
        .put("executionId", amendment.executionId())
        .put("origClientOrderId", amendment.oldClientId())
        .put("newClientOrderId", amendment.newClientId())
        .put("origQty", money(amendment.oldQuantity()))
        .put("newQty", money(amendment.newQuantity()))
        .put("time", amendment.timeMillis());
  }

  private static void putState(ObjectNode answer, OrderView order) {
    answer.put("price", money(order.price()));
    putPeg(answer, order);
    if (order.sized()) {
      answer.put("origQty", money(order.quantity()));
    }
    answer
        .put("executedQty", money(order.filled()))
        .put("origQuoteOrderQty", money(order.quoteQuantity()))
        .put("cummulativeQuoteQty", money(order.filledQuote()))
        .put("status", order.status().name())
        .put("timeInForce", order.timeInForce().name())
        .put("type", order.kind().name())
        .put("side", order.side().name());
    order.labels().forEach(answer::put);
  }

  private static void putPeg(ObjectNode answer, OrderView order) {
    Peg peg = order.peg();
    if (peg == null) {
      return;
    }
    answer.put(
        "pegPriceType", peg.opposite() ? BinanceSimPegForm.MARKET : BinanceSimPegForm.PRIMARY);
    if (peg.level() > 0) {
      answer.put("pegOffsetType", BinanceSimPegForm.OFFSET).put("pegOffsetValue", peg.level());
    }
    if (order.peggedPrice() != null) {
      answer.put("peggedPrice", money(order.peggedPrice()));
    }
  }

  /** Trigger and iceberg; a query shows zeros where there is none. */
  private static void putCondition(ObjectNode answer, OrderView order, boolean always) {
    Condition condition = order.condition();
    BigDecimal stop = condition == null ? null : condition.stopPrice();
    Integer delta = condition == null ? null : condition.trailingDelta();
    if (always || stop != null) {
      answer.put("stopPrice", money(stop));
    }
    if (always || order.iceberg() != null) {
      answer.put("icebergQty", money(order.iceberg()));
    }
    if (delta != null) {
      Long since = order.trailingSinceMillis();
      answer.put("trailingDelta", delta).put("trailingTime", since == null ? -1L : since);
    }
  }

  private static void putEnd(ObjectNode answer, OrderView order) {
    answer.put("selfTradePreventionMode", order.selfTrade().name());
    Long preventedMatch = order.preventedMatchId();
    if (preventedMatch != null) {
      answer
          .put("preventedMatchId", preventedMatch)
          .put("preventedQuantity", money(order.prevented()));
    }
    if (order.status() == OrderStatus.EXPIRED && order.expiryReason() != ExpiryReason.NONE) {
      answer.put("expiryReason", expiryWord(order.expiryReason()));
    }
  }

  private static String expiryWord(ExpiryReason reason) {
    return switch (reason) {
      case UNFILLED_IOC_QUANTITY -> "UNFILLED_IOC_QUANTITY_EXPIRED";
      case UNFILLED_FOK_ORDER -> "UNFILLED_FOK_ORDER_EXPIRED";
      case PRICE_RANGE_EXCEEDED -> "EXECUTION_RULE_PRICE_RANGE_EXCEEDED";
      case NONE, INSUFFICIENT_LIQUIDITY, WOULD_TAKE, REJECTED, OCO_TRIGGER, OTO_PHASE_ONE_EXPIRED ->
          reason.name();
    };
  }
}
