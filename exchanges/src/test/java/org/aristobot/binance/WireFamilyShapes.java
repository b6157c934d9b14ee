package org.aristobot.binance;

import java.util.Map;
import java.util.Objects;
import org.aristobot.conformance.Expected;

/**
 * What recorded answers about order lists, amendments and replacements must come out as, typed from
 * the manual's pages (rest-api, "Order lists", "Order Amend Keep Priority", "Cancel an Existing
 * Order and Send a New Order").
 */
final class WireFamilyShapes {

  private static final Map<String, String> LIST_STATUSES =
      Map.of("EXECUTING", "NEW", "ALL_DONE", "CANCELED");

  private static final String TOO_MANY =
      "Too many new orders; current limit is 1 orders per 10 SECOND.";

  private WireFamilyShapes() {}

  /** A parent of its own: the stop is its first leg, the limit its second. */
  static void oco(Expected e) {
    parent(e);
    e.same("createdAt", "/transactionTime");
    for (int i = 0; i < 2; i++) {
      WireShapes.placed(e.at("legs[" + i + "]", "/orderReports/" + i), "");
    }
  }

  static void canceledList(Expected e) {
    parent(e);
    e.decides("/symbol");
    for (int i = 0; i < 2; i++) {
      WireShapes.canceled(e.at("legs[" + i + "]", "/orderReports/" + i), "");
    }
  }

  private static void parent(Expected e) {
    e.word("symbol", "/orderReports/0/symbol", WireShapes.SYMBOLS);
    list(e);
    e.same("side", "/orderReports/0/side");
    e.amount("quantity", "/orderReports/0/origQty");
    e.amount("stopPrice", "/orderReports/0/stopPrice");
    e.amount("price", "/orderReports/1/price");
    // Two zeros of the same scale.
    e.same("filled", "/orderReports/1/executedQty");
    e.same("filledQuote", "/orderReports/1/cummulativeQuoteQty");
    e.same("updatedAt", "/orderReports/0/transactTime");
  }

  private static void list(Expected e) {
    e.is("venueOrderId", "list-" + e.text("/orderListId"), "/orderListId");
    e.is(
        "nativeClientOrderId",
        WireFamilyReplay.served(e.text("/listClientOrderId")),
        "/listClientOrderId");
    e.is("type", "OCO");
    e.word("status", "/listOrderStatus", LIST_STATUSES);
    e.same("nativeStatus", "/listOrderStatus");
  }

  /** The legs are asked for one by one; what they answer is made up. */
  static void queriedList(Expected e) {
    e.word("symbol", "/symbol", WireShapes.SYMBOLS);
    list(e);
    e.same("createdAt", "/transactionTime");
    e.same("updatedAt", "/transactionTime");
    e.is("price", "3.0");
    e.is("stopPrice", "1.0");
    sides(e);
    queriedLeg(e, 0, "STOP_LOSS");
    e.is("legs[0].stopPrice", "1.0");
    queriedLeg(e, 1, "LIMIT");
    e.is("legs[1].price", "3.0");
  }

  private static void queriedLeg(Expected e, int index, String type) {
    String id = "/orders/" + index + "/orderId";
    Expected leg = e.at("legs[" + index + "]", "");
    leg.word("symbol", "/symbol", WireShapes.SYMBOLS);
    leg.same("venueOrderId", id);
    leg.is("nativeClientOrderId", "leg-" + e.text(id), id);
    leg.is("type", type);
    leg.is("timeInForce", "GTC");
    leg.is("status", "NEW");
    leg.is("nativeStatus", "NEW");
    leg.is("createdAt", "1565245656000");
    leg.is("updatedAt", "1565245656001");
    sides(leg);
  }

  private static void sides(Expected e) {
    e.is("side", "SELL");
    e.is("quantity", "5.0");
    e.is("filled", "0.0");
    e.is("filledQuote", "0.0");
  }

  /** The working order is the parent of those that wait for it. */
  static void entry(Expected e) {
    WireShapes.placed(e.at("", "/orderReports/0"), "");
    for (int i = 1; i < e.size("/orderReports"); i++) {
      WireShapes.placed(e.at("legs[" + (i - 1) + "]", "/orderReports/" + i), "");
    }
    e.decides("/listClientOrderId");
  }

  static void amended(Expected e) {
    Expected order = e.at("", "/amendedOrder");
    WireShapes.identity(order, "/clientOrderId");
    order.amount("quantity", "/qty");
    order.amount("quoteQuantity", "/quoteOrderQty");
    order.same("filled", "/executedQty");
    order.same("filledQuote", "/cumulativeQuoteQty");
    e.same("updatedAt", "/transactTime");
  }

  static void replaced(Expected e, String name) {
    WireShapes.placed(e.at("", "/newOrderResponse"), name);
    e.decides(
        "/cancelResult", "/newOrderResult", "/cancelResponse/symbol", "/cancelResponse/orderId");
  }

  static void failedReplacement(Expected whole, String name) {
    Expected e = whole.at("", "/data");
    switch (name.replace("spot_replace_order__", "")) {
      case "both_failed", "cancel_failed_stop_on_failure" -> {
        whole.is("outcome", "Rejected");
        whole.is("failure.kind", "ORDER_NOT_FOUND");
        e.same("failure.nativeCode", "/cancelResponse/code");
        e.is("failure.message", "Binance: Unknown order sent.", "/cancelResponse/msg");
        e.decides("/cancelResult", "/newOrderResult", "/newOrderResponse/code");
      }
      case "cancel_failed_allow_failure" -> {
        whole.is("outcome", "Unconfirmed");
        whole.is("failure.kind", "ORDER_STATE_UNKNOWN");
        e.is(
            "failure.message",
            "The new order was placed, the old one may still be there.",
            "/newOrderResult");
      }
      case "new_order_failed" ->
          halfDone(e, "ORDER_REJECTED", "Order would immediately match and take.");
      case "order_count_exceeded_cancel_only" -> halfDone(e, "RATE_LIMITED", TOO_MANY);
      case "order_count_exceeded_do_nothing" -> {
        whole.is("outcome", "Rejected");
        whole.is("failure.kind", "RATE_LIMITED");
        whole.is("failure.retryAfter", "PT1M");
        whole.same("failure.nativeCode", "/code");
        whole.is("failure.message", "Binance: " + TOO_MANY, "/msg");
      }
      default -> throw new AssertionError(name);
    }
  }

  /** The old order is gone and shown, the new one surely not there. */
  private static void halfDone(Expected e, String kind, String text) {
    e.is("outcome", "Rejected", "/cancelResult", "/newOrderResult");
    e.is("failure.kind", kind);
    e.same("failure.nativeCode", "/newOrderResponse/code");
    e.is(
        "failure.message",
        "The order was cancelled, its successor refused. Binance: " + text,
        "/newOrderResponse/msg");
    WireShapes.canceled(e.at("shown", "/cancelResponse"), "");
  }

  /** Added up by hand over the three kinds. */
  static void commission(Expected e) {
    e.is("symbol", Objects.requireNonNull(WireShapes.SYMBOLS.get(e.text("/symbol"))), "/symbol");
    e.is("makerBuy", "0.04000270");
    e.is("makerSell", "0.05000278");
    e.is("takerBuy", "0.05000282");
    e.is("takerSell", "0.06000290");
    for (String kind : new String[] {"standard", "special", "tax"}) {
      e.at("", "/" + kind + "Commission").decides("/maker", "/taker", "/buyer", "/seller");
    }
  }
}
