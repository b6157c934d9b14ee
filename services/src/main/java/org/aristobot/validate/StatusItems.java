package org.aristobot.validate;

import static org.aristobot.validate.Result.pass;
import static org.aristobot.validate.Result.require;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Whether every native status is understood, and what is kept of the venue's own words. */
final class StatusItems {

  /** An order object has many members, an acknowledgement few; ours are three. */
  private static final int LEAST_MEMBERS = 8;

  /** Another request may be the one that meets the fault. */
  private static final int TRIES = 3;

  static final List<Item> ALL =
      List.of(
          Item.reads("5.1", "every status is known", StatusItems::known),
          Item.reads("5.2", "orders are stored raw", StatusItems::stored),
          Item.onSimulator(
              "5.3", "an unknown status survives", Sizes::resting, StatusItems::survives));

  private StatusItems() {}

  private static Result known(Trial trial) {
    Map<String, String> statuses = trial.statuses();
    List<String> unknown =
        statuses.entrySet().stream()
            .filter(entry -> entry.getValue().equals("UNKNOWN"))
            .map(Map.Entry::getKey)
            .toList();
    require(unknown.isEmpty(), "nobody knows " + String.join(", ", unknown));
    return pass(
        statuses.isEmpty()
            ? "none was seen"
            : statuses.entrySet().stream()
                .map(entry -> entry.getKey() + " is " + entry.getValue())
                .sorted()
                .collect(Collectors.joining(", ")));
  }

  private static Result stored(Trial trial) {
    trial.refresh();
    List<Shown> orders = trial.shown();
    for (Shown order : orders) {
      String clientId = String.valueOf(order.clientOrderId());
      TradesView.Stored row =
          trial
              .view()
              .row(clientId)
              .orElseThrow(() -> new Result.Failed("trades has no row with clientOid " + clientId));
      require(
          row.status().equals(order.status()),
          clientId + " is stored as " + row.status() + ", answered as " + order.status());
      require(
          trial.subject().broker().venue().word().equals(row.rawExchange()),
          "raw_response of " + clientId + " names the exchange " + row.rawExchange());
      require(
          row.rawStatus() != null && Objects.equals(row.rawStatus(), row.nativeStatus()),
          "raw_response of "
              + clientId
              + " has status "
              + row.rawStatus()
              + ", the column "
              + row.nativeStatus());
      require(
          row.members() >= LEAST_MEMBERS,
          "raw_response of " + clientId + " is no order object: " + row.members() + " members");
    }
    return pass(
        orders.isEmpty()
            ? "none was placed"
            : orders.size() + " in trades, each with the venue's own object");
  }

  /** The venue says it where it is asked for an order: not every one does when it places one. */
  private static Result survives(Trial trial, Wanted wanted) {
    ControlPlane control = Objects.requireNonNull(trial.control());
    String clientId = String.valueOf(trial.placed(wanted).clientOrderId());
    Shown odd = trial.info(clientId);
    for (int i = 0; i < TRIES && !odd.status().equals("UNKNOWN"); i++) {
      control.arm("unknown_status", null);
      odd = trial.info(clientId);
      require(control.struck("unknown_status"), "the simulator never said it");
    }
    String word = String.valueOf(odd.text("native_status"));
    require(odd.status().equals("UNKNOWN"), "the word " + word + " was taken for " + odd.status());
    trial.forget(word);
    trial.until(clientId, shown -> shown.status().equals("open"), "it is not read again");
    trial.away(clientId);
    return pass("UNKNOWN (" + word + "), and open when the venue said so again");
  }
}
