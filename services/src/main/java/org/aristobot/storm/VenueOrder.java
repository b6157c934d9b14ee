package org.aristobot.storm;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.aristobot.model.Venue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An order as the simulated venue knows it, which is the truth.
 *
 * @param key of its account
 * @param quoteQuantity of a market order sized in quote
 * @param list the list it is a leg of
 * @param parent the order whose fill made it
 */
record VenueOrder(
    Venue venue,
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
    @Nullable String list,
    @Nullable String parent) {

  static VenueOrder of(Venue venue, JsonNode order) {
    return new VenueOrder(
        venue,
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
        text(order, "list_id"),
        text(order, "parent_id"));
  }

  private static @Nullable String text(JsonNode order, String field) {
    return order.hasNonNull(field) ? order.get(field).asString() : null;
  }

  private static @Nullable BigDecimal amount(JsonNode order, String field) {
    return order.hasNonNull(field) ? new BigDecimal(order.get(field).asString()) : null;
  }

  /** In the words of the venues, of which each has its own. */
  boolean isOpen() {
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "new", "live", "partially_filled", "executing" -> true;
      default -> isPending();
    };
  }

  boolean isWholeFilled() {
    return filled.signum() > 0 && filled.compareTo(quantity) >= 0;
  }

  /** It waits for another order of its list. */
  boolean isPending() {
    return status.equals("PENDING_NEW") || status.equals("init");
  }
}
