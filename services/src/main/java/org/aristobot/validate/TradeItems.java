package org.aristobot.validate;

import static org.aristobot.validate.Result.notOffered;
import static org.aristobot.validate.Result.pass;
import static org.aristobot.validate.Result.require;

import java.math.BigDecimal;
import java.util.List;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Decimals;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderTerms.TrailingDelta;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.TimeInForce;

/**
 * Every kind of order that a caller can ask for: bought and sold at the market, placed far away and
 * cancelled, or refused where the venue's table has no row for it.
 */
final class TradeItems {

  private static final BigDecimal PERCENT = new BigDecimal("5");
  private static final BigDecimal PROTECTED_STOP = new BigDecimal("0.86");
  private static final BigDecimal PROTECTED_TAKE = new BigDecimal("0.94");
  private static final BigDecimal TWICE = new BigDecimal("2");

  static final List<Item> ALL =
      List.of(
          fills("2.1", "market buy", Feature.MARKET, Sizes::purchaseNow),
          fills("2.2", "market buy for an amount", Feature.MARKET_QUOTE_SIZED, Sizes::spendingNow),
          fills("2.3", "market sell", Feature.MARKET, sizes -> sizes.saleNow(sizes.sale())),
          rests("2.4", "limit buy", Feature.LIMIT, Sizes::resting),
          rests("2.5", "limit sell", Feature.LIMIT, Sizes::limitSale),
          rests("3.1", "stop loss", Feature.STOP_LOSS, Sizes::stopLoss),
          rests(
              "3.2",
              "stop loss at a limit",
              Feature.STOP_LOSS_LIMIT,
              sizes ->
                  sizes.sale(
                      new OrderTerms.StopLimit(
                          sizes.price(Sizes.STOP),
                          sizes.price(Sizes.STOP_LIMIT),
                          TimeInForce.GTC))),
          rests(
              "3.3",
              "take profit",
              Feature.TAKE_PROFIT,
              sizes -> sizes.sale(new OrderTerms.TakeProfitMarket(sizes.price(Sizes.TAKE)))),
          rests(
              "3.4",
              "take profit at a limit",
              Feature.TAKE_PROFIT_LIMIT,
              sizes ->
                  sizes.sale(
                      new OrderTerms.TakeProfitLimit(
                          sizes.price(Sizes.TAKE),
                          sizes.price(Sizes.TAKE_LIMIT),
                          TimeInForce.GTC))),
          ends("3.5", "IOC", Feature.IOC, TimeInForce.IOC),
          ends("3.6", "FOK", Feature.FOK, TimeInForce.FOK),
          rests("3.7", "post only", Feature.POST_ONLY, sizes -> buy(sizes, TimeInForce.GTC, true)),
          rests(
              "3.8",
              "reduce only",
              Feature.REDUCE_ONLY,
              sizes -> sizes.resting().with(Feature.REDUCE_ONLY)),
          rests(
              "3.9",
              "trailing stop",
              Feature.TRAILING_STOP,
              sizes ->
                  sizes.sale(
                      new OrderTerms.TrailingStop(new TrailingDelta.Percent(PERCENT), null, null))),
          rests("3.10", "OCO", Feature.OCO, TradeItems::oco),
          rests(
              "3.11",
              "stop loss attached to a limit order",
              Feature.ATTACHED_STOP_LOSS,
              sizes -> sizes.resting().with(new Protection(sizes.price(PROTECTED_STOP), null))),
          rests(
              "3.12",
              "take profit attached to a limit order",
              Feature.ATTACHED_TAKE_PROFIT,
              sizes -> sizes.resting().with(new Protection(null, sizes.price(PROTECTED_TAKE)))),
          rests("3.13", "iceberg", Feature.ICEBERG, TradeItems::iceberg));

  private TradeItems() {}

  private static Wanted buy(Sizes sizes, TimeInForce force, boolean postOnly) {
    return sizes
        .resting()
        .with(new OrderTerms.Limit(sizes.price(Sizes.FAR_BELOW), force, postOnly));
  }

  private static Wanted oco(Sizes sizes) {
    return sizes.sale(
        new OrderTerms.Oco(
            sizes.price(Sizes.FAR_ABOVE), sizes.price(Sizes.STOP), sizes.price(Sizes.STOP_LIMIT)));
  }

  private static Wanted iceberg(Sizes sizes) {
    BigDecimal visible = sizes.resting().base();
    return sizes.resting().with(new Quantity.Base(visible.multiply(TWICE))).showing(visible);
  }

