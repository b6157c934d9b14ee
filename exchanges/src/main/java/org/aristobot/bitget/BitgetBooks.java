package org.aristobot.bitget;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aristobot.bitget.BitgetLists.Kind;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderType;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.Checks;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * What the venue shows of an account's orders, in each of the places where it shows some: orders on
 * the book, exits and trigger orders have lists of their own, open and finished ones too. Thread
 * rule: any thread; keeps nothing.
 */
final class BitgetBooks {

  /** The most rows that a list shows at once; a page that is full may lack others. */
  static final int MOST_ROWS = 100;

  /** A place that takes more pages than this is not read. */
  private static final int MOST_PAGES = 400;

  /** The longest time that a list takes, less what the venue may count into it. */
  static final Duration LONGEST_WINDOW = Duration.ofDays(90).minusMinutes(1);

  /** How far from its entry's fill the venue may date an exit, before and after. */
  private static final Duration BEFORE_FILL = Duration.ofSeconds(1);

  private static final Duration AFTER_FILL = Duration.ofSeconds(60);

  /** What a fee leaves of a fill at least. */
  private static final BigDecimal LEAST_OF_ALL = new BigDecimal("0.98");

  private final BitgetCalls calls;
  private final BitgetMarketData data;
  private final Credentials credentials;
  private final Duration patience;

  /**
   * @param patience what each question waits for permits at most
   */
  BitgetBooks(
      BitgetCalls calls, BitgetMarketData data, Credentials credentials, Duration patience) {
    this.calls = calls;
    this.data = data;
    this.credentials = credentials;
    this.patience = patience;
  }

  // One order.

  /** The order; null if the venue says that there is none. */
  @Nullable Order order(Instrument instrument, OrderRef ref) {
    return switch (ref) {
      case OrderRef.ByVenueId(var id) -> order(instrument, id);
      case OrderRef.ByClientId(var id) ->
          BitgetLists.isLeg(id) ? leg(instrument, id) : byClientId(instrument, id);
    };
  }

  private @Nullable Order order(Instrument instrument, VenueOrderId id) {
    return switch (BitgetLists.kind(id)) {
      case Kind.Plain(var number) -> plain(instrument, "orderId", number);
      case Kind.Plan(var number) -> plan(instrument, number);
      case Kind.Exit(var number) -> exit(instrument, number);
      case Kind.WaitingChild(var number) -> {
        Order plan = plan(instrument, number);
        yield plan == null ? null : child(plan);
      }
      case Kind.WaitingExit waiting -> waitingExit(instrument, id, waiting);
    };
  }

  /** By an id that the venue has never seen: through the order that makes it. */
  private @Nullable Order leg(Instrument instrument, NativeClientOrderId id) {
    Order parent = byClientId(instrument, BitgetLists.parent(id));
    if (parent == null) {
      return null;
    }
    boolean plan = BitgetLists.kind(parent.venueOrderId()) instanceof Kind.Plan;
    if (plan || BitgetLists.isChild(id)) {
      return plan && BitgetLists.isChild(id) ? child(parent) : null;
    }
    VenueOrderId waiting =
        BitgetLists.waitingExitId(parent.venueOrderId().text(), id, preset(instrument, id, parent));
    Order exit = order(instrument, waiting);
    return exit == null ? null : BitgetLists.renamed(exit, id);
  }

  /** Presets are shown as long as their order is open. */
  private @Nullable BigDecimal preset(Instrument instrument, NativeClientOrderId leg, Order entry) {
    if (entry.status().isFinished()) {
      return null;
    }
    Map<String, String> parameters = ofSymbol(instrument);
    parameters.put("orderId", entry.venueOrderId().text());
    String text = query(BitgetEndpoint.UNFILLED_ORDERS, parameters);
    return BitgetCalls.read(() -> {
      for (String row : WireJson.elements(text, null)) {
        BitgetWire.Presets presets = WireJson.read(row, BitgetWire.Presets.class);
        if (presets.orderId().equals(entry.venueOrderId().text())) {
          return BitgetMapping.nullIfZero(
              BitgetLists.isStop(leg)
                  ? presets.presetStopLossPrice()
                  : presets.presetTakeProfitPrice());
        }
      }
      return null;
    });
  }

  /** What a trigger order made, or stands for what it has not made yet. */
  private static Order child(Order plan) {
    return plan.legs().isEmpty() ? BitgetLists.unborn(plan) : plan.legs().getFirst();
  }

