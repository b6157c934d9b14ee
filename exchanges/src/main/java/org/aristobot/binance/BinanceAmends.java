package org.aristobot.binance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.exchange.Failure;
import org.aristobot.exchange.Outcome;
import org.aristobot.exchange.WireRecord;
import org.aristobot.model.Decimals;
import org.aristobot.model.Instrument;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.OrderTerms;
import org.aristobot.model.Quantity;
import org.aristobot.model.VenueOrderId;
import org.aristobot.net.HttpResult;
import org.aristobot.net.WireFormatException;
import org.aristobot.net.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Changes of open orders (rest-api, "Order Amend Keep Priority" and "Cancel an Existing Order and
 * Send a New Order"). A quantity is lowered where the order stands. Anything else is a new order in
 * its place, whose two halves can end differently: it is asked for in the mode that places nothing
 * unless the old order was cancelled, and cancels nothing that is filled in part, so that what a
 * race fills cannot be bought twice.
 */
final class BinanceAmends {

  private static final String SUCCESS = "SUCCESS";
  private static final String FAILURE = "FAILURE";
  private static final String NOT_ATTEMPTED = "NOT_ATTEMPTED";

  /** To an amendment to what the order is already (errors, "Messages for … -2038"). */
  private static final String NO_CHANGE = "The requested action would change no state";

  private BinanceAmends() {}

  /**
   * Whether the order can be changed where it stands.
   *
   * @throws ExchangeException UNSUPPORTED_OPERATION if it cannot be replaced either
   */
  static boolean inPlace(OrderRequest from, OrderRequest to, Instrument instrument) {
    if (instrument.flags().contains("amendAllowed") && onlyShrinks(from, to)) {
      return true;
    }
    if (hasLegs(from) || hasLegs(to)) {
      throw unsupported("an order with legs can only be lowered in quantity on Binance.");
    }
    if (!instrument.flags().contains("cancelReplaceAllowed")) {
      throw unsupported("Binance replaces no orders of " + instrument.symbol() + ".");
    }
    return false;
  }

  private static boolean onlyShrinks(OrderRequest from, OrderRequest to) {
    return from.quantity() instanceof Quantity.Base(var before)
        && to.quantity() instanceof Quantity.Base(var after)
        && after.compareTo(before) < 0
        && !(from.terms() instanceof OrderTerms.Oco)
        && !(to.terms() instanceof OrderTerms.Oco)
        && kind(from).equals(kind(to))
        && Decimals.isSame(from.icebergQuantity(), to.icebergQuantity())
        && Objects.equals(from.protection(), to.protection())
        && from.nativeParams().equals(to.nativeParams());
  }

  /** Everything about its terms that would travel, so that no change is lost without a word. */
  private static Map<String, String> kind(OrderRequest request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    BinanceRequests.kind(request.terms(), parameters);
    return parameters;
  }

  private static boolean hasLegs(OrderRequest request) {
    return request.protection() != null || request.terms() instanceof OrderTerms.Oco;
  }

  /** Without {@code newClientOrderId} the order would get a name that nobody knows. */
  static Map<String, String> amendment(VenueOrderId order, OrderRequest to, Instrument instrument) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("symbol", instrument.venueSymbol());
    parameters.put("orderId", BinanceRequests.orderId(order.text()));
    parameters.put("newClientOrderId", BinanceRequests.clientId(to.id().text()));
    parameters.put("newQty", BinanceRequests.size(to.quantity()));
    return parameters;
  }

  static Map<String, String> replacement(
      VenueOrderId order, OrderRequest to, Instrument instrument) {
    Map<String, String> parameters = BinanceRequests.order(to, instrument);
    parameters.put("cancelReplaceMode", "STOP_ON_FAILURE");
    parameters.put("cancelOrderId", BinanceRequests.orderId(order.text()));
    parameters.put("cancelRestrictions", "ONLY_NEW");
    parameters.put("orderRateLimitExceededMode", "DO_NOTHING");
    return parameters;
  }

  /** Reads the answers to an amendment. */
  static BinanceCalls.Reading amendmentOf(
      VenueOrderId order, OrderRequest to, Instrument instrument) {
    return new BinanceCalls.Reading() {
      @Override
      public Order shown(String text) {
        BinanceWire.Amendment amendment = WireJson.read(text, BinanceWire.Amendment.class);
        BinanceWire.Amended amended = amendment.amendedOrder();
        BinanceMapping.requireOurs(
            amended.symbol().equals(instrument.venueSymbol()), "amendedOrder.symbol");
        BinanceMapping.requireOurs(
            amended.orderId().toString().equals(order.text()), "amendedOrder.orderId");
        BinanceMapping.requireOurs(
            amended.clientOrderId().equals(to.id().text()), "amendedOrder.clientOrderId");
        return BinanceMapping.amended(amendment, to.symbol(), required(text, "amendedOrder"));
      }

      // It is as it was to become: what it is shows the order, not the refusal.
      @Override
      public @Nullable Outcome refused(HttpResult.Answered answer, WireRecord wire) {
        BinanceErrors.Verdict verdict = BinanceErrors.onCommand(answer);
        return verdict.proof() && verdict.failure().message().contains(NO_CHANGE)
            ? BinanceCalls.doubt("Binance says that the order is already so.", wire)
            : null;
      }
    };
  }

  /** Reads the answers to a replacement. */
  static BinanceCalls.Reading replacementOf(
      VenueOrderId old, OrderRequest to, Instrument instrument) {
    return new BinanceCalls.Reading() {
      @Override
      public Order shown(String text) {
        BinanceWire.Replacement result = WireJson.read(text, BinanceWire.Replacement.class);
        BinanceMapping.requireOurs(result.cancelResult().equals(SUCCESS), "cancelResult");
        BinanceMapping.requireOurs(result.newOrderResult().equals(SUCCESS), "newOrderResult");
        requireOld(required(text, "cancelResponse"), old, instrument);
        String placed = required(text, "newOrderResponse");
        Order successor = BinanceMapping.placed(placed, to, instrument.venueSymbol());
        BinanceMapping.requireOurs(
            to.id().equals(successor.nativeClientOrderId()), "newOrderResponse.clientOrderId");
        return successor;
      }

      @Override
      public @Nullable Outcome refused(HttpResult.Answered answer, WireRecord wire) {
        try {
          String data = WireJson.member(answer.text(), "data");
          return data == null ? null : BinanceAmends.halves(data, answer, old, instrument, wire);
        } catch (WireFormatException e) {
          return null;
        }
      }
    };
  }

  /**
   * How it ended when not both halves succeeded, whatever the HTTP status: each half has its own
   * result and its own refusal. It is a rejection only if the new order surely does not exist and
   * what became of the old one is known.
   */
  private static Outcome halves(
      String data,
      HttpResult.Answered answer,
      VenueOrderId old,
      Instrument instrument,
      WireRecord wire) {
    BinanceWire.Replacement result = WireJson.read(data, BinanceWire.Replacement.class);
    String cancel = WireJson.member(data, "cancelResponse");
    String placement = WireJson.member(data, "newOrderResponse");
    boolean placed = result.newOrderResult().equals(SUCCESS);
    boolean notPlaced =
        result.newOrderResult().equals(NOT_ATTEMPTED)
            || (result.newOrderResult().equals(FAILURE) && isProof(placement));
    if (notPlaced && result.cancelResult().equals(SUCCESS) && cancel != null) {
      requireOld(cancel, old, instrument);
      BinanceWire.Canceled canceled = WireJson.read(cancel, BinanceWire.Canceled.class);
      Order shown = BinanceMapping.canceled(canceled, instrument.symbol(), cancel);
      return new Outcome.Rejected(
          failure("The order was cancelled, its successor refused. ", placement, answer),
          wire,
          false,
          shown);
    }
    if (notPlaced && result.cancelResult().equals(FAILURE) && isRefusedCancel(cancel)) {
      return new Outcome.Rejected(failure("", cancel, answer), wire, false, null);
    }
    return BinanceCalls.doubt(
        placed
            ? "The new order was placed, the old one may still be there."
            : "Of the old and the new order, not both are known.",
        wire);
  }

  /** The half that was cancelled is the one that was asked for. */
  private static void requireOld(String cancel, VenueOrderId old, Instrument instrument) {
    BinanceWire.Acknowledged canceled = WireJson.read(cancel, BinanceWire.Acknowledged.class);
    BinanceMapping.requireOurs(
        canceled.symbol().equals(instrument.venueSymbol()), "cancelResponse.symbol");
    BinanceMapping.requireOurs(
        canceled.orderId().toString().equals(old.text()), "cancelResponse.orderId");
  }

  private static boolean isProof(@Nullable String refusal) {
    BinanceErrors.Verdict verdict = refusal == null ? null : BinanceErrors.ofHalf(refusal);
    return verdict != null && verdict.proof();
  }

  /** "Unknown order" leaves open what became of it, but this cancel has done nothing. */
  private static boolean isRefusedCancel(@Nullable String refusal) {
    BinanceErrors.Verdict verdict = refusal == null ? null : BinanceErrors.ofHalf(refusal);
    return verdict != null && (verdict.proof() || verdict.code() == BinanceErrors.CANCEL_REFUSED);
  }

  private static Failure failure(
      String before, @Nullable String refusal, HttpResult.Answered answer) {
    BinanceErrors.Verdict verdict =
        refusal == null ? BinanceErrors.onCommand(answer) : BinanceErrors.ofHalf(refusal);
    Failure failure = verdict.failure();
    return new Failure(
        failure.kind(), before + failure.message(), failure.nativeCode(), failure.retryAfter());
  }

  private static String required(String text, String field) {
    String member = WireJson.member(text, field);
    if (member == null) {
      throw new WireFormatException(field, "is missing");
    }
    return member;
  }

  private static ExchangeException unsupported(String message) {
    return new ExchangeException(ErrorKind.UNSUPPORTED_OPERATION, message);
  }
}
