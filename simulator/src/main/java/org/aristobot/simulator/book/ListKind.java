package org.aristobot.simulator.book;

/** How the orders of a list depend on each other. */
public enum ListKind {
  /** Two orders; the first one to trade or fire ends the other. */
  ONE_CANCELS_OTHER,
  /** A working order; one or two more start when it is filled. */
  ONE_TRIGGERS_OTHER,
  /** The same, and the pending orders sell what the working order bought. */
  ONE_PAYS_FOR_OTHER
}
