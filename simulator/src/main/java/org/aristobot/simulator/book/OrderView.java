package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stood at one moment.
 *
 * @param id rising per instrument
 * @param price as it was sent; null for an order without a limit, or whose limit is pegged
 * @param peggedPrice the limit of a pegged order, null until it came to the book
 * @param condition only of conditional orders
 * @param trailingSinceMillis when a trailing order began to follow the market, null until then
 * @param iceberg how much the book shows at a time, null for all
 * @param sized whether the quantity is known; of a leg sized by its working order not until then
 * @param quantity in base; of a market order sized in quote, what the book made of it
 * @param quoteQuantity only of a market order sized in quote
 * @param filled in base, before fees
 * @param filledQuote in quote, before fees
 * @param prevented in base, what the prevention of self-trades took away
 * @param preventedMatchId number of the newest prevented trade
 * @param listId the order list it is a leg of
 * @param fees taken from what its fills brought in
 * @param parentId the order that made it
 * @param legId the order that it made when it fired
 * @param workingMillis when it came to the book, null until then
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
    @Nullable Peg peg,
    @Nullable BigDecimal peggedPrice,
    @Nullable Condition condition,
    @Nullable Long trailingSinceMillis,
    @Nullable BigDecimal iceberg,
    SelfTrade selfTrade,
    boolean sized,
    BigDecimal quantity,
    @Nullable BigDecimal quoteQuantity,
    BigDecimal filled,
    BigDecimal filledQuote,
    BigDecimal prevented,
    @Nullable Long preventedMatchId,
    OrderStatus status,
    ExpiryReason expiryReason,
    @Nullable Long listId,
    Map<String, Long> labels,
    BigDecimal fees,
    Family family,
    @Nullable Long parentId,
    @Nullable Long legId,
    long acceptedAtMillis,
    @Nullable Long workingMillis,
    long updatedAtMillis) {}
