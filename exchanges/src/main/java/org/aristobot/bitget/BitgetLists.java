package org.aristobot.bitget;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Decimals;
import org.aristobot.model.Family;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Orders that make others, and the three kinds of orders that the venue keeps apart. An entry with
 * presets makes an exit for each when it is filled; a trigger order makes an order when it
 * triggers. The venue gives those ids of its own, and only then: until it has, they wait, under an
 * id of ours that names who will make them. Pure.
 */
final class BitgetLists {

  /** Behind a request's id, for what it makes; the venue never sees these. */
  private static final String STOP_LOSS = "s";

  private static final String TAKE_PROFIT = "t";
  private static final String CHILD = "c";

  private static final Pattern OURS = Pattern.compile("ar[0-9a-f]{28}");
  private static final Pattern OUR_LEG = Pattern.compile("ar[0-9a-f]{28}[stc]");

  private static final String PLAN = "plan-";
  private static final String EXIT = "tpsl-";

  /** Comes behind the others in the alphabet: the journal keeps the lesser of an order's ids. */
  private static final String WAITS = "waits-";

  private static final Pattern WAITING_CHILD = Pattern.compile("waits-plan-([0-9]+)");
  private static final Pattern WAITING_EXIT =
      Pattern.compile("waits-([0-9]+)-([st])(?:-([0-9]+(?:\\.[0-9]+)?))?");

  private BitgetLists() {}

  /** What an order id of ours stands for. */
  sealed interface Kind {

    /** An order on the book. */
    record Plain(String number) implements Kind {}

    /** A trigger order. */
    record Plan(String number) implements Kind {}

    /** An exit. */
    record Exit(String number) implements Kind {}

    /** What a trigger order is to make. */
    record WaitingChild(String plan) implements Kind {}

    /**
     * The exit that an entry is to make when it is filled.
     *
     * @param trigger null where nothing tells it any more
     */
    record WaitingExit(String entry, OrderType type, @Nullable BigDecimal trigger)
        implements Kind {}
  }

  /**
   * Reads an id.
   *
   * @throws ExchangeException INVALID_REQUEST if no order of the venue's can have it
   */
  static Kind kind(VenueOrderId id) {
    String text = id.text();
    if (text.startsWith(PLAN)) {
      return new Kind.Plan(BitgetRequests.orderId(text.substring(PLAN.length())));
    }
    if (text.startsWith(EXIT)) {
      return new Kind.Exit(BitgetRequests.orderId(text.substring(EXIT.length())));
    }
    if (!text.startsWith(WAITS)) {
      return new Kind.Plain(BitgetRequests.orderId(text));
    }
    var child = WAITING_CHILD.matcher(text);
    if (child.matches()) {
      return new Kind.WaitingChild(child.group(1));
    }
    var exit = WAITING_EXIT.matcher(text);
    if (exit.matches()) {
      return new Kind.WaitingExit(
          exit.group(1),
          exitType(exit.group(2)),
          exit.group(3) == null ? null : Decimals.parse(exit.group(3)));
    }
    throw Checks.invalid("order_id: no order of Bitget's can have this id.");
  }

  /** The number that the venue knows an order by. */
  static String number(VenueOrderId id) {
    return switch (kind(id)) {
      case Kind.Plain(var number) -> number;
      case Kind.Plan(var number) -> number;
      case Kind.Exit(var number) -> number;
      case Kind.WaitingChild _, Kind.WaitingExit _ ->
          throw Checks.invalid("order_id: Bitget has not made this order yet.");
    };
  }

  /** The same of an id that the venue gave. */
  static String bare(VenueOrderId id) {
    String text = id.text();
    return text.startsWith(EXIT) ? text.substring(EXIT.length()) : text;
  }

  static VenueOrderId planId(String number) {
    return new VenueOrderId(PLAN + number);
  }

  static VenueOrderId exitId(String number) {
    return new VenueOrderId(EXIT + number);
  }

  private static VenueOrderId waitingChildId(String plan) {
    return new VenueOrderId(WAITS + PLAN + plan);
  }

  private static OrderType exitType(String letter) {
    return letter.equals(STOP_LOSS) ? OrderType.STOP_LOSS : OrderType.TAKE_PROFIT;
  }

  /** Whether that is the id of a leg of ours, which the venue never sees. */
  static boolean isLeg(NativeClientOrderId id) {
    return OUR_LEG.matcher(id.text()).matches();
  }

