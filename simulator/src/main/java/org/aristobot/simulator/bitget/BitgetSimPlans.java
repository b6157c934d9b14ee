package org.aristobot.simulator.bitget;

import java.util.List;
import org.aristobot.simulator.bitget.BitgetSimTrading.Batch;
import org.aristobot.simulator.bitget.BitgetSimTrading.Caller;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderStatus;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Placement;
import tools.jackson.databind.JsonNode;

/** Plan orders: they wait for a price without holding funds, and place an order then. */
final class BitgetSimPlans {

  private final Engine engine;
  private final BitgetSimSymbols symbols;
  private final BitgetSimTrading trading;

  BitgetSimPlans(Engine engine, BitgetSimSymbols symbols, BitgetSimTrading trading) {
    this.engine = engine;
    this.symbols = symbols;
    this.trading = trading;
  }

  static boolean isOpen(OrderView plan) {
    return plan.status() == OrderStatus.NEW || plan.status() == OrderStatus.FIRED;
  }

  JsonNode answer(BitgetSimRoute route, BitgetSimParams params, Caller caller) {
    return switch (route) {
      case PLACE_PLAN -> place(params, caller);
      case MODIFY_PLAN -> modify(params, caller);
      case CANCEL_PLAN -> cancel(params, caller);
      case CANCEL_PLANS -> cancelMany(params, caller);
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  private BitgetSimOrderForm form(BitgetSimParams params, Instrument instrument, Caller caller) {
    return new BitgetSimOrderForm(
        params, instrument, engine.lastPrice(instrument), caller.visibleAfterMillis());
  }

  private JsonNode place(BitgetSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    NewOrder plan = form(params, instrument, caller).plan();
    trading.check(instrument, plan);
    Placement placement = engine.place(caller.account(), instrument, plan);
    return BitgetSimOrderWire.ids(trading.placed(caller.account(), instrument, placement));
  }

  private OrderView known(BitgetSimParams params, Caller caller) {
    OrderView plan = trading.found(params, caller.account(), BitgetSimOrderForm::isPlan);
    if (plan == null) {
      throw BitgetSimError.unknownPlan();
    }
    return plan;
  }

  private JsonNode modify(BitgetSimParams params, Caller caller) {
    OrderView old = known(params, caller);
    if (old.status() != OrderStatus.NEW) {
      throw BitgetSimError.finishedPlan();
    }
    NewOrder plan = form(params, old.instrument(), caller).plan(old);
    trading.check(old.instrument(), plan);
    return switch (engine.rewrite(caller.account(), old.instrument(), old.id(), plan)) {
      case Placement.Placed placed -> BitgetSimOrderWire.ids(placed.order());
      case Placement.Refused refused -> throw BitgetSimError.finishedPlan();
    };
  }

  /** Tells a failure inside an answer that succeeds. */
  private JsonNode cancel(BitgetSimParams params, Caller caller) {
    OrderView plan = trading.found(params, caller.account(), BitgetSimOrderForm::isPlan);
    boolean done = plan != null && canceled(plan, caller);
    return BitgetSimWire.object().put("result", done ? "success" : "failure");
  }

  private boolean canceled(OrderView plan, Caller caller) {
    try {
      var _ = trading.canceled(plan, caller.account(), BitgetSimError::finishedPlan);
      return true;
    } catch (BitgetSimError e) {
      return false;
    }
  }

  /** Without a list, all plans of all symbols. */
  private JsonNode cancelMany(BitgetSimParams params, Caller caller) {
    List<String> names = params.texts("symbolList");
    List<Instrument> instruments =
        names == null || names.isEmpty()
            ? symbols.all()
            : names.stream().map(symbols::known).toList();
    Batch batch = new Batch();
    for (Instrument instrument : instruments) {
      for (OrderView order : engine.openOrders(caller.account(), instrument)) {
        if (BitgetSimOrderForm.isPlan(order) && canceled(order, caller)) {
          batch.add(BitgetSimOrderWire.ids(order));
        }
      }
    }
    return batch.answer();
  }
}
