package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A venue that only counts what is open, and may bound how far an order takes. */
record FreeRules(OpenLimits limits, @Nullable PriceRange range, FamilyRules families)
    implements VenueRules {

  static FreeRules of(int orders, int conditional, int lists, int amendments) {
    return new FreeRules(
        new OpenLimits(orders, conditional, Integer.MAX_VALUE, lists, amendments, null),
        null,
        FamilyRules.NONE);
  }

  @Override
  public int averageMinutes() {
    return 5;
  }

  @Override
  public OpenLimits limits(Instrument instrument) {
    return limits;
  }

  @Override
  public OpenLimits limitsInAll() {
    int any = Integer.MAX_VALUE;
    return new OpenLimits(any, any, any, any, any, null);
  }

  @Override
  public boolean admits(Instrument instrument, NewOrder order, BigDecimal average) {
    return true;
  }

  @Override
  public FamilyRules families() {
    return families;
  }

  @Override
  public @Nullable PriceRange range(Instrument instrument) {
    return range;
  }

  FreeRules within(String down, String up) {
    return new FreeRules(
        limits, new PriceRange(new BigDecimal(down), new BigDecimal(up)), families);
  }

  FreeRules with(FamilyRules newFamilies) {
    return new FreeRules(limits, range, newFamilies);
  }
}
