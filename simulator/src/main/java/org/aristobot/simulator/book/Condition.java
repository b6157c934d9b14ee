package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a conditional order waits for. At least one of the two is given; with both, the price is
 * where the trailing begins.
 *
 * @param stopPrice the last trade price that fires it
 * @param trailingDelta how far the market must turn back from its best price, in hundredths of a
 *     per cent
 */
public record Condition(@Nullable BigDecimal stopPrice, @Nullable Integer trailingDelta) {

  public Condition {
    if (stopPrice == null && trailingDelta == null) {
      throw new IllegalArgumentException("a stop price or a trailing delta");
    }
  }
}
