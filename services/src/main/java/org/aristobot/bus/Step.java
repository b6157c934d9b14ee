package org.aristobot.bus;

/** The milestones of a request on its way through the gateway, in this order. */
public enum Step {
  /** Moved from the request list to our processing list. */
  MOVED,
  /** Parsed, owned by the caller, inside the rules, permits reserved. */
  CHECKED,
  /** The intent is committed. */
  JOURNALED,
  /** The venue answered, or did not. */
  SENT,
  /** The outcome is committed. */
  SETTLED,
  /** Answered and removed from the processing list, in one transaction. */
  ANSWERED
}
