package org.aristobot.journal;

import java.util.List;

/** What became of an intent. */
public sealed interface Recorded {

  StoredOrder order();

  /** It is committed and ours to send. */
  record Fresh(StoredOrder order, List<StoredOrder> legs, Lease lease) implements Recorded {
    public Fresh {
      legs = List.copyOf(legs);
    }
  }

  /** The same request id or client id was used before; nothing was written. */
  record Earlier(StoredOrder order) implements Recorded {}
}
