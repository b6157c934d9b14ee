package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stood at one moment.
 *
 * @param id rising per instrument
 * @param price null for a market order
 * @param quantity in base; of a market order sized in quote, what the book made of it
 * @param quoteQuantity only of a market order sized in quote
 * @param filled in base, before fees
 * @param filledQuote in quote, before fees
 */
public record OrderView(
    Instrument instrument,
    long id,
    String clientId,
    String key,
    Side side,
    OrderKind kind,
    TimeInForce timeInForce,
    @Nullable BigDecimal price,
    BigDecimal quantity,
    @Nullable BigDecimal quoteQuantity,
    BigDecimal filled,
    BigDecimal filledQuote,
    OrderStatus status,
    ExpiryReason expiryReason,
    Map<String, Long> labels,
    long acceptedAtMillis,
    long updatedAtMillis) {}
