package org.aristobot.binance;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.model.Family;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.OrderType;
import org.aristobot.model.Protection;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Order lists (rest-api, "Order lists"): an OCO is a parent of its own, whose legs are its two
 * orders; an entry with protection is the working order of an OTO, OTOCO, OPO or OPOCO, whose legs
 * are the pending ones. Members are told apart by client ids that end in one letter more than the
 * request's, never by their place in an answer.
 */
final class BinanceLists {

  /** Behind a request's id, for the members of its list. */
  private static final String LIST = "l";

  private static final String ABOVE = "a";
  private static final String BELOW = "b";
  private static final String WORKING = "w";
  private static final String PENDING = "p";

  /** The client id of a list of ours; no other id of ours has this form. */
  private static final Pattern OUR_LIST = Pattern.compile("ar[0-9a-f]{28}" + LIST);

  /** Before the number of a list, which could be the number of an order, too. */
  private static final String LIST_ID = "list-";

  /** Where placing and cancelling show the orders of a list. */
  private static final String REPORTS = "orderReports";

  private BinanceLists() {}

  // What is sent.

  /** The call that places the request as a list; null if it is one order. */
  static @Nullable BinanceEndpoint endpoint(OrderRequest request, Instrument instrument) {
    Protection protection = request.protection();
    if (request.terms() instanceof OrderTerms.Oco) {
      if (protection != null) {
        throw unsupported("stop_loss_price and take_profit_price on an oco order");
      }
      return BinanceEndpoint.PLACE_OCO;
    }
    if (protection == null) {
      return null;
    }
    if (!(request.terms() instanceof OrderTerms.Limit)) {
      throw unsupported("stop_loss_price and take_profit_price on anything but a limit order");
    }
    boolean pair = protection.stopLoss() != null && protection.takeProfit() != null;
    if (paysOff(request, instrument, pair)) {
      return pair ? BinanceEndpoint.PLACE_OPOCO : BinanceEndpoint.PLACE_OPO;
    }
    return pair ? BinanceEndpoint.PLACE_OTOCO : BinanceEndpoint.PLACE_OTO;
  }

  /**
   * Whether the legs may be sized by what the entry brings in: of a buy, whose fee may come out of
   * what was bought, a fixed size could not be covered (OPO FAQ).
   */
  private static boolean paysOff(OrderRequest request, Instrument instrument, boolean pair) {
    Set<String> flags = instrument.flags();
    return request.side() == Side.BUY
        && flags.contains("opoAllowed")
        && flags.contains("otoAllowed")
        && (!pair || flags.contains("ocoAllowed"));
  }

  /** The ids under which the request and its legs stand; the stop comes first. */
  static Family family(OrderRequest request, Instrument instrument) {
    BinanceEndpoint endpoint = endpoint(request, instrument);
    if (endpoint == null) {
      return new Family(request.id(), List.of());
    }
    if (request.terms() instanceof OrderTerms.Oco oco) {
      boolean sells = request.side() == Side.SELL;
      return new Family(
          id(request, LIST),
          List.of(
              leg(request, sells ? BELOW : ABOVE, request.side(), request.quantity(), stop(oco)),
              leg(
                  request,
                  sells ? ABOVE : BELOW,
                  request.side(),
                  request.quantity(),
                  new OrderTerms.Limit(oco.price(), TimeInForce.GTC, true))));
    }
    return new Family(id(request, WORKING), pending(request, endpoint));
  }

  private static OrderTerms stop(OrderTerms.Oco oco) {
    return oco.stopLimitPrice() == null
        ? new OrderTerms.StopMarket(oco.trigger())
        : new OrderTerms.StopLimit(oco.trigger(), oco.stopLimitPrice(), TimeInForce.GTC);
  }

  private static List<OrderRequest> pending(OrderRequest request, BinanceEndpoint endpoint) {
    Protection protection = Objects.requireNonNull(request.protection());
    BigDecimal stopLoss = protection.stopLoss();
    BigDecimal takeProfit = protection.takeProfit();
    Quantity quantity = isSizedByEntry(endpoint) ? new Quantity.Received() : request.quantity();
    Side exit = exit(request);
    boolean sells = exit == Side.SELL;
    boolean pair = stopLoss != null && takeProfit != null;
    List<OrderRequest> legs = new ArrayList<>(2);
    if (stopLoss != null) {
      String letter = pair ? (sells ? BELOW : ABOVE) : PENDING;
      legs.add(leg(request, letter, exit, quantity, new OrderTerms.StopMarket(stopLoss)));
    }
    if (takeProfit != null) {
      String letter = pair ? (sells ? ABOVE : BELOW) : PENDING;
      legs.add(leg(request, letter, exit, quantity, new OrderTerms.TakeProfitMarket(takeProfit)));
    }
    return legs;
  }