  /** The id of the order that makes that leg. */
  static NativeClientOrderId parent(NativeClientOrderId leg) {
    return new NativeClientOrderId(leg.text().substring(0, leg.text().length() - 1));
  }

  static boolean isStop(NativeClientOrderId leg) {
    return leg.text().endsWith(STOP_LOSS);
  }

  /** Whether a trigger order makes it. */
  static boolean isChild(NativeClientOrderId leg) {
    return leg.text().endsWith(CHILD);
  }

  /**
   * The exit that has this id in its family, with an id of its own for as long as it waits.
   *
   * @param trigger null where nothing tells it any more
   */
  static VenueOrderId waitingExitId(
      String entry, NativeClientOrderId leg, @Nullable BigDecimal trigger) {
    String letter = leg.text().substring(leg.text().length() - 1);
    String exit = WAITS + entry + "-" + letter;
    return new VenueOrderId(trigger == null ? exit : exit + "-" + Decimals.plain(trigger));
  }

  // What a request makes.

  /**
   * The request's own id, and what it makes, the stop first; pure.
   *
   * @throws ExchangeException UNSUPPORTED_PARAMETER
   */
  static Family family(OrderRequest request) {
    if (BitgetRequests.endpoint(request) == BitgetEndpoint.PLACE_PLAN) {
      return new Family(request.id(), List.of(child(request)));
    }
    Protection protection = request.protection();
    if (protection == null) {
      return new Family(request.id(), List.of());
    }
    List<OrderRequest> legs = new ArrayList<>(2);
    if (protection.stopLoss() != null) {
      legs.add(exit(request, STOP_LOSS, stopLoss(protection.stopLoss(), request)));
    }
    if (protection.takeProfit() != null) {
      legs.add(exit(request, TAKE_PROFIT, takeProfit(protection.takeProfit(), request)));
    }
    return new Family(request.id(), legs);
  }

  private static OrderTerms stopLoss(BigDecimal trigger, OrderRequest request) {
    BigDecimal limit = limit("executeStopLossPrice", request);
    return limit == null
        ? new OrderTerms.StopMarket(trigger)
        : new OrderTerms.StopLimit(trigger, limit, TimeInForce.GTC);
  }

  private static OrderTerms takeProfit(BigDecimal trigger, OrderRequest request) {
    BigDecimal limit = limit("executeTakeProfitPrice", request);
    return limit == null
        ? new OrderTerms.TakeProfitMarket(trigger)
        : new OrderTerms.TakeProfitLimit(trigger, limit, TimeInForce.GTC);
  }

  private static @Nullable BigDecimal limit(String name, OrderRequest request) {
    String value = request.nativeParams().values().get(name);
    try {
      return value == null ? null : Decimals.parse(value);
    } catch (IllegalArgumentException e) {
      throw Checks.invalid("extra_params." + name + ": " + e.getMessage() + ".");
    }
  }

  private static OrderRequest exit(OrderRequest entry, String letter, OrderTerms terms) {
    return leg(entry, letter, entry.side() == Side.BUY ? Side.SELL : Side.BUY, terms);
  }

  /** How much it will be is certain only once it is there. */
  private static OrderRequest child(OrderRequest plan) {
    BigDecimal limit = plan.terms().limitPrice();
    return leg(
        plan,
        CHILD,
        plan.side(),
        limit == null
            ? new OrderTerms.Market()
            : new OrderTerms.Limit(limit, TimeInForce.GTC, false));
  }

  private static OrderRequest leg(OrderRequest parent, String letter, Side side, OrderTerms terms) {
    return new OrderRequest(
        new NativeClientOrderId(parent.id().text() + letter),
        parent.symbol(),
        side,
        new Quantity.Received(),
        terms,
        null,
        null,
        NativeParams.NONE);
  }

  // What is answered.

  /**
   * An order that was placed under that number, with what it is to make.
   *
   * @param order as it is shown
   */
  static Order placed(Order order, OrderRequest request) {
    List<Order> legs = new ArrayList<>(2);
    for (OrderRequest leg : family(request).legs()) {
      legs.add(waiting(waitingId(order.venueOrderId(), leg), leg, OrderStatus.NEW));
    }
    return order.withLegs(legs);
  }

