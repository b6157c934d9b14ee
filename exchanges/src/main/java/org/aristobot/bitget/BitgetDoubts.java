package org.aristobot.bitget;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aristobot.bitget.BitgetEndpoint.Absence;
import org.aristobot.exchange.Credentials;
import org.aristobot.exchange.Doubt;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Finding;
import org.aristobot.exchange.Finding.Executed;
import org.aristobot.exchange.Finding.NotExecuted;
import org.aristobot.exchange.Finding.Unproven;
import org.aristobot.exchange.Rows;
import org.aristobot.model.Fill;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.Look;
import org.jspecify.annotations.Nullable;

/**
 * Settles commands in doubt by what the venue shows. One sweep of the lists serves all doubts of a
 * symbol; an order is asked for by its id only when nothing but that answer is missing for the
 * proof that it does not exist. Every expiry is checked on arrival: a command that the venue
 * answered in any way had arrived in time, so that only the sight of its order can end its doubt.
 */
final class BitgetDoubts {

  /** Lists begin so long before a command can have arrived. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** What a question waits for permits at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BitgetCalls calls;
  private final BitgetMarketData data;
  private final InstantSource clock;
  private final @Nullable Duration lag;

  BitgetDoubts(
      BitgetCalls calls, BitgetMarketData data, InstantSource clock, @Nullable Duration lag) {
    this.calls = calls;
    this.data = data;
    this.clock = clock;
    this.lag = lag;
  }

  /** A placement, and the call that made it. */
  private record Sought(Doubt.Placement doubt, BitgetEndpoint endpoint) {

    OrderRequest request() {
      return doubt.request();
    }

    Absence absence() {
      return Objects.requireNonNull(endpoint.absence());
    }

    boolean needs(BitgetEndpoint place) {
      return absence().lookUps().contains(place);
    }
  }

  /**
   * What the lists of one symbol show.
   *
   * @param strays orders that have traded and are listed nowhere, and when they last did
   * @param gaps places that could not be seen whole
   */
  private record Sweep(
      Map<NativeClientOrderId, Map<VenueOrderId, Order>> orders,
      Map<VenueOrderId, Instant> strays,
      Map<BitgetEndpoint, Failure> gaps) {

    void add(Order order) {
      NativeClientOrderId id = order.nativeClientOrderId();
      if (id != null) {
        // Open orders are read first, so that a later sight is the newer one.
        orders.computeIfAbsent(id, _ -> new LinkedHashMap<>()).put(order.venueOrderId(), order);
      }
    }

    List<Order> orders(NativeClientOrderId id) {
      return List.copyOf(orders.getOrDefault(id, Map.of()).values());
    }
  }

  List<Finding> look(Credentials credentials, List<Doubt> doubts) {
    BitgetBooks books = new BitgetBooks(calls, data, credentials, PATIENCE);
    Look<BitgetBooks> look =
        Look.begin("Bitget", books, clock, () -> BitgetCalls.read(calls::venueTime));
    Map<Doubt, Finding> findings = new ConcurrentHashMap<>();
    Look.bySymbol(doubts).forEach((symbol, group) -> settle(symbol, group, look, findings));
    return look.inOrder(doubts, findings);
  }

  private void settle(
      Symbol symbol, List<Doubt> group, Look<BitgetBooks> look, Map<Doubt, Finding> findings) {
    List<Sought> placements = new ArrayList<>();
    Map<Doubt, Supplier<Finding>> turns = new HashMap<>();
    Instrument instrument;
    try {
      instrument = data.instrument(symbol);
    } catch (ExchangeException e) {
      group.forEach(doubt -> findings.put(doubt, look.failed(e.failure())));
      return;
    }
    for (Doubt doubt : group) {
      try {
        switch (doubt) {
          case Doubt.Placement placement ->
              placements.add(new Sought(placement, BitgetRequests.endpoint(placement.request())));
          case Doubt.Amendment amendment ->
              turns.put(doubt, () -> amended(amendment, instrument, look));
        }
      } catch (ExchangeException e) {
        findings.put(doubt, look.failed(e.failure()));
      }
    }
    Look.byAge(placements, now(look), sought -> start(sought.doubt()))
        .forEach(some -> settle(some, instrument, look, findings, turns));
    look.eachByItself(turns, findings);
  }

  // Placements.

