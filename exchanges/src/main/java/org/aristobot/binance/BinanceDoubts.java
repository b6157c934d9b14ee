package org.aristobot.binance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aristobot.binance.BinanceEndpoint.Absence;
import org.aristobot.binance.BinanceEndpoint.Expiry;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Finding.Executed;
import org.aristobot.exchange.Finding.NotExecuted;
import org.aristobot.exchange.Finding.Unproven;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.Symbol;
import org.aristobot.net.Look;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Settles commands in doubt by what the venue shows. One sweep of open orders, finished orders and
 * trades serves all doubts of a symbol; an order is asked for by its id only when nothing but that
 * answer is missing for the proof that it does not exist. That answer alone ("Order does not
 * exist", -2013) is common right after placing and proves nothing.
 */
final class BinanceDoubts {

  /** Lists begin so long before a command can have arrived. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /** "Execution status unknown": the engine had it already, and nothing bounds its delay. */
  private static final Set<String> HANDED_OVER = Set.of("-1006", "-1007");

  /** "Order does not exist." and, which the manual lacks, "Order list does not exist." */
  private static final Set<String> NOT_THERE = Set.of("-2013", "-2018");

  /** Places that are asked for one order at a time. */
  private static final Set<BinanceEndpoint> SINGLE =
      Set.of(BinanceEndpoint.ORDER, BinanceEndpoint.ORDER_LIST);

  private final BinanceCalls calls;
  private final BinanceMarketData data;
  private final InstantSource clock;
  private final @Nullable Duration lag;

  BinanceDoubts(
      BinanceCalls calls, BinanceMarketData data, InstantSource clock, @Nullable Duration lag) {
    this.calls = calls;
    this.data = data;
    this.clock = clock;
    this.lag = lag;
  }

  /**
   * A placement as the venue would have it.
   *
   * @param list the client id of the list that its orders form; null for a single order
   * @param orders each under the id that it has there
   */
  private record Sought(
      Doubt.Placement doubt,
      Instrument instrument,
      BinanceEndpoint endpoint,
      @Nullable NativeClientOrderId list,
      List<OrderRequest> orders) {

    static Sought of(Doubt.Placement doubt, Instrument instrument) {
      OrderRequest request = doubt.request();
      BinanceEndpoint list = BinanceLists.endpoint(request, instrument);
      return list == null
          ? new Sought(doubt, instrument, BinanceEndpoint.PLACE_ORDER, null, List.of(request))
          : new Sought(
              doubt,
              instrument,
              list,
              BinanceLists.listId(request),
              BinanceLists.members(request, instrument));
    }

    Absence absence() {
      return Objects.requireNonNull(endpoint.absence());
    }

    List<BinanceEndpoint> sweeps() {
      return absence().lookUps().stream().filter(place -> !SINGLE.contains(place)).toList();
    }
  }

  /** What was found of one: orders under its ids, and its list. */
  private record Sight(List<Order> orders, @Nullable String list) {
    boolean isNothing() {
      return orders.isEmpty() && list == null;
    }
  }

  List<Finding> look(Credentials credentials, List<Doubt> doubts) {
    Look<Credentials> look =
        Look.begin("Binance", credentials, clock, () -> BinanceCalls.read(calls::venueTime));
    Map<Doubt, Finding> findings = new ConcurrentHashMap<>();
    Look.bySymbol(doubts).forEach((symbol, group) -> settle(symbol, group, look, findings));
    return look.inOrder(doubts, findings);
  }

  private void settle(
      Symbol symbol, List<Doubt> group, Look<Credentials> look, Map<Doubt, Finding> findings) {
    List<Sought> placements = new ArrayList<>();
    List<Doubt.Amendment> amendments = new ArrayList<>();
    for (Doubt doubt : group) {
      try {
        Instrument instrument = data.instrument(symbol);
        switch (doubt) {
          case Doubt.Placement placement -> placements.add(Sought.of(placement, instrument));
          case Doubt.Amendment amendment -> amendments.add(amendment);
        }
      } catch (ExchangeException e) {
        findings.put(doubt, look.failed(e.failure()));
      }
    }
    Map<Doubt, Supplier<Finding>> turns = new HashMap<>();
    Look.byAge(placements, now(look), sought -> start(sought.doubt()))
        .forEach(some -> sweep(some, look, findings, turns));
    amendments.forEach(doubt -> turns.put(doubt, () -> amended(doubt, look)));
    look.eachByItself(turns, findings);
  }

  // Placements.

  /**
   * Settles what the places that list many can settle.
   *
   * @param turns takes the others, which must be asked for by their ids
   */
  private void sweep(
      List<Sought> placements,
      Look<Credentials> look,
      Map<Doubt, Finding> findings,
      Map<Doubt, Supplier<Finding>> turns) {
    BinanceBooks books = books(placements, look);
    for (Sought sought : placements) {
      Doubt doubt = sought.doubt();
      Sight sight = sight(sought, books);
      if (sight.isNothing()) {
        Unproven unproven = unproven(sought, books, look);
        if (unproven == null) {
          turns.put(doubt, () -> single(sought, look));
        } else {
          findings.put(doubt, unproven);
        }
      } else if (sought.list() == null) {
        findings.put(doubt, adopted(sought.orders().getFirst(), sight.orders(), doubt, look));
      } else {
        turns.put(doubt, () -> family(sought, sight, look));
      }
    }
  }

  private BinanceBooks books(List<Sought> placements, Look<Credentials> look) {
    Instant from =
        placements.stream()
            .map(sought -> start(sought.doubt()))
            .min(Instant::compareTo)
            .orElseThrow();
    BinanceBooks books =
        new BinanceBooks(
            calls,
            look.with(),
            placements.getFirst().instrument(),
            from,
            now(look).plus(Look.CLOCK_SLACK));
    // Open orders first: what leaves them while we look is in the lists behind them.
    books.read(
        placements.stream()
            .flatMap(sought -> sought.sweeps().stream())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(BinanceEndpoint.class))));
    return books;
  }

  private Instant now(Look<Credentials> look) {
    return look.venue() == null ? calls.knownTime() : look.venue();
  }

  /** On the venue's clock, before the order can have been placed. */
  private static Instant start(Doubt doubt) {
    return earliest(doubt).minus(MARGIN);
  }

  private static Instant earliest(Doubt doubt) {
    return Look.earliest(doubt, BinanceCalls.RECV_WINDOW);
  }

  private static Sight sight(Sought sought, BinanceBooks books) {
    return new Sight(
        sought.orders().stream().flatMap(order -> books.orders(order.id()).stream()).toList(),
        sought.list() == null ? null : books.list(sought.list()));
  }

  /** Why the sweep's not having shown it proves nothing; null if asking for it may. */
  private @Nullable Unproven unproven(Sought sought, BinanceBooks books, Look<Credentials> look) {
    for (BinanceEndpoint place : sought.sweeps()) {
      Failure gap = books.gap(place);
      if (gap != null) {
        return look.failed(gap);
      }
    }
    Unproven unprovable = unprovable(sought.doubt(), sought.absence(), look);
    if (unprovable != null) {
      return unprovable;
    }
    List<Long> strays = books.strays(start(sought.doubt()));
    return strays.isEmpty()
        ? null
        : look.unproven("Orders have traded that Binance does not list: " + strays + ".");
  }

  /** Why it would prove nothing now if the command's effect were absent; null if it would. */
  private @Nullable Unproven unprovable(Doubt doubt, Absence absence, Look<Credentials> look) {
    Unproven early =
        look.notBefore(doubt.expiresAt().plus(lag == null ? absence.visibilityLag() : lag));
    if (early != null) {
      return early;
    }
    String code = doubt.nativeCode();
    if (absence.expiry() == Expiry.ARRIVAL || (code != null && HANDED_OVER.contains(code))) {
      return new Unproven(
          "It is not shown, but the matching engine may have got it in time and nothing bounds"
              + " when it executes it.",
          null);
    }
    return look.forgotten(start(doubt), absence.retention());
  }

  /** Asks for it by its ids, the last places where it could be. */
  private Finding single(Sought sought, Look<Credentials> look) {
    List<Order> orders = new ArrayList<>();
    String list = null;
    for (BinanceEndpoint place : sought.absence().lookUps()) {
      if (place == BinanceEndpoint.ORDER_LIST) {
        list = list(sought, look);
      } else if (place == BinanceEndpoint.ORDER) {
        for (OrderRequest order : sought.orders()) {
          orders.addAll(asList(order(order.symbol(), new OrderRef.ByClientId(order.id()), look)));
        }
      }
    }
    Sight sight = new Sight(orders, list);
    return sight.isNothing()
        ? new NotExecuted(null, proof(sought.doubt(), sought.absence(), look))
        : sought.list() == null
            ? adopted(sought.orders().getFirst(), orders, sought.doubt(), look)
            : family(sought, sight, look);
  }

  private static <T> List<T> asList(@Nullable T value) {
    return value == null ? List.of() : List.of(value);
  }

  private static String proof(Doubt doubt, Absence absence, Look<Credentials> look) {
    return "Expired at %s; looked for at %s, both on Binance's clock, and absent from %s since %s."
        .formatted(
            doubt.expiresAt(),
            look.venue(),
            absence.lookUps().stream()
                .map(place -> place.path().substring("/api/v3/".length()))
                .collect(Collectors.joining(", ")),
            start(doubt));
  }

  // What is shown.

  private static Finding adopted(
      OrderRequest request, List<Order> found, Doubt doubt, Look<Credentials> look) {
    if (found.isEmpty()) {
      return look.unproven("It was placed, but " + request.id() + " is not shown yet.");
    }
    Unproven stranger = Look.stranger(found, request, earliest(doubt));
    return stranger == null ? new Executed(found.getFirst()) : stranger;
  }

  /** One member found is all found: the others are read by their ids. */
  private Finding family(Sought sought, Sight sight, Look<Credentials> look) {
    List<Order> members = new ArrayList<>();
    for (OrderRequest request : sought.orders()) {
      List<Order> found =
          sight.orders().stream()
              .filter(order -> request.id().equals(order.nativeClientOrderId()))
              .toList();
      if (found.isEmpty()) {
        found = asList(order(request.symbol(), new OrderRef.ByClientId(request.id()), look));
      }
      Finding member = adopted(request, found, sought.doubt(), look);
      if (!(member instanceof Executed(var order))) {
        return member;
      }
      members.add(order);
    }
    OrderRequest request = sought.doubt().request();
    if (!(request.terms() instanceof OrderTerms.Oco)) {
      return new Executed(BinanceLists.entry(members));
    }
    String list = sight.list() == null ? list(sought, look) : sight.list();
    return list == null
        ? look.unproven("It was placed, but its list is not shown yet.")
        : new Executed(
            BinanceCalls.read(() -> BinanceLists.oco(list, sought.instrument(), members)));
  }

  // Amendments.

  private Finding amended(Doubt.Amendment doubt, Look<Credentials> look) {
    Absence absence = Objects.requireNonNull(BinanceEndpoint.AMEND_ORDER.absence());
    Order order = order(doubt.request().symbol(), new OrderRef.ByVenueId(doubt.order()), look);
    if (order == null) {
      return look.unproven("The order that was to be changed is not shown.");
    }
    if (isSized(order, doubt.request())) {
      return new Executed(order);
    }
    boolean unchanged = isSized(order, doubt.from());
    if (absence.lookUps().contains(BinanceEndpoint.AMENDMENTS) && isListed(doubt, look)) {
      return unchanged
          ? look.unproven("The change was made, but the order does not show it yet.")
          : new Executed(order);
    }
    if (!unchanged) {
      return new Unproven(
          "Order %s has the quantity %s, neither the old nor the new one."
              .formatted(order.venueOrderId(), order.quantity()),
          null);
    }
    Unproven unprovable = unprovable(doubt, absence, look);
    return unprovable == null ? new NotExecuted(order, proof(doubt, absence, look)) : unprovable;
  }

  private static boolean isSized(Order order, OrderRequest request) {
    return request.quantity() instanceof Quantity.Base(var amount)
        && Decimals.isSame(order.quantity(), amount);
  }

  /** Quantities only fall, so that no earlier change can have been to the same one. */
  private boolean isListed(Doubt.Amendment doubt, Look<Credentials> look) {
    Map<String, String> parameters = data.parameters(doubt.request().symbol());
    String symbol = parameters.get("symbol");
    parameters.put("orderId", BinanceRequests.orderId(doubt.order().text()));
    String text = calls.query(BinanceEndpoint.AMENDMENTS, parameters, look.with());
    return BinanceCalls.read(() -> {
      boolean listed = false;
      for (String row : WireJson.elements(text, null)) {
        BinanceWire.PastAmendment past = WireJson.read(row, BinanceWire.PastAmendment.class);
        BinanceMapping.requireOurs(past.symbol().equals(symbol), "symbol");
        BinanceMapping.requireOurs(
            past.orderId().toString().equals(doubt.order().text()), "orderId");
        listed |=
            doubt.request().quantity() instanceof Quantity.Base(var amount)
                && Decimals.isSame(past.newQty(), amount);
      }
      return listed;
    });
  }

  // What is asked for by its id.

  /** Null if Binance says that there is none. */
  private @Nullable Order order(Symbol symbol, OrderRef ref, Look<Credentials> look) {
    Map<String, String> parameters = data.parameters(symbol);
    String venueSymbol = parameters.get("symbol");
    parameters.putAll(BinanceRequests.reference(ref));
    String text = ask(BinanceEndpoint.ORDER, parameters, look);
    if (text == null) {
      return null;
    }
    return BinanceCalls.read(() -> {
      BinanceWire.Queried order = WireJson.read(text, BinanceWire.Queried.class);
      BinanceMapping.requireOurs(order.symbol().equals(venueSymbol), "symbol");
      if (ref instanceof OrderRef.ByVenueId(var id)) {
        BinanceMapping.requireOurs(order.orderId().toString().equals(id.text()), "orderId");
      }
      return BinanceMapping.queried(order, symbol, text);
    });
  }

  /** Null if Binance says that there is none. */
  private @Nullable String list(Sought sought, Look<Credentials> look) {
    OrderRef ref = new OrderRef.ByClientId(Objects.requireNonNull(sought.list()));
    return ask(BinanceEndpoint.ORDER_LIST, BinanceLists.reference(ref, "origClientOrderId"), look);
  }

  private @Nullable String ask(
      BinanceEndpoint endpoint, Map<String, String> parameters, Look<Credentials> look) {
    try {
      return calls.query(endpoint, parameters, look.with());
    } catch (ExchangeException e) {
      String code = e.failure().nativeCode();
      if (code != null && NOT_THERE.contains(code)) {
        return null;
      }
      throw e;
    }
  }
}
