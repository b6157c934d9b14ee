package org.aristobot.journal;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/**
 * An order as the sum of its events; pure. Every event makes a claim about the status, and the
 * strongest claim stands, so that events may come twice and in any order: a finished order beats an
 * open one, more filled beats less, the venue's later word beats its earlier one, a sight of the
 * order beats doubt. {@code filled} is kept apart from that and only grows.
 */
final class OrderFold {

  private static final Comparator<@Nullable BigDecimal> AMOUNT = nullsFirst(naturalOrder());
  private static final Comparator<@Nullable Instant> TIME = nullsFirst(naturalOrder());

  private static final Comparator<Claim> STRENGTH =
      Comparator.comparingInt(Claim::tier)
          .thenComparingInt(Claim::finality)
          .thenComparing(Claim::progress, AMOUNT)
          .thenComparing(Claim::venueTime, TIME)
          .thenComparing(Claim::at);

  private static final Comparator<Fill> OLDEST_FIRST =
      Comparator.<Fill, @Nullable Instant>comparing(Fill::time, TIME).thenComparing(Fill::id);

  private OrderFold() {}

  /** The order right after its first event. */
  static StoredOrder begin(
      long id, @Nullable Long parentId, Instant at, OrderEvent.Requested requested) {
    Instant now = micros(at);
    Instant expiresAt = micros(requested.intent().expiresAt());
    Intent intent = requested.intent().restamped(requested.intent().nativeRequest(), expiresAt);
    OrderState state =
        new OrderState(
            OrderStatus.SENDING,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            intent.nativeRequest(),
            expiresAt,
            requested.owner(),
            micros(requested.leaseUntil()),
            false,
            false,
            RawResponse.without(intent.venue(), intent.clientOrderId()),
            null,
            now,
            now);
    return new StoredOrder(id, parentId, 0, now, intent, state);
  }

  /** The order after one more event; {@code at} is our clock when it was appended. */
  static StoredOrder apply(StoredOrder order, Instant at, OrderEvent event) {
    Instant now = micros(at);
    Draft draft = new Draft(order, now);
    switch (event) {
      case OrderEvent.Requested _,
          OrderEvent.CancelRequested _,
          OrderEvent.CancelRejected _,
          OrderEvent.CancelUnconfirmed _ -> {}
      case OrderEvent.Accepted(Order shown) -> draft.show(shown, now);
      case OrderEvent.Reconciled(Order shown) -> draft.show(shown, now);
      case OrderEvent.Canceled(Order shown) -> draft.show(shown, now);
      case OrderEvent.Filled(List<Fill> more) -> draft.addFills(more);
      case OrderEvent.Denied(Failure failure) ->
          draft.claim(Claim.of(OrderStatus.NOT_PLACED, failure, now));
      case OrderEvent.Rejected(Failure failure) ->
          draft.claim(Claim.of(OrderStatus.REJECTED, failure, now));
      case OrderEvent.Unconfirmed(Failure failure) -> {
        draft.doubted = true;
        draft.claim(Claim.of(OrderStatus.UNKNOWN, failure, now));
      }
      case OrderEvent.Restamped(String nativeRequest, Instant expiresAt) ->
          draft.restamp(nativeRequest, micros(expiresAt));
      case OrderEvent.TakenOver taken -> draft.takeOver(taken.by(), micros(taken.leaseUntil()));
    }
    return draft.done();
  }

  /**
   * The order from its whole history; the first event is {@link OrderEvent.Requested}.
   *
   * @throws IllegalArgumentException if it is not
   */
  static StoredOrder replay(List<StoredEvent> events) {
    if (events.isEmpty() || !(events.getFirst().event() instanceof OrderEvent.Requested first)) {
      throw new IllegalArgumentException("an order begins with its request");
    }
    StoredEvent head = events.getFirst();
    StoredOrder order = begin(head.orderId(), null, head.at(), first);
    for (StoredEvent next : events.subList(1, events.size())) {
      order = apply(order, next.at(), next.event());
    }
    return order;
  }

  /** The fills that an event brought. */
  static List<Fill> shown(OrderEvent event) {
    return switch (event) {
      case OrderEvent.Accepted(Order order) -> order.fills();
      case OrderEvent.Reconciled(Order order) -> order.fills();
      case OrderEvent.Canceled(Order order) -> order.fills();
      case OrderEvent.Filled(List<Fill> fills) -> fills;
      default -> List.of();
    };
  }

  /** PostgreSQL keeps microseconds and would round the rest. */
  static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  /** What an event says about the status, with all that decides between two of them. */
  private record Claim(
      OrderStatus status,
      @Nullable String nativeStatus,
      @Nullable Failure failure,
      boolean shown,
      @Nullable BigDecimal filled,
      @Nullable Instant venueTime,
      Instant at) {

    static Claim of(OrderStatus status, Failure failure, Instant at) {
      return new Claim(status, null, failure, false, null, null, at);
    }

    int tier() {
      if (status.isFinished()) {
        return 3;
      }
      if (shown) {
        return 2;
      }
      return status == OrderStatus.UNKNOWN ? 1 : 0;
    }

    /** Between two finished states: what the venue executed beats what it took back. */
    int finality() {
      return switch (status) {
        case FILLED -> 5;
        case CANCELED -> 4;
        case EXPIRED -> 3;
        case REJECTED -> 2;
        case NOT_PLACED -> 1;
        case SENDING, NEW, PARTIALLY_FILLED, PENDING_CANCEL, UNKNOWN -> 0;
      };
    }

    /** Between two sights of an open order; a finished one may be told without its fills. */
    @Nullable BigDecimal progress() {
      return status.isFinished() ? null : filled;
    }
  }

