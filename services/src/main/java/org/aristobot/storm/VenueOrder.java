package org.aristobot.storm;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An order as the simulated venue knows it, which is the truth.
 *
 * @param key of its account
 * @param quoteQuantity of a market order sized in quote
 * @param list the list it is a leg of
 */
record VenueOrder(
    String id,
    String clientId,
    String key,
    String symbol,
    String side,
    String type,
    BigDecimal quantity,
    @Nullable BigDecimal quoteQuantity,
    @Nullable BigDecimal price,
    @Nullable BigDecimal stopPrice,
    BigDecimal filled,
    String status,
    Instant acceptedAt,
    @Nullable String list) {

  static VenueOrder of(JsonNode order) {
    return new VenueOrder(
        order.get("id").asString(),
        order.get("client_order_id").asString(),
        order.get("key").asString(),
        order.get("symbol").asString(),
        order.get("side").asString(),
        order.get("type").asString(),
        new BigDecimal(order.get("quantity").asString()),
        amount(order, "quote_quantity"),
        amount(order, "price"),
        amount(order, "stop_price"),
        new BigDecimal(order.get("filled").asString()),
        order.get("status").asString(),
        Instant.parse(order.get("accepted_at").asString()),
        order.hasNonNull("list_id") ? order.get("list_id").asString() : null);
  }

  private static @Nullable BigDecimal amount(JsonNode order, String field) {
    return order.hasNonNull(field) ? new BigDecimal(order.get(field).asString()) : null;
  }

  boolean isOpen() {
    return status.equals("NEW") || status.equals("PARTIALLY_FILLED") || isPending();
  }

  /** It waits for another order of its list. */
  boolean isPending() {
    return status.equals("PENDING_NEW");
  }
}
