package org.aristobot.journal;

/** What became of an intent. */
public sealed interface Recorded {

  StoredOrder order();

  /** It is committed and ours to send. */
  record Fresh(StoredOrder order, Lease lease) implements Recorded {}

  /** The same request id or client id was used before; nothing was written. */
  record Earlier(StoredOrder order) implements Recorded {}
}
