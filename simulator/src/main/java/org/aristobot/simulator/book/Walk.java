package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.SplittableRandom;

/** A seeded, mean-reverting walk just below an anchor. Only under the engine's lock. */
final class Walk {

  /** How far below the anchor the walk may get, and how far it steps, in millionths. */
  private static final int DEPTH = 1_000;

  private static final int STEP = 30;
  private static final int PULL = 40;

  private final BigDecimal tick;
  private final SplittableRandom random;
  private BigDecimal anchor;
  private int below;

  Walk(BigDecimal anchor, BigDecimal tick, SplittableRandom random) {
    this.anchor = anchor;
    this.tick = tick;
    this.random = random;
  }

  void anchor(BigDecimal price) {
    anchor = price;
    below = 0;
  }

  BigDecimal step() {
    int drawn = below + random.nextInt(2 * STEP + 1) - STEP - below / PULL;
    below = Math.clamp(drawn, 0, DEPTH);
    BigDecimal price = anchor.subtract(anchor.multiply(BigDecimal.valueOf(below)).movePointLeft(6));
    return Amounts.floorTo(price, tick).max(tick);
  }
}
