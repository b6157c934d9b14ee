package org.aristobot.simulator.book;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What an order would trade at once: a walk through the offers that changes nothing. */
final class Sweep {

  private final BigDecimal step;
  private final @Nullable BigDecimal quantityWanted;
  private final BigDecimal quoteWanted;
  private BigDecimal quantity = Amounts.ZERO;
  private BigDecimal quote = Amounts.ZERO;
  private boolean complete;

  Sweep(
      Instrument instrument,
      @Nullable BigDecimal quantityWanted,
      @Nullable BigDecimal quoteWanted) {
    this.step = instrument.step();
    this.quantityWanted = quantityWanted;
    this.quoteWanted = quoteWanted == null ? Amounts.ZERO : quoteWanted;
  }

  void take(Level level) {
    BigDecimal wanted =
        quantityWanted != null
            ? quantityWanted.subtract(quantity)
            : quoteWanted
                .subtract(quote)
                .divideToIntegralValue(level.price().multiply(step))
                .multiply(step);
    BigDecimal taken = wanted.min(level.quantity());
    quantity = quantity.add(taken);
    quote = quote.add(Amounts.cover(level.price(), taken));
    complete = taken.compareTo(wanted) == 0;
  }

  /** Whether the size was reached; else the offers ran out, or the limit stopped it. */
  boolean complete() {
    return complete;
  }

  BigDecimal quantity() {
    return quantity;
  }

  /** Enough quote to pay for it. */
  BigDecimal quote() {
    return quote;
  }
}
