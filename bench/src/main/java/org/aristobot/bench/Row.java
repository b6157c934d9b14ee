package org.aristobot.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measure.
 *
 * @param part the heading that it stands under
 * @param peer who it is compared with; null for nobody
 * @param ratio how many times as good ours is, greater is better; null without a peer
 * @param goal null where none was set
 * @param conditions what must be known to read the figure
 */
record Row(
    String part,
    String name,
    String unit,
    Spread ours,
    @Nullable String peer,
    @Nullable Spread theirs,
    @Nullable Double ratio,
    @Nullable Goal goal,
    String conditions) {

  /** What was promised, and whether this run keeps it. */
  record Goal(String text, boolean met) {

    static Goal atMost(double value, double bound, String text) {
      return new Goal(text, value <= bound);
    }

    static Goal atLeast(double value, double bound, String text) {
      return new Goal(text, value >= bound);
    }
  }

  /** Whether less or more of a unit is better. */
  enum Better {
    LESS,
    MORE
  }

  /** A measure that stands alone. */
  static Row alone(
      String part, String name, String unit, Spread ours, @Nullable Goal goal, String conditions) {
    return new Row(part, name, unit, ours, null, null, null, goal, conditions);
  }

  /**
   * A measure beside a peer's, round by round.
   *
   * @param factor the goal: at least so many times as good; 0 for none
   */
  static Row beside(
      String part,
      String name,
      String unit,
      Better better,
      List<Double> ours,
      String peer,
      List<Double> theirs,
      double factor,
      String conditions) {
    Spread ratio = better == Better.LESS ? Spread.ratio(theirs, ours) : Spread.ratio(ours, theirs);
    Goal goal =
        factor == 0
            ? null
            : Goal.atLeast(
                ratio.median(), factor, "at least " + Spread.number(factor) + " times as good");
    return new Row(
        part,
        name,
        unit,
        Spread.of(ours),
        peer,
        Spread.of(theirs),
        ratio.median(),
        goal,
        conditions);
  }
}
