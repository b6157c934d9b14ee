package org.aristobot.journal;

import java.time.Instant;
import java.util.List;
import org.aristobot.model.ClientOrderId;
import org.aristobot.model.Environment;
import org.aristobot.model.OrderRequest;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;

/**
 * What is committed before an order leaves.
 *
 * @param market {@code spot}, later {@code futures}
 * @param protectionRequired whether the caller said {@code "protection": "required"}
 * @param unprotected whether protection was asked for and will not be placed
 * @param fingerprint equal for two requests with equal order fields; empty for a leg, which nobody
 *     asks for by itself
 * @param nativeRequest the request as it will travel, without key and signature; its latest copy
 * @param expiresAt of that copy, on the venue's clock
 */
public record Intent(
    long userId,
    long brokerId,
    String requestId,
    @Nullable String traceId,
    @Nullable String source,
    Venue venue,
    Environment environment,
    String market,
    ClientOrderId clientOrderId,
    OrderRequest request,
    boolean protectionRequired,
    List<String> warnings,
    boolean unprotected,
    String fingerprint,
    String nativeRequest,
    Instant expiresAt) {

  public Intent {
    warnings = List.copyOf(warnings);
  }

  /** The same intent with a newer copy of its request. */
  Intent restamped(String nativeRequest, Instant expiresAt) {
    return with(request, unprotected, nativeRequest, expiresAt);
  }

  /** The same intent for what the order is now. */
  Intent amended(OrderRequest request) {
    return with(request, unprotected, nativeRequest, expiresAt);
  }

  /** The same intent, its protection gone. */
  Intent exposed() {
    return with(request, true, nativeRequest, expiresAt);
  }

  /** What is recorded for an order that this one makes. */
  Intent leg(OrderRequest leg) {
    return new Intent(
        userId,
        brokerId,
        requestId,
        traceId,
        source,
        venue,
        environment,
        market,
        new ClientOrderId(leg.id().text()),
        leg,
        false,
        List.of(),
        false,
        "",
        nativeRequest,
        expiresAt);
  }

  private Intent with(
      OrderRequest request, boolean unprotected, String nativeRequest, Instant expiresAt) {
    return new Intent(
        userId,
        brokerId,
        requestId,
        traceId,
        source,
        venue,
        environment,
        market,
        clientOrderId,
        request,
        protectionRequired,
        warnings,
        unprotected,
        fingerprint,
        nativeRequest,
        expiresAt);
  }
}