  /** An order on the book. The venue knows client ids for two hours only. */
  @Nullable Order plain(Instrument instrument, String name, String value) {
    String text;
    try {
      text = query(BitgetEndpoint.ORDER_INFO, Map.of(name, value));
    } catch (ExchangeException e) {
      // Recorded as an empty list; other clients expect the refusals too.
      if (e.failure().kind() == ErrorKind.ORDER_NOT_FOUND) {
        return null;
      }
      throw e;
    }
    Rows<Order> rows = rows(BitgetEndpoint.ORDER_INFO, text);
    return only(rows, instrument, order -> isNamed(order, name, value));
  }

  private static boolean isNamed(Order order, String name, String value) {
    if (name.equals("clientOid")) {
      NativeClientOrderId id = order.nativeClientOrderId();
      return id != null && id.text().equals(value);
    }
    // An exit is shown there too.
    return BitgetLists.bare(order.venueOrderId()).equals(value);
  }

  private static @Nullable Order only(
      Rows<Order> rows, Instrument instrument, Function<Order, Boolean> isMeant) {
    if (!rows.unreadable().isEmpty()) {
      throw BitgetCalls.unreadable(rows.unreadable().getFirst());
    }
    if (rows.rows().isEmpty()) {
      return null;
    }
    Order order = rows.rows().getFirst();
    return BitgetCalls.read(() -> {
      BitgetMapping.requireOurs(rows.rows().size() == 1, "data");
      BitgetMapping.requireOurs(order.symbol().equals(instrument.symbol()), "symbol");
      BitgetMapping.requireOurs(isMeant.apply(order), "orderId");
      return order;
    });
  }

  /** It may be on the book or wait for its trigger. */
  private @Nullable Order byClientId(Instrument instrument, NativeClientOrderId id) {
    Order order = plain(instrument, "clientOid", BitgetRequests.clientId(id.text()));
    if (order != null) {
      return order;
    }
    for (BitgetEndpoint place :
        List.of(BitgetEndpoint.CURRENT_PLANS, BitgetEndpoint.HISTORY_PLANS)) {
      Map<String, String> parameters = ofSymbol(instrument);
      parameters.put("limit", Integer.toString(MOST_ROWS));
      for (Order plan : rows(place, query(place, parameters)).rows()) {
        if (id.equals(plan.nativeClientOrderId())) {
          return withChild(plan);
        }
      }
    }
    return null;
  }

  /** No call shows one trigger order: it is the first of those before the next number. */
  private @Nullable Order plan(Instrument instrument, String number) {
    for (BitgetEndpoint place :
        List.of(BitgetEndpoint.CURRENT_PLANS, BitgetEndpoint.HISTORY_PLANS)) {
      Map<String, String> parameters = ofSymbol(instrument);
      parameters.put("idLessThan", new BigInteger(number).add(BigInteger.ONE).toString());
      parameters.put("limit", Integer.toString(MOST_ROWS));
      for (Order plan : rows(place, query(place, parameters)).rows()) {
        if (plan.venueOrderId().equals(BitgetLists.planId(number))) {
          BitgetCalls.<@Nullable Object>read(() -> {
            BitgetMapping.requireOurs(plan.symbol().equals(instrument.symbol()), "symbol");
            return null;
          });
          return withChild(plan);
        }
      }
    }
    return null;
  }

  /** A trigger order with the fate of the order that it made, if it made one. */
  private Order withChild(Order plan) {
    String word = Objects.requireNonNullElse(plan.nativeStatus(), "");
    if (!BitgetMapping.TRIGGERED.contains(BitgetMapping.lower(word))) {
      return BitgetLists.withChild(plan, null);
    }
    BitgetWire.SubOrder sub = subOrder(BitgetLists.number(plan.venueOrderId()));
    if (sub == null) {
      return BitgetLists.withChild(plan, null);
    }
    String made = BitgetMapping.lower(sub.status());
    OrderStatus status = BitgetMapping.SUB_STATUSES.getOrDefault(made, OrderStatus.UNKNOWN);
    Order child =
        status == OrderStatus.NEW
            ? null
            : plain(data.instrument(plan.symbol()), "orderId", sub.orderId());
    boolean pending = status == OrderStatus.NEW || made.equals(BitgetMapping.MADE);
    return BitgetLists.withChild(
        child == null && !pending ? BitgetLists.inVain(plan, status) : plan, child);
  }

  /** What a trigger order made; null if nothing yet. */
  BitgetWire.@Nullable SubOrder subOrder(String plan) {
    String text = query(BitgetEndpoint.PLAN_SUB_ORDERS, Map.of("planOrderId", plan));
    List<BitgetWire.SubOrder> rows =
        BitgetCalls.read(() ->
            WireJson.elements(text, null).stream()
                .map(row -> WireJson.read(row, BitgetWire.SubOrder.class))
                .toList());
    return rows.isEmpty() ? null : rows.getFirst();
  }

