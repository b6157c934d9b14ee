package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a venue demands beyond what every book needs. Pure; asked under the engine's lock. */
public interface VenueRules {

  /** Over how many minutes the average price is taken that the rules measure against. */
  int averageMinutes();

  OpenLimits limits(Instrument instrument);

  /** How much may be open in all instruments together; of its position nothing is asked. */
  OpenLimits limitsInAll();

  /**
   * Whether an order that waited may start now. Its quantity is known, and its price if it has one.
   */
  boolean admits(Instrument instrument, NewOrder order, BigDecimal average);

  /** How the orders of a family are made. */
  FamilyRules families();

  /** How far from the average price an order may take, null when as far as it likes. */
  @Nullable PriceRange range(Instrument instrument);
}
