package org.aristobot.simulator.bitget;

import java.util.List;
import java.util.function.Predicate;
import org.aristobot.simulator.book.Account;
import org.aristobot.simulator.book.Cancellation;
import org.aristobot.simulator.book.Engine;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OrderRef;
import org.aristobot.simulator.book.OrderView;
import org.aristobot.simulator.book.Placement;
import org.aristobot.simulator.book.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a key may do; plain and tpsl orders are placed and canceled here. */
final class BitgetSimTrading {

  private static final int BATCH = 50;

  /** How long after its answer the cancel of a whole symbol is done. */
  static final long CANCELED_AFTER_MILLIS = 50;

  /** Who calls, and how long his orders stay hidden from look-ups. */
  record Caller(Account account, long visibleAfterMillis) {}

  private final Engine engine;
  private final BitgetSimSymbols symbols;
  private final BitgetSimPublic market;
  private final BitgetSimEdits edits;
  private final BitgetSimPlans plans;

  BitgetSimTrading(Engine engine, BitgetSimSymbols symbols, BitgetSimPublic market) {
    this.engine = engine;
    this.symbols = symbols;
    this.market = market;
    this.edits = new BitgetSimEdits(engine, symbols, this);
    this.plans = new BitgetSimPlans(engine, symbols, this);
  }

  JsonNode answer(BitgetSimRoute route, BitgetSimParams params, Caller caller) {
    return switch (route) {
      case PLACE -> BitgetSimOrderWire.ids(place(params, symbols.required(params), caller));
      case PLACE_MANY -> placeMany(params, caller);
      case CANCEL -> cancel(params, symbols.optional(params), caller);
      case CANCEL_MANY -> cancelMany(params, caller);
      case CANCEL_SYMBOL -> cancelSymbol(params, caller);
      case REPLACE, REPLACE_MANY -> edits.answer(route, params, caller);
      default -> plans.answer(route, params, caller);
    };
  }

  // --- placing

  private OrderView place(BitgetSimParams params, Instrument instrument, Caller caller) {
    NewOrder order =
        new BitgetSimOrderForm(
                params, instrument, engine.lastPrice(instrument), caller.visibleAfterMillis())
            .order();
    check(instrument, order);
    return placed(caller.account(), instrument, engine.place(caller.account(), instrument, order));
  }

  /** Refuses what the symbol's rules do not allow, the first broken one first. */
  void check(Instrument instrument, NewOrder order) {
    BitgetSimFilters filters = symbols.filters(instrument);
    BitgetSimSymbols.checkOpen(engine.status(instrument));
    filters.checkDecimals(order);
    filters.checkValue(order, engine.lastPrice(instrument), market.inDollars(instrument));
    filters.checkBand(order, engine.lastPrice(instrument));
  }

  /** An order that was placed; where several reasons forbid it, the venue's first one is told. */
  OrderView placed(Account account, Instrument instrument, Placement placement) {
    return switch (placement) {
      case Placement.Placed placed -> placed.order();
      case Placement.Refused refused -> {
        boolean full =
            refused.reason() == Refusal.DUPLICATE_CLIENT_ID
                && engine.openOrders(account, instrument).size()
                    >= symbols.filters(instrument).openOrders();
        throw BitgetSimError.refusal(full ? Refusal.TOO_MANY_OPEN_ORDERS : refused.reason());
      }
    };
  }

  private JsonNode placeMany(BitgetSimParams params, Caller caller) {
    Batch batch = new Batch();
    for (BitgetSimParams one : params.objects("orderList", BATCH)) {
      batch.add(
          one,
          of -> {
            if (of.text("tpslType") != null && !"normal".equals(of.word("tpslType"))) {
              throw BitgetSimError.wrong("tpslType");
            }
            return BitgetSimOrderWire.ids(place(of, symbolOf(params, of), caller));
          });
    }
    return batch.answer();
  }

  /** In a batch of one symbol that of the batch counts, else that of the item. */
  private Instrument symbolOf(BitgetSimParams batch, BitgetSimParams item) {
    boolean multiple = "multiple".equals(batch.word("batchMode"));
    return symbols.required(multiple || batch.text("symbol") == null ? item : batch);
  }

  /** What became of the items of a batch, told apart by success. */
  static final class Batch {
    private final ArrayNode successes = BitgetSimWire.array(List.of());
    private final ArrayNode failures = BitgetSimWire.array(List.of());

    /** One call of the batch. */
    interface Call {
      ObjectNode run(BitgetSimParams item);
    }

    void add(BitgetSimParams item, Call call) {
      try {
        successes.add(call.run(item));
      } catch (BitgetSimError e) {
        failures
            .addObject()
            .put("orderId", item.text("orderId"))
            .put("clientOid", item.text("clientOid"))
            .put("errorMsg", e.getMessage())
            .put("errorCode", e.code);
      }
    }

    void add(ObjectNode success) {
      successes.add(success);
    }

    ObjectNode answer() {
      ObjectNode answer = BitgetSimWire.object();
      answer.set("successList", successes);
      answer.set("failureList", failures);
      return answer;
    }
  }

  // --- canceling

  /** A tpsl order is canceled only by who says that it is one, and by its id. */
  private ObjectNode cancel(
      BitgetSimParams params, @Nullable Instrument instrument, Caller caller) {
    boolean tpsl = "tpsl".equals(params.word("tpslType"));
    if (tpsl && params.text("orderId") == null) {
      throw BitgetSimError.empty("orderId");
    }
    Predicate<OrderView> sort =
        tpsl ? order -> BitgetSimOrderForm.isTpsl(order) : BitgetSimOrderForm::isNormal;
    OrderView order =
        found(
            params,
            caller.account(),
            sort.and(o -> instrument == null || o.instrument().equals(instrument)));
    if (order == null) {
      throw BitgetSimError.unknownOrder();
    }
    return BitgetSimOrderWire.ids(canceled(order, caller.account(), BitgetSimError::finishedOrder));
  }

  /** The order that {@code orderId} or else {@code clientOid} names, seen by look-ups or not. */
  @Nullable OrderView found(BitgetSimParams params, Account account, Predicate<OrderView> sort) {
    Long id = params.id("orderId");
    String clientId = params.text("clientOid");
    if (id == null && clientId == null) {
      throw BitgetSimError.noId();
    }
    OrderRef ref = id == null ? new OrderRef(null, clientId) : new OrderRef(id, null);
    return engine.findAnywhere(account, ref, false, sort);
  }

  /** Something that says what is wrong. */
  interface Complaint {
    BitgetSimError say();
  }

  OrderView canceled(OrderView order, Account account, Complaint finished) {
    OrderRef ref = new OrderRef(order.id(), null);
    return switch (engine.cancel(account, order.instrument(), ref, status -> true)) {
      case Cancellation.Canceled canceled -> canceled.order();
      case Cancellation.Refused refused -> throw finished.say();
    };
  }

  private JsonNode cancelMany(BitgetSimParams params, Caller caller) {
    Batch batch = new Batch();
    for (BitgetSimParams one : params.objects("orderList", BATCH)) {
      batch.add(one, item -> cancel(item, symbolOf(params, item), caller));
    }
    return batch.answer();
  }

  /** Is done some time after it was answered. */
  private JsonNode cancelSymbol(BitgetSimParams params, Caller caller) {
    Instrument instrument = symbols.required(params);
    engine.cancelAllLater(
        caller.account(), instrument, BitgetSimOrderForm::isNormal, CANCELED_AFTER_MILLIS);
    return BitgetSimWire.object().put("symbol", BitgetSimWire.symbol(instrument));
  }
}