  /** The state while an event is being applied. */
  private static final class Draft {
    private final StoredOrder order;
    private final Instant updatedAt;
    private Intent intent;
    private Claim claim;
    private String rawResponse;
    private @Nullable VenueOrderId venueOrderId;
    private @Nullable BigDecimal filled;
    private @Nullable BigDecimal filledQuote;
    private @Nullable BigDecimal average;
    private List<Fill> fills;
    private String owner;
    private Instant leaseUntil;
    private boolean doubted;

    Draft(StoredOrder order, Instant at) {
      OrderState state = order.state();
      this.order = order;
      this.updatedAt = at.isAfter(state.updatedAt()) ? at : state.updatedAt();
      intent = order.intent();
      boolean shown = state.venueOrderId() != null;
      claim =
          new Claim(
              state.status(),
              state.nativeStatus(),
              state.failure(),
              shown,
              state.filled(),
              state.venueUpdatedAt(),
              state.statusAt());
      rawResponse = state.rawResponse();
      venueOrderId = state.venueOrderId();
      filled = state.filled();
      filledQuote = state.filledQuote();
      average = state.average();
      fills = state.fills();
      owner = state.owner();
      leaseUntil = state.leaseUntil();
      doubted = state.doubted();
    }

    void show(Order shown, Instant at) {
      Instant venueTime = shown.updatedAt() == null ? null : micros(shown.updatedAt());
      Claim seen =
          new Claim(
              shown.status(), shown.nativeStatus(), null, true, shown.filled(), venueTime, at);
      if (claim(seen)) {
        rawResponse =
            RawResponse.of(
                intent.venue(), intent.clientOrderId(), shown.nativeStatus(), shown.raw());
      }
      venueOrderId = lesser(venueOrderId, shown.venueOrderId());
      growFilled(shown);
      addFills(shown.fills());
    }

    boolean claim(Claim candidate) {
      if (STRENGTH.compare(candidate, claim) <= 0) {
        return false;
      }
      claim = candidate;
      rawResponse = RawResponse.without(intent.venue(), intent.clientOrderId());
      return true;
    }

    private void growFilled(Order shown) {
      int more = AMOUNT.compare(shown.filled(), filled);
      if (more > 0) {
        filled = shown.filled();
        filledQuote = shown.filledQuote();
        average = shown.average();
      } else if (more == 0) {
        filledQuote = greater(filledQuote, shown.filledQuote());
        average = greater(average, shown.average());
      }
    }

    private void addFills(List<Fill> more) {
      if (more.isEmpty()) {
        return;
      }
      Map<String, Fill> known = new LinkedHashMap<>();
      fills.forEach(fill -> known.put(fill.id(), fill));
      for (Fill fill : more) {
        known.putIfAbsent(fill.id(), normal(fill));
      }
      List<Fill> sorted = new ArrayList<>(known.values());
      sorted.sort(OLDEST_FIRST);
      fills = sorted;
    }

    /** A fill with the ids of this order, as it will be read back. */
    private Fill normal(Fill fill) {
      NativeClientOrderId id = intent.request().id();
      return new Fill(
          fill.id(),
          fill.venueOrderId(),
          id,
          intent.request().symbol(),
          intent.request().side(),
          fill.price(),
          fill.quantity(),
          fill.fee(),
          fill.liquidity(),
          fill.time() == null ? null : micros(fill.time()));
    }

    void restamp(String nativeRequest, Instant expiresAt) {
      if (expiresAt.isAfter(intent.expiresAt())) {
        intent = intent.restamped(nativeRequest, expiresAt);
      }
    }

    void takeOver(String by, Instant until) {
      if (until.isAfter(leaseUntil)) {
        owner = by;
        leaseUntil = until;
      }
    }

    StoredOrder done() {
      // Whoever was shown or doubted keeps its ids, whatever else is claimed: they were sent.
      boolean identityFree =
          claim.status() == OrderStatus.NOT_PLACED && !doubted && venueOrderId == null;
      OrderState state =
          new OrderState(
              claim.status(),
              claim.nativeStatus(),
              venueOrderId,
              filled,
              filledQuote,
              average,
              fee(),
              fills,
              claim.failure(),
              intent.nativeRequest(),
              intent.expiresAt(),
              owner,
              leaseUntil,
              identityFree,
              doubted,
              rawResponse,
              claim.venueTime(),
              claim.at(),
              updatedAt);
      return new StoredOrder(
          order.id(), order.parentId(), order.version(), order.createdAt(), intent, state);
    }

    /** The sum of the fees, once every fill is there to be summed. */
    private @Nullable Fee fee() {
      BigDecimal quantity = BigDecimal.ZERO;
      BigDecimal amount = BigDecimal.ZERO;
      String asset = null;
      for (Fill fill : fills) {
        Fee fee = fill.fee();
        if (fee == null || (asset != null && !asset.equals(fee.asset()))) {
          return null;
        }
        asset = fee.asset();
        amount = amount.add(fee.amount());
        quantity = quantity.add(fill.quantity());
      }
      boolean complete = filled == null || quantity.compareTo(filled) >= 0;
      return asset != null && complete ? new Fee(amount, asset) : null;
    }

    private static VenueOrderId lesser(@Nullable VenueOrderId known, VenueOrderId shown) {
      return known == null || shown.text().compareTo(known.text()) < 0 ? shown : known;
    }

    private static @Nullable BigDecimal greater(@Nullable BigDecimal a, @Nullable BigDecimal b) {
      return AMOUNT.compare(a, b) >= 0 ? a : b;
    }
  }
}
