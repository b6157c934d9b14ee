package org.aristobot.simulator.book;

/**
 * How a venue makes the orders of a family.
 *
 * @param netOfFee whether an exit closes what was received, in whole steps, or what was filled
 * @param oneCancelsOther whether an exit that fires ends the others of its parent
 * @param partFills when exits are made of a parent that is filled in parts
 * @param legAfterMillis how long after its parent fired a leg is placed
 */
public record FamilyRules(
    boolean netOfFee, boolean oneCancelsOther, PartFills partFills, long legAfterMillis) {

  /** When exits are made. */
  public enum PartFills {
    /** When the parent is filled whole, else never. */
    WHOLE_ONLY,
    /** When the parent ends, of what was filled until then. */
    AT_END,
    /** With each fill, of its size. */
    EACH_FILL
  }

  /** Of a venue where no order makes another one but in an order list. */
  public static final FamilyRules NONE = new FamilyRules(false, false, PartFills.WHOLE_ONLY, 0);
}
