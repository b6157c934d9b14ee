package org.aristobot.validate;

import static org.aristobot.validate.Result.notOffered;
import static org.aristobot.validate.Result.pass;
import static org.aristobot.validate.Result.require;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.model.Decimals;
import org.aristobot.model.Quantity;
import tools.jackson.databind.JsonNode;

/** What happens to an order after it was placed: shown, edited, cancelled, listed as done. */
final class LifeItems {

  static final List<Item> ALL =
      List.of(
          Item.places("4.1", "an open order is shown", Sizes::resting, LifeItems::open),
          Item.places("4.2", "edit the price", Sizes::resting, LifeItems::editPrice),
          Item.places("4.3", "edit the quantity", LifeItems::larger, LifeItems::editQuantity),
          Item.places("4.4", "cancel, and cancel again", Sizes::resting, LifeItems::cancel),
          Item.reads("4.5", "closed orders are shown", LifeItems::closed),
          Item.reads("4.6", "own trades are shown", LifeItems::trades),
          Item.places("4.7", "cancel all", Sizes::resting, LifeItems::cancelAll));

  private LifeItems() {}

  private static Wanted larger(Sizes sizes) {
    Wanted resting = sizes.resting();
    return resting.with(new Quantity.Base(resting.base().add(sizes.step())));
  }

  private static String placed(Trial trial, Wanted wanted) {
    return String.valueOf(trial.placed(wanted).clientOrderId());
  }

  /** The one of a list that has this client order id. */
  private static Optional<Shown> in(JsonNode list, String clientId) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(Shown::new)
        .filter(shown -> clientId.equals(shown.clientOrderId()))
        .findFirst();
  }

  private static JsonNode list(Trial trial, String action) {
    return trial.ask(action, trial.symbolParams()).data();
  }

  private static Result open(Trial trial, Wanted wanted) {
    String clientId = placed(trial, wanted);
    Shown listed =
        trial
            .eventually(
                () -> in(list(trial, "fetch_open_orders"), clientId),
                Optional::isPresent,
                _ -> "fetch_open_orders does not show it")
            .orElseThrow();
    require(listed.status().equals("open"), "it is listed as " + listed.status());
    require(
        listed.has("price", wanted.terms().limitPrice()),
        "it is listed at " + listed.text("price"));
    Shown byClientId = trial.info(clientId);
    Answer byId = trial.ask("get_order_info", trial.symbolParams().put("order_id", listed.id()));
    require(
        byClientId.status().equals("open")
            && clientId.equals(new Shown(byId.data()).clientOrderId()),
        "get_order_info tells another order or status by one of its ids");
    trial.away(clientId);
    return pass("in fetch_open_orders, by its id and by its client order id");
  }

  private static Result editPrice(Trial trial, Wanted wanted) {
    return edit(trial, wanted, "price", trial.sizes().price(Sizes.FURTHER_BELOW));
  }

  private static Result editQuantity(Trial trial, Wanted wanted) {
    return edit(trial, wanted, "quantity", trial.sizes().resting().base());
  }

  private static Result edit(Trial trial, Wanted wanted, String field, BigDecimal value) {
    String clientId = placed(trial, wanted);
    Answer answer = trial.edit(clientId, field, value);
    if ("UNSUPPORTED_OPERATION".equals(answer.code())) {
      trial.away(clientId);
      return notOffered(String.valueOf(answer.error()));
    }
    require(answer.success(), "edit_order failed: " + Trial.why(answer));
    Shown edited = new Shown(answer.data());
    Shown shown =
        trial.until(clientId, order -> order.has(field, value), field + " is not " + value);
    require(shown.status().equals("open"), "it is " + shown.status() + " after it");
    trial.away(clientId);
    return pass(
        field
            + " to "
            + Decimals.plain(value)
            + (edited.isFlagged("priority_kept") ? ", place kept" : ", place lost")
            + (edited.isFlagged("id_changed") ? ", another id" : ", same id"));
  }

  private static Result cancel(Trial trial, Wanted wanted) {
    String clientId = placed(trial, wanted);
    Shown gone = trial.away(clientId);
    require(gone.status().equals("cancelled"), "it ended as " + gone.status());
    require(gone.has("filled", BigDecimal.ZERO), "filled is " + gone.text("filled") + ", not 0");
    Answer again = trial.cancel(clientId);
    require(again.success(), "the second cancel failed: " + Trial.why(again));
    require(
        new Shown(again.data()).status().equals("cancelled"),
        "the second cancel says " + new Shown(again.data()).status());
    return pass("both say cancelled");
  }

  private static Result closed(Trial trial) {
    // Of a family the venue lists the legs.
    List<Shown> finished =
        trial.shown().stream()
            .filter(order -> order.isFinished() && order.legs().isEmpty())
            .toList();
    if (finished.isEmpty()) {
      JsonNode list = list(trial, "fetch_closed_orders");
      return pass(list.size() + " are listed");
    }
    for (Shown order : finished) {
      String clientId = String.valueOf(order.clientOrderId());
      Shown listed =
          trial
              .eventually(
                  () -> in(list(trial, "fetch_closed_orders"), clientId),
                  Optional::isPresent,
                  _ -> "fetch_closed_orders does not show " + clientId)
              .orElseThrow();
      require(
          listed.status().equals(order.status()),
          clientId + " is listed as " + listed.status() + ", not " + order.status());
    }
    return pass(finished.size() + " of ours, each as it ended");
  }

  private static Result trades(Trial trial) {
    List<Shown> filled =
        trial.shown().stream().filter(order -> order.status().equals("closed")).toList();
    int fills = list(trial, "fetch_my_trades").size();
    for (Shown order : filled) {
      JsonNode found =
          trial.eventually(
              () ->
                  trial
                      .ask("fetch_my_trades", trial.symbolParams().put("order_id", order.id()))
                      .data(),
              list -> !list.isEmpty(),
              _ -> "fetch_my_trades does not show those of " + order.clientOrderId());
      BigDecimal sum = BigDecimal.ZERO;
      for (JsonNode fill : found) {
        sum = sum.add(fill.path("quantity").decimalValue());
      }
      require(
          order.has("filled", sum),
          order.clientOrderId() + " has trades of " + sum + ", filled " + order.text("filled"));
    }
    return pass(
        filled.isEmpty()
            ? fills + " are listed"
            : "those of " + filled.size() + " orders add up to what they filled");
  }

  /** Never where it could hit an order that is not ours. */
  private static Result cancelAll(Trial trial, Wanted wanted) {
    if (trial.subject().world() == World.REAL) {
      return notOffered("not tried with real money: it would hit all orders of the account");
    }
    for (JsonNode open : list(trial, "fetch_open_orders")) {
      String clientId = new Shown(open).clientOrderId();
      if (clientId == null || !trial.isOurs(clientId)) {
        return notOffered("not tried: other orders are open in this market");
      }
    }
    List<String> both = List.of(placed(trial, wanted), placed(trial, wanted));
    Answer answer = trial.ask("cancel_all_orders", trial.symbolParams());
    require(answer.data().path("failed").isEmpty(), "some were not cancelled");
    for (String clientId : both) {
      Shown gone = trial.until(clientId, Shown::isFinished, "it was not cancelled");
      require(gone.status().equals("cancelled"), "one ended as " + gone.status());
    }
    return pass(answer.data().path("cancelled").size() + " cancelled");
  }
}
