package org.aristobot.simulator.book;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What belongs to no user: the house's holdings and the fees taken. Only under the engine's lock.
 */
final class Ledger {

  /** Enough that the house never runs out. */
  private static final BigDecimal HOUSE_START = new BigDecimal("1000000000000000.00000000");

  private final Map<String, BigDecimal> house = new TreeMap<>();
  private final Map<String, BigDecimal> fees = new TreeMap<>();

  void house(String asset, BigDecimal change) {
    BigDecimal holds = house.getOrDefault(asset, HOUSE_START).add(change);
    if (holds.signum() < 0) {
      throw new IllegalStateException("the house would hold less than nothing of " + asset);
    }
    house.put(asset, holds);
  }

  void fee(String asset, BigDecimal amount) {
    fees.merge(asset, amount, BigDecimal::add);
  }

  BigDecimal house(String asset) {
    return house.getOrDefault(asset, HOUSE_START);
  }

  BigDecimal fees(String asset) {
    return fees.getOrDefault(asset, Amounts.ZERO);
  }
}
