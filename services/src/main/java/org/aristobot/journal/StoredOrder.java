package org.aristobot.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.aristobot.exchange.Failure;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Environment;
import org.aristobot.model.Fee;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderType;
import org.aristobot.model.Quantity;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.Venue;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/**
 * An order as the journal has it: what was asked for, and what became of it.
 *
 * @param version counts the appends; it is not part of the fold
 */
public record StoredOrder(
    long id,
    @Nullable Long parentId,
    int version,
    Instant createdAt,
    Intent intent,
    OrderState state) {

  public long userId() {
    return intent.userId();
  }

  public long brokerId() {
    return intent.brokerId();
  }

  public String requestId() {
    return intent.requestId();
  }

  public @Nullable String traceId() {
    return intent.traceId();
  }

  public @Nullable String source() {
    return intent.source();
  }

  public Venue venue() {
    return intent.venue();
  }

  public Environment environment() {
    return intent.environment();
  }

  public ClientOrderId clientOrderId() {
    return intent.clientOrderId();
  }

  public NativeClientOrderId nativeClientOrderId() {
    return intent.request().id();
  }

  public OrderRequest request() {
    return intent.request();
  }

  public String fingerprint() {
    return intent.fingerprint();
  }

  public List<String> warnings() {
    return intent.warnings();
  }

  public boolean unprotected() {
    return intent.unprotected();
  }

  public Symbol symbol() {
    return intent.request().symbol();
  }

  public Side side() {
    return intent.request().side();
  }

  public OrderType type() {
    return intent.request().terms().type();
  }

  /** Ordered base quantity; null for an order sized in quote. */
  public @Nullable BigDecimal quantity() {
    return intent.request().quantity() instanceof Quantity.Base(var amount) ? amount : null;
  }

  /** Ordered quote amount; null for an order sized in base. */
  public @Nullable BigDecimal quoteQuantity() {
    return intent.request().quantity() instanceof Quantity.Quote(var amount) ? amount : null;
  }

  public @Nullable BigDecimal price() {
    return intent.request().terms().limitPrice();
  }

  public @Nullable BigDecimal stopPrice() {
    return intent.request().terms().triggerPrice();
  }

  public boolean isLeg() {
    return parentId != null;
  }

  /** The id of the order that stands for its family: the parent, or itself. */
  public long headId() {
    return parentId == null ? id : parentId;
  }

  public @Nullable Amendment amending() {
    return state.amending();
  }

  public OrderStatus status() {
    return state.status();
  }

  public @Nullable String nativeStatus() {
    return state.nativeStatus();
  }

  public @Nullable VenueOrderId venueOrderId() {
    return state.venueOrderId();
  }

  public @Nullable BigDecimal filled() {
    return state.filled();
  }

  public @Nullable BigDecimal filledQuote() {
    return state.filledQuote();
  }

  public @Nullable BigDecimal average() {
    return state.average();
  }

  public @Nullable Fee fee() {
    return state.fee();
  }

  public List<Fill> fills() {
    return state.fills();
  }

  public @Nullable Failure failure() {
    return state.failure();
  }

  public String nativeRequest() {
    return state.nativeRequest();
  }

  public Instant expiresAt() {
    return state.expiresAt();
  }

  public String owner() {
    return state.owner();
  }

  public Instant leaseUntil() {
    return state.leaseUntil();
  }

  public boolean identityFree() {
    return state.identityFree();
  }

  public String rawResponse() {
    return state.rawResponse();
  }

  public Instant updatedAt() {
    return state.updatedAt();
  }

  /** The same order, counted once more. */
  StoredOrder next() {
    return new StoredOrder(id, parentId, version + 1, createdAt, intent, state);
  }
}
