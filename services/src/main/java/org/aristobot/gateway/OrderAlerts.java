package org.aristobot.gateway;

import org.aristobot.alert.Alert;
import org.aristobot.alert.Alerts;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.OrderStatus;

/** What about an order is worth an alert. */
final class OrderAlerts {

  private OrderAlerts() {}

  static void unknownStatus(Alerts alerts, StoredOrder order) {
    if (order.status() == OrderStatus.UNKNOWN && order.nativeStatus() != null) {
      alerts.raise(
          new Alert(
              Alert.Kind.UNKNOWN_STATUS,
              order.venue().word() + " " + order.nativeStatus(),
              order.venue().word()
                  + " shows an order status that is not known: "
                  + order.nativeStatus()));
    }
  }

  static void unprotected(Alerts alerts, StoredOrder order) {
    if (order.unprotected()) {
      alerts.raise(
          new Alert(
              Alert.Kind.UNPROTECTED_ORDER,
              "order " + order.id(),
              "order " + order.id() + " stands without the protection that was asked for"));
    }
  }

  /** An entry of whose exits nobody can tell which they are. */
  static void unknownExits(Alerts alerts, StoredOrder entry) {
    alerts.raise(
        new Alert(
            Alert.Kind.UNPROTECTED_ORDER,
            "exits of order " + entry.id(),
            "order "
                + entry.id()
                + " is filled, and none of the exits that "
                + entry.venue().word()
                + " shows is surely the one that was asked for; look at the account"));
  }
}
