package org.aristobot.model;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be traded on a venue, and under which rules. A rule that is null does not exist.
 *
 * @param venueSymbol the venue's own spelling
 * @param active whether new orders are taken now
 * @param quantity rule for every base quantity
 * @param marketQuantity further rule for market orders, in base
 * @param price rule for limit and trigger prices
 * @param minNotional least price × quantity, in quote
 * @param marketMinNotional whether {@code minNotional} holds for market orders too
 * @param maxNotional greatest price × quantity, in quote
 * @param quoteScale most decimals of an amount in quote
 * @param quoteSized whether a market order may be sized in quote
 * @param flags what the venue allows in this market, in its own words
 * @param makerFee fraction of the trade, e.g. 0.001; null when not public
 */
public record Instrument(
    Symbol symbol,
    String venueSymbol,
    boolean active,
    Rule quantity,
    Rule marketQuantity,
    Rule price,
    @Nullable BigDecimal minNotional,
    boolean marketMinNotional,
    @Nullable BigDecimal maxNotional,
    @Nullable Integer quoteScale,
    boolean quoteSized,
    Set<String> flags,
    @Nullable BigDecimal makerFee,
    @Nullable BigDecimal takerFee) {

  public Instrument {
    flags = Set.copyOf(flags);
  }

  /** Bounds and step of a value. Multiples of the step count from zero. */
  public record Rule(
      @Nullable BigDecimal min, @Nullable BigDecimal max, @Nullable BigDecimal step) {
    public static final Rule NONE = new Rule(null, null, null);
  }
}
