package org.aristobot.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.aristobot.exchange.ErrorKind;
import org.aristobot.exchange.ExchangeException;
import org.aristobot.journal.StoredOrder;
import org.aristobot.model.ClientOrderId;
import org.aristobot.vault.Broker;
import org.jspecify.annotations.Nullable;

/**
 * What makes two requests the same order: the request id of a user, and the client id of a broker.
 *
 * @param clientIdGiven whether the caller chose the client id
 * @param fingerprint the order's content
 */
record Identity(
    long userId,
    String requestId,
    long brokerId,
    ClientOrderId clientOrderId,
    boolean clientIdGiven,
    String fingerprint) {

  private static final int HASH_BYTES = 12;

  /** An absent client id is derived from the request id, so that a redelivery is the same order. */
  static Identity of(Broker broker, String requestId, OrderTicket ticket) {
    ClientOrderId given = ticket.clientOrderId();
    return new Identity(
        broker.userId(),
        requestId,
        broker.id(),
        given == null ? derived(broker.userId(), requestId) : given,
        given != null,
        ticket.fingerprint());
  }

  private static ClientOrderId derived(long userId, String requestId) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(requestId.getBytes(StandardCharsets.UTF_8));
      return new ClientOrderId(
          "ARISTO_" + userId + "_" + HexFormat.of().formatHex(hash, 0, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Makes sure that the earlier order is the one that is asked for now.
   *
   * @throws ExchangeException if only the id is the same
   */
  void requireSame(StoredOrder earlier) {
    boolean sameContent = earlier.fingerprint().equals(fingerprint);
    boolean sameClientId =
        earlier.brokerId() == brokerId && earlier.clientOrderId().equals(clientOrderId);
    if (sameContent && sameClientId) {
      return;
    }
    if (sameClientId && clientIdGiven) {
      throw new ExchangeException(
          ErrorKind.DUPLICATE_CLIENT_ORDER_ID,
          "client_order_id: " + clientOrderId + " was used before for another order");
    }
    throw new ExchangeException(
        ErrorKind.INVALID_REQUEST, "request_id: was used before for another order");
  }

  /** The caller's id of an order on the venue: ours if we know it, never one that we derived. */
  static @Nullable String shown(@Nullable StoredOrder known, @Nullable String nativeText) {
    if (known != null) {
      return known.clientOrderId().text();
    }
    return nativeText == null || nativeText.matches("ar[0-9a-f]{28}[a-z]?") ? null : nativeText;
  }
}
