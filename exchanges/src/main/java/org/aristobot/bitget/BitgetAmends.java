package org.aristobot.bitget;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Decimals;
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
    if (from.protection() != null || to.protection() != null) {
      throw unsupported("an order with exits attached is not changed on Bitget.");
    }
    if (isPlan(from) && isPlan(to)) {
      return true;
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

  /** What is triggered rests until it is cancelled. */
  private static boolean isPlan(OrderRequest request) {
    return switch (request.terms()) {
      case OrderTerms.StopMarket _, OrderTerms.TakeProfitMarket _ -> true;
      case OrderTerms.StopLimit stop -> stop.timeInForce() == TimeInForce.GTC;
      case OrderTerms.TakeProfitLimit take -> take.timeInForce() == TimeInForce.GTC;
      case OrderTerms.Market _, OrderTerms.Limit _, OrderTerms.TrailingStop _, OrderTerms.Oco _ ->
          false;
    };
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
   * @param old asks how the old order stands; null where the venue shows none; may throw
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
        case FAILURE -> refused(told, old, wire);
        default -> throw new WireFormatException("success", "has a word that we do not know");
      };
    };
  }

  /**
   * The venue says that the whole did not succeed, in a text and without a code. If the old order
   * is not cancelled, nothing was placed in its stead; if it is, only a text that is known to
   * refuse an order tells that none was.
   */
  private static Outcome refused(
      BitgetWire.Replaced told, Supplier<@Nullable Order> asking, WireRecord wire) {
    String said = told.msg() == null ? "" : told.msg();
    BitgetErrors.Row row = BitgetErrors.inside(said);
    Order old;
    try {
      old = asking.get();
    } catch (ExchangeException e) {
      return row != null && row.proof()
          ? rejected(row.kind(), "", said, null, wire)
          : BitgetCalls.doubt("Bitget did not replace the order, which cannot be read.", wire);
    }
    if (old == null) {
      return row != null && row.proof()
          ? rejected(row.kind(), "", said, null, wire)
          : BitgetCalls.doubt("Bitget does not show the order, and says: " + said, wire);
    }
    if (old.status() != OrderStatus.CANCELED) {
      ErrorKind kind = row != null && row.proof() ? row.kind() : ErrorKind.ORDER_REJECTED;
      return rejected(kind, "", said, null, wire);
    }
    return row != null && row.proof()
        ? rejected(row.kind(), "The order was cancelled, its successor refused. ", said, old, wire)
        : BitgetCalls.doubt(
            "The order was cancelled, and of its successor Bitget says: " + said, wire);
  }

  private static Outcome rejected(
      ErrorKind kind, String before, String said, @Nullable Order shown, WireRecord wire) {
    String why = said.isEmpty() ? "the order was not replaced." : said;
    return new Outcome.Rejected(Failure.of(kind, before + "Bitget: " + why), wire, false, shown);
  }

  /** Whether a trigger order is as that request would have it. */
  static boolean isAs(Order plan, OrderRequest request) {
    boolean sameSize =
        switch (request.quantity()) {
          case Quantity.Base(var amount) -> Decimals.isSame(amount, plan.quantity());
          case Quantity.Quote(var amount) -> Decimals.isSame(amount, plan.quoteQuantity());
          case Quantity.Received() -> false;
        };
    return sameSize
        && Decimals.isSame(request.terms().triggerPrice(), plan.stopPrice())
        && Decimals.isSame(request.terms().limitPrice(), plan.price());
  }

  private static ExchangeException unsupported(String message) {
    return new ExchangeException(ErrorKind.UNSUPPORTED_OPERATION, message);
  }
}
