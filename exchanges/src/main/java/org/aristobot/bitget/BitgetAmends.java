package org.aristobot.bitget;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Instrument;
import org.aristobot.model.NativeClientOrderId;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderStatus;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.TimeInForce;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Changes of open orders. A trigger order is changed where it stands ("Modify Plan Order"). A limit
 * order is cancelled and another one placed ("Cancel an Existing Order and Send a New Order"),
 * which can end three ways: both, none, or only the cancel. The venue has no mode that spares an
 * order of which something is filled meanwhile.
 */
final class BitgetAmends {

  private static final String SUCCESS = "success";
  private static final String FAILURE = "failure";

  private BitgetAmends() {}

  /**
   * Whether the order can be changed where it stands.
   *
   * @throws ExchangeException UNSUPPORTED_OPERATION if it cannot be replaced either
   */
  static boolean inPlace(OrderRequest from, OrderRequest to) {
    if (!from.nativeParams().equals(to.nativeParams())) {
      throw unsupported("Bitget changes price, trigger and quantity only.");
    }
    if (isPlan(from) && isPlan(to)) {
      BitgetRequests.putTrigger(to, new LinkedHashMap<>());
      return true;
    }
    if (from.protection() != null || to.protection() != null) {
      throw unsupported("an order with exits attached is not changed on Bitget.");
    }
    if (!isRestingLimit(from) || !isRestingLimit(to)) {
      throw unsupported(
          "Bitget changes trigger orders, and limit orders that rest without being post-only.");
    }
    if (!to.nativeParams().values().isEmpty()) {
      throw unsupported("an order with native parameters would lose them.");
    }
    return false;
  }

  private static boolean isPlan(OrderRequest request) {
    return BitgetRequests.endpoint(request) == BitgetEndpoint.PLACE_PLAN;
  }

  /** A replacement says no {@code force}, so it must not have had one. */
  private static boolean isRestingLimit(OrderRequest request) {
    return request.terms() instanceof OrderTerms.Limit limit
        && limit.timeInForce() == TimeInForce.GTC
        && !limit.postOnly();
  }

  /** All that the order is, the unchanged too. */
  static Map<String, String> modification(VenueOrderId order, OrderRequest to) {
    if (!(BitgetLists.kind(order) instanceof BitgetLists.Kind.Plan(var number))) {
      throw unsupported("this is no trigger order.");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("orderId", number);
    BitgetRequests.putTrigger(to, parameters);
    parameters.put("size", BitgetRequests.size(to));
    return parameters;
  }

  static Map<String, String> replacement(
      VenueOrderId order, OrderRequest to, Instrument instrument) {
    if (!(BitgetLists.kind(order) instanceof BitgetLists.Kind.Plain(var number))) {
      throw unsupported("only an order on the book is replaced.");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    parameters.put("orderId", number);
    parameters.put("newClientOid", BitgetRequests.clientId(to.id().text()));
    parameters.put(
        "price", BitgetRequests.price("price", Objects.requireNonNull(to.terms().limitPrice())));
    parameters.put("size", BitgetRequests.size(to));
    return parameters;
  }

  /** Reads the answer to a change in place. */
  static BitgetCalls.Reading modificationOf(VenueOrderId order, OrderRequest to) {
    return BitgetCalls.showing(data -> {
      BitgetWire.Acknowledged told = WireJson.read(data, BitgetWire.Acknowledged.class);
      BitgetMapping.requireOurs(BitgetLists.number(order).equals(told.orderId()), "orderId");
      BitgetMapping.requireOurs(
          to.id().equals(BitgetMapping.clientId(told.clientOid())), "clientOid");
      return BitgetMapping.acknowledged(order, to, OrderStatus.NEW, data);
    });
  }

  /**
   * Reads the answer to a replacement.
   *
   * @param old asks how the old order stands; null if that cannot be read
   */
  static BitgetCalls.Reading replacementOf(OrderRequest to, Supplier<@Nullable Order> old) {
    return (data, wire) -> {
      BitgetWire.Replaced told = WireJson.read(data, BitgetWire.Replaced.class);
      NativeClientOrderId id = BitgetMapping.clientId(told.clientOid());
      return switch (BitgetMapping.lower(told.success())) {
        case SUCCESS -> {
          BitgetMapping.requireOurs(id == null || id.equals(to.id()), "clientOid");
          if (told.orderId() == null || told.orderId().isEmpty()) {
            throw new WireFormatException("orderId", "is missing");
          }
          VenueOrderId successor = new VenueOrderId(told.orderId());
          yield new Outcome.Accepted(
              BitgetMapping.acknowledged(successor, to, OrderStatus.NEW, data), wire);
        }
        case FAILURE -> refused(told, old.get(), wire);
        default -> throw new WireFormatException("success", "has a word that we do not know");
      };
    };
  }

  /**
   * The venue says that the whole did not succeed. The new order was not placed then; the old one
   * may be gone all the same, as it is when the new one's id was in use.
   */
  private static Outcome refused(BitgetWire.Replaced told, @Nullable Order old, WireRecord wire) {
    String said = told.msg() == null ? "no reason given" : told.msg();
    boolean gone = old != null && old.status().isFinished();
    return new Outcome.Rejected(
        Failure.of(
            ErrorKind.ORDER_REJECTED,
            (gone ? "The order was cancelled, its successor refused. Bitget: " : "Bitget: ")
                + said),
        wire,
        false,
        gone ? old : null);
  }

  /** Whether a trigger order is as that request would have it. */
  static boolean isAs(Order plan, OrderRequest request) {
    boolean sameSize =
        switch (request.quantity()) {
          case Quantity.Base(var amount) -> isSame(amount, plan.quantity());
          case Quantity.Quote(var amount) -> isSame(amount, plan.quoteQuantity());
          case Quantity.Received() -> false;
        };
    return sameSize
        && isSame(request.terms().triggerPrice(), plan.stopPrice())
        && isSame(request.terms().limitPrice(), plan.price());
  }

  private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.compareTo(other) == 0;
  }

  private static ExchangeException unsupported(String message) {
    return new ExchangeException(ErrorKind.UNSUPPORTED_OPERATION, message);
  }
}
