package org.aristobot.validate;

import static org.aristobot.validate.Result.pass;
import static org.aristobot.validate.Result.require;

import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.aristobot.bus.BusClient.Answer;

/** The same order asked for twice. */
final class TwiceItems {

  static final List<Item> ALL =
      List.of(
          Item.places("6.1", "same client id, same order", Sizes::resting, TwiceItems::sameOrder),
          Item.places("6.2", "same client id, other order", Sizes::resting, TwiceItems::otherOrder),
          Item.places("6.3", "same request again", Sizes::resting, TwiceItems::sameRequest));

  private TwiceItems() {}

  private static Result sameOrder(Trial trial, Wanted wanted) {
    String clientId = trial.newId();
    return twice(trial, wanted, clientId, Caller.newRequestId(), Caller.newRequestId());
  }

  private static Result sameRequest(Trial trial, Wanted wanted) {
    String requestId = Caller.newRequestId();
    return twice(trial, wanted, trial.newId(), requestId, requestId);
  }

  private static Result twice(
      Trial trial, Wanted wanted, String clientId, String requestId, String otherRequestId) {
    Answer first = trial.place(wanted, clientId, requestId);
    require(first.success(), "the first was refused: " + Trial.why(first));
    require(!first.replayed(), "the first is said to be a replay");
    Answer second = trial.place(wanted, clientId, otherRequestId);
    require(second.success(), "the second was refused: " + Trial.why(second));
    require(second.replayed(), "the second is not said to be a replay");
    require(
        Objects.equals(new Shown(first.data()).id(), new Shown(second.data()).id()),
        "the two answers name two orders");
    long there = count(trial, clientId);
    require(there == 1, "the venue has " + there + " such orders");
    trial.away(clientId);
    return pass("the first order again, replayed; the venue has one");
  }

  /** How many of it the venue has: of all that there ever were, or else of those that are open. */
  private static long count(Trial trial, String clientId) {
    ControlPlane control = trial.control();
    if (control != null) {
      return control.orders(nativeId(trial, clientId));
    }
    return StreamSupport.stream(
            trial.ask("fetch_open_orders", trial.symbolParams()).data().spliterator(), false)
        .filter(order -> clientId.equals(new Shown(order).clientOrderId()))
        .count();
  }

  static String nativeId(Trial trial, String clientId) {
    return trial
        .view()
        .row(clientId)
        .map(TradesView.Stored::nativeClientOrderId)
        .orElseThrow(() -> new Result.Failed("trades has no row with clientOid " + clientId));
  }

  private static Result otherOrder(Trial trial, Wanted wanted) {
    String clientId = trial.newId();
    Answer first = trial.place(wanted, clientId);
    require(first.success(), "the first was refused: " + Trial.why(first));
    Answer second = trial.place(trial.sizes().resting(Sizes.FURTHER_BELOW), clientId);
    require(
        "DUPLICATE_CLIENT_ORDER_ID".equals(second.code()),
        "it should be DUPLICATE_CLIENT_ORDER_ID, not " + Trial.why(second));
    trial.away(clientId);
    return pass(Trial.why(second));
  }
}
