package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One side of one trade, as its owner sees it. */
public record Fill(
    long tradeId,
    long orderId,
    @Nullable Long listId,
    Side side,
    BigDecimal price,
    BigDecimal quantity,
    BigDecimal quote,
    BigDecimal fee,
    String feeAsset,
    boolean maker,
    long timeMillis) {}
