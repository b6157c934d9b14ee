package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the book is asked to do. Exactly one of {@code quantity} and {@code quoteQuantity} is given,
 * or none of both by a leg that takes over what its working order received; only a market order may
 * be sized in quote, or what becomes one and holds no funds until then; only the limit kinds have a
 * price or a peg, only the conditional kinds a condition.
 *
 * @param iceberg how much of it the book shows at a time, null for all
 * @param labels numbers that the dialect wants to see again with the order; the book ignores them
 * @param visibleAfterMillis how long after its acceptance look-ups do not show the order yet
 * @param family what it makes, and whether it holds funds while it waits
 */
public record NewOrder(
    Side side,
    OrderKind kind,
    TimeInForce timeInForce,
    @Nullable BigDecimal quantity,
    @Nullable BigDecimal quoteQuantity,
    @Nullable BigDecimal price,
    @Nullable Peg peg,
    @Nullable Condition condition,
    @Nullable BigDecimal iceberg,
    SelfTrade selfTrade,
    String clientId,
    Map<String, Long> labels,
    long visibleAfterMillis,
    Family family) {

  public NewOrder {
    if (quantity != null && quoteQuantity != null) {
      throw new IllegalArgumentException("only one of quantity and quoteQuantity");
    }
    if ((price != null || peg != null) != kind.isPriced()) {
      throw new IllegalArgumentException("a price belongs to the limit kinds");
    }
    if ((condition != null) != kind.isConditional()) {
      throw new IllegalArgumentException("a condition belongs to the conditional kinds");
    }
    boolean takesAll = kind == OrderKind.MARKET || (family.unfunded() && !kind.isPriced());
    if (quoteQuantity != null && !takesAll) {
      throw new IllegalArgumentException("only a market order is sized in quote");
    }
    if (iceberg != null && !kind.isPriced()) {
      throw new IllegalArgumentException("only what rests can be an iceberg");
    }
  }

  /** An order that makes no others. */
  public NewOrder(
      Side side,
      OrderKind kind,
      TimeInForce timeInForce,
      @Nullable BigDecimal quantity,
      @Nullable BigDecimal quoteQuantity,
      @Nullable BigDecimal price,
      @Nullable Peg peg,
      @Nullable Condition condition,
      @Nullable BigDecimal iceberg,
      SelfTrade selfTrade,
      String clientId,
      Map<String, Long> labels,
      long visibleAfterMillis) {
    this(
        side,
        kind,
        timeInForce,
        quantity,
        quoteQuantity,
        price,
        peg,
        condition,
        iceberg,
        selfTrade,
        clientId,
        labels,
        visibleAfterMillis,
        Family.NONE);
  }

  /** The same order with a quantity and a price that became known later. */
  public NewOrder at(@Nullable BigDecimal knownQuantity, @Nullable BigDecimal knownPrice) {
    return new NewOrder(
        side,
        kind,
        timeInForce,
        knownQuantity,
        knownQuantity == null ? quoteQuantity : null,
        knownPrice,
        knownPrice == null ? peg : null,
        condition,
        iceberg,
        selfTrade,
        clientId,
        labels,
        visibleAfterMillis,
        family);
  }
}
