package org.aristobot.validate;

import static org.aristobot.validate.Result.fail;
import static org.aristobot.validate.Result.notOffered;
import static org.aristobot.validate.Result.pass;
import static org.aristobot.validate.Result.require;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.aristobot.bus.BusClient.Answer;
import org.aristobot.exchange.Capabilities.Support;
import org.aristobot.exchange.Feature;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Symbol;

/** What must not work, and what happens when the network does not. */
final class RefusalItems {

  private static final Symbol NOWHERE = Symbol.spot("NOSUCHCOIN", "NOSUCHMONEY");

  /** Well known ones first: some markets are closed to some people. */
  private static final List<String> WELL_KNOWN =
      List.of("ETH", "SOL", "XRP", "LTC", "DOGE", "ADA", "BNB", "LINK", "DOT", "TRX");

  static final List<Item> ALL =
      List.of(
          Item.refused(
              "7.1", "bad symbol", sizes -> sizes.resting().on(NOWHERE), RefusalItems::badSymbol),
          Item.refused("7.2", "too small", RefusalItems::tooSmall, RefusalItems::refusedSmall),
          Item.refused("7.3", "off the step", RefusalItems::offStep, RefusalItems::refusedStep),
          Item.refused("7.4", "no funds", Sizes::limitSale, RefusalItems::noFunds),
          Item.places(
              "7.5", "expiry is enforced by the venue", Sizes::resting, RefusalItems::expiry),
          Item.places(
              "7.6",
              "expiry is enforced for a stop loss",
              Feature.STOP_LOSS,
              Sizes::stopLoss,
              RefusalItems::expiry),
          Item.onSimulator(
              "7.7",
              "time-out: the answer is lost",
              Sizes::resting,
              (trial, wanted) -> lost(trial, wanted, "reply_lost_after_accept", 1)),
          Item.onSimulator(
              "7.8",
              "time-out: the order is lost",
              Sizes::resting,
              (trial, wanted) -> lost(trial, wanted, "request_lost", 0)));

  private RefusalItems() {}

  private static Result refused(Trial trial, Wanted wanted, Set<String> codes, String word) {
    return refused(trial.place(wanted), wanted, codes, word);
  }

  private static Result refused(Answer answer, Wanted wanted, Set<String> codes, String word) {
    require(!answer.success(), wanted.text() + " was accepted");
    require(
        codes.contains(String.valueOf(answer.code())),
        "it should be " + String.join(" or ", codes) + ", not " + Trial.why(answer));
    require(
        String.valueOf(answer.error()).contains(word),
        "the refusal does not name the " + word + ": " + answer.error());
    return pass(Trial.why(answer));
  }

  private static Result badSymbol(Trial trial, Wanted wanted) {
    return refused(trial, wanted, Set.of("UNKNOWN_SYMBOL"), "");
  }

  private static Wanted tooSmall(Sizes sizes) {
    return sizes.resting().with(new Quantity.Base(sizes.step()));
  }

  private static Result refusedSmall(Trial trial, Wanted wanted) {
    Instrument instrument = trial.sizes().instrument();
    BigDecimal least = instrument.quantity().min();
    boolean smallEnough =
        (least != null && wanted.base().compareTo(least) < 0)
            || (instrument.minNotional() != null
                && wanted.worth(trial.sizes().market()).compareTo(instrument.minNotional()) < 0);
    if (!smallEnough) {
      return notOffered("this market has no order that is too small");
    }
    return refused(
        trial, wanted, Set.of("MIN_NOTIONAL", "INVALID_QUANTITY"), "nearest valid value");
  }

  private static Wanted offStep(Sizes sizes) {
    BigDecimal tenth = sizes.step().movePointLeft(1);
    return sizes.resting().with(new Quantity.Base(sizes.resting().base().add(tenth)));
  }

  private static Result refusedStep(Trial trial, Wanted wanted) {
    if (trial.sizes().instrument().quantity().step() == null) {
      return notOffered("this market has no step");
    }
    return refused(trial, wanted, Set.of("INVALID_QUANTITY"), "nearest valid value");
  }

