package org.aristobot.simulator.binance;

import java.util.List;
import org.aristobot.simulator.binance.BinanceSimOrderWire.ResponseType;
import org.aristobot.simulator.book.Fill;
import org.aristobot.simulator.book.ListKind;
import org.aristobot.simulator.book.ListPlacement;
import org.aristobot.simulator.book.OrderListView;
import org.aristobot.simulator.book.OrderView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of order lists. */
final class BinanceSimListWire {

  private BinanceSimListWire() {}

  /** The head of a list, without reports of its orders. */
  static ObjectNode head(OrderListView list, long transactionMillis) {
    ObjectNode head =
        BinanceSimWire.object()
            .put(BinanceSimOrderWire.LIST, list.id())
            .put("contingencyType", contingency(list))
            .put("listStatusType", list.open() ? "EXEC_STARTED" : "ALL_DONE")
            .put("listOrderStatus", status(list))
            .put("listClientOrderId", list.clientId())
            .put("transactionTime", transactionMillis)
            .put("symbol", BinanceSimWire.symbol(list.instrument()));
    putOrders(head, list);
    return head;
  }

  private static String contingency(OrderListView list) {
    return list.kind() == ListKind.ONE_CANCELS_OTHER ? "OCO" : "OTO";
  }

  private static String status(OrderListView list) {
    return list.open() ? "EXECUTING" : "ALL_DONE";
  }

  private static void putOrders(ObjectNode answer, OrderListView list) {
    ArrayNode orders = answer.putArray("orders");
    for (OrderView leg : list.legs()) {
      orders
          .addObject()
          .put("symbol", BinanceSimWire.symbol(leg.instrument()))
          .put("orderId", leg.id())
          .put("clientOrderId", leg.clientId());
    }
  }

  static ObjectNode placed(ListPlacement.Placed placed, @Nullable ResponseType asked) {
    OrderListView list = placed.list();
    ObjectNode answer = head(list, list.acceptedAtMillis());
    ArrayNode reports = answer.putArray("orderReports");
    for (int i = 0; i < list.legs().size(); i++) {
      OrderView leg = list.legs().get(i);
      List<Fill> fills = placed.fills().get(i);
      ResponseType type = BinanceSimOrderForm.responseType(asked, leg.kind());
      reports.add(BinanceSimOrderWire.placed(type, leg, fills));
    }
    return answer;
  }

  static ObjectNode canceled(OrderListView list, String cancelId) {
    ObjectNode answer = head(list, list.updatedAtMillis());
    ArrayNode reports = answer.putArray("orderReports");
    for (OrderView leg : list.legs()) {
      reports.add(BinanceSimOrderWire.canceled(leg, cancelId));
    }
    return answer;
  }

  /** What an amendment tells of the list that its order belongs to. */
  static ObjectNode amended(OrderListView list) {
    ObjectNode answer =
        BinanceSimWire.object()
            .put(BinanceSimOrderWire.LIST, list.id())
            .put("contingencyType", contingency(list))
            .put("listOrderStatus", status(list))
            .put("listClientOrderId", list.clientId())
            .put("symbol", BinanceSimWire.symbol(list.instrument()));
    putOrders(answer, list);
    return answer;
  }
}
