package org.aristobot.simulator.bitget;

import org.aristobot.simulator.bitget.BitgetSimTrading.Caller;
import org.aristobot.simulator.book.Cancellation;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderKind;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Replacement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders that are replaced by others. What fails is told inside an answer that succeeds. */
final class BitgetSimEdits {

  private static final int BATCH = 50;

  private final Engine engine;
  private final BitgetSimSymbols symbols;
  private final BitgetSimTrading trading;

  BitgetSimEdits(Engine engine, BitgetSimSymbols symbols, BitgetSimTrading trading) {
    this.engine = engine;
    this.symbols = symbols;
    this.trading = trading;
  }

  JsonNode answer(BitgetSimRoute route, BitgetSimParams params, Caller caller) {
    return switch (route) {
      case REPLACE -> replace(params, caller);
      case REPLACE_MANY ->
          BitgetSimWire.array(
              params.objects("orderList", BATCH).stream()
                  .map(one -> replaceOneOfMany(one, caller))
                  .toList());
      default -> throw new IllegalArgumentException(route.name());
    };
  }

  private ObjectNode replaceOneOfMany(BitgetSimParams params, Caller caller) {
    try {
      return replace(params, caller);
    } catch (BitgetSimError e) {
      return failed(params, String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode replace(BitgetSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    params.positive("price");
    params.positive("size");
    OrderView old =
        trading.found(
            params,
            caller.account(),
            order -> BitgetSimOrderForm.isNormal(order) && order.instrument().equals(instrument));
    if (old == null || old.kind() != OrderKind.LIMIT) {
      return failed(params, String.valueOf(BitgetSimError.unknownOrder().getMessage()));
    }
    NewOrder order =
        new BitgetSimOrderForm(
                params, instrument, engine.lastPrice(instrument), caller.visibleAfterMillis())
            .successor(old);
    try {
      trading.check(instrument, order);
      OrderView placed = placed(old, order, caller);
      return told(placed.id(), params.text("newClientOid"), "success", null);
    } catch (BitgetSimError e) {
      return failed(params, String.valueOf(e.getMessage()));
    }
  }

  /** The old order is gone even where the new one is refused then. */
  private OrderView placed(OrderView old, NewOrder order, Caller caller) {
    Replacement done =
        engine.replace(
            caller.account(),
            old.instrument(),
            new OrderRef(old.id(), null),
            status -> true,
            order,
            true);
    if (done.canceled() instanceof Cancellation.Refused || done.placed() == null) {
      throw BitgetSimError.finishedOrder();
    }
    return trading.placed(caller.account(), old.instrument(), done.placed());
  }

  private static ObjectNode failed(BitgetSimParams params, String message) {
    Long id = params.id("orderId");
    return told(id, params.text("clientOid"), "failure", message);
  }

  private static ObjectNode told(
      @Nullable Long id, @Nullable String clientId, String success, @Nullable String message) {
    return BitgetSimWire.object()
        .put("orderId", id == null ? null : Long.toString(id))
        .put("clientOid", clientId)
        .put("success", success)
        .put("msg", message);
  }
}
