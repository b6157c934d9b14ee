package org.aristobot.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.aristobot.exchange.Failure;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.Quantity;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/** An order while an event is being applied; see {@link OrderFold}. */
final class OrderDraft {

  private static final Comparator<Fill> OLDEST_FIRST =
      Comparator.<Fill, @Nullable Instant>comparing(Fill::time, OrderClaim.TIME)
          .thenComparing(Fill::id);

  private final StoredOrder order;
  private final Instant updatedAt;
  private final TreeSet<String> formerNativeIds;
  private final TreeSet<String> formerVenueIds;
  private Intent intent;
  private OrderClaim claim;
  private String rawResponse;
  private @Nullable VenueOrderId venueOrderId;
  private @Nullable BigDecimal filled;
  private @Nullable BigDecimal filledQuote;
  private @Nullable BigDecimal average;
  private List<Fill> fills;
  private String owner;
  private Instant leaseUntil;
  private boolean doubted;
  private int edition;
  private int edits;
  private @Nullable Amendment amending;

  OrderDraft(StoredOrder order, Instant at) {
    OrderState state = order.state();
    this.order = order;
    updatedAt = at.isAfter(state.updatedAt()) ? at : state.updatedAt();
    intent = order.intent();
    claim =
        new OrderClaim(
            state.status(),
            state.nativeStatus(),
            state.failure(),
            state.venueOrderId() != null,
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
    edition = state.edition();
    edits = state.edits();
    amending = state.amending();
    formerNativeIds = new TreeSet<>(state.formerNativeIds());
    formerVenueIds = new TreeSet<>(state.formerVenueIds());
  }

  /** Takes in a sight of the order, if it is one of the edition that stands. */
  void see(Order shown, Instant at) {
    if (isCurrent(shown)) {
      show(shown, at);
    } else {
      formerVenueIds.add(shown.venueOrderId().text());
      addFills(shown.fills());
    }
  }

  /** An order that was changed where it stands keeps its id; others may have renamed it. */
  private boolean isCurrent(Order shown) {
    NativeClientOrderId id = shown.nativeClientOrderId();
    return formerNativeIds.isEmpty()
        || id == null
        || id.equals(intent.request().id())
        || shown.venueOrderId().equals(venueOrderId);
  }

  private void show(Order shown, Instant at) {
    Instant venueTime = shown.updatedAt() == null ? null : OrderFold.micros(shown.updatedAt());
    OrderClaim seen =
        new OrderClaim(
            shown.status(), shown.nativeStatus(), null, true, shown.filled(), venueTime, at);
    if (claim(seen)) {
      rawResponse =
          RawResponse.of(intent.venue(), intent.clientOrderId(), shown.nativeStatus(), shown.raw());
    }
    venueOrderId = lesser(venueOrderId, shown.venueOrderId());
    measure(shown.quantity());
    growFilled(shown);
    addFills(shown.fills());
  }

  boolean claim(OrderClaim candidate) {
    if (!candidate.isStrongerThan(claim)) {
      return false;
    }
    claim = candidate;
    rawResponse = RawResponse.without(intent.venue(), intent.clientOrderId());
    return true;
  }

  void doubt(Failure failure, Instant at) {
    doubted = true;
    claim(OrderClaim.of(OrderStatus.UNKNOWN, failure, at));
  }

  /** A doubt is over without a sight of the order, which keeps its ids: it may have been sent. */
  void conclude(OrderStatus status, @Nullable Failure failure, Instant at) {
    doubted = true;
    claim(OrderClaim.of(status, failure, at));
  }

  /** A leg that waited for what its parent would receive has its size. */
  private void measure(@Nullable BigDecimal quantity) {
    OrderRequest leg = intent.request();
    if (leg.quantity() instanceof Quantity.Received && quantity != null && quantity.signum() > 0) {
      intent =
          intent.amended(
              new OrderRequest(
                  leg.id(),
                  leg.symbol(),
                  leg.side(),
                  new Quantity.Base(quantity),
                  leg.terms(),
                  leg.icebergQuantity(),
                  leg.protection(),
                  leg.nativeParams()));
    }
  }

  /** One change at a time: the first to be recorded is the one that is sent. */
  void amending(Amendment next) {
    boolean newer =
        amending == null
            || next.edition() > amending.edition()
            || (next.token().equals(amending.token())
                && next.expiresAt().isAfter(amending.expiresAt()));
    if (next.edition() > edits && newer) {
      amending = next;
    }
  }

  void amended(int number, OrderRequest request, Order shown, Instant at) {
    NativeClientOrderId current = intent.request().id();
    boolean replaced = !request.id().equals(current);
    if (number > edition) {
      edition = number;
      if (replaced) {
        retire(current, venueOrderId);
        beginAgain();
      }
      intent = intent.amended(request);
      fills = fills.stream().map(this::normal).toList();
      show(shown, at);
    } else if (replaced) {
      retire(request.id(), shown.venueOrderId());
      addFills(shown.fills());
    } else {
      show(shown, at);
    }
    settled(number);
  }

  private void retire(NativeClientOrderId id, @Nullable VenueOrderId venueId) {
    formerNativeIds.add(id.text());
    if (venueId != null) {
      formerVenueIds.add(venueId.text());
    }
  }

  private void beginAgain() {
    claim = OrderClaim.none();
    venueOrderId = null;
    filled = null;
    filledQuote = null;
    average = null;
  }

  /** Nothing is to be expected any more of the changes up to that one. */
  void settled(int number) {
    edits = Math.max(edits, number);
    if (amending != null && amending.edition() <= edits) {
      amending = null;
    }
  }

  void expose() {
    intent = intent.exposed();
  }

  private void growFilled(Order shown) {
    int more = OrderClaim.AMOUNT.compare(shown.filled(), filled);
    if (more > 0) {
      filled = shown.filled();
      filledQuote = shown.filledQuote();
      average = shown.average();
    } else if (more == 0) {
      filledQuote = greater(filledQuote, shown.filledQuote());
      average = greater(average, shown.average());
    }
  }

  void addFills(List<Fill> more) {
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
    return new Fill(
        fill.id(),
        fill.venueOrderId(),
        intent.request().id(),
        intent.request().symbol(),
        intent.request().side(),
        fill.price(),
        fill.quantity(),
        fill.fee(),
        fill.liquidity(),
        fill.time() == null ? null : OrderFold.micros(fill.time()));
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
    if (venueOrderId != null) {
      formerVenueIds.remove(venueOrderId.text());
    }
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
            edition,
            edits,
            amending,
            List.copyOf(formerNativeIds),
            List.copyOf(formerVenueIds),
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
    return OrderClaim.AMOUNT.compare(a, b) >= 0 ? a : b;
  }
}
