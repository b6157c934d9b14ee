package org.aristobot.journal;

import java.time.Instant;
import org.aristobot.model.OrderRequest;

/**
 * A change of an order that is under way.
 *
 * @param requestId of the caller's request that asks for it
 * @param edition the one that it makes; rises with every change that is tried
 * @param token tells two changes apart that are tried at the same time: the journal lets one go
 * @param request what the order shall be; under another id where it is replaced
 * @param nativeRequest as it travels, without key and signature
 * @param expiresAt on the venue's clock
 */
public record Amendment(
    String requestId,
    int edition,
    String token,
    OrderRequest request,
    String nativeRequest,
    Instant expiresAt) {

  /** The same change with a newer copy of its request. */
  public Amendment restamped(String nativeRequest, Instant expiresAt) {
    return new Amendment(requestId, edition, token, request, nativeRequest, expiresAt);
  }

  Amendment inMicros() {
    return new Amendment(
        requestId, edition, token, request, nativeRequest, OrderFold.micros(expiresAt));
  }
}
