package org.aristobot.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.aristobot.alert.Alert;
import org.aristobot.alert.Alerts;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.LedgerState;
import org.jspecify.annotations.Nullable;

/**
 * Tells people that a venue refused us and for how long, whoever of us asked: callers, sweeps or
 * the reading of markets. Thread rule: any thread.
 *
 * @param place the venue and its environment, in words
 */
record AlertingLedger(LedgerState counts, String place, Alerts alerts) implements LedgerState {

  @Override
  public void close(Bucket bucket, long until, long now) {
    counts.close(bucket, until, now);
    String pool = bucket.name().replaceFirst("-[^-]*$", "");
    alerts.raise(
        new Alert(
            Alert.Kind.RATE_LIMIT_BAN,
            place + " " + pool,
            place
                + " refused a request: too many; "
                + pool
                + " is closed until "
                + Instant.ofEpochMilli(until)));
  }

  @Override
  public Answer take(List<Draw> draws, boolean waits, long now) {
    return counts.take(draws, waits, now);
  }

  @Override
  public void finish(String id, List<Charged> charges, @Nullable Span span) {
    counts.finish(id, charges, span);
  }

  @Override
  public Map<String, Headroom> headroom(long now) {
    return counts.headroom(now);
  }
}