  /**
   * Settles what the lists can settle.
   *
   * @param turns takes the others, which must be asked for by their ids
   */
  private void settle(
      List<Sought> placements,
      Instrument instrument,
      Look<BitgetBooks> look,
      Map<Doubt, Finding> findings,
      Map<Doubt, Supplier<Finding>> turns) {
    Sweep sweep = sweep(placements, instrument, look);
    for (Sought sought : placements) {
      List<Order> shown = sweep.orders(sought.request().id());
      if (!shown.isEmpty()) {
        turns.put(sought.doubt(), () -> adopted(sought, shown, instrument, look));
        continue;
      }
      Unproven unproven = unproven(sought, sweep, look);
      if (unproven != null) {
        findings.put(sought.doubt(), unproven);
      } else if (sought.needs(BitgetEndpoint.ORDER_INFO)) {
        turns.put(sought.doubt(), () -> single(sought, instrument, look));
      } else {
        findings.put(sought.doubt(), absent(sought.doubt(), sought.absence(), look));
      }
    }
  }

  private Sweep sweep(List<Sought> placements, Instrument instrument, Look<BitgetBooks> look) {
    Sweep sweep = new Sweep(new HashMap<>(), new HashMap<>(), new EnumMap<>(BitgetEndpoint.class));
    Instant now = now(look);
    Instant kept = now.minus(BitgetBooks.LONGEST_WINDOW);
    Instant earliest =
        placements.stream()
            .map(sought -> start(sought.doubt()))
            .min(Instant::compareTo)
            .orElseThrow();
    Instant from = earliest.isBefore(kept) ? kept : earliest;
    Instant to = now.plus(Look.CLOCK_SLACK);
    Set<VenueOrderId> listed = ConcurrentHashMap.newKeySet();
    Map<VenueOrderId, Instant> traders = new HashMap<>();
    // Open orders first: what leaves them while we look is in the lists behind them.
    for (BitgetEndpoint place : places(placements)) {
      Map<String, String> ofSymbol = BitgetBooks.ofSymbol(instrument);
      guarded(
          place,
          sweep,
          () -> {
            switch (place) {
              case FILLS -> {
                Rows<Fill> fills = look.with().fillsBetween(instrument, from, to);
                requireWhole(place, fills, sweep);
                fills
                    .rows()
                    .forEach(fill ->
                        traders.merge(
                            fill.venueOrderId(),
                            Objects.requireNonNullElse(fill.time(), to),
                            (a, b) -> a.isAfter(b) ? a : b));
              }
              case UNFILLED_ORDERS, CURRENT_PLANS ->
                  take(place, look.with().paged(place, ofSymbol), listed, sweep);
              default -> take(place, look.with().between(place, ofSymbol, from, to), listed, sweep);
            }
          });
    }
    traders.keySet().removeAll(listed);
    guarded(
        BitgetEndpoint.FILLS,
        sweep,
        () -> traders.forEach((order, time) -> name(order, time, instrument, look, sweep)));
    return sweep;
  }

