package org.aristobot.simulator.binance;

import java.util.List;
import java.util.function.Predicate;
import org.aristobot.simulator.binance.BinanceSimOrderForm.Leg;
import org.aristobot.simulator.binance.BinanceSimOrderWire.ResponseType;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.CanceledAll;
import org.aristobot.simulator.book.Cancellation;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.Placement;
import org.aristobot.simulator.book.Refusal;
import org.aristobot.simulator.book.TradingStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What a key may do; single orders are placed, tested and canceled here. */
final class BinanceSimTrading {

  /** Who calls, from where, until when, and how long his orders stay hidden from look-ups. */
  record Caller(
      Account account,
      String address,
      BinanceSimAuth.Freshness freshness,
      long visibleAfterMillis) {}

  private final Engine engine;
  private final BinanceSimSymbols symbols;
  private final BinanceSimLimits limits;
  private final BinanceSimAuth auth;
  private final BinanceSimEdits edits;
  private final BinanceSimLists lists;

  BinanceSimTrading(
      Engine engine, BinanceSimSymbols symbols, BinanceSimLimits limits, BinanceSimAuth auth) {
    this.engine = engine;
    this.symbols = symbols;
    this.limits = limits;
    this.auth = auth;
    this.edits = new BinanceSimEdits(engine, symbols, limits, auth);
    this.lists = new BinanceSimLists(engine, symbols, limits, auth);
  }

  JsonNode answer(BinanceSimRoute route, BinanceSimParams params, Caller caller) {
    return switch (route) {
      case PLACE -> place(params, caller);
      case TEST -> test(params);
      case CANCEL -> cancel(params, caller);
      case CANCEL_ALL -> cancelAll(params, caller);
      case REPLACE -> edits.replace(params, caller);
      case AMEND -> edits.amend(params, caller);
      case PLACE_OCO, PLACE_OTO, PLACE_OTOCO, PLACE_OPO, PLACE_OPOCO ->
          lists.place(route, params, caller);
      case CANCEL_LIST -> lists.cancel(params, caller);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  // --- placing

  private JsonNode place(BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    NewOrder order =
        BinanceSimOrderForm.read(
            params, symbols.traits(instrument), Leg.SINGLE, true, caller.visibleAfterMillis());
    ResponseType asked = BinanceSimOrderForm.responseType(params);
    params.allRead();
    symbols.check(engine, instrument, order, true);
    limits.countOrders(caller.account(), caller.address(), 1);
    auth.checkFresh(caller.freshness());
    return placed(engine.place(caller.account(), instrument, order), asked);
  }

  static JsonNode placed(Placement placement, @Nullable ResponseType asked) {
    return switch (placement) {
      case Placement.Refused refused -> throw BinanceSimError.refusal(refused.reason());
      case Placement.Placed placed -> {
        ResponseType type = BinanceSimOrderForm.responseType(asked, placed.order().kind());
        yield BinanceSimOrderWire.placed(type, placed);
      }
    };
  }

  private JsonNode test(BinanceSimParams params) {
    Instrument instrument = symbols.required(params);
    NewOrder order =
        BinanceSimOrderForm.read(params, symbols.traits(instrument), Leg.SINGLE, true, 0);
    var _ = BinanceSimOrderForm.responseType(params);
    boolean rates = params.flag("computeCommissionRates");
    params.allRead();
    symbols.check(engine, instrument, order, true);
    if (engine.status(instrument) != TradingStatus.OPEN) {
      throw BinanceSimError.marketClosed();
    }
    return rates ? BinanceSimWire.testRates() : BinanceSimWire.object();
  }

  // --- canceling

  private JsonNode cancel(BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    OrderRef ref = orderRef(params);
    String cancelId = BinanceSimOrderForm.clientId(params, "newClientOrderId");
    Predicate<OrderStatus> allowed = restriction(params.text("cancelRestrictions"));
    params.allRead();
    auth.checkFresh(caller.freshness());
    return canceled(engine.cancel(caller.account(), instrument, ref, allowed), cancelId);
  }

  private JsonNode cancelAll(BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    params.allRead();
    auth.checkFresh(caller.freshness());
    CanceledAll canceled = engine.cancelAll(caller.account(), instrument);
    if (canceled.isEmpty()) {
      throw BinanceSimError.refusal(Refusal.UNKNOWN_ORDER);
    }
    String cancelId = BinanceSimOrderForm.madeUpId();
    ArrayNode answer = BinanceSimWire.array(List.of());
    canceled.orders().forEach(o -> answer.add(BinanceSimOrderWire.canceled(o, cancelId)));
    canceled.lists().forEach(l -> answer.add(BinanceSimListWire.canceled(l, cancelId)));
    return answer;
  }

  static JsonNode canceled(Cancellation cancellation, String cancelId) {
    return switch (cancellation) {
      case Cancellation.Refused refused -> throw BinanceSimError.refusal(refused.reason());
      case Cancellation.Canceled canceled ->
          BinanceSimOrderWire.canceled(canceled.order(), cancelId);
    };
  }

  static Predicate<OrderStatus> restriction(@Nullable String word) {
    return switch (word) {
      case null -> status -> true;
      case "ONLY_NEW" -> status -> status == OrderStatus.NEW;
      case "ONLY_PARTIALLY_FILLED" -> status -> status == OrderStatus.PARTIALLY_FILLED;
      default -> throw BinanceSimError.of(-1145, "Invalid cancelRestrictions");
    };
  }

  static OrderRef orderRef(BinanceSimParams params) {
    return orderRef(params, "orderId", "origClientOrderId");
  }

  static OrderRef orderRef(BinanceSimParams params, String idName, String clientIdName) {
    Long id = params.integer(idName);
    String clientId = params.text(clientIdName);
    if (id == null && clientId == null) {
      throw BinanceSimError.missingBoth(clientIdName, idName);
    }
    return new OrderRef(id, clientId);
  }
}