  /** A sale of the smallest size of what the account does not have; with play money, of more. */
  private static Result noFunds(Trial trial, Wanted sale) {
    Set<String> codes = Set.of("INSUFFICIENT_FUNDS");
    Optional<Wanted> unheld = unheld(trial);
    if (unheld.isPresent()) {
      return refused(trial, unheld.get(), codes, "");
    }
    if (trial.subject().world() == World.REAL) {
      return notOffered("the account has something of everything that it could try to sell");
    }
    BigDecimal free = trial.free(trial.subject().symbol().base());
    BigDecimal more = Sizes.up(free, trial.sizes().step()).add(sale.base());
    Wanted wanted = sale.with(new Quantity.Base(more));
    return refused(trial.placeBeyondCap(wanted), wanted, codes, "");
  }

  private static Optional<Wanted> unheld(Trial trial) {
    Set<String> held = trial.assets();
    Symbol ours = trial.subject().symbol();
    for (String base : WELL_KNOWN) {
      Symbol symbol = Symbol.spot(base, ours.quote());
      Optional<Instrument> market =
          held.contains(base)
              ? Optional.empty()
              : trial.probe().instruments().stream()
                  .filter(known -> known.active() && known.symbol().equals(symbol))
                  .findFirst();
      if (market.isPresent()) {
        Shown ticker =
            new Shown(
                trial.ask("get_ticker", trial.params().put("symbol", symbol.toString())).data());
        BigDecimal last = ticker.number("last");
        if (last != null) {
          return Optional.of(new Sizes(market.get(), last).limitSale());
        }
      }
    }
    return Optional.empty();
  }

  private static Result expiry(Trial trial, Wanted wanted) {
    if (trial.support(Feature.STOP_LOSS, wanted) == Support.NONE
        && wanted.type() == OrderType.STOP_LOSS) {
      return notOffered("the venue has no such orders");
    }
    NativeClientOrderId id = trial.nativeId(trial.newId());
    return switch (trial.probe().placeLate(wanted.request(id))) {
      case Probe.Late.Refused(var why) -> pass(why);
      case Probe.Late.NoExpiry(var why) -> notOffered(why);
      case Probe.Late.Unclear(var why, boolean mayStand) -> {
        if (mayStand) {
          trial.leave("perhaps an order that the journal does not know, " + id + " on the venue");
        }
        yield fail(why);
      }
      case Probe.Late.Taken(boolean cancelled) -> {
        if (!cancelled) {
          trial.leave("an order that the journal does not know, " + id + " on the venue");
        }
        yield fail(
            "an order that had expired was placed" + (cancelled ? "; it was cancelled" : ""));
      }
    };
  }

  /**
   * Nobody hears how an order ended: it must be found out, and never be sent again.
   *
   * @param there how many orders of it the venue has then
   */
  private static Result lost(Trial trial, Wanted wanted, String fault, long there) {
    ControlPlane control = Objects.requireNonNull(trial.control());
    control.arm(fault, "place_order");
    String clientId = trial.newId();
    Answer answer = trial.place(wanted, clientId);
    require(control.struck(fault), "the simulator lost nothing");
    long count = control.orders(TwiceItems.nativeId(trial, clientId));
    require(count == there, "the venue has " + count + " such orders, not " + there);
    if (there == 0) {
      require(
          "ORDER_NOT_PLACED".equals(answer.code()),
          "it should be ORDER_NOT_PLACED, not "
              + (answer.success() ? "a success" : Trial.why(answer)));
      return pass(Trial.why(answer));
    }
    require(
        answer.success() || "ORDER_STATE_UNKNOWN".equals(answer.code()),
        "it should be found or in doubt, not " + Trial.why(answer));
    trial.until(clientId, shown -> shown.status().equals("open"), "it was not found");
    trial.away(clientId);
    return pass((answer.success() ? "found" : "in doubt, then found") + "; the venue has one");
  }
}