  private static Item fills(String number, String title, Feature feature, Item.Order order) {
    return Item.places(
        number,
        title,
        feature,
        order,
        (trial, wanted) -> offered(trial, feature, wanted, TradeItems::filled));
  }

  private static Item rests(String number, String title, Feature feature, Item.Order order) {
    return Item.places(
        number,
        title,
        feature,
        order,
        (trial, wanted) -> offered(trial, feature, wanted, TradeItems::rested));
  }

  private static Item ends(String number, String title, Feature feature, TimeInForce force) {
    return Item.places(
        number,
        title,
        feature,
        sizes -> buy(sizes, force, false),
        (trial, wanted) -> offered(trial, feature, wanted, TradeItems::ended));
  }

  /** What the table has no row for must be refused, or be left out with a warning. */
  private static Result offered(Trial trial, Feature feature, Wanted wanted, Item.Placing placing) {
    if (trial.support(feature, wanted) != Support.NONE) {
      return placing.of(trial, wanted);
    }
    Answer answer = trial.place(wanted);
    if (answer.success()) {
      Shown shown = new Shown(answer.data());
      trial.away(String.valueOf(shown.clientOrderId()));
      require(
          feature.level() > 1
              && shown.warnings().stream().anyMatch(w -> w.contains(feature.field())),
          "the venue does not have it, and " + wanted.text() + " was placed without a word");
      return notOffered(String.join("; ", shown.warnings()));
    }
    require(
        "UNSUPPORTED_PARAMETER".equals(answer.code())
            || "UNSUPPORTED_OPERATION".equals(answer.code()),
        "it should be refused as UNSUPPORTED_PARAMETER, not as " + Trial.why(answer));
    return notOffered(String.valueOf(answer.error()));
  }

  private static Result filled(Trial trial, Wanted wanted) {
    Shown placed = trial.placed(wanted);
    String clientId = String.valueOf(placed.clientOrderId());
    echo(placed, wanted);
    Shown shown = trial.until(clientId, Shown::isFinished, "it is not finished");
    require(shown.status().equals("closed"), "it ended as " + shown.status());
    BigDecimal filled = shown.required("filled");
    BigDecimal average = shown.required("average");
    BigDecimal fee = shown.number("fee");
    require(filled.signum() > 0 && average.signum() > 0, "it filled nothing, or at no price");
    return pass(
        wanted.text()
            + ": "
            + Decimals.plain(filled)
            + " at "
            + Decimals.plain(average)
            + (fee == null
                ? ", fee not told"
                : ", fee " + Decimals.plain(fee) + " " + shown.text("fee_currency")));
  }

  private static Result rested(Trial trial, Wanted wanted) {
    Shown shown = trial.placed(wanted);
    echo(shown, wanted);
    String clientId = String.valueOf(shown.clientOrderId());
    require(shown.status().equals("open"), "it is " + shown.status() + ", not open");
    require(
        !(wanted.terms() instanceof OrderTerms.Oco) || shown.legs().size() == 2,
        "it has " + shown.legs().size() + " legs, not 2");
    require(
        wanted.protection() == null || (!shown.legs().isEmpty() && !shown.isFlagged("unprotected")),
        "its protection is not there");
    Shown gone = trial.away(clientId);
    require(gone.status().equals("cancelled"), "it ended as " + gone.status());
    return pass(wanted.text() + ": open, then cancelled" + warnings(shown));
  }

  private static Result ended(Trial trial, Wanted wanted) {
    Shown placed = trial.placed(wanted);
    echo(placed, wanted);
    Shown shown =
        trial.until(String.valueOf(placed.clientOrderId()), Shown::isFinished, "it rests");
    require(shown.status().equals("cancelled"), "it ended as " + shown.status());
    require(shown.has("filled", BigDecimal.ZERO), "filled is " + shown.text("filled") + ", not 0");
    return pass(wanted.text() + ": not filled at once, so cancelled");
  }

  /** The answer must be about what was asked for. */
  private static void echo(Shown shown, Wanted wanted) {
    require(shown.id() != null, "it has no id");
    require(Wanted.word(wanted.side()).equals(shown.text("side")), "side is " + shown.text("side"));
    require(Wanted.word(wanted.type()).equals(shown.text("type")), "type is " + shown.text("type"));
    require(shown.has("price", wanted.terms().limitPrice()), "price is " + shown.text("price"));
    require(
        shown.has("stop_price", wanted.terms().triggerPrice()),
        "stop_price is " + shown.text("stop_price"));
  }

  private static String warnings(Shown shown) {
    return shown.warnings().isEmpty() ? "" : " (" + String.join("; ", shown.warnings()) + ")";
  }
}
