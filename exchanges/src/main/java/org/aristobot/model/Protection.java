package org.aristobot.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Protective orders attached to an entry: at least one of the two trigger prices. */
public record Protection(@Nullable BigDecimal stopLoss, @Nullable BigDecimal takeProfit) {
  public Protection {
    if (stopLoss == null && takeProfit == null) {
      throw new IllegalArgumentException("a protection needs a stop loss or a take profit");
    }
  }
}
