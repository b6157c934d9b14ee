package org.aristobot.exchange;

import java.time.Duration;
import java.util.List;
import org.aristobot.model.Balance;
import org.aristobot.model.Fill;
import org.aristobot.model.NativeParams;
import org.aristobot.model.Order;
import org.aristobot.model.OrderRef;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * What an account can do. Every method may throw {@link ExchangeException}; a {@code prepare…} that
 * throws has sent nothing and holds no permits.
 */
public interface Trading {

  /**
   * Checks, encodes and pays for an order.
   *
   * @param patience how long to wait for permits before RATE_LIMITED
   */
  Prepared prepareOrder(Credentials credentials, OrderRequest request, Duration patience);

  /**
   * Reads a caller's native parameters ({@code extra_params}).
   *
   * @throws ExchangeException INVALID_REQUEST for a parameter that only the gateway may set
   */
  NativeReading readNative(NativeParams params);

  /** Cancels; an order that is done or unknown ends {@link Outcome.Unconfirmed}: read it. */
  Prepared prepareCancel(Credentials credentials, Symbol symbol, OrderRef order, Duration patience);

  /**
   * The order as the venue shows it now.
   *
   * @throws ExchangeException ORDER_NOT_FOUND, which right after placing proves nothing
   */
  Order order(Credentials credentials, Symbol symbol, OrderRef order);

  /** Newest first. */
  Rows<Order> openOrders(Credentials credentials, @Nullable Symbol symbol);

  /** Finished orders, newest first. */
  Rows<Order> orderHistory(Credentials credentials, OrderQuery query);

  /** Newest first. */
  Rows<Fill> fills(Credentials credentials, FillQuery query);

  /** Assets with something in them. */
  List<Balance> balances(Credentials credentials);

  CredentialCheck checkCredentials(Credentials credentials);
}