  private @Nullable Order exit(Instrument instrument, String number) {
    for (BitgetEndpoint place :
        List.of(BitgetEndpoint.UNFILLED_ORDERS, BitgetEndpoint.HISTORY_ORDERS)) {
      Map<String, String> parameters = exits(instrument);
      parameters.put("orderId", number);
      Order order =
          only(
              rows(place, query(place, parameters)),
              instrument,
              shown -> shown.venueOrderId().equals(BitgetLists.exitId(number)));
      if (order != null) {
        return order;
      }
    }
    return null;
  }

  /**
   * The exit of an entry. Nothing links the two but what they are: symbol, the other side, the
   * trigger, a size that the entry has filled, and a time right after that. Several that fit are
   * none, and one that fits another entry too is nobody's.
   */
  private @Nullable Order waitingExit(
      Instrument instrument, VenueOrderId id, Kind.WaitingExit waiting) {
    Order entry = plain(instrument, "orderId", waiting.entry());
    if (entry == null) {
      return null;
    }
    BigDecimal filled = entry.filled();
    if (filled == null || filled.signum() == 0) {
      return BitgetLists.waiting(
          id, waiting, entry, entry.status().isFinished() ? OrderStatus.CANCELED : OrderStatus.NEW);
    }
    List<Order> found = exits(instrument, waiting, entry);
    if (found.size() == 1 && isOfNobodyElse(found.getFirst(), instrument, entry)) {
      return BitgetLists.typed(found.getFirst(), waiting.type());
    }
    Instant end = entry.updatedAt();
    boolean overdue =
        !found.isEmpty()
            || (entry.status().isFinished()
                && end != null
                && calls.knownTime().isAfter(end.plus(AFTER_FILL)));
    return BitgetLists.waiting(id, waiting, entry, overdue ? OrderStatus.UNKNOWN : OrderStatus.NEW);
  }

  private List<Order> exits(Instrument instrument, Kind.WaitingExit waiting, Order entry) {
    List<Instant> fills =
        fills(instrument, entry.venueOrderId()).stream()
            .map(Fill::time)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
    Instant first = fills.isEmpty() ? entry.createdAt() : fills.getFirst();
    Instant last = fills.isEmpty() ? null : fills.getLast();
    Instant until = BitgetMapping.later(last, entry.updatedAt());
    if (first == null || until == null) {
      return List.of();
    }
    Map<String, String> open = exits(instrument);
    Map<String, String> done = exits(instrument);
    Checks.putTime("startTime", first.minus(AFTER_FILL), done);
    return Stream.concat(
            paged(BitgetEndpoint.UNFILLED_ORDERS, open).rows().stream(),
            page(BitgetEndpoint.HISTORY_ORDERS, done).rows().stream())
        .filter(order -> order.side() != entry.side())
        .filter(order -> fits(order.stopPrice(), waiting, entry))
        .filter(order -> isCovered(order, entry))
        .filter(order -> isIn(order.createdAt(), first.minus(BEFORE_FILL), until.plus(AFTER_FILL)))
        .collect(
            LinkedHashMap<VenueOrderId, Order>::new,
            (all, order) -> all.put(order.venueOrderId(), order),
            Map::putAll)
        .values()
        .stream()
        .toList();
  }

  /**
   * Whether it is as large as what the entry received, where exits of others with the same trigger
   * are as good, or no other order can have made it: none on the entry's side was filled right
   * before it that is large enough. What triggers those asked for is shown nowhere any more.
   */
  private boolean isOfNobodyElse(Order exit, Instrument instrument, Order entry) {
    if (isAll(exit, entry)) {
      return true;
    }
    Instant made = Objects.requireNonNull(exit.createdAt());
    Rows<Fill> fills = fillsBetween(instrument, made.minus(AFTER_FILL), made.plus(BEFORE_FILL));
    if (!fills.unreadable().isEmpty()) {
      throw BitgetCalls.unreadable(fills.unreadable().getFirst());
    }
    return fills.rows().stream()
        .filter(fill -> fill.side() == entry.side())
        .map(Fill::venueOrderId)
        .filter(id -> !id.equals(entry.venueOrderId()))
        .distinct()
        .map(id -> plain(instrument, "orderId", BitgetLists.number(id)))
        .noneMatch(other -> other == null || isCovered(exit, other));
  }