  private static Set<BitgetEndpoint> places(List<Sought> placements) {
    Set<BitgetEndpoint> places =
        placements.stream()
            .flatMap(sought -> sought.absence().lookUps().stream())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(BitgetEndpoint.class)));
    places.remove(BitgetEndpoint.ORDER_INFO);
    return places;
  }

  /** Looks at a place by itself: one that fails is a gap and hides no other. */
  private static void guarded(BitgetEndpoint place, Sweep sweep, Runnable look) {
    try {
      look.run();
    } catch (ExchangeException e) {
      sweep.gaps().put(place, e.failure());
    }
  }

  private static void take(
      BitgetEndpoint place, Rows<Order> rows, Set<VenueOrderId> listed, Sweep sweep) {
    requireWhole(place, rows, sweep);
    rows.rows()
        .forEach(order -> {
          sweep.add(order);
          listed.add(order.venueOrderId());
        });
  }

  private static void requireWhole(BitgetEndpoint place, Rows<?> rows, Sweep sweep) {
    if (!rows.unreadable().isEmpty()) {
      sweep.gaps().put(place, BitgetCalls.unreadable(rows.unreadable().getFirst()).failure());
    }
  }

  /** A fill of an order that was not listed may be an older order's, or an exit's. */
  private static void name(
      VenueOrderId order,
      Instant time,
      Instrument instrument,
      Look<BitgetBooks> look,
      Sweep sweep) {
    String number = BitgetLists.number(order);
    Order shown = look.with().order(instrument, new OrderRef.ByVenueId(order));
    if (shown == null) {
      shown = look.with().order(instrument, new OrderRef.ByVenueId(BitgetLists.exitId(number)));
    }
    if (shown == null) {
      sweep.strays().put(order, time);
    } else {
      sweep.add(shown);
    }
  }

  private Instant now(Look<BitgetBooks> look) {
    return look.venue() == null ? calls.knownTime() : look.venue();
  }

  /**
   * On the venue's clock, before the order can have been placed; a replacement has the longer of
   * the windows.
   */
  private static Instant start(Doubt doubt) {
    return earliest(doubt).minus(MARGIN);
  }

  private static Instant earliest(Doubt doubt) {
    return Look.earliest(doubt, BitgetEndpoint.Expiry.STAMP.window());
  }

  /** Why the sweep's not having shown it proves nothing; null if asking for it may. */
  private @Nullable Unproven unproven(Sought sought, Sweep sweep, Look<BitgetBooks> look) {
    for (BitgetEndpoint place : sought.absence().lookUps()) {
      Failure gap = sweep.gaps().get(place);
      if (gap != null) {
        return look.failed(gap);
      }
    }
    Unproven unprovable = unprovable(sought.doubt(), sought.absence(), look);
    if (unprovable != null || !sought.needs(BitgetEndpoint.FILLS)) {
      return unprovable;
    }
    List<VenueOrderId> strays =
        sweep.strays().entrySet().stream()
            .filter(stray -> !stray.getValue().isBefore(start(sought.doubt())))
            .map(Map.Entry::getKey)
            .toList();
    return strays.isEmpty()
        ? null
        : look.unproven("Orders have traded that Bitget does not list: " + strays + ".");
  }

  /** Why it would prove nothing now if the command's effect were absent; null if it would. */
  private @Nullable Unproven unprovable(Doubt doubt, Absence absence, Look<BitgetBooks> look) {
    if (doubt.nativeCode() != null) {
      return new Unproven(
          ("It is not shown, but Bitget answered it (%s), hence had it in time, and nothing bounds"
                  + " when it executes it.")
              .formatted(doubt.nativeCode()),
          null);
    }
    Unproven early =
        look.notBefore(doubt.expiresAt().plus(lag == null ? absence.visibilityLag() : lag));
    return early == null ? look.forgotten(start(doubt), absence.retention()) : early;
  }

  /** Asks for it by its id, as long as the venue knows ids. */
  private Finding single(Sought sought, Instrument instrument, Look<BitgetBooks> look) {
    Duration known = sought.absence().byClientId();
    boolean asks = known == null || now(look).isBefore(start(sought.doubt()).plus(known));
    Order order =
        asks ? look.with().plain(instrument, "clientOid", sought.request().id().text()) : null;
    return order == null
        ? absent(sought.doubt(), sought.absence(), look)
        : adopted(sought, List.of(order), instrument, look);
  }

  private static Finding absent(Doubt doubt, Absence absence, Look<BitgetBooks> look) {
    return new NotExecuted(null, proof(doubt, absence, look));
  }

  private static String proof(Doubt doubt, Absence absence, Look<BitgetBooks> look) {
    return ("Never answered; expired at %s; looked for at %s, both on Bitget's clock, and absent from"
            + " %s since %s.")
        .formatted(
            doubt.expiresAt(),
            look.venue(),
            absence.lookUps().stream()
                .map(place -> place.path().substring("/api/v2/spot/trade/".length()))
                .collect(Collectors.joining(", ")),
            start(doubt));
  }

  // What is shown.

  private static Finding adopted(
      Sought sought, List<Order> found, Instrument instrument, Look<BitgetBooks> look) {
    OrderRequest request = sought.request();
    Unproven stranger = Look.stranger(found, request, earliest(sought.doubt()));
    if (stranger != null) {
      return stranger;
    }
    Order order = found.getFirst();
    if (sought.endpoint() == BitgetEndpoint.PLACE_PLAN) {
      Order plan = look.with().order(instrument, new OrderRef.ByVenueId(order.venueOrderId()));
      return plan == null
          ? look.unproven("It was placed, but is not shown by its id yet.")
          : new Executed(plan);
    }
    return new Executed(BitgetLists.placed(order, request));
  }

  // Changes of trigger orders.

  private Finding amended(Doubt.Amendment doubt, Instrument instrument, Look<BitgetBooks> look) {
    Absence absence = Objects.requireNonNull(BitgetEndpoint.MODIFY_PLAN.absence());
    Order order = look.with().order(instrument, new OrderRef.ByVenueId(doubt.order()));
    if (order == null) {
      return look.unproven("The order that was to be changed is not shown.");
    }
    if (BitgetAmends.isAs(order, doubt.request())) {
      return new Executed(order);
    }
    if (!BitgetAmends.isAs(order, doubt.from())) {
      return new Unproven(
          "Order %s is neither as it was nor as it was to become.".formatted(order.venueOrderId()),
          null);
    }
    Unproven unprovable = unprovable(doubt, absence, look);
    return unprovable == null ? new NotExecuted(order, proof(doubt, absence, look)) : unprovable;
  }
}
