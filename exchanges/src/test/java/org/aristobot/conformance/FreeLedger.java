package org.aristobot.conformance;

import java.util.List;
import java.util.Map;
import org.aristobot.exchange.Exchange;
import org.aristobot.exchange.LedgerState;
import org.jspecify.annotations.Nullable;

/** Grants everything at once: what these tests talk to has limits that nobody meets. */
public final class FreeLedger implements LedgerState {

  @Override
  public Answer take(List<Draw> draws, boolean waits, long now) {
    return new Answer.Granted(
        "any", draws.stream().map(draw -> now / draw.bucket().windowMillis()).toList());
  }

  @Override
  public void finish(String id, List<Charged> charges, @Nullable Span span) {}

  @Override
  public void close(Bucket bucket, long until, long now) {}

  @Override
  public Map<String, Exchange.Headroom> headroom(long now) {
    return Map.of();
  }
}