  /**
   * But for a fee. No manual says how an exit is sized that buys at market: by what the entry sold,
   * by what that brought in, or by what it costs at the trigger.
   */
  private static boolean isAll(Order exit, Order entry) {
    BigDecimal filled = Objects.requireNonNull(entry.filled());
    BigDecimal size = exit.quantity();
    if (size != null) {
      return isAll(size, filled);
    }
    BigDecimal spends = exit.quoteQuantity();
    BigDecimal trigger = exit.stopPrice();
    return spends != null
        && (isAll(spends, filled)
            || (entry.filledQuote() != null && isAll(spends, entry.filledQuote()))
            || (trigger != null && isAll(spends, filled.multiply(trigger))));
  }

  private static boolean isAll(BigDecimal size, BigDecimal all) {
    return size.compareTo(all) <= 0 && size.compareTo(all.multiply(LEAST_OF_ALL)) >= 0;
  }

  /** The trigger that was asked for; where nothing tells it any more, its side of the entry. */
  private static boolean fits(@Nullable BigDecimal trigger, Kind.WaitingExit waiting, Order entry) {
    if (trigger == null) {
      return false;
    }
    if (waiting.trigger() != null) {
      return trigger.compareTo(waiting.trigger()) == 0;
    }
    BigDecimal paid = entry.average() == null ? entry.price() : entry.average();
    boolean below = (waiting.type() == OrderType.STOP_LOSS) == (entry.side() == Side.BUY);
    return paid != null && (below ? trigger.compareTo(paid) < 0 : trigger.compareTo(paid) > 0);
  }

  /** A buy at market is sized in quote, of which nothing can be said. */
  private static boolean isCovered(Order exit, Order entry) {
    return exit.quantity() == null
        || (entry.filled() != null && exit.quantity().compareTo(entry.filled()) <= 0);
  }

  private static boolean isIn(@Nullable Instant time, Instant from, Instant until) {
    return time != null && !time.isBefore(from) && !time.isAfter(until);
  }

  // Lists.