  private static boolean isSizedByEntry(BinanceEndpoint endpoint) {
    return endpoint == BinanceEndpoint.PLACE_OPO || endpoint == BinanceEndpoint.PLACE_OPOCO;
  }

  private static Side exit(OrderRequest entry) {
    return entry.side() == Side.BUY ? Side.SELL : Side.BUY;
  }

  private static OrderRequest leg(
      OrderRequest request, String letter, Side side, Quantity quantity, OrderTerms terms) {
    return new OrderRequest(
        id(request, letter),
        request.symbol(),
        side,
        quantity,
        terms,
        null,
        null,
        NativeParams.NONE);
  }

  private static NativeClientOrderId id(OrderRequest request, String letter) {
    return new NativeClientOrderId(request.id().text() + letter);
  }

  /** Under which client id the list itself stands, whose orders have ids of their own. */
  static NativeClientOrderId listId(OrderRequest request) {
    return id(request, LIST);
  }

  /** The orders of the list as they are placed, each under its own id. */
  static List<OrderRequest> members(OrderRequest request, Instrument instrument) {
    Family family = family(request, instrument);
    if (request.terms() instanceof OrderTerms.Oco) {
      return family.legs();
    }
    List<OrderRequest> members = new ArrayList<>(3);
    members.add(request.withId(family.id()));
    members.addAll(family.legs());
    return members;
  }

