package org.aristobot.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aristobot.exchange.Exchange.Headroom;
import org.aristobot.exchange.LedgerState;
import org.jspecify.annotations.Nullable;

/** The counts in the memory of this process, for whoever is alone behind an address. */
final class LocalState implements LedgerState {

  /** Idle buckets are forgotten beyond this many. */
  private static final int MANY = 4096;

  private final Map<String, Count> counts = new HashMap<>();
  private long ids;

  /** What is used of one bucket. */
  private static final class Count {
    private final Map<String, UnderWay> underWay = new HashMap<>();
    private long windowMillis;
    private long underWayMillis;
    private long limit;
    private long window = Long.MIN_VALUE;
    private long used;
    private long closedUntil = Long.MIN_VALUE;

    /** What was granted while nothing was under way, and followed by nothing. */
    private @Nullable String alone;

    private record UnderWay(long permits, long since) {}

    void turn(Bucket bucket, long now) {
      windowMillis = bucket.windowMillis();
      underWayMillis = bucket.underWayMillis();
      limit = bucket.limit();
      turn(now);
    }

    private void turn(long now) {
      underWay.values().removeIf(one -> one.since < now - underWayMillis);
      long current = Math.floorDiv(now, windowMillis);
      if (current > window) {
        window = current;
        used = underWay.values().stream().mapToLong(UnderWay::permits).sum();
        alone = null;
      } else if (current < window - 1) {
        // A clock that was far ahead: what was counted then, the venue counted now.
        window = current;
      }
    }

    long readyAt(Draw draw, long now) {
      long start = window * windowMillis;
      long need = used + draw.permits();
      long room;
      if (need > draw.pace().most()) {
        room = start + windowMillis + draw.pace().earliest(draw.permits());
      } else if (now < start && need <= draw.pace().atOnce()) {
        room = now;
      } else {
        room = start + draw.pace().earliest(need);
      }
      return Math.max(Math.max(now, closedUntil), room);
    }

    void take(String id, long permits, long now) {
      alone = underWay.isEmpty() ? id : null;
      used += permits;
      underWay.put(id, new UnderWay(permits, now));
    }

    void finish(String id, Charged charged, @Nullable Span span) {
      boolean wasUnderWay = underWay.remove(id) != null;
      if (wasUnderWay) {
        boolean passed =
            span != null
                && charged.window() < window
                && Math.floorDiv(span.received(), windowMillis) < window;
        used = Math.max(0, used - (passed ? charged.permits() : charged.back()));
      }
      if (charged.count() != null && span != null && isOfThisWindow(charged.bucket(), span)) {
        boolean exact = id.equals(alone) && underWay.isEmpty();
        used = exact ? charged.count() : Math.max(used, charged.count());
      }
    }

    private boolean isOfThisWindow(Bucket bucket, Span span) {
      long doubtful = bucket.doubtfulMillis();
      return Math.floorDiv(span.sent() - doubtful, windowMillis) == window
          && Math.floorDiv(span.received() + doubtful, windowMillis) == window;
    }

    long left(long now) {
      turn(now);
      return now < closedUntil ? 0 : Math.max(0, limit - used);
    }

    boolean isIdle(long now) {
      return Math.floorDiv(now, windowMillis) > window && now >= closedUntil && underWay.isEmpty();
    }
  }

  /** Its only ledger knows by itself who waits. */
  @Override
  public synchronized Answer take(List<Draw> draws, boolean waits, long now) {
    List<Long> readyAt = new ArrayList<>(draws.size());
    List<Long> windows = new ArrayList<>(draws.size());
    boolean ready = true;
    for (Draw draw : draws) {
      Count count = count(draw.bucket(), now);
      long at = count.readyAt(draw, now);
      ready &= at == now;
      readyAt.add(at);
      windows.add(count.window);
    }
    if (!ready) {
      return new Answer.NotYet(readyAt);
    }
    String id = Long.toString(++ids);
    for (Draw draw : draws) {
      count(draw.bucket(), now).take(id, draw.permits(), now);
    }
    return new Answer.Granted(id, windows);
  }

  @Override
  public synchronized void finish(String id, List<Charged> charges, @Nullable Span span) {
    for (Charged charged : charges) {
      if (span == null) {
        Count count = counts.get(charged.bucket().name());
        if (count != null) {
          count.finish(id, charged, null);
        }
      } else {
        count(charged.bucket(), span.received()).finish(id, charged, span);
      }
    }
  }

  @Override
  public synchronized void close(Bucket bucket, long until, long now) {
    Count count = count(bucket, now);
    count.closedUntil = Math.max(count.closedUntil, until);
  }

  @Override
  public synchronized Map<String, Headroom> headroom(long now) {
    Map<String, Headroom> rooms = new TreeMap<>();
    counts.forEach((name, count) -> rooms.put(name, new Headroom(count.left(now), count.limit)));
    return rooms;
  }

  private Count count(Bucket bucket, long now) {
    Count count = counts.get(bucket.name());
    if (count == null) {
      if (counts.size() >= MANY) {
        counts.values().removeIf(idle -> idle.isIdle(now));
      }
      count = new Count();
      counts.put(bucket.name(), count);
    }
    count.turn(bucket, now);
    return count;
  }
}