  /** All that are open in one list; of exits, if the parameters ask for them. */
  Rows<Order> paged(BitgetEndpoint place, Map<String, String> parameters) {
    List<Order> orders = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    String before = null;
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Map<String, String> asked = new LinkedHashMap<>(parameters);
      if (before != null) {
        asked.put("idLessThan", before);
      }
      asked.put("limit", Integer.toString(MOST_ROWS));
      String text = query(place, asked);
      Rows<Order> page = rows(place, text);
      orders.addAll(page.rows());
      unreadable.addAll(page.unreadable());
      String last =
          page.rows().isEmpty() ? null : BitgetLists.number(page.rows().getLast().venueOrderId());
      boolean full = page.rows().size() + page.unreadable().size() >= MOST_ROWS;
      if (!(full || isFollowed(text)) || last == null || last.equals(before)) {
        return new Rows<>(orders, unreadable);
      }
      before = last;
    }
    throw incomplete("more pages than are read");
  }

  /** Lists of trigger orders tell whether there are more. */
  private static boolean isFollowed(String text) {
    return !text.startsWith("[")
        && Boolean.TRUE.equals(
            BitgetCalls.read(() -> WireJson.read(text, BitgetWire.PlanPage.class)).nextFlag());
  }

  /** One page. */
  Rows<Order> page(BitgetEndpoint place, Map<String, String> parameters) {
    Map<String, String> asked = new LinkedHashMap<>(parameters);
    asked.putIfAbsent("limit", Integer.toString(MOST_ROWS));
    return rows(place, query(place, asked));
  }

  /** Trigger orders, each with the fate of what it made. */
  Rows<Order> withChildren(Rows<Order> plans) {
    return new Rows<>(plans.rows().stream().map(this::withChild).toList(), plans.unreadable());
  }

  /**
   * All that a list has of a time. A time goes before a page's last id, so that a page that is full
   * is read again in halves; they share their border, so that it does not matter on which side of
   * it the venue counts a row.
   */
  Rows<Order> between(
      BitgetEndpoint place, Map<String, String> parameters, Instant start, Instant end) {
    Map<VenueOrderId, Order> orders = new LinkedHashMap<>();
    List<String> unreadable = new ArrayList<>();
    windows(
        place,
        parameters,
        start,
        end,
        text -> {
          Rows<Order> rows = rows(place, text);
          rows.rows().forEach(order -> orders.put(order.venueOrderId(), order));
          unreadable.addAll(rows.unreadable());
          return rows.rows().size() + rows.unreadable().size();
        });
    return new Rows<>(List.copyOf(orders.values()), unreadable);
  }

  /** The same of fills. */
  Rows<Fill> fillsBetween(Instrument instrument, Instant start, Instant end) {
    Map<String, Fill> fills = new LinkedHashMap<>();
    List<String> unreadable = new ArrayList<>();
    windows(
        BitgetEndpoint.FILLS,
        ofSymbol(instrument),
        start,
        end,
        text -> {
          Rows<Fill> rows = fills(text);
          rows.rows().forEach(fill -> fills.put(fill.id(), fill));
          unreadable.addAll(rows.unreadable());
          return rows.rows().size() + rows.unreadable().size();
        });
    return new Rows<>(List.copyOf(fills.values()), unreadable);
  }

  /**
   * @param add takes a page over and says how many rows it has
   */
  private void windows(
      BitgetEndpoint place,
      Map<String, String> parameters,
      Instant start,
      Instant end,
      Function<String, Integer> add) {
    int[] pages = {0};
    for (Instant from = start; from.isBefore(end); from = from.plus(LONGEST_WINDOW)) {
      Instant to = from.plus(LONGEST_WINDOW);
      window(place, parameters, from, to.isBefore(end) ? to : end, add, pages);
    }
  }

  private void window(
      BitgetEndpoint place,
      Map<String, String> parameters,
      Instant start,
      Instant end,
      Function<String, Integer> add,
      int[] pages) {
    if (++pages[0] > MOST_PAGES) {
      throw incomplete("more pages than are read");
    }
    Map<String, String> window = new LinkedHashMap<>(parameters);
    Checks.putTime("startTime", start, window);
    Checks.putTime("endTime", end, window);
    window.put("limit", Integer.toString(MOST_ROWS));
    if (add.apply(query(place, window)) < MOST_ROWS) {
      return;
    }
    long millis = Duration.between(start, end).toMillis();
    if (millis < 2) {
      throw incomplete("more rows in a moment than Bitget lists");
    }
    Instant middle = start.plusMillis(millis / 2);
    window(place, parameters, start, middle, add, pages);
    window(place, parameters, middle, end, add, pages);
  }

  /** The fills of one order, newest first. */
  List<Fill> fills(Instrument instrument, VenueOrderId order) {
    Map<String, String> parameters = ofSymbol(instrument);
    parameters.put("orderId", BitgetLists.number(order));
    parameters.put("limit", Integer.toString(MOST_ROWS));
    return fills(query(BitgetEndpoint.FILLS, parameters)).rows();
  }

  Rows<Fill> fills(String text) {
    return BitgetCalls.read(() ->
        WireJson.readRows(text, BitgetWire.Execution.class)
            .map(row -> BitgetMapping.fill(row.value(), symbol(row.value().symbol()))));
  }

  String query(BitgetEndpoint place, Map<String, String> parameters) {
    return calls.query(place, parameters, credentials, patience);
  }

  static Map<String, String> ofSymbol(Instrument instrument) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    return parameters;
  }

  private static Map<String, String> exits(Instrument instrument) {
    Map<String, String> parameters = ofSymbol(instrument);
    parameters.put("tpslType", "tpsl");
    return parameters;
  }

  /** A page of that place. */
  private Rows<Order> rows(BitgetEndpoint place, String text) {
    return BitgetCalls.read(() ->
        switch (place) {
          case ORDER_INFO, HISTORY_ORDERS ->
              WireJson.readRows(text, BitgetWire.Queried.class)
                  .map(row ->
                      BitgetMapping.queried(row.value(), symbol(row.value().symbol()), row.raw()));
          case UNFILLED_ORDERS ->
              WireJson.readRows(text, BitgetWire.Unfilled.class)
                  .map(row ->
                      BitgetMapping.unfilled(row.value(), symbol(row.value().symbol()), row.raw()));
          case CURRENT_PLANS, HISTORY_PLANS ->
              WireJson.readRows(planList(text), BitgetWire.Plan.class)
                  .map(row ->
                      BitgetMapping.plan(row.value(), symbol(row.value().symbol()), row.raw()));
          default -> throw new IllegalArgumentException(place + " lists no orders");
        });
  }

  /** Where there are none, any of the pieces may be missing. */
  private static String planList(String text) {
    if (text.startsWith("[")) {
      return text;
    }
    String list = WireJson.member(text, "orderList");
    return list == null ? "[]" : list;
  }

  private Symbol symbol(String venueSymbol) {
    return BitgetMapping.symbol(venueSymbol, data::byVenueSymbol);
  }

  private static ExchangeException incomplete(String what) {
    return new ExchangeException(ErrorKind.EXCHANGE_UNAVAILABLE, "There are " + what + ".");
  }
}
