package org.aristobot.exchange;

import java.time.Duration;
import java.util.List;
import org.aristobot.model.Balance;
import org.aristobot.model.Commission;
import org.aristobot.model.Family;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Side;
import org.aristobot.model.Symbol;
import org.aristobot.model.VenueOrderId;
import org.jspecify.annotations.Nullable;

/**
 * What an account can do. Every method may throw {@link ExchangeException}; a {@code prepare…} that
 * throws has sent nothing and holds no permits.
 */
public interface Trading {

  /**
   * Under which ids an order and the legs that it makes will stand on the venue; pure.
   *
   * @param request under the id that the others are derived from
   * @throws ExchangeException as {@link #prepareOrder}
   */
  Family family(OrderRequest request);

  /**
   * How to ask for a leg that nobody has seen yet, once the order that makes it is known; pure.
   *
   * @param parent the venue's id of that order
   * @param leg as {@link #family} has it
   */
  OrderRef unseenLeg(VenueOrderId parent, OrderRequest leg);

  /**
   * Checks, encodes and pays for an order.
   *
   * @param request under the id that its {@link #family} is derived from
   * @param patience how long to wait for permits before RATE_LIMITED
   */
  Prepared prepareOrder(Credentials credentials, OrderRequest request, Duration patience);

  /**
   * Lets the venue check an order without placing it.
   *
   * @throws ExchangeException as the venue would refuse it
   */
  void testOrder(Credentials credentials, OrderRequest request);

  /**
   * Reads a caller's native parameters ({@code extra_params}).
   *
   * @param side of the order, where the caller has said it: parameters of legs depend on it
   * @throws ExchangeException INVALID_REQUEST for a parameter that only the gateway may set
   */
  NativeReading readNative(NativeParams params, @Nullable Side side);

  /** Cancels; an order that is done or unknown ends {@link Outcome.Unconfirmed}: read it. */
  Prepared prepareCancel(Credentials credentials, Symbol symbol, OrderRef order, Duration patience);

  /**
   * Whether the venue would change that order where it stands, so that it keeps its ids and its
   * place in the queue; else it replaces it by a new order. Pure.
   *
   * @throws ExchangeException UNSUPPORTED_OPERATION if it can do neither
   */
  boolean amendsInPlace(OrderRequest from, OrderRequest to);

  /**
   * Changes an open order: where it stands if both requests have the same id, else by cancelling
   * it, provided that nothing of it is filled, and placing the other one.
   *
   * @param order the venue's id of the order that stands
   * @param from what it was placed as
   * @param to what it shall be
   */
  Prepared prepareAmend(
      Credentials credentials,
      VenueOrderId order,
      OrderRequest from,
      OrderRequest to,
      Duration patience);

  /**
   * Looks for commands in doubt in all places where the venue would show them, for all of them at
   * once as far as the venue allows. Never guesses: an order that is merely not seen stays
   * unproven.
   *
   * @return a finding for each doubt, in their order; a place that could not be looked at makes the
   *     doubts that need it unproven and does not throw
   */
  List<Finding> look(Credentials credentials, List<Doubt> doubts);

  /**
   * The order as the venue shows it now.
   *
   * @throws ExchangeException ORDER_NOT_FOUND, which right after placing proves nothing
   */
  Order order(Credentials credentials, Symbol symbol, OrderRef order);

  /** Newest first. */
  Rows<Order> openOrders(Credentials credentials, @Nullable Symbol symbol);

  /** Finished orders, and those in a state that nobody knows, newest first. */
  Rows<Order> orderHistory(Credentials credentials, OrderQuery query);

  /** Newest first. */
  Rows<Fill> fills(Credentials credentials, FillQuery query);

  /** Assets with something in them. */
  List<Balance> balances(Credentials credentials);

  Commission commission(Credentials credentials, Symbol symbol);

  CredentialCheck checkCredentials(Credentials credentials);
}
