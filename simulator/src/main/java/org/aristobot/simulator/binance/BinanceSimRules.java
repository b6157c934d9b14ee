package org.aristobot.simulator.binance;

import java.math.BigDecimal;
import org.aristobot.simulator.book.FamilyRules;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OpenLimits;
import org.aristobot.simulator.book.PriceRange;
import org.aristobot.simulator.book.VenueRules;
import org.jspecify.annotations.Nullable;

/** What the engine must know of the filters and of the execution rule. */
record BinanceSimRules(BinanceSimSymbols symbols) implements VenueRules {

  @Override
  public int averageMinutes() {
    return BinanceSimFilters.AVERAGE_MINUTES;
  }

  @Override
  public OpenLimits limits(Instrument instrument) {
    return symbols.filters(instrument).limits();
  }

  @Override
  public OpenLimits limitsInAll() {
    return BinanceSimFilters.IN_ALL;
  }

  @Override
  public boolean admits(Instrument instrument, NewOrder order, BigDecimal average) {
    try {
      symbols.filters(instrument).check(order, average);
      return true;
    } catch (BinanceSimError e) {
      return false;
    }
  }

  @Override
  public FamilyRules families() {
    return FamilyRules.NONE;
  }

  @Override
  public @Nullable PriceRange range(Instrument instrument) {
    return symbols.traits(instrument).range();
  }
}