  /** The parameters of that call; the words of a leg are a prefix and a capital. */
  static Map<String, String> parameters(
      OrderRequest request, Instrument instrument, BinanceEndpoint endpoint) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    parameters.put("listClientOrderId", BinanceRequests.clientId(id(request, LIST).text()));
    parameters.put("newOrderRespType", "FULL");
    Family family = family(request, instrument);
    if (endpoint == BinanceEndpoint.PLACE_OCO) {
      if (request.icebergQuantity() != null) {
        throw unsupported("iceberg_qty on an oco order");
      }
      parameters.put("side", side(request.side()));
      parameters.put("quantity", BinanceRequests.size(request.quantity()));
      family.legs().forEach(leg -> putLeg(prefix(leg, ""), leg, instrument, parameters));
    } else {
      putWorking(request, instrument, parameters);
      parameters.put("pendingSide", side(exit(request)));
      if (!isSizedByEntry(endpoint)) {
        parameters.put("pendingQuantity", BinanceRequests.size(request.quantity()));
      }
      family.legs().forEach(leg -> putLeg(prefix(leg, "pending"), leg, instrument, parameters));
    }
    BinanceNative.addRest(request.nativeParams(), parameters);
    return parameters;
  }

  private static void putWorking(
      OrderRequest request, Instrument instrument, Map<String, String> parameters) {
    Map<String, String> entry =
        BinanceRequests.terms(request.withId(id(request, WORKING)), new LinkedHashMap<>());
    entry.forEach((name, value) -> parameters.put(prefixed("working", name), value));
    BinanceRequests.requireType("workingType", parameters, instrument);
    parameters.put("workingSide", side(request.side()));
    parameters.put("workingClientOrderId", id(request, WORKING).text());
  }

  private static void putLeg(
      String prefix, OrderRequest leg, Instrument instrument, Map<String, String> parameters) {
    parameters.put(prefix + "ClientOrderId", leg.id().text());
    Map<String, String> words = new LinkedHashMap<>();
    BinanceRequests.kind(leg.terms(), words);
    words.forEach((name, value) -> parameters.put(prefixed(prefix, name), value));
    BinanceRequests.requireType(prefix + "Type", parameters, instrument);
  }

  /** Above and below are where the leg stands to the market; an only leg needs no such word. */
  private static String prefix(OrderRequest leg, String before) {
    String id = leg.id().text();
    if (id.endsWith(PENDING)) {
      return before;
    }
    String word = id.endsWith(ABOVE) ? "above" : "below";
    return before.isEmpty() ? word : prefixed(before, word);
  }

  private static String prefixed(String prefix, String name) {
    return prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String side(Side side) {
    return Objects.requireNonNull(BinanceMapping.SIDES.get(side));
  }

  /** Whether that is one of our lists, as opposed to an order. */
  static boolean isList(OrderRef ref) {
    return switch (ref) {
      case OrderRef.ByVenueId(var id) -> id.text().startsWith(LIST_ID);
      case OrderRef.ByClientId(var id) -> OUR_LIST.matcher(id.text()).matches();
    };
  }

  /**
   * The parameters that name a list.
   *
   * @param clientIdName what the call names the list's client id: placing and cancelling, and
   *     asking, use two words
   */
  static Map<String, String> reference(OrderRef list, String clientIdName) {
    return switch (list) {
      case OrderRef.ByVenueId(var id) ->
          Map.of("orderListId", BinanceRequests.orderId(id.text().substring(LIST_ID.length())));
      case OrderRef.ByClientId(var id) -> Map.of(clientIdName, id.text());
    };
  }

  // What is answered.

  /** The family that a placement shows. */
  static Order placed(String text, OrderRequest request, Instrument instrument) {
    Family family = family(request, instrument);
    Map<String, Order> members = new LinkedHashMap<>();
    for (String report : WireJson.elements(text, REPORTS)) {
      Order member = BinanceMapping.placed(report, request, instrument.venueSymbol());
      members.put(Objects.requireNonNull(member.nativeClientOrderId()).text(), member);
    }
    BinanceWire.OrderList head = WireJson.read(text, BinanceWire.OrderList.class);
    BinanceMapping.requireOurs(
        head.listClientOrderId().equals(id(request, LIST).text()), "listClientOrderId");
    List<Order> legs = new ArrayList<>();
    for (OrderRequest leg : family.legs()) {
      legs.add(member(members, leg.id()));
    }
    return request.terms() instanceof OrderTerms.Oco
        ? parent(head, time(head), request.symbol(), legs, text)
        : member(members, family.id()).withLegs(legs);
  }

  private static Order member(Map<String, Order> members, NativeClientOrderId id) {
    Order member = members.get(id.text());
    if (member == null) {
      throw new WireFormatException(REPORTS, "lacks " + id);
    }
    return member;
  }

  /** The list that a cancel shows, each leg with its last state. */
  static Order canceled(String text, Instrument instrument, OrderRef list) {
    BinanceWire.OrderList head = head(text, list);
    BinanceMapping.requireOurs(head.symbol().equals(instrument.venueSymbol()), "symbol");
    List<Order> legs = new ArrayList<>();
    for (String report : WireJson.elements(text, REPORTS)) {
      legs.add(canceledOrder(report, instrument));
    }
    // What it tells is the time of the cancel.
    return parent(head, null, instrument.symbol(), legs, text);
  }

  /** Of a list that a cancel of one of its orders ended, that order; null if it is no list. */
  static @Nullable Order canceledMember(String text, Instrument instrument, OrderRef order) {
    if (WireJson.member(text, REPORTS) == null) {
      return null;
    }
    for (String report : WireJson.elements(text, REPORTS)) {
      Order shown = canceledOrder(report, instrument);
      boolean meant =
          switch (order) {
            case OrderRef.ByVenueId(var id) -> id.equals(shown.venueOrderId());
            case OrderRef.ByClientId(var id) -> id.equals(shown.nativeClientOrderId());
          };
      if (meant) {
        return shown;
      }
    }
    return null;
  }

  /**
   * The list that a query shows, which names its orders only.
   *
   * @param query asks for one of them
   */
  static Order queried(
      String text,
      Symbol symbol,
      String venueSymbol,
      OrderRef list,
      Function<OrderRef, Order> query) {
    BinanceWire.OrderList head = head(text, list);
    BinanceMapping.requireOurs(head.symbol().equals(venueSymbol), "symbol");
    List<Order> legs = new ArrayList<>();
    for (BinanceWire.Member member : head.orders()) {
      VenueOrderId id = new VenueOrderId(member.orderId().toString());
      legs.add(query.apply(new OrderRef.ByVenueId(id)));
    }
    return parent(head, time(head), symbol, legs, text);
  }

  /** An entry and its legs that were read one by one, as {@link #members} has them. */
  static Order entry(List<Order> members) {
    return members.getFirst().withLegs(members.subList(1, members.size()));
  }

  /**
   * An OCO whose legs were read one by one.
   *
   * @param list as the venue lists it
   */
  static Order oco(String list, Instrument instrument, List<Order> legs) {
    BinanceWire.OrderList head = WireJson.read(list, BinanceWire.OrderList.class);
    BinanceMapping.requireOurs(head.symbol().equals(instrument.venueSymbol()), "symbol");
    return parent(head, time(head), instrument.symbol(), legs, list);
  }

  private static BinanceWire.OrderList head(String text, OrderRef list) {
    BinanceWire.OrderList head = WireJson.read(text, BinanceWire.OrderList.class);
    switch (list) {
      case OrderRef.ByVenueId(var id) ->
          BinanceMapping.requireOurs(id.text().equals(LIST_ID + head.orderListId()), "orderListId");
      case OrderRef.ByClientId(var id) ->
          BinanceMapping.requireOurs(
              id.text().equals(head.listClientOrderId()), "listClientOrderId");
    }
    return head;
  }

  private static Order canceledOrder(String report, Instrument instrument) {
    BinanceWire.Canceled order = WireJson.read(report, BinanceWire.Canceled.class);
    BinanceMapping.requireOurs(
        order.symbol().equals(instrument.venueSymbol()), REPORTS + ".symbol");
    return BinanceMapping.canceled(order, instrument.symbol(), report);
  }

  /** An OCO as one order: what its legs did, one of which can trade at most. */
  private static Order parent(
      BinanceWire.OrderList head,
      @Nullable Instant createdAt,
      Symbol symbol,
      List<Order> legs,
      String raw) {
    if (legs.isEmpty()) {
      throw new WireFormatException("orders", "is empty");
    }
    BigDecimal filled = sum(legs, Order::filled);
    BigDecimal filledQuote = sum(legs, Order::filledQuote);
    Order stop = legs.stream().filter(leg -> leg.stopPrice() != null).findFirst().orElse(null);
    Order limit = legs.stream().filter(leg -> leg.stopPrice() == null).findFirst().orElse(null);
    return new Order(
        new VenueOrderId(LIST_ID + head.orderListId()),
        new NativeClientOrderId(head.listClientOrderId()),
        symbol,
        legs.getFirst().side(),
        OrderType.OCO,
        legs.getFirst().quantity(),
        null,
        limit == null ? null : limit.price(),
        stop == null ? null : stop.stopPrice(),
        null,
        status(head.listOrderStatus(), legs),
        head.listOrderStatus(),
        filled,
        filledQuote,
        filled == null ? null : BinanceMapping.average(filled, filledQuote),
        List.of(),
        legs,
        createdAt,
        legs.stream().map(Order::updatedAt).reduce(time(head), BinanceLists::later),
        raw);
  }

  private static Instant time(BinanceWire.OrderList head) {
    return Instant.ofEpochMilli(head.transactionTime());
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }

  /** The manual's list statuses (enums); how far a list is, its legs tell. */
  static OrderStatus status(String word, List<Order> legs) {
    return switch (word) {
      case "EXECUTING" -> working(legs);
      case "ALL_DONE" -> done(legs);
      case "REJECT" -> OrderStatus.REJECTED;
      default -> OrderStatus.UNKNOWN;
    };
  }

  private static OrderStatus working(List<Order> legs) {
    if (has(legs, OrderStatus.FILLED)) {
      return OrderStatus.FILLED;
    }
    return has(legs, OrderStatus.PARTIALLY_FILLED) ? OrderStatus.PARTIALLY_FILLED : OrderStatus.NEW;
  }

  /** A leg that is not shown as finished, or in a word that nobody knows, may have traded. */
  private static OrderStatus done(List<Order> legs) {
    if (has(legs, OrderStatus.FILLED)) {
      return OrderStatus.FILLED;
    }
    if (!legs.stream().allMatch(leg -> leg.status().isFinished())) {
      return OrderStatus.UNKNOWN;
    }
    return has(legs, OrderStatus.CANCELED) ? OrderStatus.CANCELED : OrderStatus.EXPIRED;
  }

  private static boolean has(List<Order> legs, OrderStatus status) {
    return legs.stream().anyMatch(leg -> leg.status() == status);
  }

  /** Null as soon as one is not known. */
  private static @Nullable BigDecimal sum(
      List<Order> legs, Function<Order, @Nullable BigDecimal> part) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Order leg : legs) {
      BigDecimal value = part.apply(leg);
      if (value == null) {
        return null;
      }
      sum = sum.add(value);
    }
    return sum;
  }

  private static ExchangeException unsupported(String what) {
    return new ExchangeException(
        ErrorKind.UNSUPPORTED_PARAMETER, what + ": not supported on Binance spot.");
  }
}
