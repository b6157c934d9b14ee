package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.aristobot.simulator.binance.BinanceSimOrderForm.Leg;
import org.aristobot.simulator.binance.BinanceSimOrderWire.ResponseType;
import org.aristobot.simulator.binance.BinanceSimTrading.Caller;
import org.aristobot.simulator.book.Amending;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Placement;
import org.aristobot.simulator.book.Replacement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders that are changed: replaced by another one, or made smaller in their place. */
final class BinanceSimEdits {

  private static final int AMEND_WEIGHT = 4;

  private final Engine engine;
  private final BinanceSimSymbols symbols;
  private final BinanceSimLimits limits;
  private final BinanceSimAuth auth;

  BinanceSimEdits(
      Engine engine, BinanceSimSymbols symbols, BinanceSimLimits limits, BinanceSimAuth auth) {
    this.engine = engine;
    this.symbols = symbols;
    this.limits = limits;
    this.auth = auth;
  }

  // --- cancel and replace

  private enum Result {
    SUCCESS,
    FAILURE,
    NOT_ATTEMPTED
  }

  private record Part(Result result, JsonNode response) {

    static Part failed(BinanceSimError error) {
      return new Part(
          Result.FAILURE, BinanceSimWire.error(error.code, String.valueOf(error.getMessage())));
    }
  }

  /** What the parameters ask for. */
  private record Wanted(
      Instrument instrument,
      boolean stopOnFailure,
      boolean cancelAnyway,
      OrderRef ref,
      String cancelId,
      Predicate<OrderStatus> allowed,
      NewOrder order,
      @Nullable ResponseType asked) {}

  JsonNode replace(BinanceSimParams params, Caller caller) {
    Wanted wanted = wanted(params, caller);
    symbols.check(engine, wanted.instrument(), wanted.order(), true);
    BinanceSimError exceeded = exceeded(wanted, caller);
    auth.checkFresh(caller.freshness());
    Replacement done =
        engine.replace(
            caller.account(),
            wanted.instrument(),
            wanted.ref(),
            wanted.allowed(),
            exceeded == null ? wanted.order() : null,
            wanted.stopOnFailure());
    Part canceled = part(() -> BinanceSimTrading.canceled(done.canceled(), wanted.cancelId()));
    Part placed = placed(wanted, done, canceled, exceeded);
    ObjectNode answer =
        BinanceSimWire.object()
            .put("cancelResult", canceled.result().name())
            .put("newOrderResult", placed.result().name());
    answer.set("cancelResponse", canceled.response());
    answer.set("newOrderResponse", placed.response());
    boolean gone = canceled.result() == Result.SUCCESS;
    boolean there = placed.result() == Result.SUCCESS;
    if (gone && there) {
      return answer;
    }
    throw failure(gone || there, exceeded != null && wanted.stopOnFailure(), exceeded, answer);
  }

  private Wanted wanted(BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    boolean stop =
        choice(
            "cancelReplaceMode",
            params.requiredText("cancelReplaceMode"),
            "STOP_ON_FAILURE",
            "ALLOW_FAILURE");
    String exceededMode = params.text("orderRateLimitExceededMode");
    boolean cancelAnyway =
        exceededMode != null
            && choice("orderRateLimitExceededMode", exceededMode, "CANCEL_ONLY", "DO_NOTHING");
    OrderRef ref = BinanceSimTrading.orderRef(params, "cancelOrderId", "cancelOrigClientOrderId");
    String cancelId = BinanceSimOrderForm.clientId(params, "cancelNewClientOrderId");
    Predicate<OrderStatus> allowed =
        BinanceSimTrading.restriction(params.text("cancelRestrictions"));
    NewOrder order =
        BinanceSimOrderForm.read(
            params, symbols.traits(instrument), Leg.SINGLE, true, caller.visibleAfterMillis());
    ResponseType asked = BinanceSimOrderForm.responseType(params);
    params.allRead();
    return new Wanted(instrument, stop, cancelAnyway, ref, cancelId, allowed, order, asked);
  }

  /** Whether a value is the first of two words. */
  private static boolean choice(String name, String value, String one, String other) {
    if (!value.equals(one) && !value.equals(other)) {
      throw BinanceSimError.invalidData(name);
    }
    return value.equals(one);
  }

  /** Counts the new order; what is wrong with that, when the cancel is wanted all the same. */
  private @Nullable BinanceSimError exceeded(Wanted wanted, Caller caller) {
    try {
      limits.countOrders(caller.account(), caller.address(), 1);
      return null;
    } catch (BinanceSimError e) {
      if (wanted.cancelAnyway()) {
        return e;
      }
      throw e;
    }
  }

  private static Part placed(
      Wanted wanted, Replacement done, Part canceled, @Nullable BinanceSimError exceeded) {
    if (canceled.result() == Result.FAILURE && wanted.stopOnFailure()) {
      return new Part(Result.NOT_ATTEMPTED, NullNode.getInstance());
    }
    Placement placement = done.placed();
    return exceeded != null || placement == null
        ? Part.failed(Objects.requireNonNull(exceeded))
        : part(() -> BinanceSimTrading.placed(placement, wanted.asked()));
  }

  private static Part part(Supplier<JsonNode> answer) {
    try {
      return new Part(Result.SUCCESS, answer.get());
    } catch (BinanceSimError e) {
      return Part.failed(e);
    }
  }

  private static BinanceSimError failure(
      boolean half, boolean tooMany, @Nullable BinanceSimError exceeded, ObjectNode data) {
    return new BinanceSimError(
        tooMany ? 429 : half ? 409 : 400,
        half ? -2021 : -2022,
        half ? "Order cancel-replace partially failed." : "Order cancel-replace failed.",
        tooMany && exceeded != null ? exceeded.headers : Map.of(),
        data);
  }

  // --- amend

  JsonNode amend(BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    OrderRef ref = BinanceSimTrading.orderRef(params);
    BigDecimal quantity = params.decimal("newQty");
    String clientId = BinanceSimOrderForm.clientId(params, "newClientOrderId");
    params.allRead();
    if (quantity == null) {
      throw BinanceSimError.missing("newQty");
    }
    if (!symbols.traits(instrument).modern()) {
      throw BinanceSimError.of(-2038, "Order amend is not supported for this symbol.");
    }
    OrderView before = engine.find(caller.account(), instrument, ref);
    if (before != null) {
      symbols
          .filters(instrument)
          .checkAmended(
              before, quantity, engine.averagePrice(instrument, BinanceSimFilters.AVERAGE_MINUTES));
    }
    auth.checkFresh(caller.freshness());
    return switch (engine.amend(caller.account(), instrument, ref, quantity, clientId)) {
      case Amending.Refused refused -> throw amendRefusal(refused);
      case Amending.Amended amended -> {
        if (amended.order().status() == OrderStatus.EXPIRED) {
          limits.refund(caller.address(), AMEND_WEIGHT);
        }
        yield BinanceSimOrderWire.amended(amended);
      }
    };
  }

  private static BinanceSimError amendRefusal(Amending.Refused refused) {
    BinanceSimError error = BinanceSimError.refusal(refused.reason());
    return error.code == -2039
        ? error
        : BinanceSimError.of(-2038, String.valueOf(error.getMessage()));
  }
}