  /** The id of a leg for as long as it waits; of an exit it tells the trigger too. */
  static VenueOrderId waitingId(VenueOrderId parent, OrderRequest leg) {
    return kind(parent) instanceof Kind.Plan(var number)
        ? waitingChildId(number)
        : waitingExitId(number(parent), leg.id(), leg.terms().triggerPrice());
  }

  private static Order waiting(VenueOrderId id, OrderRequest leg, OrderStatus status) {
    return new Order(
        id,
        leg.id(),
        leg.symbol(),
        leg.side(),
        leg.terms().type(),
        null,
        null,
        leg.terms().limitPrice(),
        leg.terms().triggerPrice(),
        leg.terms().timeInForce(),
        status,
        null,
        BigDecimal.ZERO,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        "{}");
  }

  /**
   * The exit of an entry, as long as the venue shows none that is surely it: so nothing of it was
   * seen to fill, which is said of an unknown one too. In silence about that, the earlier word
   * would stand, that it waits.
   */
  static Order waiting(VenueOrderId id, Kind.WaitingExit exit, Order entry, OrderStatus status) {
    return new Order(
        id,
        null,
        entry.symbol(),
        entry.side() == Side.BUY ? Side.SELL : Side.BUY,
        exit.type(),
        null,
        null,
        null,
        exit.trigger(),
        null,
        status,
        null,
        BigDecimal.ZERO,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        "{}");
  }

  /**
   * A trigger order with what it made.
   *
   * @param child null if it has made none, as far as anybody knows
   */
  static Order withChild(Order plan, @Nullable Order child) {
    NativeClientOrderId id = plan.nativeClientOrderId();
    Order fate = child == null ? plan : BitgetMapping.withFate(plan, child);
    if (id == null || !OURS.matcher(id.text()).matches()) {
      return fate;
    }
    NativeClientOrderId legId = new NativeClientOrderId(id.text() + CHILD);
    return fate.withLegs(List.of(renamed(child == null ? unborn(plan) : child, legId)));
  }

  /** The leg of a trigger order that has made none. */
  static Order unborn(Order plan) {
    return new Order(
        waitingChildId(number(plan.venueOrderId())),
        null,
        plan.symbol(),
        plan.side(),
        plan.price() == null ? OrderType.MARKET : OrderType.LIMIT,
        null,
        null,
        plan.price(),
        null,
        null,
        plan.status(),
        null,
        plan.filled(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        "{}");
  }

  /** A trigger order that has triggered, and of whose order only a word is known. */
  static Order inVain(Order plan, OrderStatus status) {
    return changed(
        plan, plan.nativeClientOrderId(), plan.type(), status, BigDecimal.ZERO, plan.legs());
  }

  /** An exit, which does not tell that itself. */
  static Order typed(Order exit, OrderType type) {
    return changed(
        exit, exit.nativeClientOrderId(), type, exit.status(), exit.filled(), exit.legs());
  }

  static Order renamed(Order order, NativeClientOrderId id) {
    return changed(order, id, order.type(), order.status(), order.filled(), order.legs());
  }

  private static Order changed(
      Order order,
      @Nullable NativeClientOrderId id,
      @Nullable OrderType type,
      OrderStatus status,
      @Nullable BigDecimal filled,
      List<Order> legs) {
    return new Order(
        order.venueOrderId(),
        id,
        order.symbol(),
        order.side(),
        type,
        order.quantity(),
        order.quoteQuantity(),
        order.price(),
        order.stopPrice(),
        order.timeInForce(),
        status,
        order.nativeStatus(),
        filled,
        order.filledQuote(),
        order.average(),
        order.fills(),
        legs,
        order.createdAt(),
        order.updatedAt(),
        order.raw());
  }

  /** The parameters that name one order to the call that cancels its kind. */
  static Map<String, String> cancel(Kind order, String venueSymbol) {
    Map<String, String> parameters = new LinkedHashMap<>();
    switch (order) {
      case Kind.Plain(var number) -> {
        parameters.put("symbol", venueSymbol);
        parameters.put("orderId", number);
      }
      case Kind.Exit(var number) -> {
        parameters.put("tpslType", "tpsl");
        parameters.put("orderId", number);
      }
      case Kind.Plan(var number) -> parameters.put("orderId", number);
      case Kind.WaitingChild _, Kind.WaitingExit _ ->
          throw new ExchangeException(
              ErrorKind.UNSUPPORTED_OPERATION,
              "order_id: Bitget has not made this order yet; cancel the order that makes it.");
    }
    return parameters;
  }
}
