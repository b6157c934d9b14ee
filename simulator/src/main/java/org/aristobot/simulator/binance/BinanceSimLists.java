package org.aristobot.simulator.binance;

import java.util.List;
import org.aristobot.simulator.binance.BinanceSimOrderForm.Leg;
import org.aristobot.simulator.binance.BinanceSimOrderWire.ResponseType;
import org.aristobot.simulator.binance.BinanceSimTrading.Caller;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.ListKind;
import org.aristobot.simulator.book.ListPlacement;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.NewOrderList;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.OrderListView;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.Side;
import tools.jackson.databind.JsonNode;

/** Orders that depend on each other: OCO, OTO, OTOCO, OPO, OPOCO. */
final class BinanceSimLists {

  private final Engine engine;
  private final BinanceSimSymbols symbols;
  private final BinanceSimLimits limits;
  private final BinanceSimAuth auth;

  BinanceSimLists(
      Engine engine, BinanceSimSymbols symbols, BinanceSimLimits limits, BinanceSimAuth auth) {
    this.engine = engine;
    this.symbols = symbols;
    this.limits = limits;
    this.auth = auth;
  }

  JsonNode place(BinanceSimRoute route, BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    NewOrderList list = read(route, params, symbols.traits(instrument), caller);
    ResponseType asked = BinanceSimOrderForm.responseType(params);
    params.allRead();
    boolean together = list.kind() == ListKind.ONE_CANCELS_OTHER;
    for (int i = 0; i < list.legs().size(); i++) {
      symbols.check(engine, instrument, list.legs().get(i), together || i == 0);
    }
    limits.countOrders(caller.account(), caller.address(), list.legs().size());
    auth.checkFresh(caller.freshness());
    return switch (engine.place(caller.account(), instrument, list)) {
      case ListPlacement.Refused refused -> throw BinanceSimError.refusal(refused.reason());
      case ListPlacement.Placed placed -> BinanceSimListWire.placed(placed, asked);
    };
  }

  JsonNode cancel(BinanceSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    OrderRef ref = BinanceSimTrading.orderRef(params, "orderListId", "listClientOrderId");
    String cancelId = BinanceSimOrderForm.clientId(params, "newClientOrderId");
    params.allRead();
    auth.checkFresh(caller.freshness());
    OrderListView list = engine.cancelList(caller.account(), instrument, ref);
    if (list == null) {
      throw BinanceSimError.of(-2011, "Unknown order list sent.");
    }
    return BinanceSimListWire.canceled(list, cancelId);
  }

  // --- reading

  private static NewOrderList read(
      BinanceSimRoute route, BinanceSimParams params, BinanceSimTraits traits, Caller caller) {
    boolean paying = route == BinanceSimRoute.PLACE_OPO || route == BinanceSimRoute.PLACE_OPOCO;
    if (paying && !traits.modern()) {
      throw BinanceSimTraits.unsupported("OPO orders");
    }
    String clientId = BinanceSimOrderForm.clientId(params, "listClientOrderId");
    Reader reader = new Reader(params, traits, caller.visibleAfterMillis());
    return switch (route) {
      case PLACE_OCO ->
          new NewOrderList(
              ListKind.ONE_CANCELS_OTHER, clientId, reader.pair(Leg.ABOVE, Leg.BELOW, true));
      case PLACE_OTO, PLACE_OTOCO ->
          new NewOrderList(
              ListKind.ONE_TRIGGERS_OTHER,
              clientId,
              reader.staged(route == BinanceSimRoute.PLACE_OTOCO, true));
      case PLACE_OPO, PLACE_OPOCO ->
          new NewOrderList(
              ListKind.ONE_PAYS_FOR_OTHER,
              clientId,
              reader.staged(route == BinanceSimRoute.PLACE_OPOCO, false));
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  private record Reader(BinanceSimParams params, BinanceSimTraits traits, long visibleAfterMillis) {

    NewOrder leg(Leg leg, boolean sized) {
      return BinanceSimOrderForm.read(params, traits, leg, sized, visibleAfterMillis);
    }

    /** A working order and what follows it. */
    List<NewOrder> staged(boolean paired, boolean sized) {
      NewOrder working = leg(Leg.WORKING, true);
      if (working.kind() != OrderKind.LIMIT && working.kind() != OrderKind.LIMIT_MAKER) {
        throw BinanceSimError.of(-1014, "Unsupported order combination.");
      }
      if (!sized && params.text("pendingQuantity") != null) {
        throw BinanceSimError.of(
            -1225, "Pending orders should not include the 'pendingQuantity' tag.");
      }
      List<NewOrder> pending =
          paired
              ? pair(Leg.PENDING_ABOVE, Leg.PENDING_BELOW, sized)
              : List.of(leg(Leg.PENDING, sized));
      if (!sized) {
        checkPaying(working.side(), pending.getFirst().side());
      }
      return paired
          ? List.of(working, pending.getFirst(), pending.getLast())
          : List.of(working, pending.getFirst());
    }

    private static void checkPaying(Side working, Side pending) {
      if (working != Side.BUY) {
        throw BinanceSimError.of(-1222, "Working order in an OPO list must be a bid.");
      }
      if (pending != Side.SELL) {
        throw BinanceSimError.of(-1223, "Pending orders in an OPO list must be asks.");
      }
    }

    /** The leg that stops a loss, then the other one, whichever of them is above. */
    List<NewOrder> pair(Leg aboveLeg, Leg belowLeg, boolean sized) {
      NewOrder above = leg(aboveLeg, sized);
      NewOrder below = leg(belowLeg, sized);
      if (above.kind() == OrderKind.LIMIT_MAKER && below.kind() == OrderKind.LIMIT_MAKER) {
        throw BinanceSimError.of(-1168, "At least one OCO order must be contingent.");
      }
      checkPlace(above, true);
      checkPlace(below, false);
      return above.kind().isStopLoss() ? List.of(above, below) : List.of(below, above);
    }

    private static void checkPlace(NewOrder leg, boolean above) {
      boolean buys = leg.side() == Side.BUY;
      switch (leg.kind()) {
        case LIMIT_MAKER -> require(above != buys, buys ? -1165 : -1166, "limit", buys);
        case STOP_LOSS, STOP_LOSS_LIMIT ->
            require(above == buys, buys ? -1196 : -1197, "stop loss", buys);
        case TAKE_PROFIT, TAKE_PROFIT_LIMIT ->
            require(above != buys, buys ? -1198 : -1199, "take profit", buys);
        case LIMIT, MARKET -> throw BinanceSimError.of(-1158, "Order type not supported in OCO.");
      }
    }

    private static void require(boolean holds, int code, String what, boolean buys) {
      if (!holds) {
        boolean mustBeAbove = what.equals("stop loss") == buys;
        throw BinanceSimError.of(
            code,
            "A %s order in a %s OCO must be %s."
                .formatted(what, buys ? "buy" : "sell", mustBeAbove ? "above" : "below"));
      }
    }
  }
}
