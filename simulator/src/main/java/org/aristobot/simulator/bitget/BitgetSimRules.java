package org.aristobot.simulator.bitget;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.aristobot.simulator.book.FamilyRules;
import org.aristobot.simulator.book.FamilyRules.PartFills;
import org.aristobot.simulator.book.Instrument;
import org.aristobot.simulator.book.NewOrder;
import org.aristobot.simulator.book.OpenLimits;
import org.aristobot.simulator.book.PriceRange;
import org.aristobot.simulator.book.VenueRules;
import org.jspecify.annotations.Nullable;

/**
 * What the engine must know of the symbols, and what this simulator does where the manual leaves it
 * open. Safe for all threads.
 */
final class BitgetSimRules implements VenueRules {

  private static final long LONGEST_MILLIS = 3_600_000;

  private final BitgetSimSymbols symbols;
  private volatile FamilyRules families = new FamilyRules(true, false, PartFills.WHOLE_ONLY, 0);
  private volatile boolean windowsEverywhere;

  BitgetSimRules(BitgetSimSymbols symbols) {
    this.symbols = symbols;
  }

  /** Whether the fields that bound a request count on all signed calls, or only on placements. */
  boolean windowsEverywhere() {
    return windowsEverywhere;
  }

  @Override
  public int averageMinutes() {
    return 0;
  }

  @Override
  public OpenLimits limits(Instrument instrument) {
    return symbols.filters(instrument).limits();
  }

  @Override
  public OpenLimits limitsInAll() {
    return BitgetSimFilters.IN_ALL;
  }

  @Override
  public boolean admits(Instrument instrument, NewOrder order, BigDecimal last) {
    try {
      symbols.filters(instrument).checkBand(order, last);
      return true;
    } catch (BitgetSimError e) {
      return false;
    }
  }

  @Override
  public FamilyRules families() {
    return families;
  }

  @Override
  public @Nullable PriceRange range(Instrument instrument) {
    return null;
  }

  // --- choices

  /** Makes choices by their names; those not named stay. */
  void choose(Map<String, String> choices) {
    FamilyRules chosen = families;
    boolean everywhere = windowsEverywhere;
    for (Map.Entry<String, String> choice : choices.entrySet()) {
      String value = choice.getValue();
      switch (choice.getKey()) {
        case "exit_size" ->
            chosen =
                new FamilyRules(
                    first(choice, "net", "gross"),
                    chosen.oneCancelsOther(),
                    chosen.partFills(),
                    chosen.legAfterMillis());
        case "exits_cancel_each_other" ->
            chosen =
                new FamilyRules(
                    chosen.netOfFee(),
                    first(choice, "true", "false"),
                    chosen.partFills(),
                    chosen.legAfterMillis());
        case "exits_of_part_fills" ->
            chosen =
                new FamilyRules(
                    chosen.netOfFee(),
                    chosen.oneCancelsOther(),
                    partFills(value),
                    chosen.legAfterMillis());
        case "plan_executing_ms" ->
            chosen =
                new FamilyRules(
                    chosen.netOfFee(), chosen.oneCancelsOther(), chosen.partFills(), millis(value));
        case "window_fields" -> everywhere = first(choice, "everywhere", "place_order");
        default ->
            throw new IllegalArgumentException("Field '" + choice.getKey() + "' is unknown.");
      }
    }
    families = chosen;
    windowsEverywhere = everywhere;
  }

  Map<String, String> choices() {
    FamilyRules chosen = families;
    Map<String, String> choices = new TreeMap<>();
    choices.put("exit_size", chosen.netOfFee() ? "net" : "gross");
    choices.put("exits_cancel_each_other", Boolean.toString(chosen.oneCancelsOther()));
    choices.put("exits_of_part_fills", chosen.partFills().name().toLowerCase(Locale.ROOT));
    choices.put("plan_executing_ms", Long.toString(chosen.legAfterMillis()));
    choices.put("window_fields", windowsEverywhere ? "everywhere" : "place_order");
    return choices;
  }

  private static boolean first(Map.Entry<String, String> choice, String one, String other) {
    if (!choice.getValue().equals(one) && !choice.getValue().equals(other)) {
      throw new IllegalArgumentException(
          "Field '%s' must be '%s' or '%s'.".formatted(choice.getKey(), one, other));
    }
    return choice.getValue().equals(one);
  }

  private static PartFills partFills(String value) {
    return switch (value) {
      case "whole_only" -> PartFills.WHOLE_ONLY;
      case "at_end" -> PartFills.AT_END;
      case "each_fill" -> PartFills.EACH_FILL;
      default ->
          throw new IllegalArgumentException(
              "Field 'exits_of_part_fills' must be one of whole_only at_end each_fill.");
    };
  }

  private static long millis(String value) {
    if (!value.matches("[0-9]{1,7}") || Long.parseLong(value) > LONGEST_MILLIS) {
      throw new IllegalArgumentException(
          "Field 'plan_executing_ms' must be a whole number, at most an hour.");
    }
    return Long.parseLong(value);
  }
}
