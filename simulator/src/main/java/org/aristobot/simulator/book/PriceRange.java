package org.aristobot.simulator.book;

import java.math.BigDecimal;

/** Between which multiples of a reference price trades may happen, both inclusive. */
public record PriceRange(BigDecimal down, BigDecimal up) {

  boolean holds(BigDecimal reference, BigDecimal price) {
    return price.compareTo(reference.multiply(down)) >= 0
        && price.compareTo(reference.multiply(up)) <= 0;
  }

  /** The worst price at which an order of {@code side} may take. */
  BigDecimal worst(BigDecimal reference, Side side) {
    return reference.multiply(side == Side.BUY ? up : down);
  }
}
